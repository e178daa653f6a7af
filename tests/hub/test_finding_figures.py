"""The figures behind the ranking stay exact, and the statement that ranks does what a few lines of Python do."""

import random
from collections import Counter
from datetime import timedelta
from importlib import import_module
from math import log
from threading import Barrier, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from hub import finding
from hub.finding import Question
from hub.finding.ranking import AS_WRITTEN, PHRASE_BONUS
from hub.finding.understanding import DWELLS, K1, USUAL_TIMES, B
from hub.models import FacetSet, FacetValue, IndexDocument, IndexTerm, IndexWord, Posting, Resource, Version
from hub.readers import EVERYBODY
from tests.factories.hub import a_resource

WORDS = ["football", "chess", "street", "night", "mentor", "family", "garden", "music", "library", "park"]


def saying(words):
    return {"title": words[0], "action": " ".join(words[1:]), "language": "sw", "licence": "CC BY 4.0"}


def an_item(words, **more):
    return a_resource(content=saying(words), **more)


def change(resource, words, stricter):
    Version.objects.filter(pk=resource.current_version_id).update(status="draft")
    Version.objects.filter(pk=resource.current_version_id).update(content=saying(words), stricter=stricter)
    Version.objects.filter(pk=resource.current_version_id).update(status="current")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_the_figures_are_exact_after_any_history(seed):
    draw = random.Random(seed)
    items = [an_item(draw.choices(WORDS, k=6), sharing=draw.randrange(3)) for _at in range(4)]
    finding.index_many(items)
    for _step in range(12):
        item = draw.choice(items)
        change(item, draw.choices(WORDS, k=6), draw.choice([{}, {"action": 1}, {"action": 2}]))
        shown = {"status": draw.choice(["published", "archived", "withdrawn"]), "sharing": draw.randrange(3)}
        Resource.objects.filter(pk=item.pk).update(**shown)
        finding.index(item)
        assert finding.differences() == []


@pytest.mark.django_db
def test_a_difference_is_found_and_put_right():
    item = an_item(WORDS)
    finding.index(item)
    IndexTerm.objects.filter(lexeme="chess").update(documents=[7, 7, 7], occurrences=[1, 1, 1])
    FacetSet.objects.filter(value__facet="seen", value__value="0").delete()
    Resource.objects.filter(pk=item.pk).update(status="archived")
    assert finding.differences() == [
        "stems: 1 figures differ from a new count",
        "occurrences: 1 figures differ from a new count",
        "sets: 1 figures differ from a new count",
        f"item {item.pk} is not indexed as it is",
    ]
    assert finding.rebuild() == 1
    assert finding.differences() == []


@pytest.mark.django_db
def test_the_migration_fills_the_sets_as_writing_does():
    items = [an_item(WORDS, sharing=level) for level in range(3)]
    opens = timezone.now() + timedelta(days=1)
    items.append(an_item(WORDS, sharing=0, embargo_until=opens, embargo_sharing=1))
    items.append(an_item(WORDS, status="archived"))
    finding.index_many(items)
    added = FacetValue.objects.filter(facet__in=("seen", "sharing", "archived"))
    FacetSet.objects.all().delete()
    for document in IndexDocument.objects.all():  # as the release before left it
        document.facets = sorted(set(document.facets) - set(added.values_list("pk", flat=True)))
        document.save()
    added.delete()
    migration = import_module("hub.migrations.0003_facet_sets")
    with connection.cursor() as cursor:
        for statement in (migration.OWN_VALUES, migration.CARRIED, migration.FIGURES, migration.SETS):
            cursor.execute(statement)
    assert finding.differences() == []


@pytest.mark.django_db
def test_a_document_keeps_its_number_so_that_the_sets_have_few_gaps():
    items = [an_item(WORDS, sharing=level) for level in range(3)]
    finding.index_many(items)
    numbers = dict(IndexDocument.objects.values_list("resource_id", "id"))
    finding.index_many(reversed(items))
    assert dict(IndexDocument.objects.values_list("resource_id", "id")) == numbers


@pytest.mark.django_db
def test_taking_everything_away_leaves_no_figure():
    item = an_item(WORDS)
    finding.index(item)
    Resource.objects.update(status="taken_down")
    finding.index(item)
    assert (IndexDocument.objects.count(), Posting.objects.count()) == (0, 0)
    assert set("".join(FacetSet.objects.values_list("members", flat=True))) == {"0"}
    for model in (IndexTerm, IndexWord):
        assert set(map(tuple, model.objects.values_list("documents", flat=True))) == {(0, 0, 0)}


def by_plain_python(documents, question):
    """{number of the document: score} by BM25F and the bonus for neighbours, over lists of words."""
    lengths = [len(words) for words in documents]
    mean = sum(lengths) / len(lengths)
    holding = Counter(word for words in documents for word in set(words))
    greatest = log(2 * len(documents) + 2)

    def rarity(word):
        return log(1 + (len(documents) - holding[word] + 0.5) / (holding[word] + 0.5)) / greatest

    def strength(word):
        halves = sum(2 * words[1:].count(word) + 5 * (words[0] == word) for words in documents)
        return rarity(word) * ((halves / 2 + USUAL_TIMES) / (holding[word] + 1)) ** DWELLS

    asked = Counter(word for word in question if holding[word])
    enough = 0.2 * sum(strength(word) * times for word, times in asked.items()) * 0.9999
    scores = {}
    for number, words in enumerate(documents):
        halves = Counter({word: 2 * times for word, times in Counter(words[1:]).items()}) + Counter({words[0]: 5})
        held = [word for word in asked if halves[word]]
        if not held or sum(strength(word) * asked[word] for word in held) < enough:
            continue
        damp = 2 * K1 * (1 - B + B * len(words) / mean)
        damped = {word: (K1 + 1) * halves[word] / (halves[word] + damp) for word in held}
        score = sum(strength(word) * asked[word] * (damped[word] + AS_WRITTEN) for word in held)
        beside = set(zip(words, words[1:], strict=False)) | set(zip(words, words[2:], strict=False))
        pairs = {(a, b) for a, b in zip(question, question[1:], strict=False) if holding[a] and holding[b]}
        scores[number] = score + PHRASE_BONUS * sum(strength(a) + strength(b) for a, b in pairs & beside)
    return scores


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(8))
def test_the_ranking_statement_equals_a_few_lines_of_python(seed):
    draw = random.Random(seed)
    documents = [draw.choices(WORDS, k=draw.randint(2, 9)) for _at in range(draw.randint(1, 8))]
    items = [an_item(words) for words in documents]
    finding.index_many(items)
    question = draw.choices(WORDS, k=draw.randint(1, 5))
    wanted = {items[number].pk: score for number, score in by_plain_python(documents, question).items()}
    result = finding.find(EVERYBODY, Question(" ".join(question), literal=True))
    assert dict(zip(result.ids, result.scores, strict=True)) == pytest.approx(wanted)
    assert result.scores == sorted(result.scores, reverse=True)


@pytest.mark.django_db(transaction=True)
def test_publishing_side_by_side_keeps_the_figures_exact():
    """Without the lock of the index, two transactions would number the same new stem, or add to the same old figure."""
    items = [an_item([*WORDS, f"own{number}"]) for number in range(6)]
    together, failures = Barrier(len(items)), []

    def publish(item):
        try:
            together.wait()
            with transaction.atomic():
                finding.index(item)
        except Exception as error:  # told to the test below
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=publish, args=[item]) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert finding.differences() == []
    assert IndexTerm.objects.get(lexeme="chess").documents == [6, 6, 6]
