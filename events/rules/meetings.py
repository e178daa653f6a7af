"""Who may prepare, announce and change events, stops and hosts."""
