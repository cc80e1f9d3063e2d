"""Clerks, heads and administrators, and their sessions."""
