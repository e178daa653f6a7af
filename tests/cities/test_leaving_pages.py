"""A city gives notice and takes it back; it says when it elects; both wait on the dashboard of its people."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone
from django.utils.formats import date_format

from cities.models import Election, Membership
from tests.reading import words
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NOTICE, BACK = "/cities/porto/notice/", "/cities/porto/notice/take-back/"
ELECTIONS, CHECK = "/cities/porto/elections/", "/cities/porto/confirm/"


@pytest.fixture
def signed_in(client, paulo, ana):
    return sign_in(client, paulo)


def notice_of(porto):
    return Membership.objects.get(city=porto).notice_on


def test_the_page_says_what_ends_and_when_and_changes_nothing(signed_in, porto):
    text = words(signed_in.get(NOTICE))
    day = date_format(timezone.now().date() + timedelta(days=30), "j F Y")
    assert f"the membership of Porto ends on {day}." in text and "you can take the notice back" in text
    assert notice_of(porto) is None


@pytest.mark.parametrize("typed", ["Porto", "  porto ", "PORTO"])
def test_the_political_lead_types_the_name_and_the_city_leaves_in_thirty_days(signed_in, porto, typed):
    answer = signed_in.post(NOTICE, {"name": typed}, follow=True)
    day = date_format(timezone.now().date() + timedelta(days=30), "j F Y")
    assert f"Notice is given. The membership ends on {day}." in words(answer)
    assert f"Notice was given: the membership ends on {day}." in words(signed_in.get("/cities/porto/history/"))
    assert notice_of(porto) == timezone.now().date()


@pytest.mark.parametrize("typed", ["", "Malmö", "Port", "Porto 2"])
def test_another_name_is_asked_again_and_stays_in_the_form(signed_in, porto, typed):
    answer = signed_in.post(NOTICE, {"name": typed})
    assert answer.status_code == 422
    assert "Type it again." in words(answer) or "Type the name of your city." in words(answer)
    assert not typed or f'value="{typed}"' in answer.content.decode()
    assert notice_of(porto) is None


def test_the_notice_is_taken_back(signed_in, porto):
    signed_in.post(NOTICE, {"name": "Porto"})
    assert signed_in.get(NOTICE).url == BACK
    assert "Stay in the network?" in words(signed_in.get(BACK))
    assert notice_of(porto)
    assert "Your city stays." in words(signed_in.post(BACK, follow=True))
    assert notice_of(porto) is None and signed_in.get(BACK).url == "/cities/porto/people/"


def test_giving_notice_twice_keeps_the_first_day(signed_in, porto):
    signed_in.post(NOTICE, {"name": "Porto"})
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        answer = signed_in.post(NOTICE, {"name": "Porto"})
    assert answer.status_code == 422 and "Notice was already given." in words(answer)


def test_an_old_login_proves_itself_before_a_city_leaves(client, ana, paulo, porto):
    answer = sign_in(client, paulo, ago=3600).post(NOTICE, {"name": "Porto"})
    assert answer.status_code == 302 and "/accounts/reauthenticate/" in answer.url
    assert notice_of(porto) is None


@pytest.mark.parametrize("who, status", [("ana", 403), ("dora", 403), ("pia", 403), ("linn", 404), ("dev", 404)])
def test_nobody_but_the_political_lead_gives_notice_or_takes_it_back(client, request, ana, paulo, porto, who, status):
    sign_in(client, request.getfixturevalue(who))
    for address in (NOTICE, BACK):
        given = [client.get(address).status_code, client.post(address, {"name": "Porto"}).status_code]
        assert given == [status, status]
    assert notice_of(porto) is None
    assert NOTICE not in client.get("/cities/porto/people/").content.decode()


def test_a_running_notice_waits_on_the_dashboard_of_those_who_lead(client, ana, paulo, pia, porto):
    sign_in(client, paulo).post(NOTICE, {"name": "Porto"})
    day = date_format(timezone.now().date() + timedelta(days=30), "j M Y")
    for somebody in (paulo, ana):
        assert f"can still be taken back Porto until {day}" in words(sign_in(client, somebody).get("/me/"))
    assert "can still be taken back" not in words(sign_in(client, pia).get("/me/"))


# Elections


@pytest.mark.parametrize("who", ["ana", "paulo", "dora"])
def test_those_who_lead_say_when_the_city_elects(client, request, ana, porto, who):
    sign_in(client, request.getfixturevalue(who))
    answer = client.post(ELECTIONS, {"on": "2027-09-26"}, follow=True)
    assert "The election of 26 September 2027 is on record." in words(answer)
    assert Election.objects.get().on == date(2027, 9, 26)
    assert "26 September 2027" in words(client.get(ELECTIONS))


@pytest.mark.parametrize("bad", ["1900-01-01", "2999-01-01", "soon", "", "2027-02-30"])
def test_an_impossible_day_is_asked_again(client, ana, porto, bad):
    answer = sign_in(client, ana).post(ELECTIONS, {"on": bad})
    assert answer.status_code == 422 and not Election.objects.exists()
    assert not bad or f'value="{bad}"' in answer.content.decode()


def test_one_day_is_recorded_once(client, ana, porto):
    sign_in(client, ana).post(ELECTIONS, {"on": "2027-09-26"})
    answer = client.post(ELECTIONS, {"on": "2027-09-26"})
    assert answer.status_code == 422 and "This election is on record already." in words(answer)


def test_a_month_after_the_election_the_question_waits_until_the_right_to_sign_sleeps(client, ana, paulo, pia, porto):
    elected = timezone.now().date()
    Election.objects.create(city=porto, on=elected)
    question = "After the election: is the political lead still the same?"
    for days, is_asked in ((29, False), (30, True), (100, True)):
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=False):
            text = words(sign_in(client, ana).get("/me/"))
            assert (question in text) == is_asked, days
            assert not is_asked or f"until {date_format(elected + timedelta(days=91), 'j M Y')}" in text
            assert question not in words(sign_in(client, pia).get("/me/"))
    with time_machine.travel(timezone.now() + timedelta(days=101), tick=False):
        sign_in(client, ana).post(CHECK, {"items": ["political_lead"], "still_lead": "on"})
        assert question not in words(client.get("/me/"))
