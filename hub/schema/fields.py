"""What a field of a record is.

The content of a version is one JSON document, {field name: value}. By type a value is:

    LINE, TEXT, MARKDOWN   words
    TERM                   a code of the list `terms`
    TERMS                  codes of the list `terms`, in the order of choosing
    BLOCKS                 a list of texts, such as the core elements of a practice
    MOMENT                 "2019" or "2019-04" or "2019-04-30"
    NUMBER                 a number that is not negative
    LINKS                  a list of {"title", "url"}
    ROWS                   a list of {column: words}, the columns named by `columns`
    REACH                  {"number", "unit", "year"}: all three or none
    SAFEGUARDS             {code: {"answer": words} or {"not_applicable": reason}}
    CHOICE                 a code of `choices`
A field that was not filled in is absent. A draft also keeps what does not fit (words where a number is asked for), as
it was typed; `checking.problems_of` names it, and nothing like that is released.
"""

from dataclasses import dataclass, field
from enum import Enum

NOT_STATED = "Not stated in the public source used for this demonstration"
NOT_STATED_CODE = "not_stated"  # the same, as a choice


class Type(Enum):
    LINE = "line"
    TEXT = "text"
    MARKDOWN = "markdown"
    TERM = "term"
    TERMS = "terms"
    BLOCKS = "blocks"
    MOMENT = "moment"
    NUMBER = "number"
    LINKS = "links"
    ROWS = "rows"
    REACH = "reach"
    SAFEGUARDS = "safeguards"
    CHOICE = "choice"


class Need(Enum):
    """From when on a field must be filled in."""

    NEVER = ""
    START = "start"  # to begin at all
    RELEASE = "release"  # before the city's lead releases it
    PUBLISH = "publish"  # before a moderator approves it


@dataclass(frozen=True)
class Field:
    """One question of the record, in the words in which a city officer is asked."""

    name: str
    label: str
    type: Type
    need: Need = Need.NEVER
    help: str = ""
    terms: str = ""  # the shared list of its codes
    choices: tuple = ()  # of a CHOICE: (code, label)
    line: str = ""  # what a LINE holds, if not words: language, licence, mailbox, address
    columns: tuple = ()  # of ROWS: (name, label)
    least: int = 0  # signs, terms or blocks
    most: int = 0  # signs, terms or blocks; 0 means the limit of its type
    may_be_stricter: bool = False
    weight: str = "D"  # in the search: A title, B tags, C summary, D body, "" not searched
    recorded: bool = False  # asked of records from public sources too


@dataclass(frozen=True)
class Section:
    """A page of the form."""

    key: str
    title: str
    fields: tuple = field(default_factory=tuple)
    intro: str = ""
