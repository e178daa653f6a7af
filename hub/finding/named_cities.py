"""Cities that a short question names, so that their own items come first."""

from django.db.models import Q

from cities.folding import folded
from cities.models import City

from ..models import FacetValue

SHORT = 4  # words: in a longer question a city's name is one word among others


def numbers_of_named_cities(words):
    """The facet values of the cities whose name, in any of its spellings, stands in a short question."""
    if not 0 < len(words) <= SHORT:
        return []
    folds = [folded(word) for word in words]
    runs = {" ".join(folds[a:b]) for a in range(len(folds)) for b in range(a + 1, len(folds) + 1)} - {""}
    slugs = City.objects.filter(Q(folded__in=runs) | Q(names__folded__in=runs)).values("slug")
    return sorted(FacetValue.objects.filter(facet="city", value__in=slugs).values_list("pk", flat=True))
