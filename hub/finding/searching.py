"""Answer a question: hits, total and facets in one statement, under the visibility of the reader."""

from dataclasses import dataclass, field

from django.db import connection

from . import figures_of_all
from .access import visible
from .facets import carried, counted, counts, failing
from .filters import chosen, word_filter
from .named_cities import NAMED, names_in
from .order import after, key_of, order_by
from .question import FACETS, MOST_COUNTED, MOST_PAGES, Result
from .ranking import ARCHIVED, BONUS, SCORED, TOP, WORDS_FILTER, pair_terms, score_terms
from .understanding import understand

_MATCHED = """
matched AS MATERIALIZED (
    SELECT d.id, d.resource_id, d.language, {score} AS score, {failing} AS failing,
           d.newest_at, d.confirmed_on, d.taken_over, d.title_key{carried}
    FROM {source}{words}
    WHERE {where}
)"""
_RANKED = """
WITH {scored}, {matched},
best AS MATERIALIZED (
    SELECT id, resource_id, language, score, {key} AS key, row_number() OVER (ORDER BY {order}) AS place
    FROM matched WHERE failing = 0 AND {after} ORDER BY {order} LIMIT %(most)s
),
bonus AS MATERIALIZED ({bonus})
SELECT 0 AS part, b.resource_id AS a, b.place AS b, b.score + coalesce(bonus.bonus, 0) AS score, b.key AS key
FROM best b LEFT JOIN bonus ON bonus.id = b.id
UNION ALL SELECT 1, count(*), 0, 0, NULL FROM matched WHERE failing = 0{counts}"""
_NO_BONUS = "SELECT 0 AS id, 0.0::float8 AS bonus WHERE false"
_LISTED = """
SELECT 0, d.resource_id, row_number() OVER (ORDER BY {order}), 0.0::float8, {key} FROM {source}{words}
WHERE {where} AND {after} ORDER BY {order} LIMIT %(most)s"""
_COUNTED = "WITH {matched} SELECT 1, count(*), 0, 0, NULL FROM matched WHERE failing = 0{counts}"
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
        order = _RANK if best else order_by(self.question.sort)
        statement = _RANKED.format(
            scored=SCORED,
            matched=self._matched("scored s JOIN hub_indexdocument d ON d.id = s.document_id", self._score()),
            key="NULL::text" if best else key_of(self.question.sort),
            order=order,
            after=self._after(),
            bonus=BONUS if best and pairs["pair_queries"] else _NO_BONUS,
            counts=counts(self.facets),
        )
        self.parameters["most"] = max(TOP, self._most()) if best else self._most()
        self.parameters["last"] = self._first() + self.question.size
        rows = self._run(statement)
        hits = [row for row in rows if row[0] == 0]
        hits.sort(key=lambda row: (row[2] > TOP, -row[3], row[2]) if best else row[2])
        self._count(result, rows)
        self._page(result, hits)

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
            matched = self._matched("hub_indexdocument d", "0.0::float8")
            self._count(result, self._run(_COUNTED.format(matched=matched, counts=counts(self.facets))))
        else:
            result.total, result.facets = figures_of_all.count(self.reader, self.facets)
            result.is_capped = result.total > MOST_COUNTED
            result.total = min(result.total, MOST_COUNTED)

    def _matched(self, source, score):
        conditions = [self.seen]
        if self.facets and self.choices:
            conditions.append(f"{failing(self.choices)} >= 0")
        else:
            conditions += [condition for _facet, condition, _parameters in self.choices]
        return _MATCHED.format(
            score=score,
            failing=failing(self.choices) if self.facets else "0",
            carried=carried(self.facets),
            source=source,
            words=WORDS_FILTER if self.filters_words else "",
            where=" AND ".join(f"({each})" for each in conditions),
        )

    def _score(self):
        """Archived items rank lower; those of a city that a short question names come first."""
        self.parameters["names"] = names_in(self.understood.asked.words)
        first = f" + CASE WHEN d.facets && {NAMED} THEN %(first)s ELSE 0 END" if self.parameters["names"] else ""
        self.parameters["first"] = 10.0 * sum(sum(each.weights().values()) for each in self.understood.readings)
        return f"s.score * CASE WHEN d.is_archived THEN {ARCHIVED} ELSE 1 END{first}"

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

    def _count(self, result, rows):
        result.total = next(row[1] for row in rows if row[0] == 1)
        result.facets = counted([row for row in rows if row[0] == 2], self.choices, self.facets)

    def _page(self, result, hits):
        shown = hits[self._first() :][: self.question.size]
        result.ids = [row[1] for row in shown]
        result.scores = [row[3] for row in shown]
        result.has_next = len(hits) > self._first() + len(shown) and (
            self.question.sort != "best" or self.question.page < MOST_PAGES
        )
        if result.has_next and self.question.sort != "best":
            result.after = shown[-1][4]
