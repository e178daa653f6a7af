"""What can be found: partnerships, visits and joint projects, by their titles, aims and cities."""

from django.db.models import Exists, OuterRef, Q, Value
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cities.folding import folded
from scn_portal.search.sources import Source, register

from .models import PartnerCity, Partnership, Project, ProjectCity, Visit, VisitCity, VisitStop
from .network import shown_partnerships, shown_visits

MOST_WORDS = 6


def matching(rows, words, *cities):
    """The rows in which every word stands: in the title, the aims, or the name of one of its cities."""
    for word in words:
        named = Q(title__icontains=word)
        for model, link, name in cities:
            there = model.objects.filter(**{link: OuterRef("pk"), f"{name}__folded__contains": folded(word)})
            named |= Exists(there)
        rows = rows.filter(named)
    return rows


def found_by(user, query):
    """{kind: the rows of this kind that the reader may see and that answer}."""
    words = query.split()[:MOST_WORDS]
    partners, projects = (PartnerCity, "partnership", "city"), (ProjectCity, "project", "city")
    hosts, senders = (VisitStop, "visit", "host"), (VisitCity, "visit", "city")
    return {
        "partnership": matching(shown_partnerships(user), words, partners),
        "project": matching(Project.objects.visible_to(user), words, projects),
        "visit": matching(shown_visits(user), words, hosts, senders),
    }


def find(user, query, limit):
    """The first rows, and how many there are: one query for the keys, one more for each kind that occurs."""
    found = found_by(user, query)
    keys = [rows.order_by().values_list(Value(kind), "pk") for kind, rows in found.items()]
    told = sorted(keys[0].union(*keys[1:], all=True))
    first, hits = told[:limit], []
    for kind, model in (("partnership", Partnership), ("project", Project), ("visit", Visit)):
        wanted = [key for each, key in first if each == kind]
        hits += [_named(each) for each in model.objects.filter(pk__in=wanted)] if wanted else []
    return hits, len(told)


def _named(row):
    row.model_label = row._meta.verbose_name
    return row


register(
    Source(
        key="twinning",
        label=_("Twinning"),
        find=find,
        template="twinning/_hit.html",
        all_url=lambda query: reverse("twinning:network") + (f"?{urlencode({'q': query})}" if query else ""),
        position=20,
    )
)
