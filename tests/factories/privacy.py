"""A person about whom the portal holds something of every kind."""

from datetime import date, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.utils import timezone

from cities import models as cities
from cities.lifecycle import joining
from events import models as events
from events.needs import seal
from hub import models as hub
from scn_portal.accounts.models import User
from scn_portal.audit.models import record
from scn_portal.files.checks import PAPERS, check
from scn_portal.files.models import RefusedUpload
from scn_portal.files.storage import keep
from scn_portal.notifications.models import CalendarFeed, InboxItem, KeptMail, OutboxMail, Preference
from scn_portal.privacy.models import ErasureRequest, OwnCopy
from scn_portal.ui.models import Draft
from tests.factories.cities import a_city, a_person, a_representative
from tests.factories.events import a_contributor, a_registration, an_event
from tests.factories.files import a_letter
from tests.factories.hub import a_resource
from tests.factories.joining import an_approvable_request, an_invitation, confirm, the_holder_of
from tests.factories.twinning import a_guest_of, a_visit

NAME, ADDRESS, OTHER = "Zenobia Quillfeather", "zenobia@quillfeather.example", "zenobia.old@quillfeather.example"
TELEPHONE = "+351 22 555 0199"


def a_full_person(registrar):
    """Zenobia asked to join, was approved, wrote, uploaded, saved, was invited elsewhere, and acts for her city."""
    user = _who_joined(registrar)
    city = user.representations.get().city
    _account(user)
    _mail(user)
    _own_things(user)
    _invitations(user, registrar)
    _acts_of_office(user, city)
    _at_events(user, city)
    _on_visits(user, city)
    return user


def _who_joined(registrar):
    request = an_approvable_request(
        registrar, ADDRESS, name=NAME, telephone=TELEPHONE, about=f"{NAME} hopes for peers."
    )
    letter = keep(check(a_letter("quillfeather.pdf"), PAPERS), owner=request, by=the_holder_of(request))
    request.evidence.create(kind="council_decision", file=letter, address=ADDRESS, spoken_with=NAME)
    confirm(request, "domain_mail", registrar)
    request.evidence.filter(kind="domain_mail", checked_at=None).delete()
    joining.approve(request, by=registrar)
    user = User.objects.get(email=ADDRESS)
    user.name_in_other_script, user.sort_key = "Ζηνοβία Quillfeather", "Quillfeather"
    user.set_password("a-quiet-harbour-of-tests")
    user.save()
    return user


def _account(user):
    EmailAddress.objects.create(user=user, email=OTHER, verified=True)
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    Session.objects.create(session_key="k" * 32, session_data="x", expire_date=timezone.now() + timedelta(days=1))
    UserSession.objects.create(user=user, ip="192.0.2.7", session_key="k" * 32, user_agent="Firefox/140 Linux")
    kind = ContentType.objects.get_for_model(User)
    LogEntry.objects.create(user=user, content_type=kind, object_id=user.pk, object_repr=NAME, action_flag=2)
    record("accounts.change_user", subject=user, actor=user, changed=["language"])


def _mail(user):
    OutboxMail.objects.create(key="p", kind="accounts.new_device", person=user)
    OutboxMail.objects.create(key=f"a:{ADDRESS}", kind="cities.join_link", address=ADDRESS, last_error=f"<{ADDRESS}>")
    KeptMail.objects.create(message_id="m", address=OTHER, subject=f"Dear {NAME}", text=NAME)
    InboxItem.objects.create(key="i", person=user, kind="accounts.new_device")
    CalendarFeed.objects.create(person=user)
    Preference.objects.create(person=user, kind="hub.alerts", channel="inbox")
    Preference.objects.create(address=OTHER, kind="hub.alerts", channel="off")


