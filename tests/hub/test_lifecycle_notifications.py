"""Who is told what: written with the fact, rendered when it goes out, held back when it is no longer true."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from hub import lifecycle, notifications, signals
from hub.lifecycle import adoptions, versions
from hub.models import Resource
from scn_portal.jobs.facts import deliver
from scn_portal.jobs.models import Fact
from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications import inbox, kinds
from scn_portal.notifications.models import InboxItem, OutboxMail
from scn_portal.notifications.rendering import HeldBack, message_for
from scn_portal.sharing import Sharing
from tests.factories.hub import a_content, a_resource
from tests.factories.publishing import ALL_MET, NOT_MET, a_begun, a_published, a_released, an_approved

pytestmark = pytest.mark.django_db
TITLE = "Mentors for young people"
SECRET = "Watch house in the third district"


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Carry out an act with its facts; returns what it wrote as {kind: {name: outbox row}}."""

    def carry_out(act):
        before = set(OutboxMail.objects.values_list("pk", flat=True))
        with django_capture_on_commit_callbacks(execute=True):
            act()
        found = {}
        for row in OutboxMail.objects.exclude(pk__in=before).select_related("person"):
            found.setdefault(row.kind.removeprefix("hub."), {})[row.person.name] = row
        return found

    return carry_out


def whom(found):
    return {kind: set(rows) for kind, rows in found.items()}


def mail(row):
    row = OutboxMail.objects.select_related("person").get(pk=row.pk)  # as the relay claims it
    message = message_for(row)
    return message["Subject"], message.get_body(["plain"]).get_content(), message.get_body(["html"]).get_content()


def is_held_back(row):
    with pytest.raises(HeldBack):
        mail(row)
    return True


def refresh(resource):
    return Resource.objects.get(pk=resource.pk)


@pytest.fixture
def cast(porto, malmo, ana, paulo, dora, pia, bo, linn, mia, noa, tim, ada, eve):
    """Everybody is there; only some are told."""


def test_moderators_who_may_take_it_hear_that_it_was_handed_in(cast, porto, ana, pia, mia, noa, told):
    draft = a_begun(pia, porto)
    found = told(lambda: versions.release(draft, by=ana))
    assert whom(found) == {"resource_released": {"Mia", "Noa"}}, "Tim is tied to Porto, Ada is no moderator by group"
    row = found["resource_released"]["Mia"]
    subject, text, html = mail(row)
    assert subject == f"[TLP:GREEN] An item waits to be checked: \u2068{TITLE}\u2069"
    assert "Porto" in text and f"/hub/{draft.resource.code}-1/" not in text
    assert re.search(rf"/admin/hub/version/{draft.resource.code}-1/change/", html)
    versions.take(draft, by=noa)
    assert is_held_back(row)


def test_who_handed_it_in_among_the_staff_is_not_called(cast, mia, noa, tim, told):
    content = {"title": "First hours", "language": "en", "summary": "What to do in the first hours after an attack."}
    content |= a_content() | content | {"body": "Call.", "phases": ["first_hours"], "steps": ["Call."]}
    names = ("title", "summary", "theme_main", "audience", "language", "licence", "contact", "phases", "body", "steps")
    draft = a_begun(
        mia, None, kind="toolkit", start=lifecycle.start_network, content={name: content[name] for name in names}
    )
    assert whom(told(lambda: versions.release(draft, by=mia))) == {"resource_released": {"Noa", "Tim"}}


def test_remarks_go_to_the_author_and_to_who_leads_until_the_draft_is_handed_in(cast, porto, ana, pia, mia, told):
    version = versions.take(a_released(pia, porto, lead=ana), by=mia)
    found = told(lambda: versions.ask_changes(version, by=mia, criteria=NOT_MET))
    assert whom(found) == {"changes_asked": {"Ana", "Paulo", "Dora", "Pia"}}
    subject, text, _html = mail(found["changes_asked"]["Pia"])
    assert "asks for changes" in subject and TITLE in text and "/check/" in text
    versions.release(version.resource.versions.open().get(), by=ana)
    assert is_held_back(found["changes_asked"]["Pia"])


