"""When two records of one city become one, its items, its named readers and what it took over follow."""

from django.db.models import Q

from cities.lifecycle.merging import move_rows

from ..finding.writing import index_many
from ..models import Resource, ResourceCity

DOUBLES = {"hub.ResourceCity"}


def follow(city, other):
    """Every row of the hub that names `other` names `city`, and is found under its name."""
    named = Q(city=other) | Q(resource_cities__city=other) | Q(adoptions__taker=other)
    touched = list(Resource.objects.filter(named).values_list("pk", flat=True).distinct())
    move_rows("hub", city, other, doubles=DOUBLES)
    ResourceCity.objects.filter(resource__city=city, city=city).delete()
    index_many(Resource.objects.filter(pk__in=touched).order_by("pk"))
