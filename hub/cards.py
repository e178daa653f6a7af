"""What a card of an item says in a list: its city, its themes in the reader's language, who took it over."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from cities.countries import country_name
from scn_portal.sharing import Sharing

from .models import Adoption, ResourceTerm

THEMES_ON_A_CARD = 2


def with_taken(resources):
    """Adds `taken`: by how many cities each was adapted or replicated, confirmed or from public sources."""
    rows = Adoption.objects.counted().filter(resource=OuterRef("pk")).order_by().values("resource")
    number = rows.annotate(number=Count("taker", distinct=True)).values("number")
    return resources.annotate(taken=Coalesce(Subquery(number, output_field=IntegerField()), 0))


def cards_of(resources):
    """The resources as a list, each with `themes` and `country_label`: one query for all of them."""
    resources = list(resources)
    themes = _themes_of({each.pk for each in resources})
    for each in resources:
        each.themes = themes.get(each.pk, [])[:THEMES_ON_A_CARD]
        each.level_name = Sharing(each.level).name
        each.country_label = country_name(each.city.country_id) if each.city else ""
    return resources


def _themes_of(keys):
    """{resource: [label, …]} of the main themes, in their order, in the reader's language, else in English."""
    languages = ["en", (get_language() or "en")[:2]]
    rows = ResourceTerm.objects.filter(
        resource__in=keys, place="main", term__list="theme", term__labels__language__in=languages
    )
    found = {}
    for key, code, language, label in rows.order_by("term__position").values_list(
        "resource", "term__code", "term__labels__language", "term__labels__label"
    ):
        labels = found.setdefault(key, {})
        if language == languages[1] or code not in labels:
            labels[code] = label
    return {key: list(labels.values()) for key, labels in found.items()}
