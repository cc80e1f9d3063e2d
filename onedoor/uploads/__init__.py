"""The one door for files that people send: what is not of a listed kind is refused, and nothing is kept as it came."""
