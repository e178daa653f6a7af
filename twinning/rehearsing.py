"""The test run before a round opens: its rule on twelve made-up entries, every number checked."""

from django.utils.translation import gettext as _

from . import verifying
from .proposing import weights_of
from .scoring import City

THEMES = ("a", "b", "c", "d", "e", "f")
PLACES = (("AA", "1"), ("BB", "1"), ("CC", "2"), ("DD", "3"))
LANGUAGES = (("en",), ("en", "fr"), ("fr",))


def made_up_cities(number=12):
    """Entries from a small number generator: always the same."""
    state = 20150929

    def draw(below):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        return (state >> 16) % below

    return [_made_up(f"city-{position:02}", draw) for position in range(number)]


def _made_up(code, draw):
    country, region = PLACES[draw(len(PLACES))]
    needs = {THEMES[draw(6)]: 1 + draw(3) for _each in range(3)}
    offers = {THEMES[draw(6)]: 1 + draw(3) for _each in range(3)}
    languages = LANGUAGES[draw(len(LANGUAGES))]
    return City(code, country, region, 1 + draw(3), languages, needs, offers)


def problem_with(round):
    """What the test run found wrong, in words, or ""."""
    from . import matching  # brings in the solver, which no other page needs

    cities, weights = made_up_cities(), weights_of(round)
    result = matching.solve(cities, weights, round.largest)
    try:
        verifying.verify(result, cities, weights, round.largest)
    except verifying.Wrong:
        return _("The test run gave a result that does not add up. Tell the people who run the portal.")
    if not result.groups:
        return _("Under this rule no group comes out of the test run. Look at the weights again.")
    return "" if result.proven else _("The test run found no proof in time. Choose a smaller largest group.")
