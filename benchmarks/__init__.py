"""Measurements against the real server process; `python -m benchmarks` runs all of them."""
