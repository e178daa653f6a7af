"""The world of the matrix: one browser per principal, and for each kind of argument an object to ask for."""

from contextlib import contextmanager
from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from cities import lifecycle
from cities.models import ContactMessage, HandoverNotice, RegisterImport, SiteText
from hub.models import Adoption, Collection, Door, SavedSearch, Version, ZeroQuery
from scn_portal.codes import token_for
from scn_portal.files.models import RefusedUpload, StoredFile
from scn_portal.jobs import running, system
from scn_portal.notifications import calendar_feed, kinds, unsubscribing
from scn_portal.notifications.models import InboxItem, KeptMail, OutboxMail
from scn_portal.privacy.models import ErasureRequest, OwnCopy
from tests.cast import member, person, staff
from tests.factories.cities import a_country, a_representative
from tests.factories.hub import a_draft, a_file, a_resource
from tests.factories.joining import a_ready_draft, a_submitted_request, an_invitation
from tests.factories.people import a_handover
from tests.factories.publishing import a_released
from tests.factories.site import a_news_item, a_picture, a_region, a_testimonial, an_organisation
from tests.security.governed import Governed
from tests.security.world_of_events import Events
from tests.security.world_of_parts import CityParts
from tests.security.world_of_twinning import Twinning
from tests.signing_in import sign_in

from .world_of_people import CityPeople

