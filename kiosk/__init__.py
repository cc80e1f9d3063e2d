"""The citizen's touch screen."""

from kiosk.views import blueprint

__all__ = ["blueprint"]
