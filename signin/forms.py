"""What the sign-in page sends and gets."""

from pydantic import Field

from onedoor.realtime.boards import ReadModel
from onedoor.web.forms import Form

# What NIST SP 800-63B asks for at least, of a password that is rate limited; no rules of digits and signs.
FEWEST_CHARACTERS = 8


class SignInForm(Form):
    """A name and a password."""

    sign_in_name: str = Field(min_length=1, max_length=60)
    password: str = Field(min_length=1, max_length=200)


class PasswordForm(Form):
    """The password as it is and as it shall be."""

    old: str = Field(min_length=1, max_length=200)
    new: str = Field(min_length=FEWEST_CHARACTERS, max_length=200)


class SignedInAnswer(ReadModel):
    """Who is signed in now, and the page where this role begins."""

    display_name: str
    role: str
    next: str
