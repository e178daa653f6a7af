"""How many hits there are, and how many have each value of a facet: each facet without its own choice."""

from .sets import BLOCK, MEMBERS, NONE, carriers

_FOUND = f"""
found AS MATERIALIZED (
    SELECT {BLOCK.format("id")} AS block, {MEMBERS.format("id")} AS members FROM matched GROUP BY 1
)"""
_CHOSEN = """
chosen_{at} AS MATERIALIZED (
    SELECT c.block, bit_or(c.members) AS members FROM ({carriers}) AS c(facet, value, block, members)
    WHERE c.value = ANY(%(chosen_{at})s::text[]) GROUP BY c.block
)"""
_HITS = """
hits AS MATERIALIZED (
    SELECT f.block, {columns} FROM {found} f{joins}
)"""
_TOTAL = "SELECT 1, coalesce(sum(bit_count(members)), 0)::bigint, 0, 0, NULL FROM hits"
_COUNTS = """
UNION ALL
SELECT 2, sum(bit_count(c.members & {among}))::bigint, 0, 0, c.facet || '=' || c.value
FROM ({carriers}) AS c(facet, value, block, members) JOIN hits h ON h.block = c.block GROUP BY c.facet, c.value"""


def hits(choices, found=None):
    """Parts of a WITH that end in `hits`: by block the documents of `matched`, or of the sets named `found`, that meet
    every choice, and for each choice those that meet all others."""
    parts = [] if found else [_FOUND]
    chosen = [f"coalesce(chosen_{at}.members, {NONE})" for at in range(len(choices))]
    columns = [" & ".join(["f.members", *chosen]) + " AS members"]
    for at, (facet, *_rest) in enumerate(choices):
        parts.append(_CHOSEN.format(at=at, carriers=carriers(f"ARRAY[%(facet_{at})s]::text[]", facet == "sharing")))
        others = chosen[:at] + chosen[at + 1 :]
        columns.append(" & ".join(["f.members", *others]) + f" AS without_{at}")
    joins = "".join(f" LEFT JOIN chosen_{at} ON chosen_{at}.block = f.block" for at in range(len(choices)))
    return ",".join([*parts, _HITS.format(columns=", ".join(columns), found=found or "found", joins=joins)])


def counts(choices, facets):
    """The rows that count: (1, total, …) and (2, hits, …, "facet=value")."""
    if not facets:
        return _TOTAL
    own = "".join(f" WHEN %(facet_{at})s THEN h.without_{at}" for at in range(len(choices)))
    among = f"CASE c.facet{own} ELSE h.members END" if own else "h.members"
    return _TOTAL + _COUNTS.format(among=among, carriers=carriers("%(facets)s::text[]", "sharing" in facets))


def counted(rows, facets):
    """(total, {facet: {value: count}}) from those rows."""
    total, found = 0, {facet: {} for facet in facets}
    for part, hits_, *_more, key in rows:
        if part == 1:
            total = hits_
        elif part == 2 and hits_:
            facet, _sign, value = key.partition("=")
            found[facet][value] = hits_
    return total, found
