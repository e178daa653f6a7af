"""The public pages of the bodies: on any day, for everybody, and the parts that only members read."""

from datetime import date, timedelta

import pytest

from cities.models import Advice, SeatPerson, SeatTerm
from cities.status import today
from scn_portal.ui.models import Draft
from tests.factories.cities import a_city, a_country, a_member, a_membership, a_term
from tests.factories.governance import (
    a_decision,
    a_priority,
    a_rule,
    a_seat,
    a_seat_person,
    a_seat_term,
    a_waiver,
    an_organisation,
    some_advice,
)
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def page(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def seated(porto, malmo, ana):
    term = a_seat_term(porto, since=date(2018, 3, 1), co_chair=(date(2020, 1, 1), None))
    a_seat_person(term, ana, office="Head of prevention")
    a_seat_term(malmo, since=date(2016, 1, 1), until=date(2019, 1, 1))
    a_seat()
    return term


# The committee


def test_the_committee_shows_its_seats_vacancies_and_co_chair_of_today(client, seated):
    text = page(client, "/cities/committee/")
    assert "Porto" in text and "Co-chair" in text and "1 March 2018" in text
    assert text.count("Vacant</span>") == 2  # Malmö's seat and the one never held
    assert "<dd>24</dd>" in text  # of 25 wished for


def test_the_committee_of_a_day_in_the_past(client, seated):
    then = page(client, "/cities/committee/?on=2017-01-01").partition('id="years"')[0]
    assert 'href="/cities/malmo/"' in then and 'href="/cities/porto/"' not in then
    assert "Co-chair" not in then
    now = page(client, "/cities/committee/")
    assert "Earlier members" in now and "2016–2019" in now


@pytest.mark.parametrize("on", ["1999-01-01", "2999-01-01", "yesterday", "2020-02-30"])
def test_a_day_that_cannot_be_shown_is_told_and_today_is_shown(client, seated, on):
    text = page(client, f"/cities/committee/?on={on}")
    assert "Porto" in text and 'data-state="error"' in text


def test_the_office_is_for_everybody_and_the_name_for_members(client, seated, linn, eve):
    def shown():
        text = page(client, "/cities/committee/")
        return "Head of prevention" in text, "<bdi>Ana</bdi>" in text

    assert shown() == (True, False)
    sign_in(client, eve)
    assert shown() == (True, False)
    sign_in(client, linn)
    assert shown() == (True, True)


def test_a_city_whose_page_is_closed_stands_there_by_name_without_a_link(client):
    a_seat_term(a_city("Beja"))
    text = page(client, "/cities/committee/")
    assert "<bdi>Beja</bdi>" in text and "/cities/beja/" not in text


def test_the_balance_is_drawn_with_a_table_and_its_warnings_in_words(client, seated):
    a_rule("region_max", 0)
    text = page(client, "/cities/committee/")
    assert "Europe: 1 seat, at most 0" in text
    assert "1 (100 %)" in text and 'data-series="2"' in text
    assert "At most 0 from each region" in text


def test_a_waived_warning_says_until_when_and_why(client, seated):
    rule = a_rule("country_max", 0)
    waiver = a_waiver(rule, country="PT", reason="it founded the network", until_on=date(2098, 5, 1))
    text = " ".join(page(client, "/cities/committee/").split())
    assert "Portugal: 1 seat, at most 0" in text
    assert "waived until" in text and "1 May 2098" in text and "because <bdi>it founded the network</bdi>" in text
    assert waiver.decision.get_absolute_url() in text
    assert "The balance is not as the rules want it" not in text


def test_the_tables_hold_what_the_page_shows(client, seated):
    rows = page(client, "/cities/committee/seats.csv?on=2018-06-01").splitlines()
    assert rows[0].endswith("TLP:CLEAR") and len(rows) == 4
    assert (
        "Porto,Portugal,PT,Europe,2018-03-01,day,,no," in rows[-1] or "Porto,Portugal,PT,Europe,2018-03-01" in rows[-2]
    )
    shares = page(client, "/cities/committee/balance.csv").splitlines()
    assert shares[2] == "Europe,150,1,100.0,2,100.0"


def test_nobody_seated_yet_is_said(client):
    assert "No seat is set up yet" in page(client, "/cities/committee/")
    assert "Nobody has been seated in the board yet" in page(client, "/cities/board/")


def test_the_committee_asks_as_many_questions_for_thirty_seats_as_for_one(client, django_assert_num_queries):
    a_seat_term(a_member())
    page(client, "/cities/committee/")
    with django_assert_num_queries(10):
        page(client, "/cities/committee/")
    for _more in range(29):
        a_seat_term(a_member())
    with django_assert_num_queries(10):
        page(client, "/cities/committee/")


def test_the_page_of_a_city_says_since_when_it_sits_and_when_it_sat(client, seated):
    assert "In the Steering Committee since" in page(client, "/cities/porto/")
    assert "Sat in the Steering Committee from 2016 to 2019" in page(client, "/cities/malmo/")
    a_member("Faro")
    assert "Steering Committee</h2>" not in page(client, "/cities/faro/")


def test_the_directory_lists_the_cities_of_the_committee_alone(client, seated):
    text = page(client, "/cities/?committee=1")
    assert 'href="/cities/porto/"' in text and 'href="/cities/malmo/"' not in text


def test_a_former_member_stays_in_the_seats_of_then(client):
    gone = a_city("Lagos")
    a_membership(gone, date(2016, 1, 1), ended_on=date(2020, 1, 1))
    a_seat_term(gone, since=date(2016, 1, 1), until=date(2019, 1, 1))
    assert "Lagos" in page(client, "/cities/committee/?on=2017-01-01")


# The board


def test_the_board_shows_organisations_and_the_advice_that_the_reader_may_read(client, porto, ana):
    term = a_seat_term(an_organisation("Voices of the young", a_country()))
    decided, proposal = a_decision(status="adopted", title="Decided so"), a_decision(title="A proposal")
    for decision in (decided, proposal):
        some_advice(decision, ana, term.organisation)
    text = page(client, "/cities/board/")
    assert "Voices of the young" in text and "Decided so" in text and "A proposal" not in text
    sign_in(client, ana)
    assert "A proposal" in page(client, "/cities/board/")


# Decisions


def test_everybody_reads_what_was_decided_and_members_what_is_proposed(client, ana):
    a_decision(status="adopted", title="Public")
    a_decision(status="adopted", title="For members", sharing=1)
    proposal = a_decision(title="Still open")
    text = page(client, "/cities/decisions/")
    assert "Public" in text and "For members" not in text and "Still open" not in text
    assert client.get(proposal.get_absolute_url()).status_code == 404
    sign_in(client, ana)
    text = page(client, "/cities/decisions/")
    assert "For members" in text and "Still open" in text
    assert "Still open" in page(client, proposal.get_absolute_url())


def test_decisions_are_narrowed_by_body_year_and_kind_and_nonsense_is_left_out(client):
    a_decision("seats", "adopted", title="Seats of 2023", year=2023)
    a_decision("statement", "adopted", "advisory", title="Words of 2024")
    for query, shown in [
        ("body=advisory", {"Words of 2024"}),
        ("year=2023", {"Seats of 2023"}),
        ("kind=statement&year=2024", {"Words of 2024"}),
        ("kind=statement&year=2023", set()),
        ("kind=nonsense&year=x&body=-", {"Words of 2024", "Seats of 2023"}),
    ]:
        text = page(client, f"/cities/decisions/?{query}")
        assert {title for title in ("Seats of 2023", "Words of 2024") if title in text} == shown, query


def test_a_decision_shows_votes_advice_what_rests_on_it_and_what_corrects_it(client, ana):
    given = {"votes_for": 20, "votes_against": 3, "abstentions": 2, "observers": "OHCHR"}
    decision = a_decision("priority", "adopted", title="Young people first", **given)
    advice = some_advice(decision, ana, an_organisation("Voices"), answer="taken", answer_text="We do that.")
    a_priority(decision=decision)
    a_decision("priority", "adopted", title="Rather so", corrects=decision)
    text = page(client, decision.get_absolute_url())
    for words in ("20 for, 3 against, 2 abstained", "OHCHR", "Voices", advice.text, "We do that.", "Young people <"):
        assert words in text, words
    assert "A later decision corrects this one" in text and "Rather so" in text
    assert "Ana" not in text


def test_a_correction_that_is_for_members_does_not_show_to_others(client):
    decision = a_decision(status="adopted", title="First")
    a_decision(status="adopted", title="Quiet", corrects=decision, sharing=1)
    assert "Quiet" not in page(client, decision.get_absolute_url())


def test_the_list_of_decisions_asks_as_many_questions_for_thirty_as_for_one(client, django_assert_num_queries):
    a_decision(status="adopted")
    page(client, "/cities/decisions/")
    with django_assert_num_queries(3):
        page(client, "/cities/decisions/")
    for _more in range(29):
        a_decision(status="adopted")
    with django_assert_num_queries(3):
        page(client, "/cities/decisions/")


# Advice


@pytest.fixture
def adviser(eve):
    a_seat_person(a_seat_term(an_organisation("Voices")), eve)
    return eve


def test_a_person_of_the_board_writes_advice_and_it_stands_under_the_proposal(client, adviser):
    proposal = a_decision(title="A proposal")
    sign_in(client, adviser)
    path = f"{proposal.get_absolute_url()}advice/"
    assert path in page(client, proposal.get_absolute_url())
    organisation = SeatPerson.objects.get().term.organisation
    answer = client.post(path, {"organisation": organisation.pk, "text": "Listen to the young."})
    assert answer["Location"] == proposal.get_absolute_url()
    assert Advice.objects.get().text == "Listen to the young."
    assert "Listen to the young." in page(client, proposal.get_absolute_url())
    assert not Draft.objects.exists()


def test_advice_that_is_not_finished_is_kept(client, adviser):
    path = f"{a_decision().get_absolute_url()}advice/"
    sign_in(client, adviser)
    organisation = SeatPerson.objects.get().term.organisation
    values = {"organisation": organisation.pk, "text": "Half a thought", "save_draft": "1"}
    client.post(path, values)
    assert Advice.objects.count() == 0
    assert "Half a thought" in page(client, path)


def test_advice_without_words_is_asked_for_again(client, adviser):
    sign_in(client, adviser)
    organisation = SeatPerson.objects.get().term.organisation
    answer = client.post(f"{a_decision().get_absolute_url()}advice/", {"organisation": organisation.pk, "text": ""})
    assert answer.status_code == 422


def test_advice_on_what_is_decided_leads_back_to_the_decision(client, adviser):
    decision = a_decision(status="adopted")
    sign_in(client, adviser)
    assert client.get(f"{decision.get_absolute_url()}advice/")["Location"] == decision.get_absolute_url()


def test_nobody_else_writes_advice(client, ana):
    path = f"{a_decision().get_absolute_url()}advice/"
    assert client.get(path).status_code == 302  # to the sign-in page
    sign_in(client, ana)
    assert client.get(path).status_code == 403
    assert client.post(path, {"text": "x"}).status_code == 403


def test_a_person_who_left_the_board_finds_no_proposal(client, adviser):
    proposal = a_decision()
    sign_in(client, adviser)
    SeatTerm.objects.update(period=(date(2020, 1, 1), today()))
    assert client.get(f"{proposal.get_absolute_url()}advice/").status_code == 404


# Priorities


def test_priorities_stand_by_time_for_those_who_may_read_their_decision(client, porto, ana):
    week = timedelta(days=7)
    a_priority(a_term("theme", "youth", "Young people"))
    quiet = a_decision("priority", "adopted", title="Quiet", sharing=1)
    a_priority(a_term("theme", "online", "Online harm"), date(2020, 1, 1), date(2021, 1, 1), decision=quiet)
    a_priority(a_term("theme", "schools", "Schools"), today() + week)
    text = page(client, "/cities/priorities/")
    now, coming = (text.index(f'id="{each}"') for each in ("now", "coming"))
    assert now < text.index("Young people</h3>") < coming < text.index("Schools</h3>")
    assert "A decision" in text and "Quiet" not in text and "Online harm" not in text
    text = page(sign_in(client, ana), "/cities/priorities/")
    assert text.index('id="past"') < text.index("Online harm</h3>") < text.index("Quiet")
    assert "/hub/resources/?theme=youth" in text


def test_no_priority_yet_is_said(client):
    assert "No theme has been put first yet" in page(client, "/cities/priorities/")


def test_priorities_ask_as_many_questions_for_thirty_as_for_one(client, django_assert_num_queries):
    decision = a_decision("priority", "adopted")
    a_priority(a_term("theme", "t0", "T"), decision=decision)
    page(client, "/cities/priorities/")
    with django_assert_num_queries(2):
        page(client, "/cities/priorities/")
    for number in range(1, 30):
        a_priority(a_term("theme", f"t{number}", "T"), decision=decision)
    with django_assert_num_queries(2):
        page(client, "/cities/priorities/")
