"""Who may write and publish the report."""
