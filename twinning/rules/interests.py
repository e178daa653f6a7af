"""Rights over interests."""
