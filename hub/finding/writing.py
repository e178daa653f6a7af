"""Write the index documents of resources, within the transaction that changes what readers find.

All transactions that write follow each other: the first thing is one lock, held until the commit. So figures are
added to rows that nobody else is changing, no two can wait for each other, and the figures stay exact. A publication
holds it for some hundredths of a second.
"""

from collections import defaultdict

from django.db import connection
from django.db.models import F
from django.utils import timezone

from cities.models import Term

from ..models import IndexDocument, Resource
from ..querysets import SHOWN
from . import figures
from .documents import MOST_PLACES, documents_of, title_key
from .question import ALL_FORMS
from .sets import LEVEL_NAMES
from .stems import stems_of

LOCK = 5_350_001  # any number that no other lock of the portal uses
BATCH = 500  # resources at a time: their words fit in memory

_OLD = """
SELECT d.id, d.resource_id, d.language, d.level_from, d.level_to, d.counted_from, d.length, d.facets, x.words,
       ARRAY(SELECT ARRAY[p.term_id, p.weight] FROM hub_posting p WHERE p.document_id = d.id)
FROM hub_indexdocument d JOIN hub_indextext x ON x.document_id = d.id WHERE d.resource_id = ANY(%s) ORDER BY d.id"""
_REMOVE = (
    "DELETE FROM hub_posting WHERE document_id = ANY(%s)",
    "DELETE FROM hub_indextext WHERE document_id = ANY(%s)",
    "DELETE FROM hub_indexdocument WHERE id = ANY(%s)",
)
_DOCUMENT = """
INSERT INTO hub_indexdocument (id, resource_id, level_from, level_to, language, level, embargo_until, embargo_level,
    counted_from, cities, is_archived, length, facets, newest_at, confirmed_on, taken_over, title_key)
VALUES (coalesce(%s, nextval(pg_get_serial_sequence('hub_indexdocument', 'id'))),
    %s, %s, %s, %s, %s, %s, %s, %s, %s::bigint[], %s, %s, %s::int[], %s, %s, %s, %s) RETURNING id"""
_TEXT = """
INSERT INTO hub_indextext (document_id, title, text, text_from, lexemes, title_words, words)
VALUES (%s, %s, %s, %s, %s::tsvector, %s::text[], %s::text[])"""
_POSTINGS = """
INSERT INTO hub_posting (document_id, term_id, weight, length, forms)
SELECT * FROM unnest(%s::int[], %s::int[], %s::smallint[], %s::smallint[], %s::smallint[])"""


def index(resource):
    """Write the index of one resource anew, or remove it where it is not shown."""
    index_many([resource])


def index_many(resources):
    """The same for many: `resources` are rows or their keys. Call it last in a transaction: it holds a lock."""
    keys = sorted({getattr(each, "pk", each) for each in resources})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for start in range(0, len(keys), BATCH):
            _write(cursor, keys[start : start + BATCH])


def _write(cursor, keys):
    change = figures.Change()
    numbers = _remove(cursor, keys, change)
    written = weighed_documents(keys)
    wanted = {(each.language, stem) for each, halves, *_rest in written for stem in halves}
    terms = figures.term_ids(cursor, wanted)
    values = figures.facet_ids(cursor, {pair for each, *_rest in written for pair in carried_by(each)})
    postings = []
    for document, halves, forms, places, length in written:
        carried = sorted(values[pair] for pair in carried_by(document))
        number = next(numbers[document.resource.pk], None)
        key = _insert(cursor, number, document, places, length, carried)
        used = [(terms[document.language, stem], weight) for stem, weight in halves.items()]
        found = zip(used, halves, strict=True)
        postings += [(key, term, weight, length, forms[stem]) for (term, weight), stem in found]
        levels = document.levels(_counted_from(document.resource))
        change.count(+1, key, document.language, levels, length, used, document.spelling, carried)
    if postings:
        cursor.execute(_POSTINGS, [list(column) for column in zip(*postings, strict=True)])
    change.apply(cursor)


