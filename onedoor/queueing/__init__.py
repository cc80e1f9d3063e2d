"""The pure rules of the queue: standard library only, no database, no web, no clock of their own."""
