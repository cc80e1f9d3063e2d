"""Tickets on paper: print jobs in the database, and the worker program that draws and sends them."""
