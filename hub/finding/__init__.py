"""Stand-in: plain queries behind the interface of the search, until its index is there."""

import re
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.html import escape
from django.utils.safestring import mark_safe

from hub.models import Adoption, Resource, ResourceTerm

LISTS = {
    "theme": "theme",
    "level": "prevention_level",
    "audience": "audience",
    "type": "practice_type",
    "motivation": "motivation_scope",
}
COLUMNS = {
    "kind": "kind",
    "region": "city__country__region_code",
    "country": "city__country",
    "city": "city__slug",
    "evidence": "evidence",
    "review": "review_label",
    "language": "language",
    "year": "year",
    "sharing": "level",
}


@dataclass(frozen=True)
class Question:
    text: str = ""
    filters: dict = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    after: str | None = None
    size: int = 20
    language: str = "en"
    literal: bool = False


@dataclass(frozen=True)
class Result:
    ids: list
    scores: dict
    total: int
    is_capped: bool = False
    correction: str = ""
    literal: bool = False
    cut: bool = False
    after: str | None = None


@dataclass(frozen=True)
class Snippet:
    title: str
    excerpt: str


def _matching(reader, question, but=None):
    rows = Resource.objects.visible_for(reader).shown()
    for word in re.findall(r"\w+", question.text):
        rows = rows.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    for name, values in question.filters.items():
        if name == but or not values:
            continue
        if name in LISTS:
            rows = rows.filter(
                pk__in=ResourceTerm.objects.filter(
                    term__list=LISTS[name], term__code__in=[*values, *(["all_forms"] if name == "motivation" else [])]
                ).values("resource")
            )
        elif name == "taken_over":
            taken = Adoption.objects.counted().values("resource")
            rows = rows.filter(pk__in=taken) if "yes" in values else rows
        else:
            values = [["clear", "green", "amber"].index(each) for each in values] if name == "sharing" else values
            rows = rows.filter(**{COLUMNS[name] + "__in": values})
    return rows


ORDERS = {
    "newest": ("-published_at", "-pk"),
    "confirmed": ("-confirmed_on", "-pk"),
    "title": ("title", "pk"),
    "best": ("-published_at", "-pk"),
    "taken_over": ("-published_at", "-pk"),
}


def find(reader, question):
    rows = _matching(reader, question)
    order = ORDERS[question.sort or "newest"]
    start = (question.page - 1) * question.size
    ids = list(rows.order_by(*order).values_list("pk", flat=True)[start : start + question.size])
    return Result(ids, {}, rows.count())


def facet_counts(reader, question):
    found = {}
    for name, column in COLUMNS.items():
        rows = _matching(reader, question, but=name).order_by().values(column).annotate(n=Count("pk"))
        names = {"0": "clear", "1": "green", "2": "amber"} if name == "sharing" else {}
        found[name] = {names.get(str(row[column]), str(row[column])): row["n"] for row in rows if row[column] not in (None, "")}
    for name, listed in LISTS.items():
        rows = ResourceTerm.objects.filter(
            resource__in=_matching(reader, question, but=name).values("pk"), term__list=listed
        )
        rows = rows.order_by().values("term__code").annotate(n=Count("resource", distinct=True))
        found[name] = {row["term__code"]: row["n"] for row in rows}
    return found


def highlights(reader, ids, question):
    words = [re.escape(each) for each in re.findall(r"\w+", question.text)]

    def marked(text):
        text = escape(text)
        return mark_safe(re.sub(f"({'|'.join(words)})", r"<mark>\1</mark>", text, flags=re.I)) if words else text

    rows = Resource.objects.filter(pk__in=ids)
    return {row.pk: Snippet(marked(row.title), marked(row.summary)) for row in rows}


def suggest(reader, text, limit):
    rows = Resource.objects.visible_for(reader).shown().filter(title__icontains=text)[:limit]
    return {"items": [{"words": row.title, "url": row.get_absolute_url()} for row in rows]}
