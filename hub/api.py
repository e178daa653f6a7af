"""The library for programs: read only. Everybody reads what is public; whoever is signed in, what they may see.

Filters are those of the list. A list is walked by its signed cursor; the order `newest` promises that whoever follows
it meets every item that stays exactly once, whatever is published or withdrawn meanwhile.
"""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Prefetch, Q
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema

from scn_portal.api import Refused, api
from scn_portal.api.answering import MOST, Coded, NotFoundOut, RefusedOut

from . import labels
from .content import content_for
from .filters import ASKED, LAST_PAGE, ON_ONE_PAGE, SORTS, ResourceFilter, allowed_values
from .listing import Listing, cards
from .models import Collection, CollectionItem, Resource
from .openings import note_opening
from .readers import reader_of

SALT = "hub.api.cursor"


# What comes in


class Asked(Schema):
    q: str = Field("", description="Words, as in the search box.")
    theme: list[str] = []
    kind: list[str] = []
    region: list[str] = []
    evidence: list[str] = []
    level: list[str] = []
    audience: list[str] = []
    type: list[str] = []
    motivation: list[str] = []
    country: list[str] = []
    city: list[str] = []
    review: list[str] = []
    taken_over: list[str] = []
    language: list[str] = []
    year: list[str] = []
    sharing: list[str] = Field([], description="For readers who are signed in.")
    sort: str = Field("newest", description=f"One of {', '.join(SORTS)}. Only newest is safe for harvesting.")
    literal: str = Field("", description="1: do not correct the spelling.")
    limit: int = Field(50, ge=1, le=MOST)
    cursor: str = Field("", description="From `next` of the answer before.")


# What goes out


class CityOut(Schema):
    slug: str
    name: str
    country: str


class ItemOut(Schema):
    code: str
    url: str
    kind: Coded
    title: str
    summary: str
    language: str
    city: CityOut | None
    origin: str
    themes: list[Coded]
    year: int | None
    evidence: str
    review: str
    taken_over_by: int
    licence: str
    sharing: str
    archived: bool
    published_at: datetime
    changed_at: datetime | None
    confirmed_on: date | None


class WholeItemOut(ItemOut):
    content: dict[str, Any] = Field(description="The fields of the record that the caller may read; others are absent.")


class PageOut(Schema):
    items: list[ItemOut]
    total: int
    total_is_capped: bool
    next: str | None = Field(description="The address of what comes next; null at the end.")


class CollectionOut(Schema):
    slug: str
    title: str
    intro: str
    language: str
    url: str
    items: list[str] = Field(description="Codes of the items that the caller may see, in their order.")


class TermOut(Coded):
    list: str
    closed: bool


# The answers


@api.get("resources/", response={200: PageOut, 400: RefusedOut}, url_name="resources", operation_id="list_items")
def resources(request, asked: Query[Asked]):
    """The items that answer a question."""
    question = ResourceFilter(request.GET, reader_of(request.user), place=("cursor", "limit"), usual_sort="newest")
    if question.left_out:
        name, value = question.left_out[0]
        raise Refused(name, value, [*allowed_values(name), *(["cursor", "limit"] if name not in ASKED else [])])
    question.page, question.after = opened(asked.cursor, question, asked.limit)
    listing = Listing(question, size=asked.limit)
    return {
        "items": [as_item(each) for each in listing.items],
        "total": listing.result.total,
        "total_is_capped": listing.result.is_capped,
        "next": next_address(listing, asked.limit),
    }


@api.get(
    "resources/{code}/", response={200: WholeItemOut, 404: NotFoundOut}, url_name="resource", operation_id="read_item"
)
def resource(request, code: str):
    """One item with its record."""
    found = Resource.objects.visible_to(request.user).shown().filter(code=code).values_list("pk", flat=True)
    item = next(iter(cards(reader_of(request.user), list(found))), None)
    if item is None:
        raise Http404
    reader = reader_of(request.user)
    if reader.is_staff and not reader.cities & set(item.owner_cities()):
        note_opening(request.user, item, item.current_version)
    readable = content_for(request.user, item)
    return as_item(item) | {"content": readable.values}


@api.get("collections/", response=list[CollectionOut], url_name="collections", operation_id="list_collections")
def collections(request):
    """The collections that are open, each with the items that the caller may see."""
    reader = reader_of(request.user)
    opened_by_now = Q(release_at=None) | Q(release_at__lte=timezone.now())
    seen = Resource.objects.visible_for(reader).shown()
    items = CollectionItem.objects.filter(resource__in=seen).select_related("resource")
    rows = Collection.objects.filter(opened_by_now, sharing__lte=reader.level)
    return [
        {
            "slug": row.slug,
            "title": row.title,
            "intro": row.intro,
            "language": row.language,
            "url": settings.BASE_URL + row.get_absolute_url(),
            "items": [each.resource.code for each in row.items.all()],
        }
        for row in rows.prefetch_related(Prefetch("items", items))
    ]


@api.get("terms/", response=list[TermOut], url_name="terms", operation_id="list_terms")
def terms(request):
    """The shared lists whose codes the filters take."""
    return [
        {"list": name, "code": code, "label": label, "closed": not is_open}
        for name, codes in labels.terms().items()
        for code, (label, is_open) in codes.items()
    ]


def as_item(item):
    place = item.city
    return {
        "code": item.code,
        "url": settings.BASE_URL + item.get_absolute_url(),
        "kind": coded("kind", item.kind),
        "title": item.title,
        "summary": item.summary,
        "language": item.language,
        "city": {"slug": place.slug, "name": place.name, "country": place.country_id} if place else None,
        "origin": item.origin,
        "themes": [coded("theme", code) for code in item.themes],
        "year": item.year,
        "evidence": item.evidence,
        "review": item.review_label,
        "taken_over_by": item.taken,
        "licence": item.licence,
        "sharing": item.label,
        "archived": item.status == Resource.Status.ARCHIVED,
        "published_at": item.published_at,
        "changed_at": item.changed_at,
        "confirmed_on": item.confirmed_on,
    }


def coded(facet, code):
    return {"code": code, "label": str(labels.label_of(facet, code))}


# The cursor


def next_address(listing, limit):
    """The address of the next page with a signed cursor, or None at the end."""
    asked, page, after = listing.asked, 1, ""
    if asked.goes_by_key:
        after = listing.next_after
    elif asked.page * limit < min(listing.result.total, LAST_PAGE * ON_ONE_PAGE):
        page = asked.page + 1
    if page == 1 and not after:
        return None
    cursor = signing.dumps([asked.canonical, limit, page, after], salt=SALT, compress=True)
    query = "&".join(filter(None, [asked.canonical, f"limit={limit}", f"cursor={cursor}"]))
    return f"{settings.BASE_URL}{reverse('api:resources')}?{query}"


def opened(cursor, question, limit):
    """Page and place of a cursor that was signed here for this question; the beginning without one."""
    if not cursor:
        return 1, ""
    try:
        canonical, signed_limit, page, after = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        canonical = signed_limit = None
    if (canonical, signed_limit) != (question.canonical, limit):
        raise Refused(
            "cursor", cursor[:40], [str(_("the cursor in “next” of the answer before, with the same filters"))]
        )
    return page, after
