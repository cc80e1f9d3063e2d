"""The hall's screen."""

from display.views import blueprint

__all__ = ["blueprint"]
