"""What comes in: one module per noun."""
