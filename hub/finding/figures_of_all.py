"""How many items a reader finds without any word or filter, and how their facets fall: from the kept figures, so that
the open list costs the same at any size, put right by the few documents that the figures count otherwise."""

from django.db import connection

from scn_portal.sharing import Sharing

from .access import EFFECTIVE, visible
from .facets import LEVEL_NAMES

_TOTALS = "SELECT coalesce(sum(documents[1]), 0), coalesce(sum(documents[2]), 0), coalesce(sum(documents[3]), 0)"
_VALUES = """
SELECT id, facet, value, documents[%(level)s + 1] FROM hub_facetvalue WHERE facet = ANY(%(facets)s::text[])"""
_COUNTED = "(d.counted_from <= %(level)s AND d.level_from <= %(level)s AND d.level_to > %(level)s)"
_OTHERWISE = f"""
SELECT {{seen}}, {_COUNTED}, d.facets, {EFFECTIVE}, d.counted_from
FROM hub_indexdocument d
WHERE (d.embargo_until IS NOT NULL OR d.cities && %(cities)s::bigint[])
    AND ({{seen}} <> {_COUNTED} OR ({{seen}} AND d.counted_from <> {EFFECTIVE}))"""


def count(reader, facets):
    """(total, {facet: {value: count}})."""
    seen, parameters = visible(reader)
    parameters["facets"] = list(facets)
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS + " FROM hub_indexlanguage")
        totals = cursor.fetchone()
        cursor.execute(_VALUES, parameters)
        values = {number: [facet, value, hits] for number, facet, value, hits in cursor}
        cursor.execute(_OTHERWISE.format(seen=f"({seen})"), parameters)
        otherwise = cursor.fetchall()
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