UNCOUNTED = {"django_session", "portal_cache", "audit_auditentry", "usersessions_usersession", "pg_temp"}
COUNTERS = """
    SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
    WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""


class World(Governed, CityParts, CityPeople, Events, Twinning):
    """People, their browsers, and the objects they ask for."""

    def __init__(self):
        self.porto = member("Porto", a_country(), "porto.example")
        self.malmo = member("Malmö", a_country("SE", "SWE", subregion="Northern Europe"), "malmo.example")
        self.people = self._people()
        self.lead, self.registrar = self.people["lead"], self.people["registrar"]
        self.request, self.submitted = a_ready_draft(), a_submitted_request()
        self.make_bodies()
        self.make_people()
        self.invitation = an_invitation(self.porto, email="new@porto.example")
        self.handover = a_handover(self.porto, email="next@porto.example")
        self.forced = self._forced_handover()
        published = {"status": "published", "published_at": timezone.now()}
        self.text = SiteText.objects.create(key="page.work", title="Our work", body="We meet.", **published)
        self.message = ContactMessage.objects.create(form_key="k", name="Jo", email="jo@x.example", text="Hello")
        self.picture, self.news, self.testimonial = a_picture(), a_news_item(), a_testimonial()
        self.organisation, self.region = an_organisation(), a_region()
        RefusedUpload.objects.create(name="letter.pdf", size=4, reason="web_page", sender_kind="visitor")
        self.register = RegisterImport.objects.create(kind="cities", status="checked", name="register.csv", source="x")
        self.register.rows.create(number=2, cells={"name": "Braga"}, plan="make")
        self.erasure = ErasureRequest.objects.create(user=self.people["practitioner"])
        self.resource = a_resource(self.porto)
        self.version = a_released(self.lead, self.porto)
        self.meeting, self.interest = self.a_meeting_with_everything(), self.an_interest_and_a_profile()
        self.adoption = Adoption.objects.create(
            resource=self.resource, taker=self.malmo, degree="adapted", status="disputed", dispute_reason="No."
        )
        Collection.objects.create(slug="first-steps", title="First steps", intro="To begin with.")
        Door.objects.create(position=1, titles={"en": "Begin"}, lines={"en": "First steps."}, query="theme=youth")
        ZeroQuery.objects.create(text="nothing", language="en", on=timezone.now().date())
        self.cookies = {name: self._browser(name).cookies.output() for name in (*self.people, "anon", "holder")}

    def browser_of(self, principal):
        """A browser with the cookies of that principal, as they were at the start."""
        client = Client(raise_request_exception=False)
        client.cookies.load(self.cookies[principal].replace("Set-Cookie: ", ""))
        return client

    def _people(self):
        acting = {
            role: a_representative(self.porto, person(name, f"{name.lower()}@porto.example"), title).user
            for role, name, title in (
                ("lead", "Ana", "lead_contact"),
                ("political", "Paulo", "political_lead"),
                ("deputy", "Dora", "deputy"),
                ("practitioner", "Pia", "practitioner"),
            )
        }
        linn = a_representative(self.malmo, person("Linn", "linn@malmo.example")).user
        long_gone = timezone.now() - timedelta(days=900)
        rui = a_representative(self.porto, person("Rui", "rui@elsewhere.example"), "practitioner", until=long_gone).user
        sam = person("Sam", "sam@porto.example", is_active=False)
        a_representative(self.porto, sam, "practitioner")
        groups = {name: staff(name.title(), name) for name in ("registrar", "moderator", "administrator")}
        return acting | {"stranger": linn, "former": rui, "suspended": sam} | groups

    def _forced_handover(self):
        """As those meet it who were told of it."""
        soon = timezone.now() + timedelta(days=7)
        given = {"way": "forced", "by": self.people["registrar"], "objection_until": soon}
        return HandoverNotice.objects.get(pk=a_handover(self.porto, "political_lead", **given).pk)

    def _browser(self, principal):
        client = Client(raise_request_exception=False)
        if principal in self.people:
            sign_in(client, self.people[principal])
        if principal == "holder":
            session = client.session
            mailed = (self.request, self.invitation, self.handover, self.forced, *self.mailed_of_events())
            names = {f"{row._meta.label_lower}:{row.code}": row.link_issue for row in mailed}
            session["opened_by_link"] = names
            session.save()
            client.cookies["__Host-session"] = session.session_key
        return client

    # What to ask for: each maker returns the arguments of an address
    def arguments(self, maker):
        if maker.startswith("row:"):
            row = self.row_of(apps.get_model(maker.removeprefix("row:")))
            return {"object_id": getattr(row, getattr(admin.site.get_model_admin(type(row)), "key_field", "pk"))}
        return getattr(self, f"make_{maker}")()

    def row_of(self, model):
        """The row of the world as the admin's own list finds it."""
        request = RequestFactory().get("/")
        request.user = self.people["moderator"]
        listed = admin.site.get_model_admin(model).get_queryset(request)
        return listed.order_by("-pk").first()

    def make_key(self):
        waiting = self.lead.emailaddress_set.create(email="new@porto.example")
        return {"key": EmailConfirmationHMAC(waiting).key}

    def make_own_copy(self):
        file = StoredFile(name="copy.zip", size=4, content_type="application/zip")
        file.content.save("copy.zip", ContentFile(b"PK.."))
        return {"code": OwnCopy.objects.create(user=self.lead, file=file, made_at=timezone.now()).code}

    def make_erasure(self):
        return {"code": ErasureRequest.objects.create(user=self.lead).code}

    def make_erasure_act(self):
        return {"object_id": self.erasure.code, "verb": "approve"}

    def make_reset_key(self):
        return {"uidb36": user_pk_to_url_str(self.lead), "key": default_token_generator.make_token(self.lead)}

    def make_passkey(self):
        data = {"name": "Key", "credential": {}}
        return {"pk": Authenticator.objects.create(user=self.lead, type="webauthn", data=data).pk}

    def make_notice(self):
        return {"code": InboxItem.objects.create(person=self.lead, key="k", kind="accounts.new_device").code}

    def make_calendar_feed(self):
        return {"token": calendar_feed.token_of(calendar_feed.make_new(self.lead))}

    def make_unsubscribe(self):
        kind = next((each.name for each in kinds.registered.values() if each.can_be_off), "tests.news")
        if kind == "tests.news":
            kinds.kind(kind, label="News")(lambda mail, subject: {})
        row = OutboxMail.objects.create(key="k", person=self.lead, kind=kind)
        return {"token": unsubscribing.unsubscribe_address(row).rstrip("/").rpartition("/")[2]}

    def make_kept_mail(self):
        mail = KeptMail.objects.create(message_id="m", address="x@y.example", subject="s", text="t", html="<p>t</p>")
        return {"code": mail.code}

    def make_file(self):
        owner = {"owner_kind": "cities.joinrequest", "owner_key": self.request.pk}
        file = StoredFile(name="letter.pdf", size=4, content_type="application/pdf", **owner)
        file.content.save("letter.pdf", ContentFile(b"%PDF"))
        return {"code": file.code}

    def make_draft(self):
        return {"slug": a_draft(self.porto, self.lead).resource.slug}

    def make_item(self):
        return {"code": a_resource(self.porto).code}

    def make_search(self):
        values = {"name": "Youth", "query": "theme=youth", "told_until": timezone.now()}
        return {
            "code": SavedSearch.objects.update_or_create(user=self.lead, query=values["query"], defaults=values)[0].code
        }

    def make_draft_section(self):
        return self.make_draft() | {"section": "story"}

    def make_draft_preview(self):
        return self.make_draft() | {"level": "member"}

    def _draft_that_is(self, status):
        draft = a_draft(self.porto, self.lead)
        Version.objects.filter(pk=draft.pk).update(status=status, content_hash="-", released_at=timezone.now())
        return {"slug": draft.resource.slug}

    def make_released(self):
        return self._draft_that_is("released")

    def make_declined(self):
        return self._draft_that_is("declined")

    def make_given_up(self):
        return self._draft_that_is("discarded")

    def make_draft_file(self):
        version = a_draft(self.porto, self.lead)
        return {"slug": version.resource.slug, "code": a_file(version).file.code}

    def make_stuck(self):
        row = OutboxMail.objects.create(key="k", address="x@y.example", kind="accounts.new_device", state="dead")
        return {"key": next(each.key for each in system.stuck() if each.row.pk == row.pk)}

    def make_job(self):
        running.long_work("tests.work", label="Work")(lambda job: None)
        return {"code": running.start("tests.work", key="job", owner=self.lead).code}

    def make_city(self):
        return {"slug": self.porto.slug}

    def make_city_pk(self):
        return {"pk": self.porto.pk}

    def make_city_section(self):
        return {"slug": self.porto.slug, "section": "texts"}

    def make_city_invitation(self):
        return {"slug": self.porto.slug, "code": self.invitation.code}

    def make_city_role(self):
        role = self.porto.representatives.get(user=self.people["practitioner"])
        return {"slug": self.porto.slug, "pk": role.pk}

    def make_city_lead_role(self):
        return {"slug": self.porto.slug, "role": "lead_contact"}

    def make_city_version(self):
        texts = {"summary": "We listen.", "background": "", "approach": ""}
        lifecycle.profile.write(lifecycle.profile.profile_of(self.porto), by=self.lead, language="en", seen=0, **texts)
        return {"slug": self.porto.slug, "language": "en", "number": 1}

    def make_handover(self):
        return {"code": self.handover.code}

    def make_handover_link(self):
        return {"code": self.handover.code, "token": token_of(self.handover)}

    def make_forced_handover(self):
        return {"code": self.forced.code}

    def make_handover_notice_link(self):
        return {"code": self.forced.code, "token": token_of(self.forced)}

    def make_about_page(self):
        return {"slug": "work"}

    def make_request(self):
        return {"code": self.request.code}

    def make_request_kind(self):
        return {"code": self.request.code, "kind": "company"}

    def make_request_link(self):
        return {"code": self.request.code, "token": token_of(self.request)}

    def make_invitation(self):
        return {"code": self.invitation.code}

    def make_invitation_link(self):
        return {"code": self.invitation.code, "token": token_of(self.invitation)}

    def make_register_act(self):
        return {"object_id": self.register.code, "verb": "discard"}

    def make_register_make(self):
        return {"verb": "bring"}

    def make_request_act(self):
        return {"object_id": self.submitted.code, "verb": "take"}

    def make_invitation_act(self):
        return {"object_id": self.invitation.code, "verb": "recall"}

    def make_text_act(self):
        return {"object_id": self.row_of(SiteText).address, "verb": "retire"}

    def make_message_act(self):
        return {"object_id": self.message.number, "verb": "take"}

    def make_news(self):
        return {"slug": self.news.slug}

    def make_news_act(self):
        return {"object_id": self.news.slug, "verb": "retire"}

    def make_news_make(self):
        return {"verb": "write"}

    def make_testimonial_act(self):
        return {"object_id": self.testimonial.pk, "verb": "retire"}

    def make_testimonial_make(self):
        return {"verb": "record"}

    def make_organisation_act(self):
        return {"object_id": self.organisation.slug, "verb": "change"}

    def make_organisation_make(self):
        return {"verb": "register"}

    def make_region_act(self):
        return {"object_id": self.region.code, "verb": "set_countries"}

    def make_region_make(self):
        return {"verb": "make"}

    def make_picture_act(self):
        return {"object_id": self.picture.code, "verb": "retire"}

    def make_picture_make(self):
        return {"verb": "register"}

    def make_version_act(self):
        return {"object_id": self.version.address, "verb": "take"}

    def make_resource_act(self):
        return {"object_id": self.resource.code, "verb": "take_down"}

    def make_adoption_act(self):
        return {"object_id": self.adoption.code, "verb": "settle"}

    def make_resource_make(self):
        return {"verb": "start_network"}

    def make_adoption_make(self):
        return {"verb": "record"}

    def make_way_out(self):
        return {"way": "csv"}

    def make_nothing(self):
        return {"content_type_id": 1, "object_id": self.lead.pk}

    def make_app(self):
        return {"app_label": "cities"}

    def make_wrong(self):
        return {"url": "no/such/page/"}

    # The hub, reading
    def make_resource(self):
        return {"slug": a_resource(self.porto).slug}

    def make_resource_version(self):
        return {"slug": a_resource(self.porto).slug, "number": 1}

    def make_resource_due(self):
        return {"slug": a_resource(self.porto, status="review_due").slug}

    def make_resource_recorded(self):
        return {"slug": a_resource(self.porto, origin="recorded").slug}

    def make_adoption(self, **more):
        given = {"resource": a_resource(self.porto), "taker": self.malmo, "degree": "adapted"} | more
        return {"code": Adoption.objects.create(**given).code}

    def make_confirmed_adoption(self):
        return self.make_adoption(status="confirmed", confirmed_by=self.lead)

    def make_collection(self):
        return {"slug": Collection.objects.create(slug="first", title="First steps", intro="Read this.").slug}


def token_of(row):
    return token_for(row._meta.label_lower, row.code, row.link_issue)


def written():
    """How many rows were added, changed or removed in this transaction, by table."""
    with connection.cursor() as cursor:
        cursor.execute(COUNTERS)
        return {name: rows for name, rows in cursor.fetchall() if name not in UNCOUNTED}


@contextmanager
def undone():
    """Whatever happens inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
