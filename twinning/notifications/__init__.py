"""What people are told. One module for each part."""
