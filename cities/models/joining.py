"""How an authority asks to join, and how staff make sure who is asking."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from .membership import Representative

OPEN = ["draft", "submitted", "checking", "evidence_asked"]
WAITING = ["submitted", "checking", "evidence_asked"]
NEVER_SENT = ["draft", "withdrawn", "expired"]

# The law of ties, held here even where the code should forget it: who takes or decides a request neither was nor is
# a representative of the city, has no address in one of its domains, and is not the one who asks.
NO_TIE = pgtrigger.Trigger(
    name="join_decided_without_tie",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("acting", "bigint[]")],
    func="""
        acting := ARRAY[NEW.taken_by_id, NEW.decided_by_id];
        IF TG_OP = 'UPDATE' THEN
            IF NEW.taken_by_id IS NOT DISTINCT FROM OLD.taken_by_id THEN acting[1] := NULL; END IF;
            IF NEW.decided_by_id IS NOT DISTINCT FROM OLD.decided_by_id THEN acting[2] := NULL; END IF;
        END IF;
        IF acting[1] IS NULL AND acting[2] IS NULL THEN RETURN NEW; END IF;
        IF EXISTS (
            SELECT FROM accounts_user person
            WHERE person.id = ANY (acting) AND (
                lower(person.email) = lower(NEW.email)
                OR EXISTS (
                    SELECT FROM cities_representative role
                    WHERE role.user_id = person.id AND role.city_id = NEW.city_id
                )
                OR EXISTS (
                    SELECT FROM cities_citydomain own
                    WHERE own.city_id = NEW.city_id
                    AND right('.' || lower(split_part(person.email, '@', 2)), length(own.domain) + 1)
                        = '.' || lower(own.domain)
                )
            )
        ) THEN
            RAISE EXCEPTION 'a registrar tied to the city neither takes nor decides its request';
        END IF;
        RETURN NEW;
    """,
)

# What was found stays as it was. Only what names a person may go: the paper, the address, with whom one spoke.
CHECKED_BUT_FOR_ERASURE = """
    OLD.checked_at IS NOT NULL AND (
        (OLD.code, OLD.request_id, OLD.kind, OLD.document_on, OLD.number, OLD.number_source_url, OLD.flags, OLD.result,
         OLD.reason, OLD.checked_by_id, OLD.checked_at)
        IS DISTINCT FROM
        (NEW.code, NEW.request_id, NEW.kind, NEW.document_on, NEW.number, NEW.number_source_url, NEW.flags, NEW.result,
         NEW.reason, NEW.checked_by_id, NEW.checked_at)
        OR (NEW.file_id IS DISTINCT FROM OLD.file_id AND NEW.file_id IS NOT NULL)
        OR (NEW.address IS DISTINCT FROM OLD.address AND NEW.address <> '')
        OR (NEW.spoken_with IS DISTINCT FROM OLD.spoken_with AND NEW.spoken_with <> '–')
    )
