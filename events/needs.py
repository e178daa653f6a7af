"""Access and dietary needs: sealed, told to hosts as numbers, deleted thirty days after the last stop."""

from datetime import timedelta

from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from scn_portal.accounts import sealing

from .models import AccessNeed, Registration

PURPOSE = "events.needs"
KEPT = timedelta(days=30)
KINDS = {
    "dietary": _("Food"),
    "access": _("Access"),
    "interpretation": _("Interpretation or captions"),
    "other": _("Something else"),
}
REASONS = {
    "catering": _("To order food"),
    "rooms": _("To prepare rooms and ways"),
    "interpretation": _("To order interpretation or captions"),
    "contact": _("To talk with the person about it"),
}
COMING = ("confirmed", "attended")


def keep(registration, words):
    """Keep what the person wrote, {kind: text}, sealed. Nothing written means nothing is kept."""
    if unknown := set(words) - set(KINDS):
        raise TypeError(f"there are no needs called {sorted(unknown)}, only {sorted(KINDS)}")
    sealed = {kind: seal(words.get(kind, "")) for kind in KINDS}
    if not any(sealed.values()):
        AccessNeed.objects.filter(registration=registration).delete()
        return
    values = sealed | {"purge_on": purge_day(registration.event)}
    AccessNeed.objects.update_or_create(registration=registration, defaults=values)


def seal(text):
    text = text.strip()
    return sealing.seal(text, PURPOSE) if text else ""


def in_words(need):
    """Every kind with what the person wrote, for the person's own copy."""
    return dict.fromkeys(KINDS, "") | unsealed(need)


def unsealed(need):
    """What the person wrote, {kind: text}, without the kinds about which nothing was said."""
    kept = {kind: getattr(need, kind) for kind in KINDS}
    return {kind: sealing.unseal(text, PURPOSE) for kind, text in kept.items() if text}


def purge_day(event):
    """The day on which the needs of an event go: thirty days after the last stop that is to take place."""
    stops = event.stops.exclude(status="cancelled")
    last = stops.aggregate(last=Max("ends_on"))["last"] or event.ends_on
    return last + KEPT


def move_purge(event):
    """The event took another time: its needs are kept until thirty days after the new one. Returns how many rows."""
    kept = AccessNeed.objects.filter(registration__event=event)
    return kept.update(purge_on=purge_day(event)) if kept.exists() else 0


def counts(stop):
    """How many people with a seat at this stop told of each kind of need: {kind: number}. One query."""
    coming = Registration.objects.filter(seats__stop=stop, seats__status__in=COMING)
    told = {
        kind: Count("pk", filter=~Q(**{f"access_need__{kind}": ""}) & Q(access_need__isnull=False)) for kind in KINDS
    }
    return coming.aggregate(**told)
