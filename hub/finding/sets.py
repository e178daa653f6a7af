"""Documents as sets of bits: who carries a facet value, and what a reader may see.

A document's number is its place in the sets. How many hits carry a value is then one AND and one count of bits for
4,096 documents at a time, instead of reading the values of each hit (bitmap indexes, O'Neil and Quass 1997). The
transaction that writes a document turns its bits, under the lock of the index; `manage.py check_index` compares.
"""

from scn_portal.sharing import Sharing

from ..models.finding import SET_SIZE
from .access import EFFECTIVE, told_otherwise, visible
from .named_cities import NAMED

LEVEL_NAMES = {int(level): level.name.lower() for level in Sharing}
NONE = f"B'0'::bit({SET_SIZE})"
BLOCK = f"{{}} / {SET_SIZE}"
MEMBERS = f"hub_members(mod({{0}}, {SET_SIZE}), 1)"  # an aggregate: the set of these documents
HOLDS = f"get_bit({{0}}, mod({{1}}, {SET_SIZE})) = 1"

_PAIRS = f"""
SELECT c.value, {BLOCK.format("c.document")} AS block, {MEMBERS.format("c.document")} AS members
FROM unnest(%s::int[], %s::int[]) AS c(value, document) GROUP BY 1, 2 ORDER BY 1, 2"""
_TAKE_OUT = f"""
UPDATE hub_facetset s SET members = s.members & (~c.members) FROM ({_PAIRS}) c
WHERE s.value_id = c.value AND s.block = c.block"""
_TAKE_IN = f"""
INSERT INTO hub_facetset AS s (value_id, block, members) {_PAIRS}
ON CONFLICT (value_id, block) DO UPDATE SET members = s.members | EXCLUDED.members"""
_SET = """(
    SELECT s.block, bit_or(s.members) AS members FROM hub_facetset s WHERE s.value_id = ANY({values}) GROUP BY s.block
)"""
_ONE = "ARRAY(SELECT v.id FROM hub_facetvalue v WHERE v.facet = '{}' AND v.value = {})"
_SEEN = f"""
otherwise AS MATERIALIZED (
    SELECT d.id, ({{seen}}) AS is_seen, {EFFECTIVE} AS level FROM hub_indexdocument d WHERE {{otherwise}}
),
asked AS MATERIALIZED (
    SELECT {BLOCK.format("id")} AS block, {MEMBERS.format("id")} AS members,
           {MEMBERS.format("id")} FILTER (WHERE is_seen) AS seen
    FROM otherwise GROUP BY 1
),
seen AS MATERIALIZED (
    SELECT block, (coalesce(kept.members, {NONE}) & (~coalesce(asked.members, {NONE}))) | coalesce(asked.seen, {NONE})
               AS members,
           coalesce(archived.members, {NONE}) AS archived{{columns}}
    FROM {_SET.format(values=_ONE.format("seen", "%(level)s::text"))} kept
    FULL JOIN asked USING (block)
    LEFT JOIN {_SET.format(values=_ONE.format("archived", "'yes'"))} archived USING (block){{joins}}
)"""
_NAMED = f"\n    LEFT JOIN {_SET.format(values=NAMED)} named USING (block)"
_CARRIERS = """
SELECT v.facet, v.value, s.block, s.members FROM hub_facetvalue v JOIN hub_facetset s ON s.value_id = v.id
WHERE v.facet = ANY({facets}) AND v.facet <> 'sharing'"""
_BY_SHARING = f"""
SELECT 'sharing', v.value, s.block, s.members & (~coalesce(asked.members, {NONE}))
FROM hub_facetvalue v JOIN hub_facetset s ON s.value_id = v.id LEFT JOIN asked ON asked.block = s.block
WHERE v.facet = 'sharing'
UNION ALL
SELECT 'sharing', (ARRAY{[*LEVEL_NAMES.values()]})[1 + level], {BLOCK.format("id")}, {MEMBERS.format("id")}
FROM otherwise GROUP BY 2, 3"""


def change(cursor, changes):
    """Take documents out of the sets of facet values and into them: {(value, document): -1 or 1, 0 where it stays}."""
    for statement, sign in ((_TAKE_OUT, -1), (_TAKE_IN, 1)):
        pairs = sorted(pair for pair, changed in changes.items() if changed == sign)
        if pairs:
            cursor.execute(statement, [list(column) for column in zip(*pairs, strict=True)])


def seen(reader, named=False):
    """Parts of a WITH that end in `seen`: by block the documents that `reader` may see, all that are archived, and
    with `named` those of the cities that %(names)s name. Its parameters are those of `access.visible`.

    The kept sets say who sees what by level alone; the documents of which that is not enough are asked themselves.
    """
    columns = f", coalesce(named.members, {NONE}) AS named" if named else ""
    condition, _parameters = visible(reader)
    parts = {"columns": columns, "joins": _NAMED if named else ""}
    return _SEEN.format(seen=condition, otherwise=told_otherwise(reader), **parts)


def carriers(facets, with_sharing):
    """A SELECT of (facet, value, block, members) for the facets in the array `facets`. The level at which an item is
    shared is decided by the minute, so some documents are asked themselves."""
    return _CARRIERS.format(facets=facets) + (f"\nUNION ALL{_BY_SHARING}" if with_sharing else "")
