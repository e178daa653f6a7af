"""The words with which the rest of the portal asks for rows. `visible_to` is the one answer to "who may see"."""

from django.db import models


class TermQuerySet(models.QuerySet):
    def of(self, list_name):
        """The terms of one list that are still in use, in their order, with their labels."""
        return self.filter(list=list_name, closed_on=None).prefetch_related("labels")


class CityQuerySet(models.QuerySet):
    pass


class SiteTextQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status="published")


class RepresentativeQuerySet(models.QuerySet):
    def open(self):
        return self.filter(until=None)

    def of_person(self, person):
        """The roles a person holds now, the own city with each."""
        return self.open().filter(user=person).select_related("city", "city__country").order_by("city__folded")

    def with_profile(self):
        return self.select_related("city__profile").prefetch_related(
            "city__profile__texts", "city__profile__themes__labels", "city__memberships"
        )