def test_approval_and_publication_are_told_and_each_version_once(cast, porto, ana, pia, mia, told):
    version = versions.take(a_released(pia, porto, lead=ana), by=mia)
    approved = told(lambda: versions.approve(version, by=mia, criteria=ALL_MET))
    assert whom(approved) == {"version_approved": {"Ana", "Paulo", "Dora", "Pia"}}
    assert "/hub/desk/" in mail(approved["version_approved"]["Ana"])[1]
    found = told(lambda: lifecycle.publish(version.resource, by=mia))
    assert whom(found) == {"resource_published": {"Ana", "Paulo", "Dora", "Pia"}}
    assert "/hub/resources/mentors-for-young-people/" in mail(found["resource_published"]["Pia"])[1]
    assert is_held_back(approved["version_approved"]["Ana"]), "it is published meanwhile"


def test_a_refusal_comes_with_its_reason_and_the_way_to_a_second_look(cast, porto, ana, mia, told):
    version = versions.take(a_released(ana, porto), by=mia)
    found = told(lambda: versions.decline(version, by=mia, reason="too_little", text="Two lines <b>only</b>."))
    subject, text, html = mail(found["version_declined"]["Ana"])
    assert "It says too little for others to use it." in text and "Two lines <b>only</b>." in text
    assert "another moderator looks at it" in text and "&lt;b&gt;only" in html
    row = found["version_declined"]["Ana"]
    assert row.is_security, "a decision is told to everybody it concerns"
    versions.ask_second_look(version, by=ana)
    assert is_held_back(row)


def test_withdrawing_is_told_to_colleagues_and_taking_down_to_all_of_the_city(cast, porto, malmo, ana, mia, told):
    item = lifecycle.share_with(a_published(ana, porto, mia), by=ana, co_owners=[malmo])
    found = told(lambda: lifecycle.take_down(item, by=mia, reason="A name stands in it."))
    assert whom(found) == {"resource_taken_down": {"Ana", "Paulo", "Dora", "Pia", "Linn", "Bo"}}
    assert "A name stands in it." in mail(found["resource_taken_down"]["Bo"])[1]
    other = a_published(ana, porto, mia)
    found = told(lambda: lifecycle.withdraw(other, by=ana, reason="Over."))
    assert whom(found) == {"resource_withdrawn": {"Paulo", "Dora", "Pia"}}


def test_an_archived_item_is_told_to_who_leads(cast, porto, told):
    item = a_resource(porto, status="review_due", review_due_on="2020-01-01")
    assert whom(told(lambda: lifecycle.archive(item, by=SYSTEM))) == {"resource_archived": {"Ana", "Paulo", "Dora"}}


def test_a_reminder_asks_before_and_after_the_day_in_other_words(cast, porto, ana, told, time_machine):
    time_machine.move_to("2026-03-01 12:00")
    item = a_resource(porto, review_due_on="2026-03-20")
    early = told(lambda: notifications.review_due(refresh(item), day=-30))["review_due"]["Ana"]
    assert "On March 20, 2026 we would like to hear from you" in mail(early)[1]
    time_machine.move_to("2026-03-20 12:00")
    due = told(lambda: lifecycle.fall_due(item, by=SYSTEM))["review_due"]["Ana"]
    text = mail(due)[1]
    assert "Since March 20, 2026 this item waits" in text and "/confirm/" in text
    lifecycle.confirm(item, by=ana)
    assert is_held_back(early) and is_held_back(due)


def test_who_asked_to_open_an_item_hears_the_answer_with_its_reason(cast, porto, ana, mia, told):
    item = lifecycle.widen(a_resource(porto, sharing=Sharing.GREEN), by=ana, sharing=Sharing.CLEAR, reason="Asked for.")
    found = told(lambda: lifecycle.refuse_widening(item, by=mia, reason="A partner is named."))
    assert whom(found) == {"widening_answered": {"Ana", "Dora"}}
    assert "A partner is named." in mail(found["widening_answered"]["Dora"])[1]
    lifecycle.widen(item, by=ana, sharing=Sharing.CLEAR, reason="The name is gone.")
    assert is_held_back(found["widening_answered"]["Dora"]), "there is a newer question"
    allowed = told(lambda: lifecycle.allow_widening(item, by=mia))
    text = mail(allowed["widening_answered"]["Ana"])[1]
    assert "everybody can read it now" in text and "A partner is named." not in text


