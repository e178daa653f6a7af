"""What people are told of handovers, confirmations, elections and the end of a membership, and when."""

from datetime import timedelta

import pgtrigger
import pytest
from django.utils import timezone, translation

from cities.lifecycle import checking, domains, elections, handovers, leaving, membership
from cities.models import CityDomain, Handover, Membership, Profile
from cities.status import today
from cities.tasks import (
    ask_after_election,
    ask_to_confirm,
    compare_status,
    end_memberships,
    recheck_domains,
    remind_and_expire,
)
from scn_portal.codes import token_opens
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications.models import OutboxMail
from scn_portal.notifications.rendering import HeldBack, message_for
from tests.cities.test_notifications import kinds_of, link_in, text_of
from tests.factories.joining import an_invitation, the_holder_of
from tests.factories.people import a_forced_handover, a_handover

pytestmark = pytest.mark.django_db
NEXT = {"role": "lead_contact", "email": "next@porto.example", "name": "Nela Next", "office": "Head of safety"}


def confirmed_on(city, day):
    with pgtrigger.ignore("cities.Confirmation:confirmation_insert_only"):
        city.memberships.get().confirmations.update(on=day)


def written(job):
    """The mails that the job writes; a second run writes nothing more."""
    before = set(OutboxMail.objects.values_list("pk", flat=True))
    job()
    new = list(OutboxMail.objects.exclude(pk__in=before).select_related("person").order_by("pk"))
    job()
    assert OutboxMail.objects.count() == len(before) + len(new)
    return new


def told(rows):
    return sorted((row.kind.removeprefix("cities."), row.person.name if row.person else row.address) for row in rows)


# Handovers


def test_the_proposed_person_gets_a_link_that_opens_the_handover(delivered, porto, ana):
    (mail,) = delivered(lambda: handovers.start(by=ana, within=porto, **NEXT))
    assert (mail.kind, mail.address) == ("cities.handover_started", "next@porto.example")
    handover = Handover.objects.get()
    code, token = link_in(text_of(mail), "handovers")
    assert token_opens(token, "cities.handover", code, handover.link_issue)
    assert "Ana" in text_of(mail) and "lead contact" in text_of(mail)
    handovers.cancel(handover, by=ana)
    with pytest.raises(HeldBack):
        message_for(mail)


def test_of_a_forced_handover_everybody_known_in_the_city_is_told_how_to_object(
    delivered,
    porto,
    ana,
    dora,
    pia,
    sam,
    dev,
    bo,
):
    Profile.objects.create(city=porto, mailbox="team@porto.example")
    an_invitation(porto, email="invited@porto.example")
    rows = delivered(lambda: a_forced_handover(porto, dev))
    assert told(rows) == [
        ("handover_forced", "Ana"),
        ("handover_forced", "Dora"),
        ("handover_forced", "Pia"),
        ("handover_forced", "invited@porto.example"),
        ("handover_forced", "team@porto.example"),
        ("handover_started", "next@porto.example"),
    ]
    text = text_of(next(row for row in rows if row.address == "team@porto.example"))
    (address,) = [line for line in text.splitlines() if "/notice/" in line]
    code, token = address.rstrip("/").split("/")[-3], address.rstrip("/").split("/")[-1]
    assert token_opens(token, "cities.handovernotice", code, 1)
    assert not token_opens(token, "cities.handover", code, 1)


def test_both_persons_and_the_leads_read_once_that_a_role_has_passed(delivered, porto, ana, paulo, dora, pia):
    handover = a_handover(porto)
    rows = delivered(lambda: handovers.accept(handover, by=the_holder_of(handover), password="quiet harbour lamp"))
    assert told(rows) == [("handover_done", name) for name in ("Ana", "Dora", "Nela Next", "Paulo")]
    assert "Ana" in text_of(rows[0]) and "Nela Next" in text_of(rows[0])


def test_a_checked_handover_is_told_too(delivered, porto, ana, dev):
    handover = a_handover(porto, email="next@elsewhere.example")
    rows = delivered(lambda: checking.send_to_check(handover, by=the_holder_of(handover)))
    assert kinds_of(rows) == ["cities.join_received"]


def test_handovers_are_reminded_end_and_say_when_the_time_to_object_is_over(time_machine, porto, ana, dev):
    time_machine.move_to(timezone.now(), tick=False)
    handover = a_forced_handover(porto, dev)
    time_machine.shift(timedelta(days=6))
    assert written(remind_and_expire) == []
    time_machine.shift(timedelta(days=1))
    assert told(written(remind_and_expire)) == [("handover_started", "next@porto.example")]
    time_machine.shift(timedelta(days=13))
    assert told(written(remind_and_expire)) == [("handover_started", "next@porto.example")]
    time_machine.shift(timedelta(days=10))
    remind_and_expire()
    assert Handover.objects.get(pk=handover.pk).status == "expired"


# The yearly confirmation


def test_lead_and_deputy_are_asked_in_months_twelve_thirteen_and_fourteen(time_machine, porto, ana, paulo, dora, pia):
    time_machine.move_to("2026-01-15T12:00:00Z", tick=False)
    confirmed_on(porto, today())
    both = [("confirm_due", "Ana"), ("confirm_due", "Dora")]
    for day, expected in [
        ("2027-01-15", []),
        ("2027-01-16", both),
        ("2027-02-15", []),
        ("2027-02-16", both),
        ("2027-03-16", both),
    ]:
        time_machine.move_to(f"{day}T12:00:00Z", tick=False)
        rows = written(ask_to_confirm)
        assert told(rows) == expected, day
    assert "2026" in text_of(rows[0]) and "/cities/porto/confirm/" in text_of(rows[0])
    membership.confirm(porto.memberships.get(), by=ana)
    with pytest.raises(HeldBack):
        message_for(rows[0])


