"""Two records of one authority become one: everything that named the one names the other, and its address leads there.

Each floor moves its own rows: this app here, those above when they are asked by `signals.city_merging`. Which columns
name a city is read from the models, so that none is forgotten; what nobody moved stops the merge.
"""

import logging

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from scn_portal.audit.models import record
from scn_portal.lifecycle import Lifecycle, TransitionRefused, may

from .. import signals
from ..folding import folded
from ..models import City, CityName, JoinRequest, OldSlug
from ..targets import target_key
from .locks import lock_both_cities

logger = logging.getLogger(__name__)
DOUBLES = {
    "cities.CityDomain",
    "cities.CityName",
    "cities.Election",
    "cities.NewsItem_cities",
}  # say the same: one goes
TAKEN_OVER = ("population", "population_year", "website", "division", "zone")  # where the kept city has nothing

cities = Lifecycle(City)


@cities.transition(locks=lock_both_cities)
def merge(city, *, by, other, typed):
    """A registrar finds that two records are one authority: `other` becomes part of this city, name by name."""
    other = City.objects.get(pk=other.pk)
    if not may(by, merge.permission, other):
        raise PermissionDenied(merge.permission)
    if obstacle := obstacle_to_merging(city, other):
        raise TransitionRefused(obstacle)
    if folded(typed) != folded(other.name):
        raise TransitionRefused(_("Type the name of the record that goes, exactly as it stands."))
    _take_over_names(city, other)
    _drop_empty_profile(city, other)
    move_rows("cities", city, other, doubles=DOUBLES)
    _name_targets_anew(city)
    signals.city_merging.send(sender=City, city=city, other=other, by=by)
    _refuse_what_is_left(other)
    OldSlug.objects.create(slug=other.slug, city=city)
    record("cities.merge_away_city", subject=other, actor=by, after=city.slug[:40])
    _take_over_facts(city, other)
    City.objects.filter(pk=other.pk).delete()


def obstacle_to_merging(city, other):
    """Why these two cannot become one, in words for people; nothing where they can."""
    if city.pk == other.pk:
        return _("These are not two records.")
    if has_a_past(other) and has_a_past(city):
        return _("Both have been members or had people who act for them. Two such records cannot become one.")
    if has_a_past(other):
        return _("The other record has been a member. Keep that one, and merge this one into it.")
    return ""


def has_a_past(city):
    """Whether the city was ever a member, or anybody ever acted for it."""
    return city.memberships.exists() or city.representatives.exists()


def keys_to_city(app_label=None):
    """(model, field) of every column that names a city, links of many to many included; of one app, or of all."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed or (app_label and model._meta.app_label != app_label):
            continue
        found += [(model, field) for field in model._meta.local_concrete_fields if field.related_model is City]
    return found


def rows_of(city):
    """How many rows of each kind name this city: [(words, number)], for staff who look before they merge.

    A model that says `is_kept_from_staff` is not told of: that there are such rows tells already.
    """
    told = [(model, field) for model, field in keys_to_city() if not getattr(model, "is_kept_from_staff", False)]
    counted = [(model, model._base_manager.filter(**{field.name: city}).count()) for model, field in told]
    return [(capfirst(model._meta.verbose_name_plural), number) for model, number in counted if number]


def move_rows(app_label, city, other, *, doubles=()):
    """Let every row of an app that names `other` name `city`.

    Of two rows that would then say the same, one goes where the model stands in `doubles`; else the merge is refused.
    """
    for model, field in keys_to_city(app_label):
        for key in model._base_manager.filter(**{field.name: other}).order_by("pk").values_list("pk", flat=True):
            _move(model, key, field, city, may_go=model._meta.label in doubles)


def _move(model, key, field, city, *, may_go):
    row = model._base_manager.filter(pk=key)
    try:
        with transaction.atomic():
            row.update(**{field.name: None if model is City and key == city.pk else city})
    except (IntegrityError, InternalError) as error:  # a constraint or a trigger
        if not may_go:
            words = _("The two records have something that cannot be joined (%(kind)s). Put that in order first.")
            raise TransitionRefused(words % {"kind": model._meta.verbose_name}) from error
        row.delete()


def _take_over_names(city, other):
    """What the other was called, this city is also called."""
    other.names.update(kind=CityName.Kind.ALTERNATE)
    if other.name != city.name:
        values = {"kind": CityName.Kind.ALTERNATE, "folded": other.folded}
        CityName.objects.get_or_create(city=city, language="", name=other.name, defaults=values)
    other.names.filter(name=city.name).delete()


def _drop_empty_profile(city, other):
    """A profile without a text says nothing; of two with texts a person must choose first."""
    profile = getattr(other, "profile", None)
    if profile and hasattr(city, "profile") and not profile.texts.exists():
        profile.delete()


def _name_targets_anew(city):
    for request in JoinRequest.objects.filter(city=city):
        if request.target != target_key(request):
            JoinRequest.objects.filter(pk=request.pk).update(target=target_key(request))


def _refuse_what_is_left(other):
    named = [(model, model._base_manager.filter(**{field.name: other})) for model, field in keys_to_city()]
    left = [model._meta.label for model, rows in named if rows.exists()]
    if left:
        logger.error("rows that nobody moved stop a merge", extra={"object": ", ".join(left)})
        raise TransitionRefused(_("Other parts of the portal still name this record. Please tell the developers."))


def _take_over_facts(city, other):
    if city.parent_id == other.pk:
        city.parent = None
    for name in TAKEN_OVER:
        setattr(city, name, getattr(city, name) or getattr(other, name))
    if city.place_id is None and other.place_id and city.type_id == other.type_id:
        city.place_id = other.place_id
    if city.lat is None:
        city.lat, city.lon, city.point_by = other.lat, other.lon, other.point_by
