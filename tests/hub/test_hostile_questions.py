"""Whatever is typed into an address or a text: an answer in good time, never a failure."""

import time

import pytest
from django.core.exceptions import PermissionDenied

from hub.finding.documents import _plain
from hub.lifecycle import adoptions
from hub.models import Adoption, SavedSearch
from hub.openings import OPENED
from hub.record import moment
from scn_portal.audit.models import AuditEntry
from scn_portal.sharing import Sharing
from tests.factories.hub import a_content, a_draft, a_findable, the_terms
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
FORGED = {
    "a page that begins small": "q=a&page=000010" + "9" * 30,
    "a page of 4,400 digits": "page=000010" + "9" * 4_400,
    "an offset that no clock has": "after=2020-01-01T00:00:00%2B23:59|5",
    "the last minute of all, far west": "after=9999-12-31T23:59:59-14:00|5",
    "the first minute of all, far east": "after=0001-01-01T00:00:00%2B14:00|5",
    "no place at all": "after=yesterday",
    "the place of another order": "sort=title&after=2020-01-01T00:00:00Z|5|6",
    "a key of 300 digits": "after=2020-01-01T00:00:00Z|" + "9" * 300,
    "half a letter": "q=%ED%A0%80%F0%90",
    "signs that search everywhere": "q=" + "%25_" * 600,
    "quotes without end": "q=" + "-%22" * 500,
    "900 cities": "&".join(f"city={number}" for number in range(900)),
}


@pytest.mark.parametrize("query", FORGED.values(), ids=FORGED)
def test_a_forged_question_has_an_answer_everywhere(client, porto, linn, query):
    a_findable(porto)
    sign_in(client, linn)
    for path in ("resources/", "resources.csv", "feed.atom", "suggestions/"):
        assert client.get(f"/hub/{path}?{query}").status_code in (200, 400), path
    assert client.get(f"/api/v1/resources/?{query}").status_code in (200, 400)
    answer = client.post(f"/me/searches/new/?{query}", {"name": "Mine", "rhythm": "daily"})
    assert answer.status_code in (302, 422)
    assert SavedSearch.objects.count() == (answer.status_code == 302)


def test_a_forged_place_is_left_out_and_said(client, porto):
    item = a_findable(porto)
    html = client.get("/hub/resources/?after=yesterday").content.decode()
    assert "yesterday" in html
    assert item.get_absolute_url() in html, "the list begins at its beginning"


def test_a_question_too_long_to_be_kept_is_refused_in_words(client, linn):
    sign_in(client, linn)
    answer = client.post(f"/me/searches/new/?q={'%25' * 900}", {"name": "Mine", "rhythm": "daily"})
    assert answer.status_code == 422
    assert "at most 2400 characters" in answer.content.decode()


@pytest.mark.parametrize("text", ["[" * 50_000, "![" * 25_000, "[](" * 16_000, "a" + "\n" * 50_000 + "b"])
def test_markdown_is_taken_out_of_any_text_in_good_time(text):
    begun = time.process_time()
    _plain(text)
    assert time.process_time() - begun < 0.1


def test_markdown_leaves_its_words():
    assert _plain("# See [the plan](https://a.example/b)\n\n- **one**\n  * two") == "See the plan\n\none\ntwo"


def test_a_draft_keeps_a_year_that_no_calendar_has_and_its_page_opens(client, porto, ana):
    the_terms()
    never = "99999999999999999999-01"
    draft = a_draft(porto, ana, content=a_content(started=never))
    assert moment(never) == never
    assert sign_in(client, ana).get(draft.resource.get_absolute_url()).status_code == 200


def test_one_more_of_what_is_no_list_leads_to_its_question(client, porto, ana):
    the_terms()
    draft = a_draft(porto, ana, content=a_content(staff_fte=2))
    page = f"/hub/resources/{draft.resource.slug}/edit/means/"
    data = {"staff_fte": "2", "another": "staff_fte"}
    assert sign_in(client, ana).post(page, data)["Location"] == f"{page}#q-staff_fte"


def test_a_moderator_records_nothing_for_a_city_of_their_own(porto, malmo, tim, mia):
    practice = a_findable(porto)
    said = {"degree": "adapted", "source_url": "https://town.example/news"}
    elsewhere = {"source_name": "Aarhus", "source_what": "Info houses"}
    for tied in ({"resource": practice, "taker": malmo}, {"taker": porto, **elsewhere}):
        with pytest.raises(PermissionDenied):
            adoptions.record(by=tim, **tied, **said)
    assert not Adoption.objects.exists()
    assert adoptions.record(by=tim, taker=malmo, **elsewhere, **said).status == "recorded"
    assert adoptions.record(by=mia, resource=practice, taker=malmo, **said).status == "recorded"


def test_staff_who_read_what_is_for_named_cities_as_data_are_noted_too(client, porto, ana, mia):
    item = a_findable(porto, sharing=Sharing.AMBER)
    for person, noted in ((ana, 0), (mia, 1)):
        assert sign_in(client, person).get(f"/api/v1/resources/{item.code}/").status_code == 200
        assert AuditEntry.objects.filter(action=OPENED, subject_key=str(item.pk)).count() == noted
