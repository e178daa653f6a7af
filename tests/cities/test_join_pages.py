"""The pages of a join request: what each keeps, refuses and says."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cities import lifecycle, mail_codes
from cities.models import JoinRequest
from scn_portal.codes import token_for
from tests.factories.cities import a_country, a_member, a_term
from tests.factories.files import a_letter, pdf
from tests.factories.joining import a_draft, a_ready_draft, a_submitted_request, the_holder_of, the_principles
from tests.factories.places import small_gazetteer

pytestmark = pytest.mark.django_db
CORDOBA_IN_SPAIN, CORDOBA_IN_ARGENTINA = 2519240, 3860259


def opened(client, request):
    """The client as a browser in which the mailed link was opened."""
    token = token_for("cities.joinrequest", request.code, request.link_issue)
    assert client.post(f"/join/{request.code}/open/{token}/").status_code == 302
    return f"/join/{request.code}/"


def again(request):
    return JoinRequest.objects.get(pk=request.pk)


def words(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def draft():
    a_term(code="city")
    a_term(code="county", label="County")
    a_country("ES", "ESP")
    a_country("AR", "ARG", region="Americas", region_code="019", subregion="South America")
    the_principles()
    return a_draft("noor@cordoba.example")


@pytest.fixture
def page(client, draft):
    return opened(client, draft)


# The authority


def test_places_of_one_name_are_told_apart(client, draft, page):
    small_gazetteer()
    text = words(client.get(f"{page}city/?q=córdoba"))
    assert "Córdoba Spain · 325,708 people" in text
    assert "Córdoba Argentina · 2,106,734 people" in text


def test_a_chosen_place_is_kept_with_its_point_and_country(client, draft, page):
    small_gazetteer()
    given = {"place": CORDOBA_IN_SPAIN, "type": "city", "website": "cordoba.example"}
    answer = client.post(f"{page}city/?q=cordoba", given)
    assert (answer.status_code, answer.url) == (302, f"{page}you/")
    kept = again(draft)
    assert (kept.proposed_name, kept.proposed_country_id, kept.proposed_place_id) == ("Córdoba", "ES", CORDOBA_IN_SPAIN)
    assert (kept.proposed_type.code, kept.proposed_website) == ("city", "https://cordoba.example")
    assert kept.proposed_lat == pytest.approx(37.89, abs=0.1)


def test_a_place_that_the_search_did_not_show_cannot_be_chosen(client, draft, page):
    small_gazetteer()
    answer = client.post(f"{page}city/?q=vienna", {"place": CORDOBA_IN_SPAIN, "type": "city"})
    assert answer.status_code == 422
    assert again(draft).proposed_name == ""


def test_a_place_that_is_in_no_list_is_named_in_own_words(client, draft, page):
    given = {"name": "Comarca de la\nSierra", "country": "ES", "division": "Andalucía", "type": "county"}
    answer = client.post(f"{page}city/?own=on", given)
    assert answer.url == f"{page}you/"
    kept = again(draft)
    assert (kept.proposed_name, kept.proposed_division, kept.proposed_place) == (
        "Comarca de la Sierra",
        "Andalucía",
        None,
    )


@pytest.mark.parametrize(
    "point, words_of_problem",
    [
        ({"lat": "37.9"}, "A point needs both numbers."),
        ({"lat": "91", "lon": "0"}, "less than or equal to 90"),
        ({"lat": "NaN", "lon": "0"}, "Enter a number."),
        ({"lat": "40", "lon": "-30"}, "This point is far from every place in that country."),
    ],
)
def test_a_point_that_is_none_is_asked_again_and_the_rest_is_kept(client, draft, page, point, words_of_problem):
    small_gazetteer()
    answer = client.post(f"{page}city/?own=on", {"name": "Sierra", "country": "ES", "type": "county"} | point)
    assert answer.status_code == 422
    assert words_of_problem in words(answer)
    assert 'value="Sierra"' in answer.content.decode()


@pytest.mark.parametrize("kind", ["association", "ngo", "company", "person"])
def test_who_is_no_authority_is_told_kindly_and_nothing_is_kept(client, draft, page, kind):
    answer = client.post(f"{page}city/?own=on", {"name": "Friends of Sierra", "country": "ES", "type": kind})
    assert (answer.status_code, answer.url) == (302, f"{page}city/{kind}/")
    assert "Only local authorities can be members" in words(client.get(answer.url))
    assert (again(draft).status, again(draft).proposed_name) == ("draft", "")


def test_a_kind_that_does_not_exist_is_a_wrong_address(client, page):
    assert client.get(f"{page}city/emperor/").status_code == 404


def test_a_member_city_is_named_and_its_lead_contact_can_be_asked(client, draft, page):
    spain = a_country("ES", "ESP")
    city = a_member("Sierra", country=spain, type=a_term(code="county"), division="")
    answer = client.post(f"{page}city/?own=on", {"name": "SIÉRRA", "country": "ES", "type": "county"})
    assert answer.url == f"{page}city/member/"
    assert "Sierra is already a Strong City" in words(client.get(answer.url))
    assert client.post(answer.url).url == f"{page}you/"
    kept = again(draft)
    assert (kept.kind, kept.city, kept.proposed_name) == ("new_person", city, "")


def test_the_page_of_a_member_is_hidden_while_no_member_is_meant(client, page):
    assert client.get(f"{page}city/member/").status_code == 404
    assert client.post(f"{page}city/member/").status_code == 404


# The person, the principles


def test_leaving_keeps_what_is_there_and_asks_for_nothing(client, draft, page):
    answer = client.post(f"{page}you/", {"office": "Prevention", "leave": "on"})
    assert answer.url == page
    assert (again(draft).office, again(draft).role_wanted) == ("Prevention", "lead_contact")


def test_the_newest_of_two_windows_wins_and_says_so(client, draft, page):
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{page}you/").content.decode())[1]
    given = {"office": "Prevention", "role": "lead_contact", "seen": seen}
    client.post(f"{page}you/", given | {"name": "First window"})
    answer = client.post(f"{page}you/", given | {"name": "Second window"}, follow=True)
    assert again(draft).name == "Second window"
    assert "also been saved in another window" in words(answer)


def test_one_window_hears_nothing_of_another(client, draft, page):
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{page}you/").content.decode())[1]
    given = {"name": "Noor", "office": "Prevention", "role": "lead_contact", "seen": seen}
    assert "another window" not in words(client.post(f"{page}you/", given, follow=True))


def test_each_principle_is_ticked_on_its_own(client, draft, page):
    answer = client.post(f"{page}principles/", {"principle_1": "on", "principle_3": "on"})
    assert answer.status_code == 422
    assert "Tick “principle.2” to go on." in words(answer)
    assert draft.acceptances.count() == 0
    client.post(f"{page}principles/", {"principle_1": "on", "leave": "on"})
    client.post(f"{page}principles/", {"principle_2": "on", "principle_3": "on"})
    assert set(draft.acceptances.values_list("principle", flat=True)) == set(lifecycle.joining.PRINCIPLES)


def test_nobody_accepts_words_that_changed_after_the_page_was_read(client, draft, page):
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{page}principles/").content.decode())[1]
    text = the_principles()[0]
    type(text).objects.filter(pk=text.pk).update(status="replaced")
    type(text).objects.create(
        key=text.key, number=2, title="New", body="New", status="published", published_at=timezone.now()
    )
    ticks = {"principle_1": "on", "principle_2": "on", "principle_3": "on"}
    answer = client.post(f"{page}principles/", ticks | {"seen": seen})
    assert answer.status_code == 422
    assert "has changed. Please read them again." in words(answer)
    assert draft.acceptances.count() == 0


# The evidence


def newest_code(draft):
    return mail_codes.digits_of(mail_codes.latest(mail_codes.for_request(draft)))


def test_the_code_may_be_typed_in_arabic_digits(client, draft, page):
    client.post(f"{page}evidence/code/")
    digits = newest_code(draft).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post(f"{page}evidence/", {"code": f" {digits[:3]} {digits[3:]} "}).status_code == 302
    assert again(draft).email_proven_at


def test_a_wrong_code_is_counted_and_the_fifth_kills_it(client, draft, page):
    client.post(f"{page}evidence/code/")
    right = newest_code(draft)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    answers = [client.post(f"{page}evidence/", {"code": wrong}) for _ in range(5)]
    assert {each.status_code for each in answers} == {422}
    assert "it was the last try" in words(answers[-1])
    assert client.post(f"{page}evidence/", {"code": right}).status_code == 422
    assert not again(draft).email_proven_at


def test_a_fourth_code_in_an_hour_is_not_sent(client, draft, page):
    for _ in range(3):
        client.post(f"{page}evidence/code/")
    assert "Three codes were sent within an hour" in words(client.post(f"{page}evidence/code/", follow=True))


def test_a_refused_letter_leaves_the_rest_of_the_page(client, draft, page, media):
    svg = a_letter("letter.png")
    given = {"letter": svg, "decision_number": "12/2026", "decision_on": "2026-10-01"}
    answer = client.post(f"{page}evidence/", given)
    assert answer.status_code == 422
    assert "What is inside “letter.png” is not what its ending says." in words(answer).replace("&quot;", "")
    assert 'value="12/2026"' in answer.content.decode()
    assert draft.evidence.count() == 0


def test_a_letter_is_read_by_its_sender_and_by_no_other_browser(client, draft, page, media):
    client.post(f"{page}evidence/", {"letter": a_letter("الرسالة.pdf"), "letter_on": "2026-11-01"})
    evidence = draft.evidence.get()
    assert (evidence.kind, evidence.file.name, str(evidence.document_on)) == ("letter", "الرسالة.pdf", "2026-11-01")
    address = evidence.file.get_absolute_url()
    assert Client().get(address).status_code == 404
    answer = client.get(address)
    assert answer.content == pdf()


def test_a_letter_can_be_taken_out_again_before_sending(client, draft, page, media):
    client.post(f"{page}evidence/", {"letter": a_letter()})
    key = re.search(r'name="document" value="(\w+)"', client.get(f"{page}evidence/").content.decode())[1]
    client.post(f"{page}evidence/remove/", {"document": "0" * 20})
    assert draft.evidence.count() == 1
    client.post(f"{page}evidence/remove/", {"document": key})
    assert draft.evidence.count() == 0


def test_a_letter_from_the_future_is_taken_and_marked(client, draft, page, media):
    client.post(f"{page}evidence/", {"letter": a_letter(), "letter_on": "2031-01-01"})
    assert draft.evidence.get().flags == ["dated_in_future"]


@pytest.mark.parametrize(
    "given, problem",
    [
        ({"decision_on": "2026-10-01"}, "Give the number of the decision"),
        ({"decision_number": "12/2026"}, "Give the date of the decision."),
        ({"letter_on": "2026-10-01"}, "Choose the file of the letter"),
        ({"code": "12345"}, "The code has six digits."),
    ],
)
def test_half_a_paper_is_asked_for_the_other_half(client, draft, page, given, problem):
    answer = client.post(f"{page}evidence/", given)
    assert answer.status_code == 422
    assert problem in words(answer)


# Checking, sending, and after


def sent_from(client, page):
    seen = re.search(r'name="seen" value="(\w+)"', client.get(f"{page}check/").content.decode())[1]
    return {"seen": seen, "summit_interest": "on"}


def test_a_request_sent_twice_has_one_number(client):
    request = a_ready_draft()
    page = opened(client, request)
    given = sent_from(client, page)
    answers = [client.post(f"{page}check/", given) for _ in range(2)]
    assert [(each.status_code, each.url) for each in answers] == [(302, page)] * 2
    assert again(request).status == "submitted"
    assert request.code in words(client.get(page))


def test_nothing_is_sent_without_the_check_page(client):
    request = a_ready_draft()
    page = opened(client, request)
    assert client.post(f"{page}check/", {}).status_code == 409
    given = sent_from(client, page)
    lifecycle.fill_in(request, by=the_holder_of(request), name="Somebody else")
    assert client.post(f"{page}check/", given).status_code == 409
    assert again(request).status == "draft"


def test_the_check_page_lists_what_is_missing_with_its_page(client, draft, page):
    answer = client.get(f"{page}check/").content.decode()
    for slug, lacks in [
        ("city", "Which authority you work for"),
        ("you", "Your office or post"),
        ("principles", "Your agreement to each principle"),
        ("evidence", "The code from our mail"),
    ]:
        assert f'<a href="{page}{slug}/">{lacks}</a>' in answer
    assert "Send the request" not in answer


def test_a_stale_page_of_a_sent_request_is_refused_with_what_changed(client):
    request = a_submitted_request()
    page = opened(client, request)
    answer = client.post(f"{page}you/", {"name": "Late", "office": "Late", "role": "lead_contact"})
    assert answer.status_code == 409
    assert "You have already sent this request" in words(answer)
    assert client.get(f"{page}you/").url == page
    assert again(request).name != "Late"


def test_a_draft_can_be_taken_back_after_a_page_that_says_what_happens(client, draft, page):
    assert "will not be checked any more" in words(client.get(f"{page}withdraw/"))
    assert again(draft).status == "draft"
    answer = client.post(f"{page}withdraw/", follow=True)
    assert again(draft).status == "withdrawn"
    assert "You have taken your request back" in words(answer)
    assert client.post(f"{page}withdraw/").status_code == 409


def test_what_was_asked_is_answered_with_words_and_a_document(client, dev, media):
    request = lifecycle.take(a_submitted_request(), by=dev)
    request = lifecycle.ask(request, by=dev, asked_for="Please send the letter of your mayor.")
    page = opened(client, request)
    assert "Please send the letter of your mayor." in words(client.get(page))
    answer = client.post(f"{page}answer/", {"answer": "", "document": a_letter()})
    assert answer.status_code == 422
    client.post(f"{page}answer/", {"answer": "Here it is.", "document": a_letter()})
    kept = again(request)
    assert (kept.status, kept.answer) == ("checking", "Here it is.")
    assert kept.evidence.filter(kind="letter").count() == 1
    assert client.get(f"{page}answer/").url == page


def test_a_refused_request_names_the_reason_and_gets_one_second_look(client, dev):
    request = lifecycle.take(a_submitted_request(), by=dev)
    reason = {"reason_code": "not_proven", "reason_text": "The number on the site does not know you."}
    request = lifecycle.refuse(request, by=dev, **reason)
    page = opened(client, request)
    assert "The number on the site does not know you." in words(client.get(page))
    assert "Another person will look" in words(client.post(f"{page}second-look/", follow=True))
    assert again(request).second_look_at
    assert client.post(f"{page}second-look/").status_code == 409


def test_the_link_of_a_draft_ends_thirty_days_after_the_last_save(client, draft):
    token = token_for("cities.joinrequest", draft.code, draft.link_issue)
    address = f"/join/{draft.code}/open/{token}/"
    JoinRequest.objects.update(saved_at=timezone.now() - timedelta(days=29))
    assert client.get(address).status_code == 200
    JoinRequest.objects.update(saved_at=timezone.now() - timedelta(days=31))
    assert client.get(address).status_code == 404


def test_no_page_of_the_journey_writes_when_it_is_read(client, draft, page):
    before = JoinRequest.objects.values().get(pk=draft.pk)
    for slug in ("", "city/", "city/?q=cordoba", "you/", "principles/", "evidence/", "check/", "withdraw/"):
        assert client.get(page + slug).status_code == 200
    assert JoinRequest.objects.values().get(pk=draft.pk) == before


@pytest.mark.parametrize("slug", ["evidence/code/", "evidence/remove/", "leave/"])
def test_what_only_acts_answers_no_get(client, page, slug):
    assert client.get(page + slug).status_code == 405


def test_what_is_typed_is_kept_before_it_is_sent_and_found_on_another_device(client, draft, page):
    typed = {"name": "Noor", "about": "We hope for\ncolleagues.", "draft_revision": "0"}
    kept = client.post(f"{page}you/", typed, headers={"X-Autosave": "1"})
    assert (kept.status_code, kept.json()["revision"]) == (200, 1)
    assert again(draft).name == ""
    elsewhere = Client()
    opened(elsewhere, draft)
    found = elsewhere.get(f"{page}you/").content.decode()
    assert 'value="Noor"' in found and "We hope for\ncolleagues." in found


def test_what_is_sent_wins_over_what_was_only_typed_and_a_second_window_hears_of_the_first(client, draft, page):
    window = {"office": "Prevention", "role": "lead_contact", "draft_revision": "0"}
    client.post(f"{page}you/", window | {"name": "First"}, headers={"X-Autosave": "1"})
    late = client.post(f"{page}you/", window | {"name": "Second"}, headers={"X-Autosave": "1"})
    assert (late.status_code, "another window" in late.json()["words"]) == (409, True)
    assert client.post(f"{page}you/", window | {"name": "Second"}).status_code == 302
    assert again(draft).name == "Second"
    assert 'value="Second"' in client.get(f"{page}you/").content.decode()
