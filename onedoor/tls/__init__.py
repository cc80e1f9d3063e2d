"""https inside a centre: its own authority, the server's certificate, and what the server needs of them."""