def _own_things(user):
    Draft.objects.create(owner=f"person:{user.public_id}", form="contact", values={"name": NAME, "email": ADDRESS})
    keep(check(a_letter("of-zenobia.pdf"), PAPERS), owner=user, by=user)
    RefusedUpload.objects.create(name="quillfeather.svg", size=1, reason="web_page", sender_kind="person", person=user)
    values = {"name": "Zenobia's search", "query": "theme=youth", "told_until": timezone.now()}
    search = hub.SavedSearch.objects.create(user=user, **values)
    hub.SearchAlert.objects.create(user=user, on=date(2026, 1, 2), found={search.code: []})
    cities.ContactMessage.objects.create(form_key="z", name=NAME, email=ADDRESS.upper(), text=f"It is {NAME}.")
    cities.MailCode.objects.create(purpose="join:x", address=ADDRESS, expires_at=timezone.now())
    register = cities.RegisterImport.objects.create(kind="people", name="register.csv", size=1)
    register.rows.create(number=1, cells=[NAME, ADDRESS], values={"email": ADDRESS, "name": NAME}, key=ADDRESS)
    OwnCopy.objects.create(user=user, made_at=timezone.now())
    ErasureRequest.objects.create(
        user=user, status="refused", reason="Not now.", decided_at=timezone.now(), decided_by=a_person()
    )


def _invitations(user, registrar):
    other = a_city("Second City")
    an_invitation(other, email=ADDRESS, name=NAME, by=registrar)
    an_invitation(other, email=OTHER, name=NAME, by=registrar)
    instant = timezone.now() - timedelta(days=9)
    outgoing = a_representative(other, role="political_lead", until=instant)
    incoming = a_representative(other, user, role="political_lead", since=instant)
    cities.Handover.objects.create(
        city=other, role="political_lead", outgoing=outgoing, incoming=incoming, email=OTHER, name=NAME, office="Mayor",
        started_by=registrar, way="holder", expires_at=timezone.now(), status="done",
    )  # fmt: skip


def _acts_of_office(user, city):
    membership = city.memberships.get()
    cities.Confirmation.objects.create(membership=membership, on=date.today(), by=user, basis="representative")
    profile, _made = cities.Profile.objects.update_or_create(city=city, defaults={"mailbox": ADDRESS})
    profile.texts.create(language="en", number=1, summary="A city by the sea.", by=user)
    cities.SiteText.objects.create(key="page.z", title="Ours", body="Words", by=user)
    cities.NewsItem.objects.create(slug="z", by=user)
    strategy = cities.Strategy.objects.create(city=city, kind="strategy", slug="z", title="Together")
    strategy.versions.create(number=1, by=user)
    cities.Picture.objects.create(title="Harbour", added_by=user)
    body, _made = cities.Body.objects.get_or_create(key="steering")
    decision = cities.Decision.objects.create(body=body, year=2026, number=9, title="Seats", proposed_by=user)
    organisation = cities.Organisation.objects.create(slug="z", name="Forum")
    cities.Advice.objects.create(decision=decision, organisation=organisation, by=user, text="Yes.")
    _seat(user, body)
    _hub(user, city)


def _seat(user, body):
    seat = cities.Seat.objects.create(body=body, number=99, kind="city")
    role = user.representations.first()
    term = cities.SeatTerm.objects.create(seat=seat, city=role.city, period=(date(2026, 1, 1), None))
    cities.SeatPerson.objects.create(term=term, user=user, office=role.office, since=role.since)


def _hub(user, city):
    resource = a_resource(city)
    hub.Version.objects.filter(resource=resource).update(author=user)
    taker = a_city("Third City")
    hub.Adoption.objects.create(resource=resource, taker=taker, degree="studied", claimed_by=user)
    hub.Collection.objects.create(slug="z", title="First steps", intro="Read.", editor=user)


def _at_events(user, city):
    event = an_event("A meeting", host=city)
    registration = a_registration(event, user=user, city=city, office="Head of prevention")
    question = event.questions.create(label="Which group do you join?", purpose="planning of groups")
    registration.answers.create(question=question, value=f"The one of {NAME}")
    events.AccessNeed.objects.create(registration=registration, dietary=seal("No nuts"), purge_on=date(2030, 1, 1))
    a_contributor(event, NAME, user=user, email=OTHER)
    address = {"email": ADDRESS, "address_key": ADDRESS}
    event.invitations.create(name=NAME, expires_at=timezone.now() + timedelta(days=7), **address)
    events.Certificate.objects.create(
        registration=registration, event=event, name=NAME, initials="ZQ", issued_on=date(2026, 1, 1), sha256="0" * 64
    )


def _on_visits(user, city):
    visit = a_visit([a_city("Fourth City")], [city], status="confirmed")
    a_guest_of(visit, city, NAME, user=user)
