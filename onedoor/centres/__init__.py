"""A centre: its halls, counters and services."""
