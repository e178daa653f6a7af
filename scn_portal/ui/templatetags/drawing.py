"""The tags that draw: the map of the world and charts. They are built in: no template needs to load them."""

from django import template

from scn_portal.ui import map as world

register = template.Library()


@register.inclusion_tag("components/map.html")
def world_map(places, label="", *, ties=(), view="world", marked="is_founder", marked_label="", id="map"):
    """The places as links on a map. `marked` names the attribute of those that stand out, with their label.

    Places need name, lat, lon and get_absolute_url; the same places stand in a table on the page.
    """
    places = list(places)
    drawn = world.draw(places, ties=ties, view=view, is_marked=lambda place: getattr(place, marked, False))
    return {"map": drawn, "label": label, "marked_label": marked_label, "id": id, "count": len(places)}


@register.inclusion_tag("components/chart.html")
def chart(drawn, id="chart"):
    """A chart of `scn_portal.ui.charts`, with the table of the same numbers."""
    return {"chart": drawn, "id": id}
