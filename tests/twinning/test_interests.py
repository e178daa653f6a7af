"""One city asks another: from a practice in two clicks, answered, taken back, reminded, or not answered in time."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from scn_portal.notifications.models import OutboxMail
from scn_portal.sharing import Sharing
from tests.factories.cities import a_member, a_representative
from tests.factories.hub import a_resource
from tests.factories.twinning import a_profile, a_theme, an_interest, set_on_hold
from tests.signing_in import sign_in
from twinning.models import Interest
from twinning.tasks.interests import lapse_interests, remind_interests

pytestmark = pytest.mark.django_db
NEW = "/twinning/interests/new/"


def text(answer):
    return " ".join(answer.content.decode().split())


def page_of(interest, verb="detail"):
    return reverse(f"twinning:interest_{verb}", args=[interest.code])


def as_filled(answer):
    """What a browser sends when nothing was changed in the form."""
    form, key = answer.context["form"], re.search(r'name="submission_key" value="(\w+)"', answer.content.decode())
    sent = {bound.name: bound.field.prepare_value(bound.value()) for bound in form}
    return {name: value for name, value in sent.items() if value is not None} | {"submission_key": key[1]}


@pytest.fixture
def practice(malmo):
    return a_resource(malmo)


def test_from_the_page_of_a_practice_it_is_sent_with_the_second_click(client, practice, porto, malmo, ana):
    browser = sign_in(client, ana)
    there = f"{NEW}?practice={practice.code}"
    assert f'href="{there}"' in text(browser.get(practice.get_absolute_url()))
    filled = as_filled(browser.get(there))
    assert practice.title in filled["aim"]
    answer = browser.post(there, filled)
    interest = Interest.objects.get()
    assert answer.url == interest.get_absolute_url()
    assert (interest.from_city, interest.to_city, interest.resource) == (porto, malmo, practice)
    assert [each.code for each in interest.themes.all()] == ["youth"]
    assert (interest.wish, interest.status, interest.sent_by) == ("call", "open", ana)
    assert browser.post(there, filled).url == interest.get_absolute_url()  # the same form, sent twice
    assert Interest.objects.count() == 1


def test_the_practice_says_what_was_asked_already_and_nobody_asks_it_twice(client, practice, porto, malmo, ana):
    interest = an_interest(porto, malmo, resource=practice)
    browser = sign_in(client, ana)
    assert interest.get_absolute_url() in text(browser.get(practice.get_absolute_url()))
    answer = browser.post(f"{NEW}?practice={practice.code}", asking(porto, malmo))
    assert "has asked this already" in text(answer)
    assert Interest.objects.count() == 1


def asking(from_city, to_city, **more):
    return {"from_city": from_city.pk, "to_city": to_city.pk, "wish": "visit", "aim": "How do you do it?"} | more


def test_a_city_that_is_named_is_asked_about_what_it_offers(client, porto, malmo, ana):
    a_profile(malmo, offers={"schools": 2, "families": 1})
    browser = sign_in(client, ana)
    form = browser.get(f"{NEW}?city={malmo.slug}").context["form"]
    assert {each.code for each in form.fields["themes"].queryset} == {"schools", "families"}
    browser.post(f"{NEW}?city={malmo.slug}", asking(porto, malmo, themes=[a_theme("schools").pk]))
    assert Interest.objects.get().resource is None
    assert browser.post(f"{NEW}?city={malmo.slug}", asking(porto, malmo, aim=" ")).status_code == 422


@pytest.mark.parametrize("who", ["pia", "mia", "eve"])
def test_whoever_leads_no_city_does_not_ask(client, request, practice, who):
    browser = sign_in(client, request.getfixturevalue(who))
    assert browser.get(f"{NEW}?practice={practice.code}").status_code == 403
    assert browser.post(f"{NEW}?practice={practice.code}", {}).status_code == 403
    assert NEW not in text(browser.get(practice.get_absolute_url()))


def test_a_city_on_hold_reads_and_neither_asks_nor_answers(client, practice, porto, malmo, ana, linn):
    interest = an_interest(malmo, porto)
    set_on_hold(porto)
    browser = sign_in(client, ana)
    assert browser.get(f"{NEW}?practice={practice.code}").status_code == 403
    assert browser.get(page_of(interest)).status_code == 200
    assert browser.post(page_of(interest, "accept"), {}).status_code == 403
    assert Interest.objects.get().status == "open"
    there = sign_in(client, linn).get(f"{NEW}?city={porto.slug}", follow=True)
    assert "Nobody can be asked there at present" in text(there)


def test_what_one_may_not_read_cannot_be_asked_about(client, porto, malmo, ana):
    hidden = a_resource(malmo, sharing=Sharing.AMBER)
    browser = sign_in(client, ana)
    for query in (f"practice={hidden.code}", "practice=SCN-NOTHING", "city=nowhere"):
        assert browser.get(f"{NEW}?{query}").status_code == 404, query
    assert browser.get(NEW).url == "/twinning/discover/"


def test_of_two_owners_one_is_chosen(client, porto, malmo, ana, practice):
    braga = a_member("Braga")
    practice.resource_cities.create(city=braga, role="co_owner")
    browser = sign_in(client, ana)
    browser.post(f"{NEW}?practice={practice.code}", asking(porto, braga))
    assert Interest.objects.get().to_city == braga


def test_inbox_and_outbox_are_those_of_ones_cities(client, porto, malmo, ana):
    elsewhere = a_member("Elsewhere")
    an_interest(porto, malmo, aim="We ask Malmö.")
    an_interest(elsewhere, porto, aim="Elsewhere asks us.")
    an_interest(elsewhere, malmo, aim="None of our business.")
    page = text(sign_in(client, ana).get("/twinning/interests/"))
    inbox, outbox = page.split('id="outbox"')
    assert "Elsewhere asks us." in inbox
    assert "We ask Malmö." in outbox
    assert "None of our business." not in page


@pytest.mark.parametrize("number", [1, 30])
def test_the_lists_take_the_same_queries_however_long_they_are(client, porto, ana, django_assert_num_queries, number):
    for _each in range(number):
        an_interest(a_member(), porto)
        an_interest(porto, a_member())
    browser = sign_in(client, ana)
    browser.get("/twinning/interests/")
    with django_assert_num_queries(7):
        browser.get("/twinning/interests/")


def test_a_yes_tells_the_city_that_asked(client, porto, malmo, ana, linn, mailbox):
    interest = an_interest(malmo, porto)
    browser = sign_in(client, ana)
    assert "Say yes to this city?" in text(browser.get(page_of(interest, "accept")))
    assert browser.post(page_of(interest, "accept"), {"answer": "Gladly, in May."}).url == page_of(interest)
    mail = mailbox.newest("linn@malmo.example")
    assert mail.subject == "\u2068Porto\u2069 says yes to \u2068Malmö\u2069"
    page = text(sign_in(client, linn).get(page_of(interest)))
    assert "Gladly, in May." in page
    assert client.post(page_of(interest, "decline"), {}).status_code == 403  # the other city answers
    assert sign_in(client, ana).post(page_of(interest, "decline"), {}).status_code == 409


def test_a_no_is_told_without_the_name_of_the_city(client, porto, malmo, ana, linn, mailbox):
    interest = an_interest(malmo, porto)
    sign_in(client, ana).post(page_of(interest, "decline"), {"answer": ""})
    mail = mailbox.newest("linn@malmo.example")
    assert mail.subject == "A request of your city was answered"
    assert "Porto" not in mail.text


def test_a_request_is_taken_back_by_its_own_city(client, porto, malmo, ana, linn):
    interest = an_interest(porto, malmo)
    assert sign_in(client, linn).post(page_of(interest, "withdraw")).status_code == 403
    sign_in(client, ana).post(page_of(interest, "withdraw"))
    assert Interest.objects.get().status == "withdrawn"


def test_the_leads_of_the_city_that_is_asked_hear_of_it(client, porto, malmo, ana, linn, bo, practice, mailbox):
    sign_in(client, ana).post(f"{NEW}?practice={practice.code}", asking(porto, malmo))
    mail = mailbox.newest("linn@malmo.example")
    assert mail.subject == "\u2068Porto\u2069 would like to learn from \u2068Malmö\u2069"
    assert mailbox.count("bo@malmo.example") == 0
    assert Interest.objects.get().get_absolute_url() in mail.text


def test_reminders_on_the_tenth_and_the_twentieth_day_and_none_after_the_answer(porto, malmo, linn, mailbox):
    interest, now = an_interest(porto, malmo), timezone.now()
    sent = []
    for day in (9, 10, 11, 20, 21, 29):
        with time_machine.travel(now + timedelta(days=day, hours=1), tick=False):
            remind_interests()
            sent.append(OutboxMail.objects.filter(kind="twinning.interest_received").count())
    assert sent == [0, 1, 1, 2, 2, 2]
    assert mailbox.newest("linn@malmo.example").subject == "\u2068Porto\u2069 still waits for your answer"
    Interest.objects.filter(pk=interest.pk).update(status="declined")
    with time_machine.travel(now + timedelta(days=22), tick=False):
        remind_interests()
    assert OutboxMail.objects.filter(kind="twinning.interest_received").count() == 2


def test_after_thirty_days_it_lapses_by_itself(porto, malmo, ana, mailbox):
    interest, now = an_interest(porto, malmo), timezone.now()
    for day, status in ((29, "open"), (31, "lapsed"), (32, "lapsed")):
        with time_machine.travel(now + timedelta(days=day), tick=False):
            lapse_interests()
        interest.refresh_from_db()
        assert interest.status == status
    assert mailbox.newest("ana@porto.example").subject == "A request of your city was not answered in time"


def test_only_the_two_cities_and_staff_open_it(client, porto, ana, mia, linn, bo):
    interest = an_interest(a_member(), porto)
    for who, status in ((ana, 200), (mia, 200), (linn, 404), (bo, 404)):
        assert sign_in(client, who).get(page_of(interest)).status_code == status


def test_who_leads_several_cities_says_for_which(client, porto, malmo, ana, practice):
    braga = a_member("Braga")
    a_representative(braga, ana, "deputy")
    browser = sign_in(client, ana)
    assert "For which city" in text(browser.get(f"{NEW}?practice={practice.code}"))
    browser.post(f"{NEW}?practice={practice.code}", asking(braga, malmo))
    assert Interest.objects.get().from_city == braga