"""


class JoinRequest(models.Model):
    """A request to become a Strong City, or to act for one that already is."""

    class Kind(models.TextChoices):
        NEW_CITY = "new_city", _("a new city")
        NEW_PERSON = "new_person", _("a new person for a member city")

    class Status(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SUBMITTED = "submitted", _("received")
        CHECKING = "checking", _("being checked")
        EVIDENCE_ASKED = "evidence_asked", _("waiting for you")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused")
        MERGED = "merged", _("joined to another request")
        EXPIRED = "expired", _("ended without an answer")
        WITHDRAWN = "withdrawn", _("taken back")

    class Reason(models.TextChoices):
        NOT_AUTHORITY = "not_authority", _("not a local authority")
        NOT_PROVEN = "not_proven", _("we could not confirm that you act for the authority")
        ALREADY_MEMBER = "already_member", _("the authority is already a member")
        OTHER = "other", _("another reason")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.NEW_CITY)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.DRAFT)
    email = models.EmailField(_("work e-mail address"))
    name = models.CharField(_("your name as you use it"), max_length=120, blank=True)
    office = models.CharField(_("your office or post"), max_length=160, blank=True)
    language = models.CharField(_("language"), max_length=5, default="en")
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    role_wanted = models.CharField(max_length=16, choices=Representative.Role.choices, default="lead_contact")
    city = models.ForeignKey("cities.City", null=True, blank=True, on_delete=models.PROTECT, related_name="requests")
    proposed_name = models.CharField(_("name of the authority"), max_length=160, blank=True)
    proposed_country = models.ForeignKey(
        "cities.Country", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_division = models.CharField(_("state, province or region"), max_length=120, blank=True)
    proposed_type = models.ForeignKey("cities.Term", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    proposed_place = models.ForeignKey(
        "cities.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposed_lat = models.FloatField(null=True, blank=True)
    proposed_lon = models.FloatField(null=True, blank=True)
    proposed_website = models.URLField(_("official website"), blank=True)
    target = models.CharField(max_length=900, blank=True, editable=False)  # which authority, folded: see joining.py
    invitation = models.ForeignKey(
        "cities.Invitation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    handover = models.ForeignKey("cities.Handover", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    summit_interest = models.BooleanField(_("tell us about the next summit"), default=False)
    about = models.TextField(_("what your authority hopes for"), blank=True)
    flags = models.JSONField(default=list, blank=True)
    asked_for = models.TextField(blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    link_issue = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    email_proven_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason_code = models.CharField(max_length=20, choices=Reason.choices, blank=True)
    reason_text = models.TextField(blank=True)
    second_look_at = models.DateTimeField(null=True, blank=True)
    first_refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")

    class Meta:
        verbose_name = _("join request")
        verbose_name_plural = _("join requests")
        ordering = ["submitted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="join_one_target",
                condition=Q(status__in=NEVER_SENT)
                | Q(status="approved", city__isnull=False)
                | (Q(city__isnull=False) ^ ~Q(proposed_name="")),
            ),
            models.UniqueConstraint(
                Lower("email"),
                "target",
                name="join_one_open_per_person",
                condition=Q(status__in=WAITING),
                violation_error_message=_(
                    "A request of yours for this authority is already with us. You need not send it again."
                ),
            ),
            models.CheckConstraint(
                name="join_submitted_is_proven",
                condition=Q(status__in=NEVER_SENT) | Q(email_proven_at__isnull=False, submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="join_refused_has_reason",
                condition=~Q(status="refused") | (~Q(reason_code="") & ~Q(reason_text="")),
            ),
            models.CheckConstraint(
                name="join_merged_into_another",
                condition=(Q(status="merged") & Q(merged_into__isnull=False) & ~Q(merged_into=F("id")))
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="join_point_on_earth",
                condition=Q(proposed_lat__isnull=True, proposed_lon__isnull=True)
                | Q(proposed_lat__range=(-90, 90), proposed_lon__range=(-180, 180)),
                violation_error_message=_("The point of the authority is not on the map. Set it again."),
            ),
            models.CheckConstraint(
                name="join_approved_by_somebody", condition=~Q(status="approved") | Q(decided_by__isnull=False)
            ),
        ]
        triggers = [NO_TIE]

    def __str__(self):
        return f"{self.proposed_name or self.city or '–'} ({self.code})"

    def already_decided(self):
        """What somebody reads who comes too late: who decided, and when. Empty while nothing is decided."""
        if not self.decided_at:
            return ""
        when = date_format(timezone.localtime(self.decided_at), "DATETIME_FORMAT")
        return _("This request was already decided by %(person)s at %(when)s.") % {
            "person": self.decided_by,
            "when": when,
        }


class PrincipleAcceptance(models.Model):
    """One principle that the person accepted, in the words shown then. Never changed."""

    request = models.ForeignKey(JoinRequest, on_delete=models.CASCADE, related_name="acceptances")
    text = models.ForeignKey("cities.SiteText", on_delete=models.PROTECT, related_name="+")
    principle = models.CharField(max_length=40)  # the text's key: principle.1 …
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "text"], name="acceptance_unique")]
        triggers = [pgtrigger.Protect(name="acceptance_insert_only", operation=pgtrigger.Update)]

    def __str__(self):
        return self.principle


class Evidence(models.Model):
    """One thing that shows that the person speaks for the authority, and what the registrar found."""

    class Kind(models.TextChoices):
        DOMAIN_MAIL = "domain_mail", _("address in the authority's own domain")
        LETTER = "letter", _("letter of the mayor or chief officer")
        COUNCIL_DECISION = "council_decision", _("decision of the council")
        CALL_BACK = "call_back", _("call to a number on the official site")

    class Result(models.TextChoices):
        OPEN = "open", _("to be checked")
        CONFIRMED = "confirmed", _("confirmed")
        NOT_ACCEPTED = "not_accepted", _("not accepted")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    request = models.ForeignKey(JoinRequest, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    file = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300, blank=True)  # the mail address, or the decision's web address
    document_on = models.DateField(null=True, blank=True)
    number = models.CharField(max_length=60, blank=True)  # of the decision, or the number called
    number_source_url = models.URLField(blank=True)
    spoken_with = models.CharField(max_length=160, blank=True)
    flags = models.JSONField(default=list, blank=True)
    result = models.CharField(max_length=14, choices=Result.choices, default=Result.OPEN)
    reason = models.TextField(blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = _("evidence")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="evidence_checked_by_somebody", condition=~Q(result="confirmed") | Q(checked_by__isnull=False)
            ),
            models.CheckConstraint(
                name="evidence_call_is_documented",
                condition=~Q(kind="call_back", result="confirmed") | (~Q(number_source_url="") & ~Q(spoken_with="")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="evidence_frozen_once_checked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(CHECKED_BUT_FOR_ERASURE),
            )
        ]

    def __str__(self):
        return self.get_kind_display()


class MailCode(models.Model):
    """A code sent to an address, to be typed back within half an hour. The digits are derived, never stored."""

    purpose = models.CharField(max_length=60)  # "join:<code>"
    address = models.EmailField()
    nonce = models.CharField(max_length=24, default=new_code, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(name="mail_code_five_tries", condition=Q(tries__lte=5))]
        indexes = [models.Index(fields=["purpose", "-id"])]

    def __str__(self):
        return self.purpose