def test_a_claim_is_asked_of_who_leads_and_its_answer_told_to_the_taker(cast, porto, malmo, ana, bo, told):
    item = a_resource(porto)
    made = []
    found = told(lambda: made.append(adoptions.claim(by=bo, within=item, taker=malmo, degree="adapted")))
    assert whom(found) == {"adoption_claimed": {"Ana", "Paulo", "Dora"}}
    _subject, text, _html = mail(found["adoption_claimed"]["Ana"])
    assert "\u2068Malmö\u2069 says that it uses this item of yours: Adapted." in text
    assert f"/hub/adoptions/{made[0].code}/" in text
    answered = told(lambda: adoptions.confirm(made[0], by=ana))
    assert whom(answered) == {"adoption_confirmed": {"Linn", "Bo"}}
    assert is_held_back(found["adoption_claimed"]["Ana"])
    assert "confirmed by both sides" in mail(answered["adoption_confirmed"]["Bo"])[1]


def test_above_green_no_mail_carries_a_title_a_city_or_a_reason(cast, porto, malmo, ana, linn, mia, noa, told):
    content = a_content(SECRET)
    version = a_begun(ana, porto, content=content)
    lifecycle.choose_sharing(version.resource, by=ana, sharing=Sharing.AMBER)
    rows = []

    def hear(act):
        for of_kind in told(act).values():
            rows.extend(of_kind.values())
            for row in of_kind.values():
                for part in mail(row):
                    assert SECRET not in part and "Malmö" not in part and "third district" not in part
                assert mail(row)[0].startswith("[TLP:AMBER] ")
                assert "not sent by mail, because it is shared with named cities only" in mail(row)[1]

    hear(lambda: versions.release(version, by=ana))
    versions.take(version, by=mia)
    hear(lambda: versions.approve(version, by=mia, criteria=ALL_MET))
    hear(lambda: lifecycle.publish(version.resource, by=mia))
    item = refresh(version.resource)
    lifecycle.share_with(item, by=ana, named=[malmo])
    made = []
    hear(lambda: made.append(adoptions.claim(by=linn, within=item, taker=malmo, degree="adapted")))
    hear(lambda: adoptions.confirm(made[0], by=ana))
    hear(lambda: lifecycle.take_down(item, by=mia, reason=f"Because of the {SECRET}."))
    assert {row.kind for row in rows} == {
        *["hub.resource_released", "hub.version_approved", "hub.resource_published"],
        *["hub.adoption_claimed", "hub.adoption_confirmed", "hub.resource_taken_down"],
    }


def test_an_embargo_counts_for_mails_too(cast, porto, ana, mia, told):
    version = an_approved(ana, porto, mia)
    later = timezone.now() + timedelta(days=2)
    lifecycle.share_with(version.resource, by=ana, embargo_until=later, embargo_sharing=Sharing.AMBER)
    found = told(lambda: lifecycle.publish(version.resource, by=mia))
    assert TITLE not in "".join(mail(found["resource_published"]["Ana"]))


def test_who_may_not_see_it_any_more_gets_no_mail_and_reads_no_notice(cast, porto, malmo, ana, bo, told):
    item = a_resource(porto)
    made = adoptions.claim(by=bo, within=item, taker=malmo, degree="adapted")
    found = told(lambda: adoptions.confirm(made, by=ana))
    lifecycle.narrow(item, by=ana, sharing=Sharing.AMBER)
    assert is_held_back(found["adoption_confirmed"]["Bo"])
    (notice,) = inbox.notices(InboxItem.objects.filter(person=bo).select_related("person"))
    assert notice.title == "This notice is no longer about anything you can open." and notice.url == ""


def test_a_fact_that_is_delivered_again_writes_nothing_more(cast, porto, ana, mia, told):
    told(lambda: a_published(ana, porto, mia))
    before = set(OutboxMail.objects.values_list("key", flat=True))
    Fact.objects.update(delivered_at=None)
    for pk in Fact.objects.values_list("pk", flat=True):
        assert deliver(pk)
    assert set(OutboxMail.objects.values_list("key", flat=True)) == before


def test_every_fact_of_the_app_is_heard_and_every_kind_can_be_chosen_or_is_a_decision():
    facts = {each for each in vars(signals).values() if isinstance(each, signals.FactSignal)}
    assert {str(each) for each in facts if not each.receivers} == set()
    ours = {name: each for name, each in kinds.registered.items() if name.startswith("hub.")}
    assert {str(each) for each in facts} <= set(ours)
    assert all(each.can_be_off != each.is_security for each in ours.values())
