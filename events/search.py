"""Events on the search page."""