def _remove(cursor, keys, change):
    """Returns {resource: the numbers that its documents had}: used again, so that the sets have few gaps."""
    cursor.execute(_OLD, [keys])
    old, numbers = cursor.fetchall(), defaultdict(list)
    for key, resource, language, level_from, level_to, counted_from, length, values, words, terms in old:
        numbers[resource].append(key)
        levels = range(max(level_from, counted_from), level_to)
        change.count(-1, key, language, levels, length, terms, words, values)
    if old:
        for statement in _REMOVE:
            cursor.execute(statement, [[row[0] for row in old]])
    return {resource: iter(numbers[resource]) for resource in keys}


def weighed_documents(keys):
    """[(document, halves, forms, places, length)] of those of the resources that are shown, as they are now."""
    documents = _documents(keys)
    stems = _stems(documents)
    return [(each, *each.weighed(stems[each.language])) for each in documents]


def _documents(keys):
    shown = (
        Resource.objects.filter(pk__in=keys, status__in=SHOWN)
        .select_related("current_version", "city__country")
        .prefetch_related("city__names", "resource_cities__city__country", "resource_cities__city__names", "adoptions")
        .order_by("pk")
    )
    labels = {
        (name, code, language): label
        for name, code, language, label in Term.objects.values_list("list", "code", "labels__language", "labels__label")
    }
    motivations = {code for name, code, _language in labels if name == "motivation_scope"} - {ALL_FORMS}
    return [document for resource in shown for document in documents_of(resource, labels, motivations)]


def _stems(documents):
    words = defaultdict(set)
    for each in documents:
        words[each.language] |= each.words
    return {language: stems_of([language], found)[language] for language, found in words.items()}


def carried_by(document):
    """[(facet, value)] of the sets that hold the document: its facets, for whom it is, and whether it is archived."""
    resource = document.resource
    pairs = [(facet, value) for facet, values in document.facets.items() for value in values]
    pairs += [("seen", str(level)) for level in document.levels(_counted_from(resource))]
    pairs.append(("sharing", LEVEL_NAMES[resource.sharing]))
    return pairs + [("archived", "yes")] * (resource.status == Resource.Status.ARCHIVED)


def _counted_from(resource):
    """An embargoed resource counts in the figures of those who may read it already; later `count_opened` moves it."""
    if resource.embargo_until and resource.embargo_until > timezone.now():
        return max(resource.sharing, resource.embargo_sharing)
    return resource.sharing


def columns(document, length, carried):
    """The row of a document, in the order of the statement that writes it."""
    resource = document.resource
    return [
        resource.pk,
        document.level_from,
        document.level_to,
        document.language,
        resource.sharing,
        resource.embargo_until,
        resource.embargo_sharing,
        _counted_from(resource),
        sorted(set(resource.reading_cities())),
        resource.status == Resource.Status.ARCHIVED,
        length,
        carried,
        resource.published_at,
        resource.confirmed_on,
        document.taken_over,
        title_key(document),
    ]


def _insert(cursor, number, document, places, length, carried):
    cursor.execute(_DOCUMENT, [number, *columns(document, length, carried)])
    (key,) = cursor.fetchone()
    title_words = sorted(set(document.fields[0][1]))
    text = [key, document.title, document.text, document.text_from, _tsvector(places), title_words, document.spelling]
    cursor.execute(_TEXT, text)
    return key


def _tsvector(places):
    return " ".join(f"{stem}:{','.join(map(str, sorted(set(at))[:MOST_PLACES]))}" for stem, at in places.items())


def count_opened():
    """Count those resources in the figures of more readers whose embargo has ended. Found they are by the minute,
    without this; only the figures follow here. Returns how many there were."""
    opened = IndexDocument.objects.filter(embargo_until__lte=timezone.now(), counted_from__gt=F("level"))
    keys = sorted(set(opened.values_list("resource_id", flat=True)))
    index_many(keys)
    return len(keys)
