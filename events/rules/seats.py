"""Who may take, give, offer and end seats; who speaks for a delegation; who answers an invitation."""
