"""Which files belong to a version, what they lack, and who opens them, asked anew at each request."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from hub import files
from hub.models import ResourceFile, Version
from hub.openings import OPENED
from scn_portal.accounts.models import User
from scn_portal.audit.models import AuditEntry
from scn_portal.lifecycle import LinkHolder
from scn_portal.sharing import Sharing
from tests.factories.hub import a_draft, a_file, a_resource
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def next_version(resource, author, **more):
    content = resource.current_version.content
    return Version.objects.create(resource=resource, number=2, author=author, content=content, **more)


def titles(version):
    return [row.title for row in ResourceFile.objects.of_version(version)]


@pytest.fixture
def shown(porto, ana):
    """A public item of Porto with one file, and a draft of its next version."""
    resource = a_resource(porto)
    a_file(resource.current_version, "plan.pdf", by=ana)
    return resource, next_version(resource, ana)


def test_a_version_has_the_files_added_and_not_removed_by_then(shown, ana):
    resource, draft = shown
    first = resource.current_version
    added = a_file(draft, "new.pdf", by=ana)
    assert (titles(first), titles(draft)) == (["plan.pdf"], ["plan.pdf", "new.pdf"])
    ResourceFile.objects.filter(title="plan.pdf").update(removed_in=draft)
    assert (titles(first), titles(draft)) == (["plan.pdf"], ["new.pdf"])
    added.removed_in = draft
    added.save()
    assert (titles(first), titles(draft)) == (["plan.pdf"], [])


def test_a_discarded_draft_neither_added_nor_removed_anything(shown, ana):
    resource, draft = shown
    a_file(draft, "new.pdf", by=ana)
    ResourceFile.objects.filter(title="plan.pdf").update(removed_in=draft)
    Version.objects.filter(pk=draft.pk).update(status="discarded")
    third = Version.objects.create(resource=resource, number=3, author=ana)
    assert titles(third) == ["plan.pdf"]


@pytest.mark.parametrize(
    "change, words",
    [
        ({"title": ""}, "a title"),
        ({"language": ""}, "its language"),
        ({"licence": ""}, "a licence"),
        ({"is_picture": True}, "what the picture shows"),
        ({"is_picture": True, "alt": "A yard"}, "who made it"),
        ({"personal_columns": ["E-mail"]}, "your word that it holds no data about single people"),
    ],
)
def test_what_a_file_lacks_is_named_and_leads_to_the_file(shown, ana, change, words):
    _resource, draft = shown
    assert files.gaps(draft) == []
    row = a_file(draft, "new.pdf", by=ana, **change)
    gaps = [gap for gap in files.gaps(draft) if words in gap.words]
    assert [(gap.section, gap.field, gap.label) for gap in gaps] == [("files", row.file.code, row.title or "new.pdf")]


def who_opens(row, *people):
    """Whether each may read it, everybody loaded anew as a request does."""
    fresh = {each.name: User.objects.get(pk=each.pk) for each in people}
    return {name for name, user in fresh.items() if files.may_read(user, row)}


@pytest.fixture
def everybody(ana, dora, bo, eve, mia, ada, rita):
    return (ana, dora, bo, eve, mia, ada, rita)


@pytest.mark.parametrize(
    "sharing, level, opens",
    [
        (Sharing.CLEAR, None, "Ana Dora Bo Eve Mia Ada Rita"),
        (Sharing.GREEN, None, "Ana Dora Bo Mia Ada Rita"),
        (Sharing.CLEAR, Sharing.GREEN, "Ana Dora Bo Mia Ada Rita"),
        (Sharing.GREEN, Sharing.AMBER, "Ana Dora Mia Ada Rita"),
        (Sharing.AMBER, None, "Ana Dora Mia Ada Rita"),
    ],
)
def test_a_file_is_opened_by_whom_its_item_and_its_own_level_admit(porto, everybody, ana, sharing, level, opens):
    resource = a_resource(porto, sharing=sharing)
    row = a_file(resource.current_version, by=ana, sharing=level)
    assert who_opens(row, *everybody) == set(opens.split())
    assert files.may_read(AnonymousUser(), row) is (opens.count(" ") == 6)
    assert files.may_read(LinkHolder("cities.joinrequest:x"), row) is (opens.count(" ") == 6)


def test_a_file_of_a_draft_is_opened_by_its_city_and_after_release_by_staff(porto, everybody, ana):
    row = a_file(a_draft(porto, ana))
    assert who_opens(row, *everybody) == {"Ana", "Dora"}
    Version.objects.update(status="released", content_hash="x", released_at="2026-01-01T00:00Z")
    row.refresh_from_db()
    assert who_opens(row, *everybody) == {"Ana", "Dora", "Mia", "Ada", "Rita"}


def test_a_file_added_to_the_next_version_waits_for_its_publication(shown, everybody, ana):
    row = a_file(shown[1], "new.pdf", by=ana)
    assert who_opens(row, *everybody) == {"Ana", "Dora"}


def test_a_file_taken_out_before_anybody_saw_it_is_opened_by_nobody(porto, everybody, ana):
    draft = a_draft(porto, ana)
    assert who_opens(a_file(draft, removed_in=draft), *everybody) == set()


@pytest.mark.parametrize("kind, opens", [("dataset", True), ("report", False)])
def test_an_earlier_file_of_a_dataset_stays_reachable(porto, ana, bo, kind, opens):
    resource = a_resource(porto, kind=kind)
    old = a_file(resource.current_version, "old.csv", by=ana)
    first, second = resource.current_version, next_version(resource, ana)
    ResourceFile.objects.filter(pk=old.pk).update(removed_in=second)
    new = a_file(second, "new.csv", by=ana, replaces=old)
    Version.objects.filter(pk=first.pk).update(status="superseded")
    Version.objects.filter(pk=second.pk).update(status="current", content_hash="x", released_at="2026-01-01T00:00Z")
    resource.current_version = second
    resource.save()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (files.may_read(bo, new), files.may_read(bo, old)) == (True, opens)
    (row,) = files.files_for(bo, resource)
    assert (row.title, [each.title for each in row.older]) == ("new.csv", ["old.csv"] if opens else [])


def opened(row, user=None):
    browser = Client()
    if user:
        sign_in(browser, user)
    return browser.get(row.file.get_absolute_url())


def test_the_link_of_a_file_dies_at_the_next_request_after_narrowing_and_take_down(porto, ana, bo, mia):
    resource = a_resource(porto)
    row = a_file(resource.current_version, by=ana)
    wrong = Client().get("/files/nothinghere/")

    def answers():
        return [opened(row, user).status_code for user in (None, bo, ana, mia)]

    assert answers() == [200, 200, 200, 200]
    row.sharing = Sharing.GREEN
    row.save()
    assert answers() == [404, 200, 200, 200]
    assert opened(row).content == wrong.content
    resource.sharing = Sharing.AMBER
    resource.save()
    assert answers() == [404, 404, 200, 200]
    resource.sharing, row.sharing, resource.status = Sharing.CLEAR, None, "taken_down"
    row.save()
    resource.save()
    assert answers() == [404, 404, 404, 200]


def test_the_files_that_a_page_shows_are_those_its_reader_may_open(porto, ana, bo, django_assert_num_queries):
    resource = a_resource(porto)
    version = resource.current_version
    a_file(version, "plan.pdf", by=ana)
    a_file(version, "members.pdf", by=ana, sharing=Sharing.GREEN)
    a_file(version, "yard.png", by=ana, sharing=Sharing.AMBER)
    assert [row.title for row in files.files_for(AnonymousUser(), resource)] == ["plan.pdf"]
    assert [row.title for row in files.files_for(bo, resource)] == ["plan.pdf", "members.pdf"]
    assert [row.title for row in files.files_for(ana, resource)] == ["plan.pdf", "members.pdf", "yard.png"]
    with django_assert_num_queries(3):  # the cities tied to it, the rows, the smaller pictures
        assert [list(row.file.smaller.all()) for row in files.files_for(bo, resource)] == [[], []]


@pytest.mark.parametrize("level, traces", [(None, 0), (Sharing.GREEN, 0), (Sharing.AMBER, 1)])
def test_staff_who_open_a_file_for_named_cities_leave_a_trace_for_its_city(porto, ana, mia, level, traces):
    resource = a_resource(porto, sharing=Sharing.CLEAR)
    row = a_file(resource.current_version, by=ana, sharing=level)
    openings = AuditEntry.objects.filter(action=OPENED, subject_key=str(resource.pk))
    opened(row, ana)
    assert openings.count() == 0
    opened(row, mia)
    assert [each.actor for each in openings] == [mia.audit_key] * traces


def test_the_credits_name_exactly_the_pictures_on_public_pages(client, porto, ana):
    shown = a_resource(porto)
    a_file(shown.current_version, "yard.png", by=ana, title="The yard", author="Ana Photo")
    a_file(shown.current_version, "door.png", by=ana, title="The door", sharing=Sharing.GREEN)
    a_file(shown.current_version, "plan.pdf", by=ana, title="The plan")
    draft = next_version(shown, ana)
    a_file(draft, "roof.png", by=ana, title="The roof")
    ResourceFile.objects.filter(title="The yard").update(removed_in=draft)
    a_file(a_resource(porto, sharing=Sharing.GREEN).current_version, "wall.png", by=ana, title="The wall")
    a_file(a_draft(porto, ana), "gate.png", title="The gate")

    def named():
        text = client.get("/about/credits/").content.decode()
        return {title for title in ("yard", "door", "plan", "roof", "wall", "gate") if f"The {title}" in text}

    assert named() == {"yard"} and b"Ana Photo" in client.get("/about/credits/").content
    Version.objects.filter(pk=draft.pk).update(status="discarded")
    assert named() == {"yard"}
    shown.status = "taken_down"
    shown.save()
    assert named() == set() and b"no photographs" in client.get("/about/credits/").content


def test_a_declined_version_of_a_shown_item_did_nothing_and_a_first_one_did(porto, ana):
    resource = a_resource(porto)
    declined = next_version(resource, ana)
    a_file(declined, "roof.png", by=ana)
    Version.objects.filter(pk=declined.pk).update(status="declined", content_hash="x", released_at="2026-01-01T00:00Z")
    assert titles(Version.objects.create(resource=resource, number=3, author=ana)) == []
    first = a_draft(porto, ana)
    a_file(first, "gate.png")
    Version.objects.filter(pk=first.pk).update(status="declined", content_hash="x", released_at="2026-01-01T00:00Z")
    assert titles(Version.objects.create(resource=first.resource, number=2, author=ana)) == ["gate.png"]
