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
