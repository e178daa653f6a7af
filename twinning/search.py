"""What can be found: partnerships and projects."""
