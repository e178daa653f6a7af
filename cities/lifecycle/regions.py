"""How the regions in which the network works are drawn, and which hubs serve them."""

from django.db.models import Q

from scn_portal.lifecycle import Lifecycle

from ..models import Country, NetworkRegion

regions = Lifecycle(NetworkRegion)


def _lock_countries(region, *, countries, **_):
    """The countries that leave or join, by their codes; two who draw regions at once follow each other."""
    chosen = Q(network_region=region) | Q(pk__in=[each.pk for each in countries])
    moved = Country.objects.select_for_update(no_key=True).filter(chosen)
    list(moved.order_by("pk").values_list("pk"))


@regions.creation()
def make(*, by, code, names, position=0):
    """A moderator names a region, in English at least. It has no countries yet."""
    return NetworkRegion.objects.create(code=code, names=names, position=position)


@regions.transition()
def rename(region, *, by, names, position):
    """A moderator changes the names of a region, or its place in the list."""
    region.names, region.position = names, position


@regions.transition(locks=_lock_countries)
def set_countries(region, *, by, countries):
    """A moderator says which countries belong to it. One that was in another region moves."""
    codes = [each.pk for each in countries]
    Country.objects.filter(network_region=region).exclude(pk__in=codes).update(network_region=None)
    Country.objects.filter(pk__in=codes).update(network_region=region)


@regions.transition()
def open_hub(region, *, by, **facts):
    """A moderator records the office that serves the cities of the region, and who hosts it."""
    region.hubs.create(**facts)


@regions.transition()
def close_hub(region, *, by, hub, until):
    """A moderator records that a hub has closed; its years stay."""
    hub = region.hubs.select_for_update().get(pk=hub.pk)
    hub.until = until
    hub.save(update_fields=["until"])
