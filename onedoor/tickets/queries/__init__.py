"""Read models of tickets, each read within the caller's transaction: one truth for page, snapshot and push."""
