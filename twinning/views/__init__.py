"""What goes out. One module for each part."""
