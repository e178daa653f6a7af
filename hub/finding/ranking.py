"""How well documents answer: the parts of a statement that rank.

BM25F over the postings: the weight of a stem in a document is its occurrences by field (`documents.HALVES`), damped
by K1 and by the length of the document, times the rarity of the stem and the evidence for its language.
"""

from .understanding import K1, B

COVERS = 0.2  # a hit holds at least this share of what the question weighs (specification)
PHRASE_BONUS = 0.2  # of the weight of two words, where they stand side by side or one apart, on the first TOP: CISI
TOP = 100  # .397 → .399, French .793 → .798, Cranfield .400 → .404; at 0.4 .394 / .797 / .406
ARCHIVED = 0.6  # an archived item ranks as if it matched this much: below items that answer nearly as well
MOST_PAIRS = 24  # of a long question the weightiest

MOST_COVERED = 12  # a long question need not be covered beyond its weightiest words: else none of its hits would count

# Added to the weight of a word for a document that writes it as the question does, in questions of up to twelve words:
# a stem brings together what differs (Cranfield .400 → .402, CISI .414 → .415, French .817 → .823, offline).
AS_WRITTEN = 0.3

# In halves of an occurrence, as postings are kept: w (K1 + 1) / (w + 2 K1 (1 − B) + 2 K1 B length / mean length).
_AS_WRITTEN = f" + CASE WHEN p.forms & t.forms = 0 THEN 0 ELSE {AS_WRITTEN} * t.weight END"
_MUST = " AND sum(t.must) > 0.999"
_SCORED = f"""
scored AS MATERIALIZED (
    SELECT p.document_id, sum(t.weight * {K1 + 1} * p.weight / (p.weight + {2 * K1 * (1 - B):.4f} + t.norm * p.length)
                              {{as_written}}) AS score
    FROM unnest(%(terms)s::int[], %(weights)s::float8[], %(norms)s::float8[], %(musts)s::float8[],
                %(covering)s::float8[], %(forms)s::int[]) AS t(id, weight, norm, must, covering, forms)
    JOIN hub_posting p ON p.term_id = t.id
    GROUP BY p.document_id
    HAVING sum(t.covering) >= %(covers)s{{must}}
)"""
# Only for those that the bonus could lift onto the page: on the others it changes nothing that is shown.
BONUS = f"""
SELECT b.id, {PHRASE_BONUS} * sum(q.weight) AS bonus
FROM best b
JOIN hub_indextext x ON x.document_id = b.id
JOIN unnest(%(pair_languages)s::text[], %(pair_queries)s::tsquery[], %(pair_weights)s::float8[])
    AS q(language, query, weight) ON CASE WHEN q.language = b.language THEN x.lexemes @@ q.query ELSE false END
WHERE b.place <= {TOP} AND b.score + %(pair_most)s >= coalesce((SELECT score FROM best WHERE place = %(last)s), 0)
GROUP BY b.id"""
WORDS_FILTER = """
JOIN unnest(%(filter_languages)s::text[], %(filter_queries)s::tsquery[]) AS f(language, query)
    ON f.language = d.language
JOIN hub_indextext x ON x.document_id = d.id AND (f.query IS NULL OR x.lexemes @@ f.query)"""


def scored(readings, required):
    """The part of a WITH that scores; a question without forms, or that requires nothing, does not pay for them."""
    as_written = _AS_WRITTEN if any(each.forms for each in readings) else ""
    return _SCORED.format(as_written=as_written, must=_MUST if any(required.values()) else "")


def score_terms(readings, required):
    """The parameters of `scored`: every known stem of every reading with what it weighs there, and its relatives,
    which cover nothing of the question.

    `required` is {language: stems that each hit of this language must hold}.
    """
    rows, covers = [], 0.0
    for each in readings:
        weights = each.weights()
        musts = required.get(each.language) or set()
        for stem, weight in weights.items():
            if weight:
                must = (stem in musts) / len(musts) if musts else 1.0
                norm, forms = 2 * K1 * B / each.mean_length, each.forms.get(stem, 0)
                rows.append((each.terms[stem][0], weight, norm, must, weight, forms))
        must = 0.0 if musts else 1.0
        rows += [
            (each_id, weight, 2 * K1 * B / each.mean_length, must, 0.0, 0) for each_id, weight in each.relatives.items()
        ]
        covers = max(covers, sum(sorted(weights.values())[-MOST_COVERED:]))
    names = ("terms", "weights", "norms", "musts", "covering", "forms")
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    found = {name: list(column) for name, column in zip(names, columns, strict=True)}
    return found | {"covers": COVERS * covers * 0.9999}


def pair_terms(readings):
    """The parameters of BONUS: two words that follow each other in the question, side by side or one apart."""
    rows = []
    for each in readings:
        pairs = sorted(each.pairs().items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_PAIRS]
        rows += [(each.language, f"({a} <-> {b}) | ({a} <2> {b})", weight) for (a, b), weight in pairs if weight]
    names = ("pair_languages", "pair_queries", "pair_weights")
    columns = zip(*rows, strict=True) if rows else ((),) * len(names)
    most = PHRASE_BONUS * sum(weight for _language, _query, weight in rows)
    return {name: list(column) for name, column in zip(names, columns, strict=True)} | {"pair_most": most}
