"""What comes in, one module for each noun."""
