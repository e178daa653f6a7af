"""The library of the demonstration: public facts of cities, and made-up items marked "Demonstration".

`seed()` walks each item through the lifecycle, as its people would; what is there stays as it is. `check()` compares
the library with the files; `cast()` names who else one can be: the lead contact of a second city.
"""

from contextlib import contextmanager

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cities.models import Representative
from hub.models import Adoption, Door, Version
from hub.querysets import SHOWN
from scn_portal.jobs.models import Fact

from .examples import seed_examples
from .people import People
from .practices import facts, seed_practices, seed_transfers
from .surroundings import seed_collections, seed_doors, seed_searches
from .tables import examples, several, table

SECOND_CITY = "malmo"


def seed(say=lambda line: None):
    """Load what is missing. Running it again changes nothing. All of it, or nothing."""
    with transaction.atomic():
        people = People()
        made = seed_examples(people)  # first, so that what is newest in the library is a public fact
        with no_news():
            practices = seed_practices(people)
            seed_transfers(people, practices)
        seed_doors()
        seed_collections(people, practices, made)
        seed_searches(people)
    shown = Version.objects.filter(status="current", resource__status__in=SHOWN).count()
    say(f"{shown} items of the hub, {Adoption.objects.count()} adoptions")


@contextmanager
def no_news():
    """What cities did years ago is told to nobody: the facts written in here count as delivered."""
    last = Fact.objects.aggregate(last=Max("pk"))["last"] or 0
    yield
    Fact.objects.filter(pk__gt=last, name__startswith="hub.").update(delivered_at=timezone.now())


def cast():
    """The lead contact of a second city, who can say "we use this"."""
    roles = Representative.objects.filter(city__slug=SECOND_CITY, role="lead_contact", until=None)
    return [("lead_contact_of_a_second_city", each.user, each.city) for each in roles.select_related("user", "city")]


def check():
    """What differs between the library and the files, one sentence each; nothing where they agree."""
    firsts = Version.objects.filter(number=1).select_related("resource__city")
    items = {(each.resource.city.name if each.resource.city else None, each.content["title"]): each for each in firsts}
    found = []
    for row in table("practices"):
        version = items.get((row["city"], row["title"]))
        found += _differences(row, version) if version else [f"{row['id']} {row['title']} is missing"]
    titles = {title for _city, title in items}
    found += [
        f"the example {name} is missing" for name, each in examples().items() if each["content"]["title"] not in titles
    ]
    wanted = sum(len(several(row["to"])) for row in table("transfers"))
    recorded = Adoption.objects.filter(status="recorded").count()
    if recorded < wanted:
        found.append(f"{recorded} transfers are recorded, the file names {wanted}")
    if Door.objects.count() < 4:
        found.append(f"{Door.objects.count()} of 4 doors are there")
    return found


def _differences(row, version):
    said = version.content
    return [
        f"{row['id']} {name} is {said.get(name)!r}, the file says {value!r}"
        for name, value in facts(row).items()
        if said.get(name) != value
    ]
