"""Interests as people read them: what came in and went out, who stands on which side, and what came of it."""

from dataclasses import dataclass

from django.utils import timezone

from hub.readers import reader_of

from .models import Interest, Partnership, Visit

Status = Interest.Status
MOST = 100
TONES = {Status.OPEN: "warn", Status.ACCEPTED: "good", Status.DECLINED: "bad"}


@dataclass(frozen=True)
class Thread:
    """An interest in a list, seen from one's own city."""

    interest: Interest
    own: object
    other: object

    @property
    def tone(self):
        return TONES.get(self.interest.status, "")

    @property
    def is_open(self):
        return self.interest.status == Status.OPEN


@dataclass(frozen=True)
class Sides:
    """Which of the two cities this person represents, and leads."""

    sent: bool
    received: bool
    leads: bool


def threads(user, cities):
    """What these cities received and what they sent, as far as this person reads it; open ones first."""
    keys = {each.pk for each in cities}
    rows = Interest.objects.visible_to(user).select_related("from_city__country", "to_city__country", "resource")
    received = [Thread(each, each.to_city, each.from_city) for each in rows.filter(to_city__in=keys)[:MOST]]
    sent = [Thread(each, each.from_city, each.to_city) for each in rows.filter(from_city__in=keys)[:MOST]]
    return (sorted(each, key=lambda thread: not thread.is_open) for each in (received, sent))


def sides_of(user, interest):
    reader = reader_of(user)
    ends = {interest.from_city_id, interest.to_city_id}
    return Sides(
        sent=interest.from_city_id in reader.cities,
        received=interest.to_city_id in reader.cities,
        leads=bool(ends & reader.leads()),
    )


def open_between(askers, asked, resource):
    """The question that already waits for an answer there, or None."""
    waiting = Interest.objects.filter(status=Status.OPEN, from_city__in=askers, to_city__in=asked, resource=resource)
    return waiting.select_related("to_city").order_by("pk").first()


def outcomes_of(user, interest):
    """The visit and the partnership that came of it, where this person sees them; and whether there is one at all."""
    if interest.status != Status.ACCEPTED:
        return {}
    visit = Visit.objects.filter(interest=interest)
    partnership = Partnership.objects.filter(interest=interest)
    return {
        "visit": visit.filter(pk__in=Visit.objects.visible_to(user).values("pk")).first(),
        "partnership": partnership.filter(pk__in=Partnership.objects.visible_to(user).values("pk")).first(),
        "has_visit": visit.exists(),
        "has_partnership": partnership.exists(),
    }


def reminders_due(now=None):
    """[(interest, after how many days)] of those that wait for an answer: on the tenth and the twentieth day."""
    now = now or timezone.now()
    open_ones = Interest.objects.filter(status=Status.OPEN, answer_by__gt=now).order_by("pk")
    aged = [(each, (now - each.sent_at).days) for each in open_ones]
    passed = [(each, [day for day in Interest.REMINDED_AFTER if day <= age]) for each, age in aged]
    return [(each, days[-1]) for each, days in passed if days]
