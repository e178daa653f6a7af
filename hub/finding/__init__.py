"""The search of the hub: an index that every publication writes in its own transaction, and the questions to it.

find, facet_counts, highlights and suggest answer for one Reader; index and index_many write. docs/search.md explains.
"""

from .checking import differences, rebuild
from .order import ForgedKeyError, is_key
from .question import FACETS, SORTS, Question, Result, Snippet
from .searching import facet_counts, find
from .snippets import highlights
from .suggestions import Suggestion, suggest
from .writing import count_opened, index, index_many

__all__ = [
    "FACETS",
    "SORTS",
    "ForgedKeyError",
    "is_key",
    "Question",
    "Result",
    "Snippet",
    "Suggestion",
    "count_opened",
    "differences",
    "facet_counts",
    "find",
    "highlights",
    "index",
    "index_many",
    "rebuild",
    "suggest",
]
