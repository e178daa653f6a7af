"""Rights over projects."""
