"""The index of the search. Every row follows from what is published; `manage.py rebuild_index` makes them anew."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models

LEVELS = 3  # CLEAR, GREEN, AMBER: every figure is kept once for each
SET_SIZE = 4096  # documents in one row of FacetSet: half a kilobyte, which PostgreSQL keeps inside the row


def _per_level():
    return ArrayField(models.IntegerField(), size=LEVELS, default=list)


class BitsField(models.Field):
    """SET_SIZE bits, one for each document of a block."""

    def db_type(self, connection):
        return f"bit({SET_SIZE})"


class IndexLanguage(models.Model):
    """How much the library holds in one language, as readers of each level see it."""

    language = models.CharField(max_length=12, primary_key=True)  # one that is stemmed, or "simple"
    documents = _per_level()
    length = _per_level()  # words of all its documents

    def __str__(self):
        return self.language


class IndexTerm(models.Model):
    """A word stem of one language, in how many documents it stands and how often in all of them."""

    id = models.AutoField(primary_key=True)
    language = models.CharField(max_length=12)
    lexeme = models.CharField(max_length=80)
    documents = _per_level()
    occurrences = ArrayField(models.IntegerField(), size=LEVELS, db_default=[0] * LEVELS)  # in halves, as in postings

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "lexeme"], name="index_term_once")]
        indexes = [models.Index("language", OpClass("lexeme", name="varchar_pattern_ops"), name="index_term_beginning")]

    def __str__(self):
        return self.lexeme


class IndexWord(models.Model):
    """A word as it is written, in how many documents, and what remains of it when one letter is left out."""

    id = models.AutoField(primary_key=True)
    word = models.CharField(max_length=80)
    beside = ArrayField(models.CharField(max_length=80), default=list)
    documents = _per_level()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word"], name="index_word_once")]
        indexes = [
            models.Index(OpClass("word", name="varchar_pattern_ops"), name="index_word_beginning"),
            GinIndex(fields=["beside"], name="index_word_beside"),
        ]

    def __str__(self):
        return self.word


class FacetValue(models.Model):
    """One value of one facet, by a number that the documents carry, and in how many documents it stands."""

    id = models.AutoField(primary_key=True)
    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=80)
    documents = _per_level()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["facet", "value"], name="facet_value_once")]

    def __str__(self):
        return f"{self.facet}={self.value}"


class FacetSet(models.Model):
    """Which documents carry a facet value: one bit for each of those whose numbers fall into the same block."""

    pk = models.CompositePrimaryKey("value_id", "block")
    value = models.ForeignKey(FacetValue, on_delete=models.CASCADE, related_name="+", db_index=False)
    block = models.IntegerField()  # the number of a document by SET_SIZE
    members = BitsField()

    def __str__(self):
        return f"{self.value_id} in {self.block}"


class IndexDocument(models.Model):
    """What readers of some clearances find of one resource: `level_from` ≤ clearance < `level_to`.

    A slim table, read for each match; the words stand in IndexText.
    """

    id = models.AutoField(primary_key=True)
    resource = models.ForeignKey("hub.Resource", on_delete=models.PROTECT, related_name="+")
    level_from = models.SmallIntegerField()
    level_to = models.SmallIntegerField()
    language = models.CharField(max_length=12)
    level = models.SmallIntegerField()
    embargo_until = models.DateTimeField(null=True)
    embargo_level = models.SmallIntegerField(null=True)
    counted_from = models.SmallIntegerField()  # the level from which the statistics count it
    cities = ArrayField(models.BigIntegerField(), default=list)  # whose people read it at AMBER
    is_archived = models.BooleanField(default=False)
    length = models.IntegerField()
    facets = ArrayField(models.IntegerField(), default=list)
    newest_at = models.DateTimeField()
    confirmed_on = models.DateField(null=True)
    taken_over = models.IntegerField(default=0)
    title_key = models.CharField(max_length=240)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "level_from"], name="index_document_once")]
        indexes = [
            models.Index(fields=["-newest_at", "-resource"], name="index_newest"),
            models.Index(fields=["title_key", "resource"], name="index_title"),
            GinIndex(fields=["facets"], name="index_facets"),
            GinIndex(fields=["cities"], name="index_cities"),
            models.Index(
                fields=["embargo_until"], name="index_embargo", condition=models.Q(embargo_until__isnull=False)
            ),
        ]

    def __str__(self):
        return f"{self.resource_id} {self.level_from}"


class IndexText(models.Model):
    """The words of a document: as they are shown, as stems with their places, and as they are written."""

    document = models.OneToOneField(IndexDocument, primary_key=True, on_delete=models.CASCADE, related_name="+")
    title = models.TextField()
    text = models.TextField()
    text_from = models.IntegerField()  # the place of the first word of the text
    lexemes = SearchVectorField()
    title_words = ArrayField(models.CharField(max_length=80), default=list)
    words = ArrayField(models.CharField(max_length=80), default=list)

    class Meta:
        indexes = [GinIndex(fields=["title_words"], name="index_title_words")]

    def __str__(self):
        return self.title


class Posting(models.Model):
    """That a stem stands in a document, and how much it weighs there."""

    pk = models.CompositePrimaryKey("document_id", "term_id")
    document = models.ForeignKey(
        IndexDocument, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    term = models.ForeignKey(
        IndexTerm, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    weight = models.SmallIntegerField()  # occurrences by field, in halves
    length = models.SmallIntegerField()  # of the document, here so that ranking reads this index alone
    forms = models.SmallIntegerField(db_default=0)  # in which forms the stem is written there (`stems.form`)

    class Meta:
        indexes = [
            models.Index(fields=["term", "document"], include=["weight", "length", "forms"], name="index_posting_forms")
        ]

    def __str__(self):
        return f"{self.term_id} in {self.document_id}"
