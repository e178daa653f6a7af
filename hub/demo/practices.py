"""Public facts: what cities did, as `data/practices.csv` has it, and who took it over, as `data/transfers.csv` has it.

Member cities write theirs; what others did is recorded by the staff. Nothing is added to what the source says.
"""

from urllib.parse import urlsplit

from cities.demo import domain_of
from hub import lifecycle
from hub.lifecycle import adoptions
from hub.models import Adoption, Resource, Version
from hub.schema import NOT_STATED, Need, Type, fields_of, mandatory_safeguards
from scn_portal.sharing import Sharing

from .tables import several, table
from .writing import publish

WORDS = (Type.LINE, Type.TEXT, Type.MARKDOWN)
EVIDENCE = ("described", "documented", "monitored", "self_evaluated", "independently_evaluated")
LESSONS = {"P23": {"did_not_work": "A review in 2019 found competing priorities and thin resources."}}


def facts(row):
    """What the source gives, as the content of a version."""
    return {
        "title": row["title"],
        "summary": row["summary"],
        "theme_main": several(row["themes"]),
        "prevention_level": several(row["levels"]),
        "practice_type": row["type"],
        "evidence_level": row["evidence"],
        "sources": [{"title": f"Public source: {_host(url)}", "url": url} for url in several(row["sources"])],
        "language": "en",
        **({"started": row["started"]} if row["started"] else {}),
        **LESSONS.get(row["id"], {}),
    }


def _host(url):
    return urlsplit(url).hostname.removeprefix("www.")


def whole(row, city):
    """The facts, and for each other question that a release asks: that the source does not say."""
    content = facts(row) | {
        "motivation_scope": ["all_forms"],
        "audience": several(row["audience"]),
        "stage": "not_stated",
        "transfer_help": ["not_stated"],
        "licence": "CC BY 4.0",
        "contact": f"demonstration@{domain_of(city)}",  # made up, like all mail addresses of the demonstration
    }
    mandatory = mandatory_safeguards(content["prevention_level"], content["audience"])
    content["safeguards"] = {code: {"answer": NOT_STATED} for code in sorted(mandatory)}
    for name, field in fields_of(row["kind"]).items():
        if name not in content and field.need in (Need.RELEASE, Need.PUBLISH):
            if field.type in WORDS:
                content[name] = NOT_STATED
            elif field.type is Type.BLOCKS:
                content[name] = [NOT_STATED]
    return content | _behind_its_evidence(row["evidence"])


def _behind_its_evidence(level):
    """The questions that a level of evidence brings with it."""
    asked = {"self_evaluated": ["evidence_method"], "independently_evaluated": ["evidence_method", "evaluator"]}
    return dict.fromkeys(asked.get(level, ()), NOT_STATED)


def known_items():
    """{(slug of the city, or None; title): id of the resource}, by the first version of each."""
    rows = Version.objects.filter(number=1).values_list("resource__city__slug", "content__title", "resource")
    return {(slug, title): pk for slug, title, pk in rows}


def seed_practices(people):
    """Each row that is not there yet; those with the strongest evidence come last and are the newest.

    Returns {id in the table: id of the resource}.
    """
    known, found = known_items(), {}
    for row in sorted(table("practices"), key=lambda row: EVIDENCE.index(row["evidence"])):
        city = people.by_name[row["city"]]
        found[row["id"]] = known.get((city.slug, row["title"])) or _seed(row, city, people).pk
    return found


def _seed(row, city, people):
    begin = {"within": city, "kind": row["kind"], "title": row["title"], "language": "en"}
    if author := people.lead(city):
        resource = lifecycle.start(by=author, **begin, content=whole(row, city))
    else:
        author = people.recorder
        resource = lifecycle.start_recorded(by=author, **begin, content=facts(row))
    lifecycle.choose_sharing(resource, by=author, sharing=Sharing.CLEAR)
    return publish(resource.versions.get(), author=author, moderator=people.moderator)


# Who took it over


def seed_transfers(people, practices):
    """Each transfer once for each city that took something over; a named group stays words."""
    known = set(Adoption.objects.values_list("resource", "source_name", "taker", "taker_name"))
    resources = Resource.objects.in_bulk(practices.values())
    for row in table("transfers"):
        resource = resources[practices[row["practice"]]] if row["practice"] else None
        results = dict(each.split("=") for each in several(row["results"]))
        for name in several(row["to"]):
            taker = people.by_name.get(name)
            key = (
                resource and resource.pk,
                "" if resource else row["from"],
                taker and taker.pk,
                "" if taker else name,
            )
            if key not in known:
                result = resources[practices[results[name]]] if name in results else None
                _record(row, people.recorder, resource, taker, name, result)


def _record(row, by, resource, taker, name, result):
    source = {"resource": resource} if resource else {"source_name": row["from"], "source_what": row["what"]}
    adoptions.record(
        by=by,
        **source,
        taker=taker,
        taker_name="" if taker else name,
        degree=row["degree"],
        period=row["period"],
        source_url=row["source"],
        result=result,
        context=row["what"] if resource else "",
    )
