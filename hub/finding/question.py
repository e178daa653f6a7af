"""What is asked of the search, and what it answers."""

from dataclasses import dataclass, field

LONGEST_TEXT = 2000  # signs of a question that are read
PAGE_SIZE = 20
MOST_PAGES = 25  # by rank; dated and titled orders go on by `after`
MOST_COUNTED = 10_000  # a greater total is said as "more than"

SORTS = ("best", "newest", "confirmed", "taken_over", "title")
FACETS = (
    "kind", "theme", "region", "country", "city", "level", "audience", "type", "motivation", "evidence", "review",
    "taken_over", "language", "year", "sharing",
)  # fmt: skip
ALL_FORMS = "all_forms"  # stands for each form of violent extremism


@dataclass(frozen=True)
class Question:
    """A search as the list page reads it from its address.

    `filters` are chosen facet values, {facet: [values]}: any value inside a facet, every facet. `after` is
    `Result.after` of the page before, for orders other than "best". `literal` leaves the spelling as it is.
    """

    text: str = ""
    filters: dict = field(default_factory=dict)
    sort: str = "best"
    page: int = 1
    after: str | None = None
    size: int = PAGE_SIZE
    language: str = "en"
    literal: bool = False


@dataclass
class Result:
    """One page of an answer.

    `ids` are resources in their order, `scores` stand beside them. `total` is how many there are; `is_capped` says
    that there are more than that. `correction` is the text that was searched instead, `literal` the text as typed,
    where spelling was corrected; `cut` says that the end of a long text was not read. `facets` is filled where it was
    asked for: {facet: {value: count}}. `after` leads to the next page. `understood` is what `highlights` may be given.
    """

    ids: list = field(default_factory=list)
    scores: list = field(default_factory=list)
    total: int = 0
    is_capped: bool = False
    correction: str | None = None
    literal: str | None = None
    cut: bool = False
    terms_by_language: dict = field(default_factory=dict)
    facets: dict = field(default_factory=dict)
    after: str | None = None
    has_next: bool = False
    understood: object = field(default=None, repr=False)


@dataclass(frozen=True)
class Snippet:
    """Title and excerpt of a hit as safe HTML, with the matched words marked."""

    title: str
    excerpt: str
