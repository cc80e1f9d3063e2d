"""What happens to tickets and turns; each action is one transaction, and these files alone write their tables."""
