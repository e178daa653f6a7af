"""What a page of the search costs: processor time in the database and in Python, beside the bare ranking statement and
beside the way Django's documentation shows."""

import gc
import random
import time
from pathlib import Path
from statistics import median

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection, transaction

from hub.finding import Question, find, highlights, index
from hub.finding.ranking import K1, B, score_terms
from hub.finding.understanding import understand
from hub.models import IndexText, Resource
from hub.readers import EVERYBODY

from . import search
from .search_copies import multiply
from .search_made import documents, questions

FACETS = ("kind", "theme", "level", "audience", "language")
ROUNDS, USUAL_ROUNDS, PUBLISHED = 60, 3, 20
WRITTEN = 10_000  # documents that the product itself writes; more are copies of their rows
BARE = f"""
SELECT p.document_id,
       sum(t.weight * {K1 + 1} * p.weight / (p.weight + {2 * K1 * (1 - B):.4f} + t.norm * p.length)) AS score
FROM unnest(%(terms)s::int[], %(weights)s::float8[], %(norms)s::float8[]) AS t(id, weight, norm)
JOIN hub_posting p ON p.term_id = t.id GROUP BY p.document_id ORDER BY score DESC LIMIT 20"""


class Cost:
    """Milliseconds of processor time of the database's process and of this one."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.file = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def of(self, work):
        database, here = self._database(), time.process_time()
        work()
        return self._database() - database, 1000 * (time.process_time() - here)

    def _database(self):
        return int(self.file.read_text().split()[0]) / 1e6


def measure(number):
    """Build `number` documents and print the table."""
    started = time.monotonic()
    draw = random.Random(number)
    search.load(documents(min(number, WRITTEN), draw))
    if number > WRITTEN:
        multiply(number // WRITTEN)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET max_parallel_workers_per_gather = 0")  # all work shows in the one process that is measured
    gc.collect()
    gc.freeze()  # what the loading left behind is not part of a page's cost
    print(f"{number} documents, loaded in {time.monotonic() - started:.0f} s; milliseconds of processor time")
    print(f"{'':24}{'p50':>9}{'p95':>9}   of it in the database (p50)")
    cost = Cost()
    for kind, asked in questions(draw, ROUNDS).items():
        bare = _table(f"{kind}: bare top 20", [cost.of(_bare(text)) for text in asked])
        page = _table(f"{kind}: page", [cost.of(lambda text=text: _page(text)) for text in asked])
        print(f"{'':24}{page[0] / bare[0]:>8.2f}×{page[1] / bare[1]:>8.2f}×")
        _table(f"{kind}: usual Django", [cost.of(lambda text=text: _usual(text)) for text in asked[:USUAL_ROUNDS]])
    _table("open list: page", [cost.of(lambda: _page("")) for _round in range(ROUNDS)])
    _table("publish one", [cost.of(lambda key=key: _publish(key)) for key in _some(draw)])


def _table(name, costs):
    whole = sorted(database + here for database, here in costs)
    p50, p95 = median(whole), whole[min(len(whole) - 1, int(0.95 * len(whole)))]
    inside = median(database for database, _here in costs)
    print(f"{name:<24}{p50:>9.1f}{p95:>9.1f}   {inside:.1f}", flush=True)
    return p50, p95


def _bare(text):
    parameters = score_terms(understand(EVERYBODY, Question(text=text, literal=True)).readings, {})

    def run():
        with connection.cursor() as cursor:
            cursor.execute(BARE, parameters)
            cursor.fetchall()

    return run


def _page(text):
    question = Question(text=text)
    result = find(EVERYBODY, question, FACETS)
    highlights(EVERYBODY, result.ids, question, result.understood)


def _usual(text):
    """As the documentation of django.contrib.postgres.search has it."""
    vector = SearchVector("title", weight="A") + SearchVector("text", weight="B")
    asked = SearchQuery(text, search_type="websearch")
    rows = IndexText.objects.annotate(found=vector, rank=SearchRank(vector, asked)).filter(found=asked)
    list(rows.order_by("-rank").values_list("pk", flat=True)[:20])


def _some(draw):
    return draw.sample(list(Resource.objects.shown().values_list("pk", flat=True)), PUBLISHED)


def _publish(key):
    with transaction.atomic():
        index(key)
