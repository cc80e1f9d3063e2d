"""Where staff sign in."""

from signin.views import blueprint

__all__ = ["blueprint"]
