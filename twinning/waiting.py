"""What waits for those who lead a city: to answer, to sign, to plan, to travel, to report.

One query asks for all of it; what is found is fetched with one more for each kind that occurs.
"""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Subquery, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cities.models import City, Membership
from hub.readers import reader_of
from scn_portal.ui.slots import Waiting

from .models import (
    AgreementText,
    Entry,
    Interest,
    PartnerCity,
    Partnership,
    Place,
    PlanReview,
    Profile,
    Round,
    Signature,
    Visit,
    VisitCity,
    VisitStop,
)


def waiting_for(person):
    """The things that wait for this person's cities, each with its city and its day."""
    leads = reader_of(person).leads()
    if not leads:
        return []
    first, *others = [rows(leads).order_by().values_list(Value(kind), *keys) for kind, keys, rows in KINDS]
    found = list(first.union(*others, all=True))
    return _told(found) if found else []


def _told(found):
    """The lines of what was found, without cities that may not act at present."""
    cities = City.objects.with_status().in_bulk({city for _kind, _key, city in found})
    keys = {model: {key for kind, key, _city in found if MODELS[kind] is model} for model in MODELS.values()}
    rows = {model: _fetched(model, keys[model]) for model in keys if keys[model]}
    lines = []
    for kind, key, city in sorted(found):
        if cities[city].status in Membership.IN_GOOD_STANDING:
            lines.append(WORDS[kind](rows[MODELS[kind]][key], cities[city]))
    return lines


def _fetched(model, keys):
    return model.objects.select_related(SHOWN_WITH.get(model)).in_bulk(keys)


# What waits, as rows of (row, city)


def _partners(leads, *statuses):
    rows = PartnerCity.objects.filter(city__in=leads, left_on=None, partnership__status__in=statuses)
    return rows.exclude(partnership__origin=Partnership.Origin.RECORDED)


def _to_take_part(leads):
    return _partners(leads, "proposed").filter(takes_part_at=None)


def _to_sign(leads):
    """The latest text is not signed for the city, which takes part."""
    texts = AgreementText.objects.filter(partnership=OuterRef("partnership")).order_by("-number")
    rows = _partners(leads, "proposed").exclude(takes_part_at=None).annotate(latest=Subquery(texts.values("pk")[:1]))
    signed = Signature.objects.filter(text=OuterRef("latest"), city=OuterRef("city"))
    return rows.filter(latest__isnull=False).exclude(Exists(signed))


def _to_review(leads):
    filed = PlanReview.objects.filter(
        partnership=OuterRef("partnership"), cycle=OuterRef("partnership__cycle"), city=OuterRef("city")
    )
    return _partners(leads, "in_review").exclude(Exists(filed))


def _to_enter(leads):
    """Rounds that are open, for cities with a profile that have not entered: (round, city)."""
    now = timezone.now()
    entered = Entry.objects.filter(round=OuterRef("pk"), city=OuterRef("city_asked"))
    profiles = Profile.objects.filter(city__in=leads).order_by("pk")
    rows = Round.objects.filter(status="open", opens_at__lte=now, closes_at__gt=now)
    rows = rows.annotate(city_asked=Subquery(profiles.values("city")[:1]))
    return rows.exclude(city_asked=None).exclude(Exists(entered))


def _months_ago(months):
    return timezone.now().date() - timedelta(days=365 * months // 12)


KINDS = [
    ("interest", ("pk", "to_city"), lambda leads: Interest.objects.filter(status="open", to_city__in=leads)),
    (
        "place",
        ("proposal__round", "city"),
        lambda leads: Place.objects.filter(answer="none", proposal__status="proposed", city__in=leads),
    ),
    ("part", ("partnership", "city"), _to_take_part),
    ("text", ("partnership", "city"), _to_sign),
    ("plan", ("partnership", "city"), lambda leads: _partners(leads, "agreed")),
    ("review", ("partnership", "city"), _to_review),
    (
        "host",
        ("visit", "host"),
        lambda leads: VisitStop.objects.filter(host__in=leads, confirmed_at=None, visit__status="planned"),
    ),
    (
        "send",
        ("visit", "city"),
        lambda leads: VisitCity.objects.filter(city__in=leads, confirmed_at=None, visit__status="planned"),
    ),
    ("report", ("visit", "city"), lambda leads: VisitCity.objects.filter(city__in=leads, visit__status="held")),
    (
        "facts",
        ("visit", "host"),
        lambda leads: VisitStop.objects.filter(
            host__in=leads, visit__status="reported", visit__facts_checked_at=None, visit__is_recorded=False
        ),
    ),
    (
        "profile",
        ("pk", "city"),
        lambda leads: Profile.objects.filter(city__in=leads, confirmed_on__lt=_months_ago(Profile.MONTHS_TO_CONFIRM)),
    ),
    ("round", ("pk", "city_asked"), _to_enter),
]
MODELS = {
    **dict.fromkeys(("part", "text", "plan", "review"), Partnership),
    **dict.fromkeys(("host", "send", "report", "facts"), Visit),
    **{"interest": Interest, "place": Round, "round": Round, "profile": Profile},
}
SHOWN_WITH = {Interest: "from_city", Profile: "city"}


# How it reads


def _line(words, row, city, due=None, url="", title=""):
    where = " · ".join(dict.fromkeys([title or str(row), city.name]))
    return Waiting(words, url or row.get_absolute_url(), where=where, due_at=due)


def end_of(day):
    """The last moment of the day, so that "until" names the day itself."""
    return datetime.combine(day, time.max, UTC) if day else None


def _after(day, days):
    return end_of(day + timedelta(days=days)) if day else None


def _interest(row, city):
    return _line(_("A city asks yours: answer it"), row, city, row.answer_by, title=row.from_city.name)


def _part(row, city):
    due = row.proposed_at + timedelta(days=Partnership.DAYS_TO_AGREE) if row.proposed_at else None
    return _line(_("A partnership is proposed: does your city take part?"), row, city, due)


def _sign(row, city):
    due = row.proposed_at + timedelta(days=Partnership.DAYS_TO_AGREE) if row.proposed_at else None
    return _line(_("The text of a partnership waits for your city's signature"), row, city, due)


def _report(row, city):
    return _line(_("The report on a visit is due"), row, city, _after(row.ends_on, Visit.DAYS_TO_REPORT))


WORDS = {
    "interest": _interest,
    "place": lambda row, city: _line(_("A group is proposed to your city: answer"), row, city),
    "part": _part,
    "text": _sign,
    "plan": lambda row, city: _line(
        _("The plan of a partnership is to be adopted"), row, city, end_of(row.plan_due_on)
    ),
    "review": lambda row, city: _line(
        _("Say what your city learned in a partnership"),
        row,
        city,
        _after(row.review_began_on, Partnership.DAYS_TO_REVIEW),
    ),
    "host": lambda row, city: _line(_("A visit waits for your city, its host, to confirm"), row, city),
    "send": lambda row, city: _line(_("A visit waits for your city to confirm"), row, city),
    "report": _report,
    "facts": lambda row, city: _line(_("Check the facts of a report on a visit to your city"), row, city),
    "profile": lambda row, city: _line(
        _("Are your city's needs and offers still true?"),
        row,
        city,
        url=reverse("twinning:profile"),
        title=_("Twinning"),
    ),
    "round": lambda row, city: _line(_("A matching round is open"), row, city, row.closes_at),
}