def test_on_hold_is_announced_once_for_each_time(
    time_machine, porto, ana, paulo, dora, django_capture_on_commit_callbacks
):
    time_machine.move_to("2026-01-15T12:00:00Z", tick=False)
    confirmed_on(porto, today())

    def asked():
        with django_capture_on_commit_callbacks(execute=True):
            ask_to_confirm()

    def facts():
        return Fact.objects.filter(name="cities.membership_on_hold").count()

    time_machine.move_to("2027-04-16T12:00:00Z", tick=False)
    everybody = [("on_hold", name) for name in ("Ana", "Dora", "Paulo")]
    rows = written(asked)
    assert told(rows) == everybody and facts() == 1
    assert "on hold" in text_of(rows[0])
    time_machine.move_to("2027-06-16T12:00:00Z", tick=False)
    assert written(asked) == [] and facts() == 1
    membership.confirm(porto.memberships.get(), by=ana)
    time_machine.move_to("2028-09-17T12:00:00Z", tick=False)
    assert told(written(asked)) == everybody and facts() == 2


# Elections


def test_after_an_election_the_city_is_asked_on_four_days_until_it_answers(time_machine, porto, ana, paulo, dev):
    time_machine.move_to("2026-05-03T12:00:00Z", tick=False)
    confirmed_on(porto, today())
    elections.record(by=dev, within=porto, on=today())
    both = [("election_passed", "Ana"), ("election_passed", "Paulo")]
    for days, expected in [(29, []), (30, both), (59, []), (60, both), (84, []), (85, both), (90, []), (91, both)]:
        time_machine.move_to("2026-05-03T12:00:00Z", tick=False)
        time_machine.shift(timedelta(days=days))
        rows = written(ask_after_election)
        assert told(rows) == expected, days
    assert "nobody can endorse" in text_of(rows[0])
    membership.confirm(porto.memberships.get(), by=paulo, items=["political_lead"])
    with pytest.raises(HeldBack):
        message_for(rows[0])
    time_machine.shift(timedelta(days=1))
    assert written(ask_after_election) == []


# Leaving


def test_notice_is_told_and_the_membership_ends_by_the_clock(time_machine, delivered, porto, ana, paulo, pia):
    time_machine.move_to(timezone.now(), tick=False)
    rows = delivered(lambda: leaving.give_notice(porto.memberships.get(), by=paulo))
    assert told(rows) == [("membership_ending", "Ana"), ("membership_ending", "Paulo")]
    assert "ends on" in text_of(rows[0])
    time_machine.shift(timedelta(days=29))
    end_memberships()
    assert porto.memberships.get().ended_on is None
    time_machine.shift(timedelta(days=1))
    ended = delivered(end_memberships)
    assert told(ended) == [("role_ended", name) for name in ("Ana", "Paulo", "Pia")]
    assert porto.memberships.get().ended_on == today()
    end_memberships()


# Looking after


def test_a_domain_to_which_mail_was_refused_is_to_be_checked_again_once(porto, ana, dev):
    domain = porto.domains.get()
    CityDomain.objects.update(recheck_on=today() + timedelta(days=100))
    recheck_domains()
    assert CityDomain.objects.get().recheck_on > today()
    OutboxMail.objects.create(key="k", kind="cities.invitation", address=f"x@{domain.domain}", state="bounced")
    recheck_domains()
    assert CityDomain.objects.get().recheck_on == today()
    domains.check_again(domain, by=dev, source_url="https://www.porto.example/contact")
    recheck_domains()
    assert CityDomain.objects.get().recheck_on == today() + timedelta(days=365)


def test_the_nightly_comparison_finds_where_two_answers_differ(porto, ana, malmo, linn, monkeypatch, caplog):
    assert compare_status() == []
    monkeypatch.setattr("cities.tasks.status_on", lambda row: "ended")
    assert compare_status() == list(Membership.objects.order_by("pk").values_list("pk", flat=True))
    assert "two answers" in caplog.text


@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_of_these_mails_renders_whole_in_both_directions(
    language,
    delivered,
    porto,
    ana,
    paulo,
    dora,
    dev,
):
    def everything():
        a_forced_handover(porto, dev, "political_lead")
        done = a_handover(porto, email="new@elsewhere.example")
        checking.send_to_check(done, by=the_holder_of(done))
        handovers.admit(done, by=SYSTEM, user=dora)
        leaving.give_notice(porto.memberships.get(), by=dev, reason="Decision 4")
        elections.record(by=dev, within=porto, on=today() - timedelta(days=100))
        ask_after_election()

    rows = delivered(everything)
    confirmed_on(porto, today() - timedelta(days=380))
    rows += written(ask_to_confirm)
    OutboxMail.objects.update(language=language)
    type(dev).objects.update(language=language)
    shown = set()
    for row in OutboxMail.objects.filter(pk__in=[row.pk for row in rows]).select_related("person"):
        with translation.override("en"):
            message = message_for(row)
        shown.add(row.kind.removeprefix("cities."))
        text = message.get_body(["plain"]).get_content()
        page = message.get_body(["html"]).get_content()
        assert message["Subject"] and "{{" not in text + page and "None" not in text
        assert "<p" not in text and page.count('class="button"') <= 1
        assert f'lang="{language}"' in page and ('dir="rtl"' in page) == (language == "ar")
    assert shown >= {"handover_started", "handover_forced", "handover_done", "membership_ending"}
    assert shown >= {"election_passed", "confirm_due"}
