"""The websocket side: the contract of events, rooms, the one publisher, subscriptions."""
