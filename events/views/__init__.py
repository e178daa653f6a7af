"""What goes out, one module for each noun."""
