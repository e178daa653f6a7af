"""Seats that end, and cities out of good standing: who is told, once, and what waits for administrators."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cities import notifications
from cities.lifecycle import seats
from cities.lifecycle.membership import end_role
from cities.models import Confirmation, SeatPerson, SeatTerm
from cities.seat_watch import ADVICE, SEATS, days_out
from cities.status import in_good_standing, months_after, today
from cities.tasks import watch_seats
from scn_portal.notifications.models import OutboxMail
from scn_portal.notifications.rendering import HeldBack, message_for
from tests.cast import staff
from tests.factories.cities import a_city, a_membership, a_representative
from tests.factories.governance import a_decision, a_seat_person, a_seat_term, an_organisation, some_advice

pytestmark = pytest.mark.django_db
MONTHS_TO_HOLD = 15


def told():
    """Who was told of a seat, by name."""
    mails = OutboxMail.objects.filter(kind="cities.seat_ending").select_related("person")
    return sorted(each.person.name for each in mails)


def silent_for(days):
    """A seated city that fell out of good standing so many days ago: nobody confirmed it for fifteen months before."""
    city = a_city("Quietport")
    a_representative(city)
    a_membership(city, date(2010, 1, 1))
    day = today() - timedelta(days=days - 1)
    confirmed = day - timedelta(days=300)
    while not _holds_from(confirmed, day):
        confirmed -= timedelta(days=1)
    Confirmation.objects.create(membership=city.memberships.get(), on=confirmed, basis="register", items=["contacts"])
    return a_seat_term(city)


def _holds_from(confirmed, day):
    return months_after(confirmed, MONTHS_TO_HOLD) < day


def test_a_term_that_ends_within_180_days_is_told_once_to_those_who_lead_the_city(porto, ana, paulo, dora, pia):
    a_seat_term(porto, until=today() + timedelta(days=180))
    watch_seats()
    watch_seats()
    assert told() == ["Ana", "Dora", "Paulo"]
    text = message_for(OutboxMail.objects.get(person=ana)).get_body(["plain"]).get_content()
    assert "ends on" in text and "Porto" in text


def test_an_end_far_away_or_none_is_told_to_nobody(porto, malmo, ana):
    a_seat_term(porto, until=today() + timedelta(days=181))
    a_seat_term(malmo)
    watch_seats()
    assert told() == []


@pytest.mark.parametrize(("days", "mails"), [(59, 0), (60, 1), (61, 1), (89, 1), (90, 1)])
def test_a_city_out_of_good_standing_is_told_after_60_and_after_90_days(days, mails):
    term = silent_for(days)
    assert days_out(term.city, today()) == days and not in_good_standing(term.city)
    watch_seats()
    watch_seats()
    assert len(told()) == mails
    assert [each.days_out for each in SEATS.rows()] == [days]


def test_the_second_flag_is_a_second_mail(time_machine):
    term = silent_for(60)
    watch_seats()
    time_machine.move_to(timezone.now() + timedelta(days=30))
    watch_seats()
    assert len(told()) == 2
    assert SEATS.next_action(SEATS.rows().get()) == "End the term"
    seats.end_term(term, by=staff("Ada", "administrator"), on=today(), why="Out of good standing for 90 days.")
    assert not SEATS.rows().exists()


def test_a_mail_is_held_back_when_nothing_threatens_the_seat_any_more(porto, ana):
    term = a_seat_term(porto, until=today() + timedelta(days=10))
    watch_seats()
    SeatTerm.objects.filter(pk=term.pk).update(period=(date(2015, 9, 29), None))
    with pytest.raises(HeldBack):
        message_for(OutboxMail.objects.get(kind="cities.seat_ending"))


def test_who_sat_in_a_term_that_is_over_has_left_it(porto, ana):
    term = a_seat_term(porto)
    person = a_seat_person(term, ana)
    SeatTerm.objects.filter(pk=term.pk).update(period=(date(2015, 9, 29), today()))
    watch_seats()
    person.refresh_from_db()
    assert person.until is not None


def test_who_loses_the_last_role_in_the_city_leaves_its_seat(porto, ana, dora, django_capture_on_commit_callbacks):
    person = a_seat_person(a_seat_term(porto), dora)
    with django_capture_on_commit_callbacks(execute=True):
        end_role(porto.representatives.get(user=dora), by=ana)
    person.refresh_from_db()
    assert person.until is not None


def test_a_new_person_of_the_board_is_led_to_a_password(ada, django_capture_on_commit_callbacks):
    term = a_seat_term(an_organisation("Voices"))
    with django_capture_on_commit_callbacks(execute=True):
        seats.name_person(by=ada, within=term, email="noor@voices.example", name="Noor", office="Director")
    text = message_for(OutboxMail.objects.get(kind="cities.seat_named")).get_body(["plain"]).get_content()
    assert "Voices" in text and "/accounts/password/reset/" in text and "Choose a password" in text
    assert SeatPerson.objects.get().user.name == "Noor"


def test_a_person_of_a_city_gets_no_mail_about_an_account(ada, porto, ana, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        seats.name_person(by=ada, within=a_seat_term(porto), email=ana.email)
    assert not OutboxMail.objects.filter(kind="cities.seat_named").exists()


def test_unanswered_advice_waits_for_administrators_until_the_proposal_is_gone(ana):
    some_advice(a_decision(), ana)
    some_advice(a_decision(status="withdrawn"), ana)
    some_advice(a_decision(), ana, answer="taken", answer_text="We do.")
    assert ADVICE.rows().count() == 1


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_mails_about_seats_render_whole_in_both_directions(language, porto, ana, eve):
    a_seat_term(porto, until=today() + timedelta(days=10))
    watch_seats()
    notifications.seat_person_named(a_seat_person(a_seat_term(an_organisation("Voices")), eve))
    type(ana).objects.update(language=language)
    OutboxMail.objects.update(language=language)
    for row in OutboxMail.objects.select_related("person"):
        message = message_for(row)
        text, page = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
        assert message["Subject"] and "{{" not in text + page and "None" not in text and "<p" not in text
        assert page.count('class="button"') == 1 and f'lang="{language}"' in page
