"""Title and excerpt of the hits that a page shows, with the words that matched marked."""

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import mark_safe

from .access import visible
from .question import Snippet
from .understanding import understand
from .words import words_with_places

EXCERPT = 220  # signs
WINDOW = 30  # words that an excerpt shows at most, about
_WORDS = """
SELECT d.resource_id, d.language, x.title, x.text, x.text_from,
       (SELECT coalesce(array_agg(l.lexeme || ' ' || array_to_string(l.positions, ' ')), '{{}}')
        FROM unnest(x.lexemes) l WHERE l.lexeme = ANY(%(stems)s::text[]))
FROM hub_indexdocument d JOIN hub_indextext x ON x.document_id = d.id
WHERE d.resource_id = ANY(%(ids)s) AND {seen}"""


def highlights(reader, ids, question, understood=None):
    """{id: Snippet} for the hits that are shown, from the wording that this reader reads.

    `understood` is that of the Result, where there is one: it saves reading the question again.
    """
    ids = list(ids)
    if not ids:
        return {}
    understood = understood or understand(reader, question)
    weights = {(each.language, stem): weight for each in understood.readings for stem, weight in each.weights().items()}
    seen, parameters = visible(reader)
    parameters |= {"ids": ids, "stems": sorted({stem for _language, stem in weights})}
    with connection.cursor() as cursor:
        cursor.execute(_WORDS.format(seen=seen), parameters)
        rows = cursor.fetchall()
    return {row[0]: _snippet(*row[1:], weights) for row in rows}


def _snippet(language, title, text, text_from, found, weights):
    places = {}
    for each in found:
        stem, *at = each.split()
        if weight := weights.get((language, stem)):
            places |= dict.fromkeys(map(int, at), weight)
    first, last = _window([(at, weight) for at, weight in sorted(places.items()) if at >= text_from], text_from)
    return Snippet(_marked(title, places, 1), _excerpt(text, places, text_from, first, last))


def _window(places, text_from):
    """The first and last place of the run of words that holds most of the weight; each weight counts once a word."""
    best, chosen = 0.0, text_from
    for start, _weight in places:
        inside = {weight for at, weight in places if start <= at < start + WINDOW}
        if sum(inside) > best:
            best, chosen = sum(inside), start
    first = chosen if chosen - text_from < WINDOW // 3 else chosen - WINDOW // 6
    return (text_from if chosen - text_from < WINDOW // 3 else first), first + WINDOW


def _excerpt(text, places, text_from, first, last):
    """From the window's first place, to the end of the paragraph in which its last match stands."""
    start, end, spans = None, 0, []
    last_match = max((place for place in places if first <= place < last), default=0)
    for place, (_word, a, b) in enumerate(words_with_places(text), text_from):
        if place < first:
            continue
        start = a if start is None else start
        if end and place > last_match and "\n" in text[end:a]:
            end = text.index("\n", end)  # with the full stop
            break
        if place >= last or b - start > EXCERPT:
            break
        end = b
        if place in places:
            spans.append((a, b))
    if start is None:
        return ""
    cut = end < len(text.rstrip(" .\n"))
    return mark_safe(("… " if start else "") + _with_marks(text, start, end, spans) + (" …" if cut else ""))


def _marked(text, places, first):
    spans = [(a, b) for place, (_word, a, b) in enumerate(words_with_places(text), first) if place in places]
    return mark_safe(_with_marks(text, 0, len(text), spans))


def _with_marks(text, start, end, spans):
    """The text from `start` to `end`, escaped, with <mark> around the spans; pairs of signs that overlap are one."""
    parts, at, joined = [], start, []
    for a, b in spans:
        if joined and a <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    for a, b in joined:
        parts += [escape(text[at:a]), "<mark>", escape(text[a:b]), "</mark>"]
        at = b
    return "".join(parts) + escape(text[at:end])
