"""What comes in. One module for each part."""
