"""What the clock and the queue call. One module for each part."""
