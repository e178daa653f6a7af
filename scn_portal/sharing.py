"""The three levels at which something is shared (Traffic Light Protocol 2.0). A greater value is a stricter level."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sharing(models.IntegerChoices):
    """The label in capitals is never translated; the plain name beside it is."""

    CLEAR = 0, _("Public")
    GREEN = 1, _("Members")
    AMBER = 2, _("Named cities")
