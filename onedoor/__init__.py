"""Everything of OneDoor that has no screen: rules, features, printing, realtime, database."""
