"""What the matrix asks of the events."""

from datetime import timedelta

from django.utils import timezone

from events.lifecycle import door
from events.models import Invitation, Poll, ReminderRule, Report, Stop
from scn_portal.codes import token_for
from tests.factories.door import a_certificate, a_guest, an_event_today, an_online_meeting
from tests.factories.events import (
    a_contributor,
    a_delegation,
    a_poll,
    a_pool,
    a_registration,
    a_room,
    a_seat,
    a_series,
    a_session,
    a_stop,
    an_event,
    an_invitation_to,
)
from tests.factories.reports import a_report
from tests.factories.voting import a_sealed_poll


class Events:
    """The objects behind the addresses of events: each maker returns the arguments of an address."""

    def a_meeting_with_everything(self):
        """What the lists of the officers show one row of."""
        event = an_event(host=self.porto, series=a_series())
        room = a_room()
        stop = event.stops.get()
        Stop.objects.filter(pk=stop.pk).update(venue=room.venue)
        pool = a_pool(stop)
        a_delegation(event, self.malmo, pool)
        a_seat(a_registration(event, "Amina Diallo"), pool)
        ReminderRule.objects.create(event=event)
        event.questions.create(label="Which group?", purpose="groups")
        until = timezone.now() + timedelta(days=5)
        guest = {"email": "guest@elsewhere.example", "address_key": "guest@elsewhere.example", "name": "A guest"}
        Invitation.objects.create(event=event, category="guest", expires_at=until, **guest)
        return event

    def make_event_act(self):
        return {"object_id": self.meeting.code, "verb": "close_registration"}

    def make_event_make(self):
        return {"verb": "write"}

    def make_stop_act(self):
        return {"object_id": self.meeting.stops.get().code, "verb": "change"}

    def make_pool_act(self):
        return {"object_id": self.meeting.stops.get().pools.get().pk, "verb": "halt"}

    def make_delegation_act(self):
        return {"object_id": self.meeting.delegations.get().pk, "verb": "allot"}

    def make_event_invitation_act(self):
        return {"object_id": self.meeting.invitations.get().code, "verb": "send"}

    def make_question_act(self):
        return {"object_id": self.meeting.questions.get().pk, "verb": "close"}

    def make_registration_act(self):
        return {"object_id": self.meeting.registrations.get().code, "verb": "end"}

    def make_asked_seat(self):
        """Somebody who waits for the officers' answer."""
        event = an_event(host=self.porto)
        pool = a_pool(event.stops.get(), needs_approval=True)
        return {"pk": a_seat(a_registration(event), pool, "requested").pk}

    def make_event(self):
        return {"slug": an_event(host=self.porto).slug}

    def make_guest(self):
        """Somebody with a seat at a stop where people of Porto check in."""
        event = an_event(host=self.porto)
        registration = a_registration(event, "Amina Diallo")
        a_seat(registration, a_pool(event.stops.get()))
        return {"code": registration.code}

    def _meeting_of_lead(self):
        """An online meeting that goes on now, and the lead contact's seat in it."""
        event, now = an_online_meeting(), timezone.now()
        event.stops.update(starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=1))
        return event, a_guest(event, user=self.lead)

    def make_ticket(self):
        event, guest = self._meeting_of_lead()
        return {"slug": event.slug, "code": guest.code}

    def _certificate_of_lead(self):
        return a_certificate(a_guest(an_event_today(status="ended"), user=self.lead))

    def make_own_certificate(self):
        paper = self._certificate_of_lead()
        return {"slug": paper.event.slug, "code": paper.registration.code}

    def make_certificate_act(self):
        return {"object_id": self._certificate_of_lead().code, "verb": "withdraw"}

    def make_certificate_code(self):
        return {"code": self._certificate_of_lead().code}

    def make_meeting(self):
        return {"slug": self._meeting_of_lead()[0].slug}

    def make_joined(self):
        event, guest = self._meeting_of_lead()
        row = door.enter(by=self.lead, within=guest, stop=event.stops.get(), nonce="")
        return {"slug": event.slug, "nonce": row.nonce}

    def make_stop(self):
        stop = an_event(host=self.porto).stops.get()
        return {"slug": stop.event.slug, "stop": stop.code}

    def make_stop_calendar(self):
        stop = an_event(host=self.porto).stops.get()
        return {"slug": stop.event.slug, "code": stop.code}

    def make_session(self):
        session = a_session(an_event(host=self.porto).stops.get())
        return {"slug": session.event.slug, "code": session.code}

    def make_part(self):
        session = a_session(an_event(host=self.porto).stops.get())
        part = session.parts.create(contributor=a_contributor(session.event), role="speaker")
        return {"slug": session.event.slug, "pk": part.pk}

    def make_series(self):
        return {"slug": an_event(host=self.porto, series=a_series()).series.slug}

    # Registering, seats, invitations, delegations

    def mailed_of_events(self):
        """A guest and an invited person, whose mailed links the holder has opened."""
        event = an_event("Meeting by the river", host=self.porto)
        a_pool(event.stops.get(), category="guest")
        self.seat_holder = a_registration(event, "Amina Diallo")
        self.event_invitation = an_invitation_to(event)
        a_certificate()
        return self.seat_holder, self.event_invitation

    def make_open_event(self):
        event = an_event(host=self.porto)
        for category in ("delegate", "guest"):
            a_pool(event.stops.get(), category=category)
        return {"slug": event.slug}

    def make_own_seat(self):
        return {"slug": self.seat_holder.event.slug, "code": self.seat_holder.code}

    def make_seat_link(self):
        token = token_for("events.registration", self.seat_holder.code, self.seat_holder.link_issue)
        return self.make_own_seat() | {"token": token}

    def _seat_that_is(self, status, capacity=10):
        """At a stop of its own, so that one can be made again and again."""
        event = self.seat_holder.event
        stop = a_stop(event, starts_on=event.ends_on + timedelta(days=7))
        seat = a_seat(self.seat_holder, a_pool(stop, capacity, "guest"), status)
        return self.make_own_seat() | {"stop": seat.stop.code}

    def make_offered_stop(self):
        return self._seat_that_is("offered")

    def make_confirmed_stop(self):
        return self._seat_that_is("confirmed")

    def make_kept_seat(self):
        found = self._seat_that_is("confirmed")
        return {name: found[name] for name in ("slug", "code")}

    def make_waiting_stop(self):
        return self._seat_that_is("waitlisted", capacity=0)

    def make_event_invitation(self):
        return {"slug": self.event_invitation.event.slug, "code": self.event_invitation.code}

    def make_event_invitation_link(self):
        row = self.event_invitation
        return self.make_event_invitation() | {"token": token_for("events.invitation", row.code, row.link_issue)}

    def make_delegation(self):
        event = an_event(host=self.malmo)
        self.delegation = a_delegation(event, self.porto, a_pool(event.stops.get()))
        return {"slug": event.slug}

    def make_delegate(self):
        slug = self.make_delegation()["slug"]
        registration = a_registration(self.delegation.event, city=self.porto, delegation=self.delegation)
        return {"slug": slug, "code": registration.code}

    def make_poll(self):
        poll = a_poll(an_event(host=self.porto))
        return {"slug": poll.event.slug, "code": poll.code}

    def make_published_poll(self):
        poll = a_sealed_poll(an_event(host=self.porto), {1: 6, 2: 6})
        Poll.objects.filter(pk=poll.pk).update(status="published")
        return {"slug": poll.event.slug, "code": poll.code}

    def a_published_report(self):
        poll = a_sealed_poll(an_event(host=self.porto, status="ended"), {1: 6, 2: 6})
        Poll.objects.filter(pk=poll.pk).update(status="published")
        report = a_report(poll.event)
        report.blocks.create(kind="chart", result=poll.result)
        Report.objects.filter(pk=report.pk).update(status="published", published_at=timezone.now(), sha256="0" * 64)
        return report, poll

    def make_report(self):
        report, _poll = self.a_published_report()
        return {"slug": report.event.slug, "number": 1}

    def make_report_chart(self):
        report, poll = self.a_published_report()
        return {"slug": report.event.slug, "number": 1, "code": poll.code}

    def make_report_draft(self):
        return {"slug": a_report(an_event(host=self.porto, status="ended"), lessons=1).event.slug}

    def make_report_kind(self):
        return self.make_report_draft() | {"kind": "text"}

    def make_report_block(self):
        report = a_report(an_event(host=self.porto, status="ended"), lessons=1)
        return {"slug": report.event.slug, "pk": report.blocks.get().pk}
