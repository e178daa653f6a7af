"""Items of the hub for the tests: rows as the lifecycle would leave them, without its checks."""

import zlib
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.utils import timezone

from cities.models import Term
from hub import finding
from hub.content import copy_columns, copy_terms, hash_of
from hub.models import Resource, ResourceFile, Version
from scn_portal.files.checks import check
from scn_portal.files.models import StoredFile
from scn_portal.files.storage import keep
from scn_portal.sharing import Sharing
from tests.factories.cities import a_term
from tests.factories.files import pdf, picture

numbers = count(1)
LISTS = {
    "theme": ["youth", "schools", "families", "dialogue", "multi_agency"],
    "motivation_scope": ["all_forms", "racial", "ideological", "political", "religious"],
    "prevention_level": ["primary", "secondary", "tertiary"],
    "practice_type": ["municipal_service", "training_programme"],
    "audience": ["residents", "adolescents", "families"],
    "evidence_level": ["described", "documented"],
    "cost_band": ["c0", "c1"],
}


def the_terms():
    """The shared lists, short."""
    for name, codes in LISTS.items():
        for code in codes:
            a_term(name, code, code.replace("_", " ").capitalize())
    return Term.objects.all()


def a_content(title="Mentors for young people", **more):
    """What a good practice says that may be published."""
    return {
        "title": title,
        "summary": "Trained mentors of the city meet young people every week and listen to them.",
        "theme_main": ["youth"],
        "motivation_scope": ["all_forms"],
        "prevention_level": ["primary"],
        "practice_type": "municipal_service",
        "audience": ["residents"],
        "language": "en",
        "licence": "CC BY 4.0",
        "contact": "team@porto.example",
        "need": "Young people had nobody to talk to.",
        "action": "The city trains mentors and pairs each with one young person.",
        "started": "2019",
        "stage": "running",
        "local_lead": "Office for youth",
        "outputs": "Forty pairs in 2020.",
        "results": "Most pairs still meet after a year.",
        "worked": "Mentors who stay.",
        "did_not_work": "Mentors who were sent for a month.",
        "evidence_level": "described",
        "core": ["One mentor for one person", "At least a year"],
        "preconditions": "A trained team.",
        "transfer_help": ["documents"],
        "safeguards": {
            "non_discrimination": {"answer": "Everybody may ask."},
            "harm": {"answer": "Mentors are supervised."},
        },
    } | more


def a_draft(city, author, kind="good_practice", content=None, **more):
    """A resource with one draft."""
    the_terms()
    resource = Resource.objects.create(kind=kind, city=city, **more)
    version = Version.objects.create(
        resource=resource, author=author, content=a_content() if content is None else content, stricter={"contact": 1}
    )
    copy_columns(resource, version)
    resource.save()
    return version


def a_resource(city=None, *, content=None, sharing=Sharing.CLEAR, status="published", stricter=None, **more):
    """A resource that is shown, or was."""
    the_terms()
    number = next(numbers)
    origin = more.pop("origin", "member" if city else "network")
    kind = more.pop("kind", "good_practice")
    resource = Resource.objects.create(kind=kind, city=city, origin=origin, sharing=sharing, slug=f"item-{number}")
    version = Version.objects.create(
        resource=resource,
        status="current",
        content=a_content(f"Practice {number}") if content is None else content,
        stricter={"contact": 1} if stricter is None else stricter,
        content_hash="-",
        released_at=timezone.now(),
    )
    Version.objects.filter(pk=version.pk).update(status="current")
    copy_columns(resource, version)
    resource.current_version, resource.published_at, resource.changed_at = version, timezone.now(), timezone.now()
    resource.confirmed_on, resource.review_due_on = timezone.now().date(), None
    for name, value in ({"status": status} | more).items():
        setattr(resource, name, value)
    resource.save()
    copy_terms(resource, version)
    return resource


def a_findable(city=None, **more):
    """A resource that is shown, and in the index."""
    resource = a_resource(city, **more)
    finding.index(resource)
    return resource


__all__ = ["a_content", "a_draft", "a_findable", "a_resource", "hash_of", "the_terms"]


def a_file(version, name="plan.pdf", *, by=None, **more):
    """A file of a version, complete and kept, as it comes out of the lifecycle."""
    file = keep(check(SimpleUploadedFile(name, _bytes_of(name))), owner=version.resource, by=by or version.author)
    told = {"title": name, "language": "en", "licence": "CC BY 4.0"}
    is_picture = file.content_type.startswith("image/")
    told |= {"alt": "A yard", "author": "City of Porto"} if is_picture else {}
    told |= {"sha256": file.sha256, "is_picture": is_picture, "added_in": version} | more
    row = ResourceFile.objects.create(resource=version.resource, file=file, **told)
    StoredFile.objects.filter(Q(pk=file.pk) | Q(derived_from=file)).update(
        owner_kind="hub.resourcefile", owner_key=str(row.pk)
    )
    return row


def _bytes_of(name):
    """Different bytes for each name."""
    if name.endswith(".pdf"):
        return pdf(inside=f"% {name}\n".encode())
    if name.endswith(".csv"):
        return f"Year,{name}\n2020,1\n".encode()
    return picture("PNG", size=(30 + zlib.crc32(name.encode()) % 900, 30))
