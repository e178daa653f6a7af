"""How many items a reader finds without any word or filter, and how their facets fall: from the kept figures, so that
the open list costs the same at any size, put right by the few documents that the figures count otherwise."""

from django.db import connection

from scn_portal.sharing import Sharing

from .access import EFFECTIVE, told_otherwise, visible
from .sets import LEVEL_NAMES

_KEPT = """
SELECT 0, '', level::text, coalesce(sum(documents[level]), 0)
FROM hub_indexlanguage RIGHT JOIN generate_series(1, 3) AS level ON true GROUP BY level
UNION ALL
SELECT id, facet, value, documents[%(level)s + 1] FROM hub_facetvalue WHERE facet = ANY(%(facets)s::text[])"""
_COUNTED = "(d.counted_from <= %(level)s AND d.level_from <= %(level)s AND d.level_to > %(level)s)"
_OTHERWISE = f"""
SELECT {{seen}}, {_COUNTED}, d.facets, {EFFECTIVE}, d.counted_from
FROM hub_indexdocument d
WHERE ({{otherwise}})
    AND ({{seen}} <> {_COUNTED} OR ({{seen}} AND d.counted_from <> {EFFECTIVE}))"""


def count(reader, facets):
    """(total, {facet: {value: count}})."""
    seen, parameters = visible(reader)
    parameters["facets"] = list(facets)
    with connection.cursor() as cursor:
        cursor.execute(_KEPT, parameters)
        rows = cursor.fetchall()
        cursor.execute(_OTHERWISE.format(seen=f"({seen})", otherwise=told_otherwise(reader)), parameters)
        otherwise = cursor.fetchall()
    values = {number: [facet, value, int(hits)] for number, facet, value, hits in rows if facet}
    totals = [int(hits) for _level, hits in sorted((value, hits) for _id, facet, value, hits in rows if not facet)]
    levels = [totals[0], totals[1] - totals[0], totals[2] - totals[1]]
    levels[reader.level + 1 :] = [0] * (Sharing.AMBER - reader.level)
    total = totals[reader.level]
    for is_seen, is_counted, carried, effective, counted_from in otherwise:
        total += is_seen - is_counted
        levels[effective] += is_seen
        levels[counted_from] -= is_counted
        for number in set(carried) & values.keys():
            values[number][2] += is_seen - is_counted
    found = {facet: {} for facet in facets}
    for facet, value, hits in values.values():
        if hits:
            found[facet][value] = hits
    if "sharing" in facets:
        found["sharing"] = {LEVEL_NAMES[level]: hits for level, hits in enumerate(levels) if hits}
    return total, found
