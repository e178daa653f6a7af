"""Who checks people in, opens the online meeting, and issues papers."""
