"""What may be done to the people of a centre: users, their sessions, and the delay after failed sign-ins."""
