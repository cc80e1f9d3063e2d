"""Kiosks and displays: enrolment by a one-time code, and their tokens."""
