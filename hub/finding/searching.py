"""Answer a question: hits, total and facets in one statement, under the visibility of the reader."""

from dataclasses import dataclass, field

from django.db import connection

from . import figures_of_all
from .access import visible
from .facets import counted, counts, hits
from .filters import chosen, word_filter
from .named_cities import names_in
from .order import after, key_of, order_by
from .question import FACETS, MOST_COUNTED, MOST_PAGES, Result
from .ranking import ARCHIVED, BONUS, TOP, WORDS_FILTER, pair_terms, score_terms, scored
from .sets import BLOCK, HOLDS, seen
from .understanding import understand

_MATCHED = f"""
matched AS MATERIALIZED (
    SELECT s.document_id AS id, s.score
               * CASE WHEN {HOLDS.format("seen.archived", "s.document_id")} THEN {ARCHIVED} ELSE 1 END{{first}} AS score
    FROM scored s JOIN seen ON seen.block = {BLOCK.format("s.document_id")}{{words}}
    WHERE {HOLDS.format("seen.members", "s.document_id")}
)"""
_FIRST = f" + CASE WHEN {HOLDS.format('seen.named', 's.document_id')} THEN %(first)s ELSE 0 END"
_WORDS = f"\nJOIN hub_indexdocument d ON d.id = s.document_id{WORDS_FILTER}"
_UNRANKED = f"""
matched AS MATERIALIZED (SELECT d.id FROM hub_indexdocument d{WORDS_FILTER} WHERE {{seen}})"""
_CHOSEN = f"""(
        SELECT m.id, m.score FROM matched m JOIN hits h ON h.block = {BLOCK.format("m.id")}
        WHERE {HOLDS.format("h.members", "m.id")}
    )"""
# Only those that the page could show are read from the table, all that share the last score among them.
_TOP = "(SELECT m.id, m.score FROM {matched} m ORDER BY m.score DESC FETCH FIRST %(most)s ROWS WITH TIES)"
_RANKED = """
WITH {seen}, {scored}, {matched}, {hits},
best AS MATERIALIZED (
    SELECT d.id, d.resource_id, d.language, m.score, {key} AS key, row_number() OVER (ORDER BY {order}) AS place
    FROM {top} m JOIN hub_indexdocument d ON d.id = m.id WHERE {after} ORDER BY {order} LIMIT %(most)s
),
bonus AS MATERIALIZED ({bonus})
SELECT 0 AS part, b.resource_id AS a, b.place AS b, b.score + coalesce(bonus.bonus, 0) AS score, b.key AS key
FROM best b LEFT JOIN bonus ON bonus.id = b.id
UNION ALL {counts}"""
_NO_BONUS = "SELECT 0 AS id, 0.0::float8 AS bonus WHERE false"
_LISTED = """
SELECT 0, d.resource_id, row_number() OVER (ORDER BY {order}), 0.0::float8, {key} FROM {source}{words}
WHERE {where} AND {after} ORDER BY {order} LIMIT %(most)s"""
_COUNTED = "WITH {seen}{matched}, {hits} {counts}"
_RANK = "score DESC, newest_at DESC, resource_id DESC"


def find(reader, question, facets=()):
    """One page of what `reader` finds for `question`, with the counts of those `facets` that are named."""
    understood = understand(reader, question)
    result = Result(
        correction=understood.correction,
        literal=question.text if understood.correction else None,
        cut=understood.asked.cut,
        terms_by_language=understood.terms_by_language(),
        understood=understood,
    )
    search = _Search(reader, question, understood, tuple(facets))
    if understood.says_nothing:
        search.browse(result)
    elif result.terms_by_language:
        search.rank(result)
    else:
        result.facets = {facet: {} for facet in facets}
    return result


def facet_counts(reader, question, facets=FACETS):
    """{facet: {value: count}}: what a click on the value would give, each facet without its own choice."""
    return find(reader, question, facets).facets


