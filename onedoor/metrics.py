"""What a server counts while it works, for `/metrics`. No label names a person or a ticket.

Each process counts its own. The counters are at hand wherever something happens. What is so at the moment of a
question, such as how many wait, is read then (`onedoor/web/metrics.py`).
"""

from prometheus_client import Counter, Histogram

FRACTIONS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Bounds in seconds: a ticket takes a few milliseconds, a call is in the hall within 100."""

EVENTS = Counter("onedoor_events", "What this server committed, tickets and calls among it", ["kind"])
REFUSALS = Counter("onedoor_refusals", "Commands and questions that were refused, by error code", ["code"])
REQUESTS = Histogram("onedoor_request_seconds", "Requests", ["method", "route", "status"], buckets=FRACTIONS)
COMMITS = Histogram("onedoor_commit_seconds", "How long a commit took", buckets=FRACTIONS)
HUB_LAG = Histogram("onedoor_hub_lag_seconds", "How late a task gets its turn", buckets=FRACTIONS)
DATABASE_ERRORS = Counter("onedoor_database_errors", "Statements that failed, by the kind of error", ["kind"])
PRINT_REPORTS = Counter("onedoor_print_reports", "What the print worker said became of jobs", ["state"])
