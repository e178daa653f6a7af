"""Cities that a short question names, so that their own items come first."""

from django.db import connection

from cities.folding import folded

_NAMED = """
SELECT v.id FROM cities_city c JOIN hub_facetvalue v ON v.facet = 'city' AND v.value = c.slug
WHERE c.folded = ANY(%(names)s)
    OR EXISTS (SELECT 1 FROM cities_cityname n WHERE n.city_id = c.id AND n.folded = ANY(%(names)s))
ORDER BY v.id"""
SHORT = 4  # words: in a longer question a city's name is one word among others


def numbers_of_named_cities(words):
    """The facet values of the cities whose name, in any of its spellings, stands in a short question."""
    if not 0 < len(words) <= SHORT:
        return []
    folds = [folded(word) for word in words]
    runs = {" ".join(folds[a:b]) for a in range(len(folds)) for b in range(a + 1, len(folds) + 1)} - {""}
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"names": sorted(runs)})
        return [number for (number,) in cursor]
