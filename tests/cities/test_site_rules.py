"""Who may keep what stands on the public site: every permission, for staff, city people and visitors."""

import pytest
from django.contrib.auth.models import AnonymousUser
from rules.permissions import permissions

from cities import models
from cities.models import NewsItem, Picture
from scn_portal.lifecycle import SYSTEM, VISITOR, may

pytestmark = pytest.mark.django_db
MODELS = {"picture", "newsitem", "testimonial", "organisation", "networkregion"}
MODERATORS = {"mia", "ada"}
LEADS_OF_PORTO = {"ana", "paulo", "dora"}
ABOUT_THE_CITY = {"cities.register_picture"}

# (permission, status) -> who. A status of None stands for every status that has no line of its own.
TABLE = {
    ("cities.register_picture", None): MODERATORS | LEADS_OF_PORTO,
    ("cities.describe_picture", "draft"): MODERATORS | LEADS_OF_PORTO,
    **{(f"cities.{verb}_picture", None): MODERATORS for verb in ["describe", "publish", "replace", "retire"]},
    **{
        (f"cities.{verb}_{model}", None): MODERATORS
        for model, first in [("newsitem", "write"), ("testimonial", "record")]
        for verb in [first, "change", "set_text", "publish", "retire"]
    },
    **{(f"cities.{verb}_organisation", None): MODERATORS for verb in ["register", "change", "give_role", "end_role"]},
    **{
        (f"cities.{verb}_networkregion", None): MODERATORS
        for verb in ["make", "rename", "set_countries", "open_hub", "close_hub"]
    },
}


@pytest.fixture
def everybody(request, porto):
    names = ["ana", "paulo", "dora", "rui", "linn", "eve", "sam", "dev", "rita", "tess", "mia", "ada"]
    named = {name: request.getfixturevalue(name) for name in names}
    return named | {"anonymous": AnonymousUser(), "visitor": VISITOR, "clock": SYSTEM}


def rows_of(permission, porto):
    """(status, the row that the permission is asked about) for each status."""
    if permission in ABOUT_THE_CITY:
        return [(None, porto)]
    if permission.endswith(("_organisation", "_networkregion")):
        return [(None, None)]
    model = KEPT[permission.rpartition("_")[2]]
    about = {"city": porto} if hasattr(model, "city") else {}
    return [(status, model(status=status, **about)) for status in model.Status.values]


KEPT = {"picture": Picture, "newsitem": NewsItem, "testimonial": models.Testimonial}


@pytest.mark.parametrize("permission", sorted({permission for permission, _ in TABLE}))
def test_exactly_these_may_keep_what_stands_on_the_site(permission, porto, everybody):
    for status, row in rows_of(permission, porto):
        expected = TABLE.get((permission, status), TABLE.get((permission, None)))
        assert {name for name, who in everybody.items() if may(who, permission, row)} == expected, status


def test_the_table_speaks_of_every_permission_of_the_site():
    verbs = {name for name in permissions if name.startswith("cities.") and name.rpartition("_")[2] in MODELS}
    assert {permission for permission, _ in TABLE} == verbs
