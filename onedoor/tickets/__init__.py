"""Tickets, their turns and the calls of the day: the heart of the queue."""
