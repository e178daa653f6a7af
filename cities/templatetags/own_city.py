"""What a city's own people are told on its pages, and nobody else."""

from django import template

from ..confirming import DUE, due_of
from ..own_rights import OwnRights

register = template.Library()


@register.inclusion_tag("cities/_own_city_banner.html", takes_context=True)
def own_city_banner(context, city):
    """That the yearly check is due, or the membership on hold. The city must have been asked for with its status."""
    user = context["user"]
    if not user.is_authenticated or city.status not in DUE:
        return {"due": None}
    rights = OwnRights(user, city)
    return {"due": due_of(city) if rights.roles else None, "rights": rights, "city": city}
