"""What the twinning does when two records of one city become one."""

from django.dispatch import receiver

from cities.signals import city_merging

from ..lifecycle import merging


@receiver(city_merging)
def follow_the_city(city, other, **_):
    merging.follow(city, other)
