"""Breaks a running OneDoor on purpose and looks whether it kept its word: `make chaos`."""
