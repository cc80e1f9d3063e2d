"""What may be done to a centre: its catalogue of services, and its counters."""
