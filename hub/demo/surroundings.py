"""Around the items: doors, two collections, and searches that somebody keeps."""

import tomllib
from datetime import timedelta

from django.utils import timezone

from hub.lifecycle import searches
from hub.models import Collection, CollectionItem, Door, SavedSearch

from .tables import DATA

SEARCHES = [
    ("Young people, in every language (Demonstration)", "theme=youth", SavedSearch.Rhythm.WEEKLY),
    ("Talking with families (Demonstration)", "q=families&level=secondary", SavedSearch.Rhythm.NEVER),
]


def _file(name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def seed_doors():
    """Four ways in. A door that staff have moved or rewritten stays theirs."""
    known = set(Door.objects.values_list("position", flat=True))
    doors = enumerate(_file("doors")["door"], 1)
    Door.objects.bulk_create(Door(position=number, **each) for number, each in doors if number not in known)


def seed_collections(people, practices, made):
    """One that is open, and one that opens on a day ahead. `made` names the examples that were made now."""
    known = set(Collection.objects.values_list("slug", flat=True))
    for each in _file("collections")["collection"]:
        if each["slug"] not in known and made:
            _collect(each, people.moderator, practices, made)


def _collect(words, editor, practices, made):
    days = words.get("opens_in_days")
    collection = Collection.objects.create(
        slug=words["slug"],
        title=words["title"],
        intro=words["intro"].strip(),
        editor=editor,
        release_at=timezone.now() + timedelta(days=days) if days else None,
    )
    CollectionItem.objects.bulk_create(
        CollectionItem(
            collection=collection,
            resource_id=made[item["example"]].pk if "example" in item else practices[item["practice"]],
            position=number,
            note=item["note"],
        )
        for number, item in enumerate(words["item"], 1)
    )


def seed_searches(people):
    """Two searches of the practitioner of the cast."""
    person = people.writer(people.cities["aarhus"])
    known = set(SavedSearch.objects.filter(user=person).values_list("query", flat=True))
    for name, query, rhythm in SEARCHES:
        if query not in known:
            searches.save(by=person, name=name, query=query, rhythm=rhythm)
