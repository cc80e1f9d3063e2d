"""The clerk's desk."""

from counter.views import blueprint

__all__ = ["blueprint"]
