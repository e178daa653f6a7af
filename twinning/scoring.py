"""What a group is worth to each of its cities: the one score of discovery, of proposals and of their explanations.

Whole numbers only, so that every city can check its own by hand.
"""

from dataclasses import dataclass, field

SIZES = (2, 3, 4)


@dataclass(frozen=True)
class City:
    """A city as the score sees it. `vetoes` are codes of cities with which it does not wish to be matched."""

    code: str
    country: str
    region: str = ""
    capacity: int = 1
    languages: tuple = ()
    needs: dict = field(default_factory=dict)  # code of a theme: 1 to 3
    offers: dict = field(default_factory=dict)
    sizes: tuple = SIZES
    vetoes: frozenset = frozenset()


@dataclass(frozen=True)
class Weights:
    """The six weights of a round. `size` is what each city beyond two costs."""

    learn: int = 3
    shared: int = 4
    capacity: int = 2
    language: int = 3
    regions: int = 1
    size: int = 14


@dataclass(frozen=True)
class Terms:
    """The points of one city in one group, term by term; together they are its score."""

    learn: int
    shared: int
    capacity: int
    language: int
    regions: int
    size: int  # never above 0
    lessons: int  # what the city learns, before its weight: below 1 the group is not allowed

    @property
    def score(self):
        return self.learn + self.shared + self.capacity + self.language + self.regions + self.size


def terms(group, weights):
    """{code of city: Terms} for these cities together."""
    common = {
        "shared": weights.shared * sum(shared_needs(group).values()),
        "capacity": weights.capacity * min(city.capacity for city in group),
        "language": weights.language * bool(common_languages(group)),
        "regions": weights.regions * (len({city.region for city in group}) > 1),
        "size": -weights.size * (len(group) - 2),
    }
    found = {}
    for city in group:
        lessons = sum(need * best for need, best in learned(city, group).values())
        found[city.code] = Terms(learn=weights.learn * lessons, lessons=lessons, **common)
    return found


def total(group, weights):
    """The sum of the scores of all its cities."""
    return sum(each.score for each in terms(group, weights).values())


def learned(city, group):
    """{theme: (need, best offer of the others)} for each theme on which the others have something to teach."""
    found = {}
    for theme, need in sorted(city.needs.items()):
        best = max((other.offers.get(theme, 0) for other in group if other.code != city.code), default=0)
        if need and best:
            found[theme] = (need, best)
    return found


def teachers(city, group, theme):
    """The other cities of the group whose offer on the theme is the best, by code."""
    others = [other for other in group if other.code != city.code and other.offers.get(theme, 0)]
    best = max((other.offers[theme] for other in others), default=0)
    return sorted(other.code for other in others if other.offers[theme] == best)


def shared_needs(group):
    """{theme: the lowest need} for each theme that all of them need."""
    first, *others = group
    lowest = {theme: min([need, *(city.needs.get(theme, 0) for city in others)]) for theme, need in first.needs.items()}
    return {theme: need for theme, need in sorted(lowest.items()) if need}


def common_languages(group):
    """The languages in which all of them work, sorted."""
    return sorted(set.intersection(*(set(city.languages) for city in group)))
