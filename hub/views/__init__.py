"""What goes out: one module per noun."""
