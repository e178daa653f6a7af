"""The pages on which a city adds files and pictures to its draft."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hub.lifecycle import files as lifecycle
from hub.lifecycle import versions
from hub.models import ResourceCity, ResourceFile, Version
from scn_portal.files.checks import check
from scn_portal.files.models import RefusedUpload, StoredFile
from scn_portal.lifecycle import TransitionRefused
from scn_portal.sharing import Sharing
from tests.factories.files import office, pdf, picture, workbook
from tests.factories.hub import a_draft, a_file, a_resource
from tests.signing_in import sign_in


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def draft(porto, ana):
    return a_draft(porto, ana)


def page(name, version, *args):
    return reverse(f"hub:{name}", args=[version.resource.slug, *args])


def chosen(name="plan.pdf", data=None):
    return SimpleUploadedFile(name, pdf() if data is None else data)


def rows(version):
    return list(ResourceFile.objects.of_version(version))


def add(client, version, upload=None, **words):
    return client.post(page("resource_files", version), {"upload": upload or chosen(), **words})


def test_a_file_is_added_with_what_is_said_of_it(client, draft, ana):
    sign_in(client, ana)
    answer = add(client, draft, title="Plan", language="fr", licence="CC BY 4.0", sharing="2")
    assert (answer.status_code, answer.url) == (302, page("resource_files", draft))
    (row,) = rows(draft)
    assert (row.title, row.language, row.licence, row.sharing) == ("Plan", "fr", "CC BY 4.0", Sharing.AMBER)
    assert (row.file.owner_kind, row.file.owner_key, row.file.uploaded_by) == ("hub.resourcefile", str(row.pk), ana)
    text = client.get(page("resource_files", draft)).content.decode()
    assert row.file.get_absolute_url() in text and "TLP:AMBER" in text and "not scanned for viruses" in text
    assert client.get(row.file.get_absolute_url()).content == pdf()


def test_a_picture_is_kept_in_smaller_widths_and_shown_with_its_words(client, draft, ana):
    sign_in(client, ana)
    add(client, draft, chosen("yard.png", picture(size=(900, 300))), alt="A green yard", author="City of Porto")
    (row,) = rows(draft)
    assert row.is_picture and [each.width for each in row.file.smaller.order_by("width")] == [400, 800]
    text = client.get(page("resource_files", draft)).content.decode()
    assert 'alt="A green yard"' in text and " 400w," in text
    small = row.file.smaller.first()
    assert client.get(small.get_absolute_url()).status_code == 200
    client.logout()
    assert client.get(small.get_absolute_url()).status_code == 404


def test_only_the_file_is_needed_now_and_the_page_says_what_is_missing(client, draft, ana):
    sign_in(client, ana)
    assert add(client, draft).status_code == 302
    text = client.get(page("resource_files", draft)).content.decode()
    assert 'type="file" name="upload"' in text and 'value="CC BY 4.0"' in text
    assert "Still needed: a title, its language, a licence." in text
    with pytest.raises(TransitionRefused, match="“plan.pdf” lacks a title"):
        versions.release(draft, by=ana)


def test_a_hostile_file_keeps_the_rest_of_the_form_and_leaves_one_row(client, draft, ana):
    sign_in(client, ana)
    answer = add(client, draft, chosen("plan.docx", office(parts={"word/vbaProject.bin": "x"})), title="My plan")
    text = answer.content.decode()
    assert answer.status_code == 422 and 'value="My plan"' in text and "contains macros" in text
    assert not rows(draft) and not StoredFile.objects.exists()
    refused = RefusedUpload.objects.get()
    assert (refused.reason, refused.person, refused.owner_kind) == ("macros", ana, "hub.resourcefile")


def test_the_same_file_is_taken_once(client, draft, ana):
    sign_in(client, ana)
    add(client, draft)
    answer = add(client, draft, title="Again")
    assert answer.status_code == 422 and b"in the list already" in answer.content and b'value="Again"' in answer.content
    assert len(rows(draft)) == 1 and StoredFile.objects.count() == 1


def test_the_form_sent_twice_adds_one_file(client, draft, ana):
    sign_in(client, ana)
    key = "a" * 32
    first = add(client, draft, submission_key=key)
    second = add(client, draft, chosen("other.pdf", pdf(inside=b"% other\n")), submission_key=key)
    assert (first.status_code, second.status_code, second.url, len(rows(draft))) == (302, 302, first.url, 1)


def test_an_item_has_at_most_20_files_and_says_so(client, draft, ana):
    sign_in(client, ana)
    for number in range(ResourceFile.MOST):
        a_file(draft, f"{number}.pdf")
    assert b"An item has at most 20 files." in client.get(page("resource_files", draft)).content
    answer = add(client, draft)
    assert answer.status_code == 422 and len(rows(draft)) == ResourceFile.MOST
    assert not StoredFile.objects.filter(name="plan.pdf").exists()


def test_the_quota_of_a_day_is_a_refusal_like_the_others(client, draft, ana):
    StoredFile.objects.bulk_create(StoredFile(name="x", size=1, uploaded_by=ana, code=f"c{n}") for n in range(100))
    sign_in(client, ana)
    answer = add(client, draft, title="Plan")
    assert answer.status_code == 422 and b"100 files or 200 MB" in answer.content
    assert (RefusedUpload.objects.get().reason, RefusedUpload.objects.get().name) == ("too_many", "plan.pdf")


@pytest.mark.parametrize(
    "name, data", [("people.csv", b"E-mail,Year\n"), ("people.xlsx", workbook(["E-mail", "Year"]))], ids=["csv", "xlsx"]
)
def test_a_table_with_a_column_of_peoples_data_asks_for_a_word_and_is_marked(client, draft, ana, name, data):
    sign_in(client, ana)
    words = {"title": "People", "language": "en", "licence": "CC BY 4.0"}
    add(client, draft, chosen(name, data), **words)
    (row,) = rows(draft)
    assert row.personal_columns == ["E-mail"] and Version.objects.get().holds_personal_columns
    assert (
        b'named like data about single people: <b dir="auto">E-mail</b>'
        in client.get(page("resource_files", draft)).content
    )
    with pytest.raises(TransitionRefused, match="your word"):
        versions.release(draft, by=ana)
    client.post(page("file_update", draft, row.file.code), words | {"personal_confirmed": "on"})
    assert versions.release(draft, by=ana).holds_personal_columns


def test_a_file_in_the_place_of_another_keeps_its_words_and_asks_again_about_people(client, draft, ana):
    old = a_file(draft, "old.csv", title="Figures", personal_columns=["Name"], personal_confirmed=True, position=3)
    sign_in(client, ana)
    given = {"title": "Figures", "language": "en", "licence": "CC0", "personal_confirmed": "on"}
    given["upload"] = chosen("new.csv", b"Name,Year\n")
    assert client.post(page("file_update", draft, old.file.code), given).status_code == 302
    (row,) = rows(draft)
    assert (row.title, row.licence, row.position, row.replaces, row.personal_confirmed) == (
        "Figures",
        "CC0",
        3,
        old,
        False,
    )


def test_a_document_is_not_replaced_by_a_picture(client, draft, ana):
    old = a_file(draft)
    sign_in(client, ana)
    answer = client.post(
        page("file_update", draft, old.file.code), {"title": "P", "upload": chosen("a.png", picture())}
    )
    assert answer.status_code == 422 and [row.pk for row in rows(draft)] == [old.pk]


def test_files_move_up_and_down_and_leave(client, draft, ana):
    first, second, third = (a_file(draft, f"{name}.pdf", position=at) for at, name in enumerate("abc"))
    sign_in(client, ana)

    def titles():
        return "".join(row.title[0] for row in rows(draft))

    client.post(page("file_move", draft, third.file.code), {"earlier": "1"})
    assert titles() == "acb"
    client.post(page("file_move", draft, first.file.code), {"earlier": "0"})
    assert titles() == "cab"
    client.post(page("file_move", draft, third.file.code), {"earlier": "1"})
    client.post(page("file_move", draft, third.file.code), {"earlier": "sideways"})
    assert titles() == "cab"
    client.post(page("file_remove", draft, first.file.code))
    assert titles() == "cb"
    assert client.post(page("file_remove", draft, first.file.code)).status_code == 404
    assert client.get(page("file_remove", draft, second.file.code)).status_code == 405


@pytest.fixture
def next_draft(porto, ana):
    """A public item with one file, and the draft of its next version."""
    resource = a_resource(porto)
    row = a_file(resource.current_version, by=ana)
    version = versions.revise(by=ana, within=resource)
    return version, row


def test_words_about_a_shown_file_change_with_the_next_version_only(client, next_draft, ana):
    version, shown = next_draft
    shown_version = version.resource.current_version
    sign_in(client, ana)
    client.post(page("file_update", version, shown.file.code), {"title": "Better", "language": "en", "licence": "CC0"})
    assert [row.title for row in rows(version)] == ["Better"]
    assert [row.title for row in rows(shown_version)] == ["plan.pdf"]
    versions.discard(version, by=ana)
    third = versions.revise(by=ana, within=shown_version.resource)
    assert [row.title for row in rows(third)] == ["plan.pdf"]
    lifecycle.describe_file(third, by=ana, row=rows(third)[0], title="Best")
    assert [row.title for row in rows(third)] == ["Best"]


def test_a_stricter_level_closes_the_shown_file_at_once(client, next_draft, ana):
    version, shown = next_draft
    assert client.get(shown.file.get_absolute_url()).status_code == 200
    lifecycle.describe_file(version, by=ana, row=shown, sharing=Sharing.GREEN)
    assert client.get(shown.file.get_absolute_url()).status_code == 404


def test_a_file_removed_from_the_draft_is_shown_until_the_draft_is_published(client, next_draft, ana):
    version, shown = next_draft
    lifecycle.remove_file(version, by=ana, row=shown)
    assert (rows(version), client.get(shown.file.get_absolute_url()).status_code) == ([], 200)
    added = lifecycle.take_in(version, check(chosen()), by=ana, title="Back again")
    assert rows(version) == [added]


@pytest.mark.parametrize("who, status", [("ana", 200), ("dora", 200), ("linn", 404), ("mia", 404), ("eve", 404)])
def test_only_those_who_write_the_draft_come_to_its_files(client, request, draft, malmo, who, status):
    person = request.getfixturevalue(who) if who != "linn" else malmo.representatives.get().user
    sign_in(client, person)
    assert client.get(page("resource_files", draft)).status_code == status
    assert client.get(page("file_update", draft, a_file(draft).file.code)).status_code == status


def test_who_sees_the_item_but_does_not_write_it_finds_no_such_page(client, next_draft, eve):
    sign_in(client, eve)
    assert client.get(page("resource_files", next_draft[0])).status_code == 404
    assert client.post(page("file_remove", next_draft[0], next_draft[1].file.code)).status_code == 404


def test_a_city_that_owns_the_item_too_hears_who_writes(client, draft, linn, malmo):
    ResourceCity.objects.create(resource=draft.resource, city=malmo, role="co_owner")
    sign_in(client, linn)
    answer = client.get(page("resource_files", draft))
    assert answer.status_code == 403 and b"Only people of the city that gives this item" in answer.content


def test_what_was_handed_in_keeps_its_files(client, draft, ana):
    row = a_file(draft)
    versions.release(draft, by=ana)
    sign_in(client, ana)
    assert client.get(page("resource_files", draft)).url == reverse("hub:resource_check", args=[draft.resource.slug])
    assert client.post(page("file_remove", draft, row.file.code)).status_code == 409
    with pytest.raises(TransitionRefused):
        lifecycle.move_file(draft, by=ana, row=row)
    assert rows(draft) == [row]


def test_a_file_of_another_item_is_not_found_here(client, draft, porto, ana):
    foreign = a_file(a_draft(porto, ana), "other.pdf")
    sign_in(client, ana)
    for name in ("file_update", "file_move", "file_remove"):
        assert client.post(page(name, draft, foreign.file.code), {"earlier": "1"}).status_code == 404
    assert ResourceFile.objects.get(pk=foreign.pk).removed_in is None


def test_the_page_asks_the_same_number_of_queries_for_1_and_for_20_files(
    client, draft, ana, django_assert_max_num_queries
):
    sign_in(client, ana)
    a_file(draft, "0.pdf")
    with django_assert_max_num_queries(25) as one:
        client.get(page("resource_files", draft))
    for number in range(1, 20):
        a_file(draft, f"{number}.png" if number % 2 else f"{number}.pdf")
    with django_assert_max_num_queries(len(one)):
        client.get(page("resource_files", draft))
