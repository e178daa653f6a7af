"""Rights over profiles."""
