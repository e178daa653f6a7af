"""A public event in the words of schema.org: https://schema.org/Event."""

from datetime import UTC

from django.conf import settings

ATTENDANCE = {
    "in_person": "https://schema.org/OfflineEventAttendanceMode",
    "online": "https://schema.org/OnlineEventAttendanceMode",
    "hybrid": "https://schema.org/MixedEventAttendanceMode",
}
NETWORK = "Strong Cities Network"


def as_schema_org(event):
    """The event as {property: value}, what is not known left out. `event` was described by `listing.described`."""
    words, address = event.words, address_of(event)
    found = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "identifier": event.code,
        "name": event.title,
        "description": words.summary if words else "",
        "inLanguage": event.languages or ([words.language] if words else []),
        "eventStatus": status_of(event.status, _was_moved(event)),
        "previousStartDate": _previous(event),
        "eventAttendanceMode": ATTENDANCE[event.attendance],
        "startDate": _begin(event.stop_list[0]) if event.stop_list else "",
        "endDate": _end(event.stop_list[-1]) if event.stop_list else "",
        "location": _first_or_all([location_of(each, address) for each in event.stop_list]),
        "organizer": {"@type": "Organization", "name": NETWORK, "url": settings.BASE_URL},
        "superEvent": _series(event),
        "subEvent": [as_sub_event(each, event, address) for each in event.stop_list],
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in found.items() if value}


def as_sub_event(stop, event, address):
    """One stop as an event of its own, at its place and time."""
    over = "cancelled" if "cancelled" in (stop.status, event.status) else event.status
    found = {
        "@type": "Event",
        "@id": f"{address}#{stop.code}",
        "name": f"{event.title}: {stop.where}",
        "startDate": _begin(stop),
        "endDate": _end(stop),
        "eventStatus": status_of(over, bool(_moved_from(stop))),
        "previousStartDate": _moved_from(stop),
        "eventAttendanceMode": ATTENDANCE[stop.attendance],
        "location": location_of(stop, address),
        "organizer": [_host(each) for each in stop.hosts.all()],
    }
    return {name: value for name, value in found.items() if value}


def status_of(status, moved):
    word = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}.get(status)
    return f"https://schema.org/{word or ('EventRescheduled' if moved else 'EventScheduled')}"


def location_of(stop, address):
    """The place, or the page of the event as the door to what happens online. The address of the meeting is secret."""
    online = {"@type": "VirtualLocation", "url": address}
    if stop.attendance == "online":
        return online
    country = stop.city.country_id if stop.city else stop.country_id
    place = {"@type": "Place", "name": stop.venue.name if stop.venue else stop.where}
    postal = {
        "@type": "PostalAddress",
        "streetAddress": stop.venue.address if stop.venue else "",
        "addressLocality": stop.city.name if stop.city else stop.place,
        "addressCountry": country,
    }
    place["address"] = {name: value for name, value in postal.items() if value}
    if stop.city and stop.city.lat is not None:
        place["geo"] = {"@type": "GeoCoordinates", "latitude": stop.city.lat, "longitude": stop.city.lon}
    return [place, online] if stop.attendance == "hybrid" else place


def _host(host):
    if host.organisation_id:
        return {"@type": "Organization", "name": host.organisation.name}
    address = {"@type": "PostalAddress", "addressCountry": host.city.country_id}
    return {"@type": "GovernmentOrganization", "name": host.city.name, "address": address}


def _first_or_all(locations):
    return locations[0] if len(locations) == 1 else locations


def _begin(stop):
    return _moment(stop.starts_at) if stop.starts_at else _day(stop.starts_on, stop.precision)


def _end(stop):
    return _moment(stop.ends_at) if stop.ends_at else _day(stop.ends_on, stop.precision)


def _day(day, precision):
    """As exactly as it is known: ISO 8601 allows a month alone."""
    return day.isoformat()[:7] if precision in ("month", "season") else day.isoformat()


def _moment(instant):
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _moved_from(stop):
    return stop.moved_from.isoformat() if stop.moved_from else None


def _previous(event):
    return _moved_from(event.stop_list[0]) if event.stop_list else None


def _was_moved(event):
    return any(_moved_from(each) for each in event.stop_list)


def _series(event):
    if event.series is None:
        return None
    return {
        "@type": "EventSeries",
        "name": event.series.title,
        "url": settings.BASE_URL + event.series.get_absolute_url(),
    }


def address_of(event):
    return f"{settings.BASE_URL}{event.get_absolute_url()}"
