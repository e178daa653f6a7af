"""Saved searches, and the mail about what is new in them."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from hub.alerts import send_alerts
from hub.models import Resource, SavedSearch
from scn_portal.notifications.models import OutboxMail
from scn_portal.sharing import Sharing
from tests.factories.hub import a_content, a_findable
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
OWN = "/me/searches/"


def saved(user, query="theme=youth", rhythm="daily", days_ago=1, **more):
    told = timezone.now() - timedelta(days=days_ago)
    return SavedSearch.objects.create(user=user, name="Youth", query=query, rhythm=rhythm, told_until=told, **more)


# The pages


def test_a_search_is_saved_from_the_list_and_stands_in_ones_own_list(client, linn, malmo):
    sign_in(client, linn)
    a_findable(malmo)
    html = client.get("/hub/resources/?theme=youth&q=mentors").content.decode()
    assert 'href="/me/searches/new/?q=mentors&amp;theme=youth"' in html
    form = client.get(f"{OWN}new/?q=mentors&theme=youth").content.decode()
    assert 'value="mentors, Youth"' in form
    response = client.post(f"{OWN}new/?theme=youth&q=mentors", {"name": "Mine", "rhythm": "daily"})
    assert (response.status_code, response["Location"]) == (302, OWN)
    search = SavedSearch.objects.get()
    assert (search.user, search.name, search.query, search.rhythm) == (linn, "Mine", "q=mentors&theme=youth", "daily")
    assert 'href="/hub/resources/?q=mentors&amp;theme=youth"' in client.get(OWN).content.decode()


def test_the_same_question_is_saved_once_and_fifty_are_enough(client, linn):
    sign_in(client, linn)
    values = {"name": "Mine", "rhythm": "never"}
    assert client.post(f"{OWN}new/?year=2020", values).status_code == 302
    again = client.post(f"{OWN}new/?year=2020", values)
    assert again.status_code == 422
    assert "You have saved this search already." in again.content.decode()
    for year in range(1950, 1999):
        saved(linn, f"year={year}")
    assert client.post(f"{OWN}new/?year=2021", values).status_code == 422
    assert SavedSearch.objects.filter(user=linn).count() == 50


def test_name_and_rhythm_are_changed_and_a_search_is_deleted_by_its_owner_alone(client, linn, ana):
    search = saved(linn)
    sign_in(client, ana)
    for way in ("", "delete/"):
        assert client.get(f"{OWN}{search.code}/{way}").status_code == 404
        assert client.post(f"{OWN}{search.code}/{way}", {"name": "x", "rhythm": "never"}).status_code == 404
    sign_in(client, linn)
    client.post(f"{OWN}{search.code}/", {"name": "Other", "rhythm": "weekly"})
    search.refresh_from_db()
    assert (search.name, search.rhythm) == ("Other", "weekly")
    assert client.post(f"{OWN}{search.code}/delete/").status_code == 302
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize("number", [1, 30])
def test_the_own_list_asks_as_many_questions_for_thirty_as_for_one(client, linn, django_assert_max_num_queries, number):
    for each in range(number):
        saved(linn, f"year={1950 + each}&theme=youth")
    sign_in(client, linn).get(OWN)
    with django_assert_max_num_queries(5):
        client.get(OWN)


# The mail


def mails():
    return OutboxMail.objects.filter(kind="hub.search_matched")


def test_one_mail_tells_what_is_new_in_all_searches_and_a_second_run_tells_nothing(mailbox, linn, porto, malmo):
    with time_machine.travel(timezone.now() - timedelta(days=3)):
        a_findable(porto, content=a_content("Known already"))
    saved(linn)
    saved(linn, "country=SE", rhythm="weekly", days_ago=8)
    saved(linn, "country=KE")
    a_findable(porto, content=a_content("Mentors in Porto"))
    a_findable(malmo, content=a_content("Schools in Malmö", theme_main=["schools"]), sharing=Sharing.GREEN)
    send_alerts()
    send_alerts()
    assert mails().count() == 1
    mail = mailbox.newest("linn@malmo.example")
    assert mailbox.count("linn@malmo.example") == 1
    assert mail.subject == "2 new matches of your saved searches"
    for part in (mail.text, mail.html):
        assert "Mentors in Porto" in part
        assert "Schools in Malmö" in part
        assert "Known already" not in part


def test_what_was_narrowed_before_the_mail_went_out_is_not_in_it(mailbox, linn, porto):
    saved(linn)
    stays = a_findable(porto, content=a_content("It stays"))
    narrowed = a_findable(porto, content=a_content("It was narrowed"))
    send_alerts()
    Resource.objects.filter(pk=narrowed.pk).update(sharing=Sharing.AMBER)
    mail = mailbox.newest("linn@malmo.example")
    assert "It stays" in mail.text
    assert "It was narrowed" not in mail.text + mail.html
    assert narrowed.code not in mail.text + mail.html
    assert stays.slug in mail.text


def test_where_nothing_is_left_to_tell_no_mail_goes_out(mailbox, linn, porto):
    saved(linn)
    item = a_findable(porto)
    send_alerts()
    Resource.objects.filter(pk=item.pk).update(status="taken_down")
    mailbox.collect()
    assert mails().get().state == "suppressed"


def test_above_green_the_mail_holds_a_link_and_nothing_else(mailbox, ana, porto):
    saved(ana)
    item = a_findable(porto, content=a_content("A quiet dialogue"), sharing=Sharing.AMBER)
    send_alerts()
    mail = mailbox.newest("ana@porto.example")
    assert f"/hub/resources/{item.code}/" in mail.text
    assert "TLP:AMBER" in mail.text
    assert "quiet" not in mail.text + mail.html
    assert item.slug not in mail.text + mail.html


def test_an_item_whose_embargo_has_ended_is_new_to_those_who_may_read_it_now(mailbox, eve, porto):
    now = timezone.now()
    opens = now - timedelta(hours=2)
    item = a_findable(porto, content=a_content("Opened today"), embargo_until=opens, embargo_sharing=Sharing.AMBER)
    Resource.objects.filter(pk=item.pk).update(published_at=now - timedelta(days=9))
    saved(eve)
    send_alerts()
    assert "Opened today" in mailbox.newest("eve@stranger.example").text


def test_a_word_in_a_stricter_field_alerts_only_those_who_may_read_it(linn, eve, porto):
    for user in (linn, eve):
        saved(user, "q=xylophones")
    a_findable(porto, content=a_content(need="They play xylophones."), stricter={"contact": 1, "need": 1})
    send_alerts()
    assert [each.person for each in mails()] == [linn]


@pytest.mark.parametrize(("rhythm", "days_ago", "number"), [("daily", 0, 0), ("weekly", 3, 0), ("never", 30, 0)])
def test_nobody_is_told_more_often_than_they_asked_for(linn, porto, rhythm, days_ago, number):
    saved(linn, rhythm=rhythm, days_ago=days_ago)
    a_findable(porto)
    send_alerts()
    assert mails().count() == number
