"""How the state of a seat or a delegation looks on a page: its colour stands beside the word."""

TONES = {
    "confirmed": "good",
    "attended": "good",
    "accepted": "good",
    "offered": "warn",
    "waitlisted": "warn",
    "requested": "warn",
    "invited": "warn",
    "expired": "bad",
    "lapsed": "bad",
    "refused": "bad",
    "event_cancelled": "bad",
}


def with_tone(row):
    """The row, with the tone of its state."""
    row.tone = TONES.get(row.status, "")
    return row


def seats_of(registration):
    """The seats of a person stop by stop: the one at each that counts now, else how the last one ended."""
    seats = registration.seats.select_related("stop__city", "stop__event", "pool").order_by("stop__position", "-pk")
    latest = {}
    for seat in seats:
        latest.setdefault(seat.stop_id, with_tone(seat))
    return list(latest.values())
