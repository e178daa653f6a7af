"""Who may ask, vote, open, close and publish."""
