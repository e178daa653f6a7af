"""What follows from a registration, an invitation or a delegation: mail, and needs that are kept as long as needed."""
