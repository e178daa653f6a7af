"""Rights over rounds."""