@dataclass
class _Search:
    """The statements for one question and their parameters."""

    reader: object
    question: object
    understood: object
    facets: tuple
    parameters: dict = field(default_factory=dict)

    def __post_init__(self):
        self.seen, parameters = visible(self.reader)
        self.choices = chosen(self.question.filters)
        self.queries, self.musts = word_filter(self.understood.asked, self.understood.stems)
        self.parameters |= parameters | {"facets": list(self.facets)}
        for _facet, _condition, own in self.choices:
            self.parameters |= own
        if self.filters_words:
            self.parameters["filter_languages"] = list(self.queries)
            self.parameters["filter_queries"] = list(self.queries.values())

    @property
    def filters_words(self):
        return any(self.queries.values())

    def rank(self, result):
        """Hits by how well they answer, or in another order."""
        best = self.question.sort == "best"
        readings = self.understood.readings
        pairs = pair_terms(readings)
        self.parameters |= score_terms(readings, self.musts) | pairs
        names = self._names()
        matched = _CHOSEN if self.choices else "matched"
        statement = _RANKED.format(
            seen=seen(self.reader, named=bool(names)),
            scored=scored(readings, self.musts),
            matched=_MATCHED.format(first=_FIRST if names else "", words=_WORDS if self.filters_words else ""),
            hits=hits(self.choices),
            top=_TOP.format(matched=matched) if best else matched,
            key="NULL::text" if best else key_of(self.question.sort),
            order=_RANK if best else order_by(self.question.sort),
            after=self._after(),
            bonus=BONUS if best and pairs["pair_queries"] else _NO_BONUS,
            counts=counts(self.choices, self.facets),
        )
        self.parameters["most"] = max(TOP, self._most()) if best else self._most()
        self.parameters["last"] = self._first() + self.question.size
        rows = self._run(statement)
        found = [row for row in rows if row[0] == 0]
        found.sort(key=lambda row: (row[2] > TOP, -row[3], row[2]) if best else row[2])
        result.total, result.facets = counted(rows, self.facets)
        self._page(result, found)

    def browse(self, result):
        """Without words that tell anything: by freshness, or in another order."""
        sort = "newest" if self.question.sort == "best" else self.question.sort
        conditions = [self.seen, *(condition for _facet, condition, _parameters in self.choices)]
        listed = _LISTED.format(
            order=order_by(sort),
            key=key_of(sort),
            source="hub_indexdocument d",
            words=WORDS_FILTER if self.filters_words else "",
            where=" AND ".join(f"({each})" for each in conditions),
            after=self._after(),
        )
        self.parameters["most"] = self._most()
        self._page(result, sorted(self._run(listed), key=lambda row: row[2]))
        if self.choices or self.filters_words:
            result.total, result.facets = counted(self._run(self._counting()), self.facets)
        else:
            result.total, result.facets = figures_of_all.count(self.reader, self.facets)
            result.is_capped = result.total > MOST_COUNTED
            result.total = min(result.total, MOST_COUNTED)

    def _counting(self):
        """The statement that counts what is found without words that rank."""
        return _COUNTED.format(
            seen=seen(self.reader),
            matched=f",{_UNRANKED.format(seen=self.seen)}" if self.filters_words else "",
            hits=hits(self.choices, None if self.filters_words else "seen"),
            counts=counts(self.choices, self.facets),
        )

    def _names(self):
        """What may name a city in a short question: those of a city that it names come first."""
        names = self.parameters["names"] = names_in(self.understood.asked.words)
        self.parameters["first"] = 10.0 * sum(sum(each.weights().values()) for each in self.understood.readings)
        return names

    def _after(self):
        if self.question.sort == "best":
            return "true"
        condition, parameters = after(self.question.sort, self.question.after)
        self.parameters |= parameters
        return condition

    def _most(self):
        """One more than the page shows, to know whether there is another."""
        return self._first() + self.question.size + 1

    def _first(self):
        return 0 if self.question.after else (min(self.question.page, MOST_PAGES) - 1) * self.question.size

    def _run(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement, self.parameters)
            return cursor.fetchall()

    def _page(self, result, hits):
        shown = hits[self._first() :][: self.question.size]
        result.ids = [row[1] for row in shown]
        result.scores = [row[3] for row in shown]
        result.has_next = len(hits) > self._first() + len(shown) and (
            self.question.sort != "best" or self.question.page < MOST_PAGES
        )
        if result.has_next and self.question.sort != "best":
            result.after = shown[-1][4]
