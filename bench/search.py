"""How well and how fast the hub finds, measured through the product.

python -m bench.search --collection DIR --run OUT.trec [--typos SEED]     answers a test collection
python -m bench.search --scale N                                          cost of the page at N documents

A collection is a folder with docs.jsonl (id, title, text, lang) and queries.jsonl (id, text). Its documents become
published items of a scratch database, which is dropped at the end. Without DATABASE_URL the servers are its own.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

SCRATCH = "scn_bench_search"
TAG = "hub"
HITS = 100


def main(words):
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--collection", type=Path, help="folder with docs.jsonl and queries.jsonl")
    options.add_argument("--run", type=Path, help="file for the TREC run lines")
    options.add_argument("--typos", type=int, metavar="SEED", help="one random edit in each query")
    options.add_argument("--scale", type=int, metavar="N", help="measure the page at N documents")
    asked = options.parse_args(words)
    if bool(asked.collection) == bool(asked.scale) or bool(asked.collection) != bool(asked.run):
        options.error("give --collection with --run, or --scale")
    if "DATABASE_URL" not in os.environ:
        return with_own_servers(words)
    with scratch_database():
        if asked.scale:
            from .search_cost import measure

            measure(asked.scale)
        else:
            answer(asked.collection, asked.run, asked.typos)
    return 0


def with_own_servers(words):
    """Start again under servers that are thrown away."""
    command = [sys.executable, "-m", "bench.search", *words]
    return subprocess.call([sys.executable, "-m", "scn_portal.demo.servers", "--", *command])


class scratch_database:  # noqa: N801 -- used as a statement
    """Django on a database of its own: made here, migrated, dropped at the end."""

    def __enter__(self):
        os.environ.setdefault("SECRET_KEY", "for-a-database-that-is-thrown-away-" + "x" * 20)
        os.environ |= {"SCN_ON_THIS_MACHINE": "1", "SCN_KEEP_MAIL": "1", "DATABASE_NO_LIMITS": "1"}
        os.environ.setdefault("SCN_STATE", tempfile.mkdtemp(prefix="scn-bench-"))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "scn_portal.settings")
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        self.connection, self.before = connection, settings.DATABASES["default"]["NAME"]
        self._as_owner("DROP DATABASE IF EXISTS {}", "CREATE DATABASE {}")
        self._use(f"{SCRATCH}_{os.getpid()}")
        call_command("migrate", verbosity=0)

    def __exit__(self, *_error):
        self._use(self.before)
        self._as_owner("DROP DATABASE IF EXISTS {}")

    def _as_owner(self, *statements):
        with self.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(f'"{SCRATCH}_{os.getpid()}"'))

    def _use(self, name):
        self.connection.close()
        self.connection.settings_dict["NAME"] = name


def answer(folder, run, seed):
    """Load the documents, ask the queries, write the run."""
    from hub.finding import Question, find
    from hub.readers import EVERYBODY

    keys = load(json.loads(line) for line in (folder / "docs.jsonl").open(encoding="utf-8"))
    relevant = judged(folder) if seed is not None else None
    edits = random.Random(seed)
    with run.open("w", encoding="utf-8") as out:
        for line in (folder / "queries.jsonl").open(encoding="utf-8"):
            query = json.loads(line)
            text = query["text"]
            if seed is not None and (relevant is None or query["id"] in relevant):
                text = with_a_slip(text, edits)
            result = find(EVERYBODY, Question(text=text, size=HITS))
            for rank, (key, score) in enumerate(zip(result.ids, result.scores, strict=True), 1):
                out.write(f"{query['id']} Q0 {keys[key]} {rank} {score:.6f} {TAG}\n")


def judged(folder):
    """The queries with a relevant document, which alone are given slips; None where nothing says so."""
    file = folder / "qrels.tsv"
    if not file.exists():
        return None
    rows = (line.rstrip("\n").split("\t") for line in file.open(encoding="utf-8"))
    return {query for query, _document, grade in rows if int(grade) > 0}


def load(documents, batch=500):
    """Make each document a published item, through the product's own index; returns {item: id of the document}."""
    from django.db import transaction

    from hub.finding import index_many

    from .search_items import insert

    keys, waiting = {}, []
    for document in documents:
        waiting.append(document)
        if len(waiting) == batch:
            keys |= _load(waiting, insert, index_many, transaction)
            waiting = []
    return keys | _load(waiting, insert, index_many, transaction)


def _load(documents, insert, index_many, transaction):
    with transaction.atomic():
        found = insert(documents)
        index_many(found)
    return found


def with_a_slip(text, edits):
    """One random edit (another letter, one missing, one more, two swapped) in one word of at least four letters.

    The draws come in the order in which the evaluator of the collections makes them.
    """
    words = text.split()
    long = [at for at, word in enumerate(words) if sum(map(str.isalpha, word)) >= 4]
    if not long:
        return text
    at = edits.choice(long)
    word = words[at]
    place = edits.randrange(1, len(word))
    letters = "".join(sorted({sign for sign in text.lower() if sign.isalpha()})) or "abc"
    kind = edits.choice("sdit")
    letter = edits.choice(letters)
    if kind == "t":
        place = min(place, len(word) - 2)
        middle = word[place + 1] + word[place]
        words[at] = word[:place] + middle + word[place + 2 :]
    else:
        rest = word[place:] if kind == "i" else word[place + 1 :]
        words[at] = word[:place] + ("" if kind == "d" else letter) + rest
    return " ".join(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
