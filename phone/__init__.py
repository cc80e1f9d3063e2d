"""The citizen's phone page."""

from phone.views import blueprint

__all__ = ["blueprint"]
