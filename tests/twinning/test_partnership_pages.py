"""The pages of partnerships: who reads what, signing with a second factor, and a text that changed meanwhile."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from scn_portal.notifications.models import OutboxMail
from tests.factories.twinning import a_member_abroad, a_partnership, a_text, an_interest
from tests.signing_in import sign_in
from twinning.lifecycle import partnerships, terms
from twinning.models import Partnership, Signature
from twinning.tasks import partnerships as clock

pytestmark = pytest.mark.django_db


def page(name, partnership):
    return reverse(f"twinning:partnership_{name}", args=[partnership.slug])


@pytest.fixture
def proposed(ana, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    a_text(partnership, "We meet twice a year.")
    return partnership


def signs(text, **more):
    return {"hash": text.hash, "read": "on", "council_number": "", "council_on": "", **more}


def test_the_inner_part_is_read_by_partners_and_staff_alone(client, porto, malmo, ana, pia, mia):
    partnership = a_partnership([porto, malmo])
    a_text(partnership, "A sentence that only partners read.")
    partnership.partner_cities.filter(city=porto).update(note="They come in May.")
    other = a_member_abroad(number=0)
    member = other.representatives.get().user
    inner = ("A sentence that only partners read.", "They come in May.")
    for person, reads in ((ana, True), (pia, True), (mia, True), (member, False)):
        words = sign_in(client, person).get(page("detail", partnership)).content.decode()
        assert [each in words for each in inner] == [reads, reads], person
    client.logout()
    assert client.get(page("detail", partnership)).status_code == 404
    Partnership.objects.update(sharing=0)
    words = client.get(page("detail", partnership)).content.decode()
    assert partnership.title in words and not any(each in words for each in inner)


def test_founding_by_the_form_leads_to_the_page(client, ana, porto, malmo):
    given = {"first": malmo.pk, "aims": "To learn from each other.", "title": ""}
    answer = sign_in(client, ana).post(reverse("twinning:partnership_create"), given, follow=True)
    assert answer.redirect_chain[-1][0] == Partnership.objects.get().get_absolute_url()
    assert "Nobody has put a text forward yet" in answer.content.decode()


def test_founding_with_a_city_of_one_s_own_country_is_said_at_its_field(client, ana, porto):
    other = a_member_abroad(number=0)
    other.country = porto.country
    other.save()
    given = {"first": other.pk, "aims": "To learn."}
    answer = sign_in(client, ana).post(reverse("twinning:partnership_create"), given)
    assert answer.status_code == 422 and "at least two countries" in answer.content.decode()


def test_an_accepted_interest_leads_to_its_partnership(client, ana, linn, porto, malmo):
    interest = an_interest(porto, malmo, status="accepted")
    place = reverse("twinning:partnership_from_interest", args=[interest.code])
    answers = [sign_in(client, linn).post(place) for _twice in range(2)]
    assert [each["Location"] for each in answers] == [Partnership.objects.get().get_absolute_url()] * 2


def test_signing_asks_for_a_second_factor_and_fresh_proof(client, paulo, proposed):
    place = page("sign", proposed)
    given = signs(proposed.texts.get())
    answer = sign_in(client, paulo).post(place, given)
    assert answer["Location"] == f"{reverse('accounts:second_factor')}?next={place.replace('/', '%2F')}"
    answer = sign_in(client, paulo, second_factor=True, ago=3600).post(place, given)
    assert answer.status_code == 302 and "reauthenticate" in answer["Location"]
    assert not Signature.objects.exists()
    answer = sign_in(client, paulo, second_factor=True).post(place, given)
    assert answer["Location"] == proposed.get_absolute_url()
    assert Signature.objects.get().name == "Paulo"


def test_a_changed_text_answers_409_with_both_and_the_difference(client, paulo, proposed):
    old = proposed.texts.get()
    new = a_text(proposed, "We meet, twice a year.")
    sign_in(client, paulo, second_factor=True)
    answer = client.post(page("sign", proposed), signs(old))
    words = answer.content.decode()
    assert answer.status_code == 409 and not Signature.objects.exists()
    assert "<del>" in words and "<ins>" in words and new.hash in words
    assert f'name="hash" value="{new.hash}"' in words and old.hash not in words
    client.post(page("sign", proposed), signs(new))
    assert Signature.objects.get().text == new


def test_the_deputy_and_the_practitioner_do_not_sign(client, dora, pia, proposed):
    for person in (dora, pia):
        browser = sign_in(client, person, second_factor=True)
        answer = browser.post(page("sign", proposed), signs(proposed.texts.get()))
        assert answer.status_code == 403
    assert not Signature.objects.exists()


def test_the_plan_is_written_in_rows(client, ana, porto, malmo):
    partnership = a_partnership([porto, malmo], "agreed")
    day = timezone.now().date() + timedelta(days=30)
    given = {"aims": "One visit each.", "kind_0": "visit", "on_0": day.isoformat(), "words_0": "Porto comes"}
    given |= {"kind_1": "call", "words_1": "A call without a day"}
    answer = sign_in(client, ana).post(page("plan", partnership), given)
    assert answer.status_code == 422 and "Say on which day." in answer.content.decode()
    client.post(page("plan", partnership), given | {"words_1": ""})
    assert [(each.kind, each.on) for each in partnership.plans.get().steps.all()] == [("visit", day)]


def test_what_another_city_learned_is_not_on_the_page_before_all_have_written(client, ana, linn, mia, porto, malmo):
    partnership = terms.review(a_partnership([porto, malmo]), by=ana, city=porto)
    terms.file_review(partnership, by=ana, city=porto, learned="To listen longer.", again="yes")
    for person, reads in ((ana, True), (linn, False), (mia, False)):
        words = sign_in(client, person).get(page("detail", partnership)).content.decode()
        assert ("To listen longer." in words) is reads, person
    terms.file_review(partnership, by=linn, city=malmo, learned="To ask first.", again="yes")
    assert "To listen longer." in sign_in(client, linn).get(page("detail", partnership)).content.decode()


def test_nobody_reads_who_declined(client, ana, linn, mailbox, porto, malmo):
    aarhus = a_member_abroad("Aarhus", number=1)
    partnership = a_partnership([porto, malmo, aarhus], "proposed")
    partnerships.decline(partnership, by=ana, city=porto)
    words = sign_in(client, linn).get(page("detail", partnership)).content.decode()
    assert "did not come about" in words and "Declined" in words
    mail = mailbox.newest("linn@malmo.example")
    assert "does not come about" in mail.text and not any(each in mail.text for each in ("Porto", "Ana"))


def test_a_member_of_two_cities_says_for_which(client, ana, porto, malmo):
    malmo.representatives.create(user=ana, city=malmo, role="deputy", office="Office", since=timezone.now())
    partnership = a_partnership([porto, malmo])
    answer = sign_in(client, ana).get(page("pause", partnership))
    assert 'name="city"' in answer.content.decode()
    client.post(page("pause", partnership), {"city": malmo.pk, "reason": "Elections."})
    partnership.refresh_from_db()
    assert partnership.status == "paused"


# Staff


def test_staff_record_a_link_from_a_source_and_put_it_right(client, mia, porto, malmo):
    sign_in(client, mia)
    given = {"title": "A link of 2018", "kind": "twinning", "start_precision": "year", "started_on": "2018-01-01"}
    place = reverse("admin:twinning_partnership_make", args=["record"])
    refused = client.post(place, given | {"cities": [porto.pk], "source": "A page"})
    assert refused.status_code == 409 and "with whom it works" in refused.content.decode()
    others = "Danish cities\n\nA city in Kenya"
    client.post(place, given | {"cities": [porto.pk], "others": others, "source": "A page"})
    row = Partnership.objects.get()
    assert (row.origin, row.status, row.began) == ("recorded", "active", "2018")
    assert [str(each) for each in row.parties.all()] == ["Danish cities", "A city in Kenya"]
    place = reverse("admin:twinning_partnership_act", args=[row.code, "correct"])
    changed = given | {"title": "A link", "source": "A better page", "is_over": "on"}
    client.post(place, {f"correct-{name}": value for name, value in changed.items()})
    row.refresh_from_db()
    assert (row.title, row.source, row.status) == ("A link", "A better page", "closed")
    words = client.get(reverse("admin:twinning_partnership_change", args=[row.code])).content.decode()
    assert "A better page" in words
    client.logout()
    words = client.get(row.get_absolute_url()).content.decode()
    assert "Recorded from a public source" in words and "Danish cities" in words


def test_visitors_search_by_city_and_see_what_is_public(client, porto, malmo):
    shown, hidden = a_partnership([porto, malmo], sharing=0), a_partnership([porto, malmo])
    for query, found in (("?q=malmo", True), ("?q=braga", False), ("?state=closed", False), ("?state=nonsense", True)):
        words = client.get(reverse("twinning:partnership_list") + query).content.decode()
        assert (shown.get_absolute_url() in words) is found, query
        assert hidden.get_absolute_url() not in words and "Of your cities" not in words


# Mail and the clock


def to(kind):
    rows = OutboxMail.objects.filter(kind=f"twinning.{kind}").select_related("person")
    return sorted(each.person.name for each in rows)


def test_the_clock_reminds_of_signatures_once_for_each_day(proposed, ana, paulo, dora, linn, malmo):
    text = proposed.texts.get()
    text.signatures.create(hash=text.hash, city=malmo, name="Linn", office="Mayor", signed_at=timezone.now())
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        clock.remind_partnerships()
        clock.remind_partnerships()
    assert to("signature_due") == ["Ana", "Paulo"]


def test_the_clock_lapses_reviews_and_closes(ana, porto, malmo):
    proposed, active = a_partnership([porto, malmo], "proposed"), a_partnership([porto, malmo])
    now = timezone.now()
    for days, status in ((669, "active"), (670, "in_review"), (729, "in_review"), (730, "closed")):
        with time_machine.travel(now + timedelta(days=days)):
            clock.move_partnerships_on()
        active.refresh_from_db()
        assert active.status == status, days
    proposed.refresh_from_db()
    assert proposed.status == "lapsed"


def test_a_recorded_partnership_is_left_alone_by_the_clock(porto, malmo):
    recorded = a_partnership([porto, malmo], origin="recorded", source="A page")
    with time_machine.travel(timezone.now() + timedelta(days=900)):
        clock.move_partnerships_on()
        clock.remind_partnerships()
    recorded.refresh_from_db()
    assert recorded.status == "active" and not OutboxMail.objects.exists()


def test_all_cities_hear_of_a_text_a_break_and_a_leaver(ana, linn, mailbox, porto, malmo):
    partnership = a_partnership([porto, malmo], "proposed")
    partnerships.put_forward(partnership, by=ana, city=porto, body="We meet.")
    assert "text 1" in mailbox.newest("linn@malmo.example").text
    other = a_partnership([porto, malmo])
    terms.pause(other, by=ana, city=porto, reason="Elections.")
    assert "Elections." in mailbox.newest("linn@malmo.example").text
    terms.leave(other, by=ana, city=porto, reason="No staff.")
    mailbox.collect()
    assert to("city_left") == ["Linn"] and set(to("review_due")) == {"Ana", "Linn"}


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries(client, ana, porto, malmo, number, django_assert_num_queries):
    for _each in range(number):
        a_partnership([porto, malmo])
    sign_in(client, ana)
    client.get(reverse("twinning:partnership_list"))
    with django_assert_num_queries(LIST):
        client.get(reverse("twinning:partnership_list"))


LIST = 8


@pytest.mark.parametrize("size", [2, 4])
def test_the_page_takes_the_same_queries_for_two_cities_and_four(client, ana, porto, malmo, size):
    partnership = a_partnership([porto, malmo, *(a_member_abroad(number=each) for each in range(size - 2))])
    a_text(partnership, signed_by=[porto, malmo])
    plan = partnership.plans.create(cycle=1, aims="One visit each.", adopted_on=partnership.started_on)
    plan.steps.create(kind="visit", on=partnership.started_on, words="Porto comes")
    sign_in(client, ana)
    client.get(page("detail", partnership))
    with CaptureQueriesContext(connection) as found:
        client.get(page("detail", partnership))
    assert len(found) == DETAIL, "\n".join(each["sql"][:160] for each in found.captured_queries)


DETAIL = 20
