"""What staff do. One module for each part."""
