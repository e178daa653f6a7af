"""What a round proposes: who is still to be matched, which marks fit the rule, what a run found, who is left over."""

from django.utils.translation import gettext as _

from .allowing import Forbidden, is_allowed
from .models import Entry, Proposal, Run, StaffMark
from .models.rounds import WEIGHTS
from .scoring import City, Weights

Kind = StaffMark.Kind


# Who and under which rule


def weights_of(round):
    return Weights(**{name: getattr(round, name) for name in WEIGHTS})


def still_to_match(round):
    """The entries that take part and stand in no group that all accepted."""
    accepted = Proposal.objects.filter(round=round, status=Proposal.Status.ACCEPTED)
    taking_part = Entry.objects.filter(round=round, status=Entry.Status.IN)
    return taking_part.exclude(city__twinning_places__proposal__in=accepted)


def as_scored(entries):
    """{code: scoring.City} of these entries, private lists included."""
    rows = entries.select_related("city__country").prefetch_related("vetoes__city")
    return {
        each.city.slug: City(
            code=each.city.slug,
            country=each.city.country.iso2,
            region=each.city.country.region_code,
            capacity=each.capacity,
            languages=tuple(each.languages),
            needs=each.needs,
            offers=each.offers,
            sizes=tuple(each.sizes),
            vetoes=frozenset(veto.city.slug for veto in each.vetoes.all()),
        )
        for each in rows
    }


def marked(round, kind):
    """The sets of codes that staff keep together, or apart."""
    marks = StaffMark.objects.filter(round=round, kind=kind, lifted_at=None).prefetch_related("cities")
    return [frozenset(city.slug for city in each.cities.all()) for each in marks]


def fallen(round):
    """The groups that did not come together: they never return."""
    groups = Proposal.objects.filter(round=round, status=Proposal.Status.FALLEN).prefetch_related("places__city")
    return [frozenset(place.city.slug for place in each.places.all()) for each in groups]


def forbidden_in(round):
    return Forbidden.of(exactly=fallen(round), together=marked(round, Kind.FORBID))


# Marks


def problem_with_mark(round, kind, cities):
    """Why this mark cannot be set, in words, or "". A group that the rule forbids gets the same words in every case."""
    if len(cities) < 2:
        return _("Choose at least two cities.")
    scored = as_scored(still_to_match(round))
    wanted = {each.slug for each in cities}
    if not wanted <= set(scored):
        return _("Choose cities that are still to be matched in this round.")
    if kind == Kind.LOCK:
        group = [scored[each] for each in sorted(wanted)]
        is_free = not any(wanted & held for held in marked(round, Kind.LOCK))
        if not (is_free and is_allowed(group, weights_of(round), round.largest, forbidden_in(round))):
            return _("These cities together are not possible under the rules of this round.")
    elif any(wanted <= held for held in marked(round, Kind.LOCK)):
        return _("These cities are kept together by another mark. Lift that one first.")
    return ""


# What comes after a run


def somebody_may_gain(round):
    """Whether at least one group is possible among those who are still to be matched."""
    from .columns import list_groups  # arrays, which no other page needs

    cities = list(as_scored(still_to_match(round)).values())
    return len(list_groups(cities, weights_of(round), round.largest, forbidden_in(round))) > 0


def last_result(round):
    """The run whose reasons those left over are told: the chosen one of the last wave that has one, else the last."""
    done = Run.objects.filter(round=round, status=Run.Status.DONE)
    return done.order_by("-wave", "-chosen", "-number").first()


def groups_of(run):
    """What each group of this run takes to be drafted, in the order of the run: as it was checked and explained."""
    ids = dict(Entry.objects.filter(round=run.round).values_list("city__slug", "city"))
    return [
        {
            "total": group["total"],
            "terms": group["terms"],
            "places": [(ids[place["city"]], place["score"], place["lines"]) for place in group["cities"]],
        }
        for group in run.result.get("groups", [])
    ]


def numbers_of(run):
    """The number of the first group that is drafted now: a run may be chosen again."""
    return 1 + Proposal.objects.filter(run=run).count()
