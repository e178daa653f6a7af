"""Rights over partnerships."""
