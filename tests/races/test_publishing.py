"""Many moderators, writers and cities at once: one publication, one holder, no lost text, no ring of adoptions."""

from collections import Counter
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from hub import lifecycle
from hub.lifecycle import adoptions, versions
from hub.models import Adoption, Resource, ResourceCity, Version
from scn_portal.audit.models import AuditEntry
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import TransitionRefused
from scn_portal.notifications.models import OutboxMail
from tests.factories.hub import a_resource
from tests.factories.publishing import ALL_MET, a_begun, a_published, a_released, filled
from tests.races.crowd import at_once

pytestmark = pytest.mark.django_db(transaction=True)
NOTHING_LEFT = "TransitionRefused: There is no approved version that could be published."


def approved_again(resource, by, moderator):
    """The resource is shown; its second version is approved."""
    version = versions.revise(by=by, within=resource)
    version = filled(version, by, version.content | {"need": "Newer words."})
    version = versions.take(versions.release(version, by=by), by=moderator)
    versions.approve(version, by=moderator, criteria=ALL_MET)
    for rows in (AuditEntry, Fact):
        assert rows.objects.filter(**published_once(rows)).count() == 1
    return resource


def published_once(rows):
    return {"action": "hub.publish_resource"} if rows is AuditEntry else {"name": "hub.resource_published"}


def made(resource):
    mails = OutboxMail.objects.filter(kind="hub.resource_published", key__endswith=":2")
    return {
        "versions": Counter(resource.versions.values_list("status", flat=True)),
        "shown": Resource.objects.get(pk=resource.pk).current_version.number,
        "entries": AuditEntry.objects.filter(action="hub.publish_resource").count() - 1,
        "facts": Fact.objects.filter(name="hub.resource_published").count() - 1,
        "mails": Counter(mails.values_list("person__name", flat=True)),
    }


ONE_OF_EACH = {
    "versions": {"superseded": 1, "current": 1},
    "shown": 2,
    "entries": 1,
    "facts": 1,
    "mails": {"Ana": 1, "Pia": 1},
}


def race(porto, ana, mia, noa, number=20):
    resource = approved_again(a_published(ana, porto, mia), ana, mia)
    answers = at_once(number, lambda position: lifecycle.publish(resource, by=(mia, noa)[position % 2]).status)
    return resource, answers


def test_twenty_publications_at_once_make_one(porto, ana, pia, mia, noa):
    resource, answers = race(porto, ana, mia, noa)
    assert answers == {"published": 1, NOTHING_LEFT: 19}
    assert made(resource) == ONE_OF_EACH


def test_without_the_row_lock_the_same_race_goes_wrong(porto, ana, pia, mia, noa, monkeypatch):
    """The control: constraints still keep one version current, but not everybody hears that it was done."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    resource, answers = race(porto, ana, mia, noa)
    assert made(resource) != ONE_OF_EACH or answers != {"published": 1, NOTHING_LEFT: 19}


def test_two_items_of_one_title_published_at_once_get_two_addresses(porto, ana, mia, noa):
    rows = []
    for _ in range(4):
        version = versions.take(a_released(ana, porto), by=mia)
        rows.append(versions.approve(version, by=mia, criteria=ALL_MET).resource)
    slugs = at_once(4, lambda position: lifecycle.publish(rows[position], by=noa).slug)
    assert sorted(slugs.values()) == [1, 1, 1, 1]
    assert all(each.startswith("mentors-for-young-people") for each in slugs)


def test_one_moderator_of_many_takes_it(porto, ana, mia, noa):
    version = a_released(ana, porto)
    answers = at_once(12, lambda position: versions.take(version, by=(mia, noa)[position % 2]).status)
    assert answers == {"screening": 1, "TransitionRefused: This is already “being checked”.": 11}


def test_of_many_who_save_one_section_one_is_first_and_the_others_see_the_newer_text(porto, ana, pia):
    version = a_begun(ana, porto)
    opened = version.revisions["story"]

    def save(position):
        words = {"need": f"Words number {position}."}
        return versions.save_section(
            version, by=pia, section="story", values=words, stricter={}, revision=opened
        ).content["need"]

    answers = at_once(10, save)
    kept = Version.objects.get(pk=version.pk)
    conflict = "Outdated: This section was changed elsewhere since you opened it."
    assert answers == {kept.content["need"]: 1, conflict: 9}
    assert kept.revisions["story"] == opened + 1


def test_of_many_who_save_different_sections_nobody_loses_a_word(porto, ana, pia):
    version = a_begun(ana, porto)
    fields = {"story": "need", "results": "worked", "transfer": "preconditions", "means": "funding"}

    def save(position):
        section = list(fields)[position]
        values = {fields[section]: f"Saved with {section}."}
        known = version.revisions.get(section, 0)
        return versions.save_section(
            version, by=ana, section=section, values=values, stricter={}, revision=known
        ).status

    assert at_once(4, save) == {"draft": 4}
    content = Version.objects.get(pk=version.pk).content
    assert [content[field] for field in fields.values()] == [f"Saved with {section}." for section in fields]


def ring(porto, malmo, ana, linn):
    """Porto says that its item comes from Malmö's, while Malmö says the opposite."""
    mine, theirs = a_resource(porto), a_resource(malmo)

    def claim(position):
        if position:
            return adoptions.claim(by=linn, within=mine, taker=malmo, degree="adapted", result=theirs).status
        return adoptions.claim(by=ana, within=theirs, taker=porto, degree="adapted", result=mine).status

    return at_once(2, claim)


