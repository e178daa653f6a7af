"""Make the index anew, and compare it with what it follows from."""

from django.db import connection, transaction

from ..models import Resource
from ..models.finding import FacetValue
from ..querysets import SHOWN
from .figures import MOST_TIMES
from .sets import BLOCK, MEMBERS, NONE
from .writing import BATCH, LOCK, carried_by, columns, index_many, weighed_documents

TABLES = (
    "hub_facetset",
    "hub_posting",
    "hub_indextext",
    "hub_indexdocument",
    "hub_indexterm",
    "hub_indexword",
    "hub_facetvalue",
    "hub_indexlanguage",
)
_COUNTED = "d.counted_from <= {level} AND d.level_from <= {level} AND d.level_to > {level}"
_PER_LEVEL = ", ".join(f"count(*) FILTER (WHERE {_COUNTED.format(level=level)})" for level in range(3))
_LENGTHS = ", ".join(f"coalesce(sum(d.length) FILTER (WHERE {_COUNTED.format(level=level)}), 0)" for level in range(3))
_TIMES = ", ".join(
    f"coalesce(sum(least(u.weight, {MOST_TIMES})) FILTER (WHERE {_COUNTED.format(level=level)}), 0)"
    for level in range(3)
)
_RECOUNT = {  # what is counted: its kept figures, and the rows to count them from
    "stems": ("hub_indexterm", "id", "hub_posting u JOIN hub_indexdocument d ON d.id = u.document_id", "u.term_id"),
    "words": (
        "hub_indexword",
        "word",
        "hub_indextext x JOIN hub_indexdocument d ON d.id = x.document_id, unnest(x.words) AS word",
        "word",
    ),
    "facet values": ("hub_facetvalue", "id", "hub_indexdocument d, unnest(d.facets) AS value", "value"),
    "languages": ("hub_indexlanguage", "language", "hub_indexdocument d", "d.language"),
}
_DIFFERENT = f"""
SELECT count(*) FROM (SELECT {{key}} AS key, documents FROM {{kept}}) k
FULL JOIN (SELECT {{by}} AS key, ARRAY[{_PER_LEVEL}]::int[] AS documents FROM {{rows}} GROUP BY {{by}}) c USING (key)
WHERE coalesce(k.documents, '{{{{0,0,0}}}}') <> coalesce(c.documents, '{{{{0,0,0}}}}')"""
_DIFFERENT_LENGTHS = f"""
SELECT count(*) FROM hub_indexlanguage k
FULL JOIN (SELECT language, ARRAY[{_LENGTHS}]::int[] AS length FROM hub_indexdocument d GROUP BY language) c
    USING (language)
WHERE coalesce(k.length, '{{0,0,0}}') <> coalesce(c.length, '{{0,0,0}}')"""
_DIFFERENT_TIMES = f"""
SELECT count(*) FROM hub_indexterm k
FULL JOIN (SELECT u.term_id AS id, ARRAY[{_TIMES}]::int[] AS occurrences
           FROM hub_posting u JOIN hub_indexdocument d ON d.id = u.document_id GROUP BY 1) c USING (id)
WHERE coalesce(k.occurrences, '{{0,0,0}}') <> coalesce(c.occurrences, '{{0,0,0}}')"""
_DIFFERENT_SETS = f"""
SELECT count(*) FROM hub_facetset k
FULL JOIN (SELECT value AS value_id, {BLOCK.format("d.id")} AS block, {MEMBERS.format("d.id")} AS members
           FROM hub_indexdocument d, unnest(d.facets) AS value GROUP BY 1, 2) c USING (value_id, block)
WHERE coalesce(k.members, {NONE}) <> coalesce(c.members, {NONE})"""
_STORED = """
SELECT d.resource_id, d.level_from, d.level_to, d.language, d.level, d.embargo_until, d.embargo_level, d.counted_from,
       d.cities, d.is_archived, d.length, d.facets, d.newest_at, d.confirmed_on, d.taken_over, d.title_key,
       x.title, x.text, x.words, (SELECT count(*) FROM hub_posting p WHERE p.document_id = d.id)
FROM hub_indexdocument d JOIN hub_indextext x ON x.document_id = d.id
WHERE d.resource_id = ANY(%s) ORDER BY d.resource_id, d.level_from"""


@transaction.atomic
def rebuild():
    """Throw the index away and write it from what is published. Readers keep the old one until it is done."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table}")
    keys = list(Resource.objects.filter(status__in=SHOWN).order_by("pk").values_list("pk", flat=True))
    index_many(keys)
    return len(keys)


def differences():
    """What in the index is not as it follows from what is published, as lines; an index in order gives none."""
    return [*_figures(), *(f"item {key} is not indexed as it is" for key in stale())]


def _figures():
    with connection.cursor() as cursor:
        for what, (kept, key, rows, by) in _RECOUNT.items():
            cursor.execute(_DIFFERENT.format(kept=kept, key=key, rows=rows, by=by))
            yield from _line(cursor, what)
        others = (("occurrences", _DIFFERENT_TIMES), ("lengths", _DIFFERENT_LENGTHS), ("sets", _DIFFERENT_SETS))
        for what, statement in others:
            cursor.execute(statement)
            yield from _line(cursor, what)


def _line(cursor, what):
    (number,) = cursor.fetchone()
    if number:
        yield f"{what}: {number} figures differ from a new count"


def stale():
    """The keys of resources whose documents differ from what they would be if they were written now."""
    values = {(each.facet, each.value): each.pk for each in FacetValue.objects.all()}
    keys = list(Resource.objects.order_by("pk").values_list("pk", flat=True))
    found = []
    for start in range(0, len(keys), BATCH):
        found += _stale(keys[start : start + BATCH], values)
    return found


def _stale(keys, values):
    wanted = {}
    for document, halves, _forms, _places, length in weighed_documents(keys):
        row = columns(document, length, sorted(values.get(pair, 0) for pair in carried_by(document)))
        row += [document.title, document.text, document.spelling, len(halves)]
        wanted.setdefault(document.resource.pk, []).append(row)
    stored = {}
    with connection.cursor() as cursor:
        cursor.execute(_STORED, [keys])
        for row in cursor:
            stored.setdefault(row[0], []).append(list(row))
    return sorted(key for key in wanted.keys() | stored.keys() if wanted.get(key) != stored.get(key))
