"""What a hit must satisfy besides being seen: chosen facets, exact phrases, alternatives, excluded words."""

from .access import EFFECTIVE
from .sets import LEVEL_NAMES

_SHARING = f"(ARRAY{[*LEVEL_NAMES.values()]})[1 + {EFFECTIVE}]"  # decided by the minute, so no stored value
_VALUES = (
    "ARRAY(SELECT v.id FROM hub_facetvalue v"
    " WHERE v.facet = %(facet_{at})s AND v.value = ANY(%(chosen_{at})s::text[]))::int[]"
)


def chosen(filters):
    """[(facet, condition, parameters)] of the chosen facets; a value that nothing carries is met by nothing."""
    asked = {facet: [str(value) for value in values] for facet, values in filters.items() if values}
    found = []
    for at, (facet, values) in enumerate(sorted(asked.items())):
        parameters = {f"facet_{at}": facet, f"chosen_{at}": values}
        if facet == "sharing":
            found.append((facet, f"{_SHARING} = ANY(%(chosen_{at})s::text[])", parameters))
        else:
            found.append((facet, f"d.facets && {_VALUES.format(at=at)}", parameters))
    return found


def word_filter(asked, looked_up):
    """({language: tsquery or None}, {language: stems that each hit holds}) for what the question requires and excludes.

    `looked_up` is {language: {word: stem}}. A phrase of small words alone requires nothing.
    """
    queries, musts = {}, {}
    for language, stems in looked_up.items():
        parts = []
        musts[language] = set()
        for group in asked.required:
            phrases = [_phrase(words, stems) for words in group]
            if all(phrases):
                parts.append(f"({' | '.join(phrases)})")
                if len(group) == 1:
                    musts[language] |= {stems[word] for word in group[0] if stems[word]}
        excluded = [phrase for words in asked.excluded if (phrase := _phrase(words, stems))]
        queries[language] = " & ".join(parts + [f"!({phrase})" for phrase in excluded]) or None
    return queries, musts


def _phrase(words, stems):
    """The phrase as a tsquery; a small word inside it is a gap that any word fills."""
    parts, gap = [], 1
    for word in words:
        if stems[word] is None:
            gap += 1 if parts else 0
            continue
        parts.append(f"<{gap}> {stems[word]}" if parts else stems[word])
        gap = 1
    return f"({' '.join(parts)})" if parts else ""
