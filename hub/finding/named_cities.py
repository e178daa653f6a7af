"""Cities that a short question names, so that their own items come first."""

from cities.folding import folded

NAMED = """ARRAY(
    SELECT v.id FROM cities_city c JOIN hub_facetvalue v ON v.facet = 'city' AND v.value = c.slug
    WHERE c.folded = ANY(%(names)s::text[])
        OR EXISTS (SELECT 1 FROM cities_cityname n WHERE n.city_id = c.id AND n.folded = ANY(%(names)s::text[]))
)::int[]"""  # the facet values of the cities that have one of the names
SHORT = 4  # words: in a longer question a city's name is one word among others


def names_in(words):
    """What may be the name of a city in a short question: each run of its words, folded."""
    if not 0 < len(words) <= SHORT:
        return []
    folds = [folded(word) for word in words]
    return sorted({" ".join(folds[a:b]) for a in range(len(folds)) for b in range(a + 1, len(folds) + 1)} - {""})
