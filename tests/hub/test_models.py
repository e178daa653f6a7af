"""What the database holds without the code: each of these rows is refused by PostgreSQL itself."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import Error, connection, transaction

from hub.content import content_for
from hub.models import Adoption, Resource, ResourceCity, Version
from scn_portal.sharing import Sharing
from tests.factories.hub import a_draft, a_resource

pytestmark = pytest.mark.django_db(transaction=False)


def refused(change):
    """Whether the database refuses `change`, deferred constraints included."""
    try:
        with transaction.atomic():
            change()
            connection.check_constraints()
    except Error:
        return True
    return False


def test_a_frozen_version_is_not_changed_by_sql(porto):
    version = a_resource(porto).current_version
    assert refused(lambda: Version.objects.filter(pk=version.pk).update(content={"title": "Other"}))
    assert refused(lambda: Version.objects.filter(pk=version.pk).update(stricter={}))
    assert not refused(lambda: Version.objects.filter(pk=version.pk).update(status="superseded"))


def test_a_draft_may_change(porto, ana):
    version = a_draft(porto, ana)
    assert not refused(lambda: Version.objects.filter(pk=version.pk).update(content={"title": "Other"}))


def test_there_is_one_open_and_one_current_version(porto, ana):
    version = a_draft(porto, ana)
    assert refused(lambda: Version.objects.create(resource=version.resource, number=2))
    shown = a_resource(porto)
    again = {"content_hash": "x", "released_at": shown.published_at, "status": "current"}
    assert refused(lambda: Version.objects.create(resource=shown, number=2, **again))


def test_the_current_version_is_one_of_its_own(porto):
    one, other = a_resource(porto), a_resource(porto)
    assert refused(lambda: Resource.objects.filter(pk=one.pk).update(current_version=other.current_version))


def test_a_chain_of_successors_has_no_loop(porto):
    one, two, three = a_resource(porto), a_resource(porto), a_resource(porto)
    Resource.objects.filter(pk=two.pk).update(supersedes=one)
    Resource.objects.filter(pk=three.pk).update(supersedes=two)
    assert refused(lambda: Resource.objects.filter(pk=one.pk).update(supersedes=three))


def test_a_city_does_not_adopt_its_own_practice(porto, malmo, oldtown):
    practice = a_resource(porto)
    ResourceCity.objects.create(resource=practice, city=malmo, role="co_owner")
    assert refused(lambda: Adoption.objects.create(resource=practice, taker=porto, degree="adapted"))
    assert refused(lambda: Adoption.objects.create(resource=practice, taker=malmo, degree="adapted"))
    assert not refused(lambda: Adoption.objects.create(resource=practice, taker=oldtown, degree="adapted"))


def test_an_embargo_is_stricter_than_what_follows(porto):
    practice = a_resource(porto, sharing=Sharing.GREEN)
    until = practice.published_at
    rows = Resource.objects.filter(pk=practice.pk)
    assert refused(lambda: rows.update(embargo_until=until, embargo_sharing=Sharing.GREEN))
    assert refused(lambda: rows.update(embargo_until=until))
    assert not refused(lambda: rows.update(embargo_until=until, embargo_sharing=Sharing.AMBER))


def test_a_stricter_field_is_absent_for_those_below_it(porto, ana, bo, eve):
    practice = a_resource(porto, stricter={"contact": 1, "did_not_work": 2})

    def read(user):
        readable = content_for(user, practice)
        return [name for name in ("worked", "contact", "did_not_work") if name in readable]

    assert read(AnonymousUser()) == read(eve) == ["worked"]
    assert read(bo) == ["worked", "contact"]
    assert read(ana) == ["worked", "contact", "did_not_work"]


def test_each_level_is_seen_by_whom_it_admits(porto, malmo, ana, bo, eve, mia):
    rows = {level: a_resource(porto, sharing=level) for level in Sharing}
    named = a_resource(porto, sharing=Sharing.AMBER)
    ResourceCity.objects.create(resource=named, city=malmo, role="named")

    def seen(user):
        return {each.pk for each in Resource.objects.visible_to(user)}

    clear, green, amber = (rows[level].pk for level in Sharing)
    assert seen(AnonymousUser()) == seen(eve) == {clear}
    assert seen(bo) == {clear, green, named.pk}
    assert seen(ana) == seen(mia) == {clear, green, amber, named.pk}
