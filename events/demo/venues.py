"""The made-up building of the made-up summit."""

from events.models import Room, Venue

from .meetings import DEMO

ROOMS = {"Great hall": 300, "Harbour room": 60, "Garden room": 40}


def congress_hall():
    """A venue with three rooms, of different sizes."""
    name = f"Congress hall by the harbour {DEMO}"
    venue, is_new = Venue.objects.get_or_create(name=name, defaults={"step_free": True, "hearing_loop": True})
    if is_new:
        Room.objects.bulk_create([Room(venue=venue, name=room, seats=number) for room, number in ROOMS.items()])
    return venue
