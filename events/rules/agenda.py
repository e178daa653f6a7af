"""Who may write the programme."""
