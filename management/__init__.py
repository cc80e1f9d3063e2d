"""The manager's pages."""

from management.views import blueprint

__all__ = ["blueprint"]
