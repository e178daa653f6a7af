"""Made-up items, each marked "Demonstration": one of every other kind, and one in every state of the editor's track."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from cities.status import today
from hub import lifecycle
from hub.lifecycle import adoptions, files, versions
from hub.models import Resource
from scn_portal.files.checks import check
from scn_portal.lifecycle import SYSTEM
from scn_portal.sharing import Sharing

from .practices import known_items
from .tables import EXAMPLES, examples
from .writing import MET, approve, publish, screen, write

LONG_AGO = timedelta(days=3 * 365)
CONTEXT = "Demonstration: none of this happened"


def seed_examples(people):
    """All of them, unless they are there. Returns {name of the file: resource} of those made now."""
    known, wanted = known_items(), examples()
    if any((each.get("city"), each["content"]["title"]) in known for each in wanted.values()):
        return {}
    made = {name: _seed(each, people) for name, each in wanted.items()}
    seed_adoptions(people, made)
    return made


def _seed(example, people):
    city = people.cities.get(example.get("city"))
    begin = {name: example["content"][name] for name in ("title", "language")} | {"kind": example["kind"]}
    if city:
        author, lead = people.writer(city), people.lead(city)
        resource = lifecycle.start(by=author, within=city, **begin)
    else:
        author = lead = people.recorder
        resource = lifecycle.start_network(by=author, **begin)
    sharing = Sharing[example.get("sharing", "GREEN")]
    version = write(resource, by=author, content=example["content"], stricter=example.get("stricter"), sharing=sharing)
    if name := example.get("file"):
        _attach(version, name, author, example["content"])
    _open_to_some(version.resource, example, author, people)
    return BRING_TO[example["state"]](version, example, {"author": lead, "moderator": people.moderator}).resource


def _attach(version, name, by, content):
    """A file from beside the example, looked at like any that a person sends."""
    upload = check(SimpleUploadedFile(name, (EXAMPLES / name).read_bytes()))
    words = {"title": content["title"], "language": content["language"], "licence": content["licence"]}
    files.take_in(version, upload, by=by, **words)


def _open_to_some(resource, example, author, people):
    """Named cities, and an embargo."""
    named = [people.cities[slug] for slug in example.get("named", ())]
    days = example.get("embargo_days")
    embargo = {"embargo_until": timezone.now() + timedelta(days=days), "embargo_sharing": Sharing.GREEN} if days else {}
    if named or embargo:
        lifecycle.share_with(resource, by=author, named=named, **embargo)


# The states, each by the steps that lead there


def _draft(version, example, who):
    return version


def _released(version, example, who):
    return versions.release(version, by=who["author"])


def _screening(version, example, who):
    return screen(version, **who)


def _changes_asked(version, example, who):
    remark = {example["criterion"]: {"answer": "change", "reason": example["reason"]}}
    return versions.ask_changes(screen(version, **who), by=who["moderator"], criteria=MET | remark)


def _approved(version, example, who):
    return approve(version, **who)


def _declined(version, example, who):
    return versions.decline(
        screen(version, **who), by=who["moderator"], reason=example["because"], text=example["text"]
    )


def _published(version, example, who):
    return publish(version, **who).current_version


def _withdrawn(version, example, who):
    resource = publish(version, **who)
    return lifecycle.withdraw(resource, by=who["author"], reason=example["reason"]).current_version


def _archived(version, example, who):
    """As if its city had published it three years ago and had not answered since."""
    resource = publish(version, **who)
    Resource.objects.filter(pk=resource.pk).update(
        published_at=timezone.now() - LONG_AGO, confirmed_on=today() - LONG_AGO, review_due_on=today() - LONG_AGO / 3
    )
    return lifecycle.archive(lifecycle.fall_due(resource, by=SYSTEM), by=SYSTEM).current_version


BRING_TO = {
    "draft": _draft,
    "released": _released,
    "screening": _screening,
    "changes_asked": _changes_asked,
    "approved": _approved,
    "declined": _declined,
    "published": _published,
    "withdrawn": _withdrawn,
    "archived": _archived,
}


# Who took the examples over


def seed_adoptions(people, made):
    """One in each state that two cities can bring about."""
    aarhus = people.lead(people.cities["aarhus"])
    cafe = made["parents-cafe"]
    taken = _claim(people, cafe, "bordeaux", "adapted", core_kept=[0, 1], result=made["cafe-des-parents"])
    adoptions.confirm(taken, by=aarhus)
    further = _claim(people, made["cafe-des-parents"], "montreal", "adapted", core_kept=[0])
    adoptions.confirm(further, by=people.lead(people.cities["bordeaux"]))
    _claim(people, cafe, "malmo", "inspired")
    refused = _claim(people, cafe, "helsinki", "replicated", core_kept=[0, 1, 2])
    adoptions.dispute(
        refused, by=aarhus, reason="Demonstration: we have not heard of evenings without appointment there."
    )
    _claim(people, cafe, "oslo", "declined", reason="Demonstration: our libraries close at six.")


def _claim(people, resource, slug, degree, **more):
    city = people.cities[slug]
    changed = "Demonstration: we meet in another place." if degree in ("adapted", "inspired") else ""
    return adoptions.claim(
        by=people.lead(city), within=resource, taker=city, degree=degree, changed=changed, context=CONTEXT, **more
    )
