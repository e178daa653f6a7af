"""How names and days stand in a mail."""

from django.utils.formats import date_format


def isolated(text):
    """A name inside a sentence, set apart so that it keeps its own writing direction."""
    return f"\u2068{text}\u2069"


def day(instant):
    return date_format(instant, "DATE_FORMAT")