def test_two_links_that_would_close_a_ring_are_not_both_made(porto, malmo, ana, linn):
    refused = "TransitionRefused: That would close a ring: the one comes from the other already."
    assert ring(porto, malmo, ana, linn) == {"claimed": 1, refused: 1}
    assert Adoption.objects.count() == 1


def test_without_the_lock_on_the_chain_the_ring_closes(porto, malmo, ana, linn, monkeypatch):
    """The control: both look before either has written."""
    both_looked, look = Barrier(2), adoptions.stations_after

    def look_and_wait(start):
        found = look(start)
        both_looked.wait(30)
        return found

    monkeypatch.setattr(adoptions, "lock_name", lambda name: None)
    monkeypatch.setattr(adoptions, "stations_after", look_and_wait)
    assert ring(porto, malmo, ana, linn) == {"claimed": 2}


def test_a_city_does_not_become_owner_and_taker_at_once(porto, malmo, ana, linn):
    for _ in range(5):
        item = a_resource(porto)

        def act(position, item=item):
            if position:
                return adoptions.claim(by=linn, within=item, taker=malmo, degree="adapted").status
            return lifecycle.share_with(item, by=ana, co_owners=[malmo]).status

        answers = at_once(2, act)
        owns = ResourceCity.objects.filter(resource=item, city=malmo, role="co_owner").exists()
        takes = Adoption.objects.filter(resource=item, taker=malmo).exists()
        assert owns != takes, answers


def test_a_second_click_on_we_use_this_is_one_adoption(porto, malmo, linn):
    item = a_resource(porto)
    answers = at_once(8, lambda _: adoptions.claim(by=linn, within=item, taker=malmo, degree="adapted").status)
    assert answers == {"claimed": 1, "TransitionRefused: Your city has already said that it uses this.": 7}


def test_whatever_happens_at_once_nobody_waits_for_another_for_ever(porto, malmo, ana, linn, mia, noa):
    item = approved_again(a_published(ana, porto, mia), ana, mia)
    acts = [
        lambda: lifecycle.publish(item, by=noa),
        lambda: lifecycle.narrow(item, by=ana, sharing=2),
        lambda: lifecycle.take_down(item, by=mia, reason="Look."),
        lambda: adoptions.claim(by=linn, within=item, taker=malmo, degree="adapted"),
        lambda: lifecycle.withdraw(item, by=ana, reason="Old."),
        lambda: lifecycle.share_with(item, by=ana, named=[malmo]),
        lambda: versions.revise(by=ana, within=item),
    ]

    def act(position):
        try:
            acts[position % len(acts)]()
        except (TransitionRefused, PermissionDenied):
            return "refused"
        return "done"

    assert set(at_once(14, act)) <= {"done", "refused"}
