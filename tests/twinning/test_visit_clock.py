"""The clock and the mails of visits: held, reminded, erased; no mail names a guest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scn_portal.lifecycle import SYSTEM
from scn_portal.notifications.models import KeptMail, OutboxMail
from scn_portal.privacy import retention
from tests.factories.hub import a_resource
from tests.factories.twinning import a_guest_of, a_project, a_visit
from tests.twinning.acts_visits import over
from twinning.lifecycle import projects, visits
from twinning.models import Guest, Visit
from twinning.notifications import visits as telling
from twinning.tasks.visits import hold_visits, remind_reports

pytestmark = pytest.mark.django_db


def days_ago(visit, days):
    last = timezone.now().date() - timedelta(days=days)
    visit.stops.update(starts_on=last, ends_on=last)
    Visit.objects.filter(pk=visit.pk).update(starts_on=last, ends_on=last)
    visit.refresh_from_db()
    return visit


def told(kind):
    return sorted(OutboxMail.objects.filter(kind=f"twinning.{kind}").values_list("person__name", flat=True))


def test_the_clock_holds_what_is_over_and_nothing_else(porto, malmo):
    past, coming = over(a_visit([malmo], [porto], "confirmed")), a_visit([malmo], [porto], "confirmed")
    never = over(a_visit([malmo], [porto], "planned"))
    hold_visits()
    hold_visits()
    assert [Visit.objects.get(pk=each.pk).status for each in (past, coming, never)] == ["held", "confirmed", "planned"]


def test_a_report_is_called_to_mind_on_three_days(porto, malmo, ana, linn):
    visit = a_visit([malmo], [porto], "held")
    counts = []
    for days in (13, 14, 15, 30, 31, 45, 60):
        days_ago(visit, days)
        remind_reports()
        counts.append(len(told("report_due")))
    assert counts == [0, 2, 2, 4, 4, 6, 6]


def test_guests_are_erased_a_year_after_the_visit(porto, malmo):
    old, newer = a_visit([malmo], [porto], "reported"), a_visit([malmo], [porto], "reported")
    for visit, days in ((old, 370), (newer, 350)):
        a_guest_of(visit, porto)
        days_ago(visit, days)
    retention.run()
    assert [each.visit for each in Guest.objects.all()] == [newer]
    assert Visit.objects.get(pk=old.pk).guests_erased_at


def words_of(mail):
    return f"{mail.subject} {mail.text} {mail.html}"


def test_no_mail_names_a_guest_and_the_cities_concerned_are_told(porto, malmo, ana, linn, mailbox):
    visit = a_visit([malmo], [porto])
    a_guest_of(visit, porto, "Zeferino Costa")
    visits.confirm(visit, by=ana)
    visit = visits.confirm(visit, by=linn)
    for address in ("ana@porto.example", "linn@malmo.example"):
        assert "Confirmed: " in mailbox.newest(address).subject
    visit = visits.hold(over(visit), by=SYSTEM)
    telling.report_due(visit, 45)
    assert "late" in mailbox.newest("ana@porto.example").subject
    visits.report(visit, by=ana, city=porto, answers=["Yes."])
    assert "Are the facts right?" in mailbox.newest("linn@malmo.example").subject
    mails = list(KeptMail.objects.all())
    assert len(mails) == 5 and not any("Zeferino" in words_of(each) for each in mails)


def test_a_change_asks_anew_and_a_cancelled_visit_tells_all_with_the_reason(porto, malmo, ana, linn, mailbox):
    visit = a_visit([malmo], [porto])
    stop = visit.stops.get()
    days = {"starts_on": stop.starts_on, "ends_on": stop.ends_on + timedelta(days=1)}
    visits.change_stop(visit, by=ana, stop=stop, host=malmo, **days)
    assert "Changed: " in mailbox.newest("linn@malmo.example").subject
    visits.cancel(visit, by=ana, reason="Floods in the valley.")
    for address in ("ana@porto.example", "linn@malmo.example"):
        assert "Floods in the valley." in mailbox.newest(address).text


def test_the_owners_hear_that_their_project_is_done(porto, malmo, ana, linn, mailbox):
    project = a_project([porto, malmo])
    project.tasks.update(done_on=project.starts_on)
    item = a_resource(porto)
    item.resource_cities.create(city=malmo, role="co_owner")
    projects.finish(project, by=ana, result=item)
    assert str(item) in mailbox.newest("linn@malmo.example").text
