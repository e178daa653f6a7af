"""The staff's desk: one module per noun."""
