"""How many hits each value of a facet has, each facet without its own choice."""

from .access import EFFECTIVE
from .filters import SHARING

LEVEL_NAMES = {level: name for name, level in SHARING.items()}
_COUNTS = """
UNION ALL
SELECT 2, m.failing, m.hits, 0, v.facet || '=' || v.value
FROM (SELECT failing, value, count(*) AS hits FROM matched, unnest(facets) AS value GROUP BY failing, value) m
JOIN hub_facetvalue v ON v.id = m.value AND v.facet = ANY(%(facets)s::text[])"""
_SHARING = """
UNION ALL SELECT 2, failing, count(*), 0, 'sharing=' || level FROM matched GROUP BY failing, level"""


def failing(choices):
    """An expression: 0 where every choice is met, n where the n-th alone is not, so that the row counts for that
    facet only, and -1 where more are not."""
    if not choices:
        return "0"
    missed = [f"(NOT ({condition}))::int" for _facet, condition, _parameters in choices]
    which = " + ".join(f"{at} * {each}" for at, each in enumerate(missed, 1))
    return f"CASE {' + '.join(missed)} WHEN 0 THEN 0 WHEN 1 THEN {which} ELSE -1 END"


def carried(facets):
    """The columns that the counts need."""
    return f", d.facets, {EFFECTIVE} AS level" if facets else ""


def counts(facets):
    """The rows that count: (2, failing, hits, 0, "facet=value")."""
    if not facets:
        return ""
    return _COUNTS + (_SHARING if "sharing" in facets else "")


def counted(rows, choices, facets):
    """{facet: {value: count}} from those rows."""
    own = {facet: at for at, (facet, _condition, _parameters) in enumerate(choices, 1)}
    found = {facet: {} for facet in facets}
    for _part, failed, hits, _score, key in rows:
        facet, _sign, value = key.partition("=")
        if facet == "sharing":
            value = LEVEL_NAMES[int(value)]
        if failed in (0, own.get(facet)):
            found[facet][value] = found[facet].get(value, 0) + hits
    return found
