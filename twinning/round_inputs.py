"""What a run is given: who is still to be matched, the rule, the marks of staff. Stored, so it can be repeated.

The private lists are not stored with it. A keyed hash over both says whether they are still the same.
"""

import json

from django.utils.crypto import salted_hmac

from cities.models import Membership
from cities.status import today

from . import proposing
from .allowing import Forbidden
from .models import Entry, StaffMark
from .models.rounds import WEIGHTS
from .scoring import City, Weights


def inputs_of(round, largest=None):
    """The inputs of a run of this round that starts now; `largest` where the round's own is too large for it."""
    entries = _in_good_standing(proposing.still_to_match(round).select_related("city__country"))
    codes = {each.city.slug for each in entries}
    locked = [held for held in proposing.marked(round, StaffMark.Kind.LOCK) if held <= codes]
    apart = [held for held in proposing.marked(round, StaffMark.Kind.FORBID) if held <= codes]
    return {
        "largest": largest or round.largest,
        "weights": {name: getattr(round, name) for name in WEIGHTS},
        "cities": [_as_stored(each) for each in sorted(entries, key=lambda each: each.city.slug)],
        "locked": _sorted(locked),
        "forbidden": _sorted(apart),
        "fallen": _sorted(proposing.fallen(round)),
    }


def _in_good_standing(entries):
    day = today()
    rows = Membership.objects.filter(city__in=[each.city_id for each in entries]).counting_on(day).with_status(day)
    good = {row.city_id for row in rows if row.status in Membership.IN_GOOD_STANDING}
    return [each for each in entries if each.city_id in good]


def _as_stored(entry):
    city = entry.city
    return {
        "id": city.pk,
        "code": city.slug,
        "country": city.country_id,
        "region": city.country.region_code,
        "capacity": entry.capacity,
        "languages": sorted(entry.languages),
        "needs": dict(sorted(entry.needs.items())),
        "offers": dict(sorted(entry.offers.items())),
        "proofs": dict(sorted(entry.proofs.items())),
        "sizes": sorted(entry.sizes),
    }


def _sorted(sets):
    return sorted(sorted(each) for each in sets)


def private_lists(round):
    """{code of city: codes that it does not wish to be matched with}, for the solver alone."""
    entries = Entry.objects.filter(round=round).select_related("city").prefetch_related("vetoes__city")
    lists = {each.city.slug: sorted(veto.city.slug for veto in each.vetoes.all()) for each in entries}
    return {code: held for code, held in sorted(lists.items()) if held}


def hash_of(inputs, private):
    """A keyed hash of the inputs with the private lists of the cities among them: it tells nothing of these."""
    codes = {each["code"] for each in inputs["cities"]}
    held = {code: sorted(set(listed) & codes) for code, listed in private.items() if code in codes}
    told = json.dumps([inputs, {code: listed for code, listed in held.items() if listed}], sort_keys=True)
    return salted_hmac("scn.twinning.run", told, algorithm="sha256").hexdigest()


def cities_of(inputs, private=None):
    """The cities of stored inputs as the score sees them."""
    return [
        City(
            code=each["code"],
            country=each["country"],
            region=each["region"],
            capacity=each["capacity"],
            languages=tuple(each["languages"]),
            needs=each["needs"],
            offers=each["offers"],
            sizes=tuple(each["sizes"]),
            vetoes=frozenset((private or {}).get(each["code"], ())),
        )
        for each in inputs["cities"]
    ]


def weights_of(inputs):
    return Weights(**inputs["weights"])


def forbidden_of(inputs):
    return Forbidden.of(exactly=inputs["fallen"], together=inputs["forbidden"])


def locked_of(inputs):
    return [tuple(each) for each in inputs["locked"]]


def proofs_of(inputs):
    return {each["code"]: each["proofs"] for each in inputs["cities"]}
