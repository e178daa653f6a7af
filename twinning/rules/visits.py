"""Rights over visits."""
