"""Membership over time, and the people who act for a city. Status is computed for a day, never stored."""

from datetime import date, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from ..querysets import MembershipQuerySet, RepresentativeQuerySet
from .dates import DateRange, Precision, TimeRange


class Membership(models.Model):
    """A period in which a city is a member. Its status on a day follows from its dates (status.py)."""

    Precision = Precision

    class Basis(models.TextChoices):
        REQUEST = "request", _("a request checked by staff")
        REGISTER = "register", _("the earlier register")

    class Status(models.TextChoices):
        """Computed for a day, in this order: the first that fits wins (status.py)."""

        ENDED = "ended", _("former member")
        SUSPENDED = "suspended", _("suspended")
        NO_CONTACT = "no_contact", _("no contact at present")
        ON_HOLD = "on_hold", _("waiting for confirmation")
        CONFIRM_DUE = "confirm_due", _("member, confirmation due")
        ACTIVE = "active", _("member")

    IN_GOOD_STANDING = (Status.ACTIVE, Status.CONFIRM_DUE)
    IN_FORCE = (*IN_GOOD_STANDING, Status.ON_HOLD)
    SILENT = (Status.ON_HOLD, Status.NO_CONTACT)
    MONTHS_TO_CONFIRM, MONTHS_TO_HOLD = 12, 15
    FOUNDED_ON = date(2015, 9, 29)  # the network was launched at the United Nations

    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField(null=True, blank=True)
    precision = models.CharField(max_length=8, choices=Precision.choices, default=Precision.DAY)
    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.REQUEST)
    source = models.CharField(max_length=300, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    hold_told_on = models.DateField(null=True, blank=True, editable=False)  # it was announced that it is on hold

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            ExclusionConstraint(
                name="membership_no_overlap",
                expressions=[
                    (F("city"), RangeOperators.EQUAL),
                    (DateRange("joined_on", "ended_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This authority is already a member."),
            ),
            models.UniqueConstraint(
                fields=["city"],
                name="membership_one_running",
                condition=Q(ended_on__isnull=True),
                violation_error_message=_("This authority is already a member."),
            ),
            models.CheckConstraint(
                name="membership_ends_after_start",
                condition=Q(ended_on__isnull=True) | Q(joined_on__isnull=True) | Q(ended_on__gte=F("joined_on")),
            ),
            models.CheckConstraint(
                name="membership_unknown_start",
                condition=Q(joined_on__isnull=True, precision="unknown")
                | (Q(joined_on__isnull=False) & ~Q(precision="unknown")),
            ),
        ]

    def __str__(self):
        return f"{self.city} {self.joined_on or '?'}–{self.ended_on or ''}"

    @property
    def ends_on(self):
        """The day from which it is over: on record, or thirty days after notice; None while it runs on."""
        if self.ended_on or self.notice_on is None:
            return self.ended_on
        return self.notice_on + timedelta(days=settings.NOTICE_DAYS)


class Confirmation(models.Model):
    """A city, or a registrar for it, says that what the portal holds is still true. Never changed."""

    class Basis(models.TextChoices):
        REPRESENTATIVE = "representative", _("a representative")
        REGISTRAR = "registrar", _("a registrar")
        REGISTER = "register", _("the earlier register")

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="confirmations")
    on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=16, choices=Basis.choices)
    items = models.JSONField(default=list)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "id"]
        triggers = [pgtrigger.Protect(name="confirmation_insert_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"{self.membership_id} {self.on}"


BY_DECISION = pgtrigger.Trigger(
    name="suspension_by_decision",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("decision_id", "lifted_by_id"),
    func="""
        IF EXISTS (
            SELECT FROM unnest(ARRAY[NEW.decision_id, NEW.lifted_by_id]) AS named(id)
            WHERE named.id IS NOT NULL AND NOT EXISTS (
                SELECT FROM cities_decision
                WHERE id = named.id AND status = 'adopted' AND kind = 'suspension'
            )
        ) THEN
            RAISE EXCEPTION 'a suspension rests on an adopted decision on suspension';
        END IF;
        RETURN NEW;
    """,
)


class Suspension(models.Model):
    """A period in which a membership gives no rights, by an adopted decision."""

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="suspensions")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    decision = models.ForeignKey("cities.Decision", on_delete=models.PROTECT, related_name="+")
    lifted_by = models.ForeignKey(
        "cities.Decision", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # where it ended before its day
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-from_on"]
        constraints = [
            ExclusionConstraint(
                name="suspension_no_overlap",
                expressions=[
                    (F("membership"), RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This membership is suspended in that period already."),
            ),
            models.CheckConstraint(
                name="suspension_ends_later", condition=Q(until_on__isnull=True) | Q(until_on__gt=F("from_on"))
            ),
            models.CheckConstraint(name="suspension_has_reason", condition=~Q(reason="")),
        ]
        triggers = [BY_DECISION, pgtrigger.Protect(name="suspension_kept", operation=pgtrigger.Delete)]

    def __str__(self):
        return f"{self.membership} {self.from_on}–{self.until_on or ''}"

    def covers(self, day):
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


class Representative(models.Model):
    """A person who acts for a city in one role, from one instant to another."""

    class Role(models.TextChoices):
        POLITICAL_LEAD = "political_lead", _("political lead")
        LEAD_CONTACT = "lead_contact", _("lead contact")
        DEPUTY = "deputy", _("deputy contact")
        PRACTITIONER = "practitioner", _("practitioner")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations")
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="representatives")
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    office = models.CharField(_("office or post"), max_length=160)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=120, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = RepresentativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["since", "id"]
        constraints = [
            ExclusionConstraint(
                name="representative_one_lead_at_a_time",
                expressions=[
                    (F("city"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (TimeRange("since", "until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=["political_lead", "lead_contact"]),
                violation_error_message=_(
                    "Somebody already holds this role. It passes to another person only by a handover."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "city", "role"],
                name="representative_once",
                condition=Q(until__isnull=True),
                violation_error_message=_("This person already holds this role."),
            ),
            models.CheckConstraint(
                name="representative_ends_later", condition=Q(until__isnull=True) | Q(until__gt=F("since"))
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="representative_until_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__until__isnull=False),
            ),
            pgtrigger.Protect(
                name="representative_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("user", "city", "role", "office", "since", "basis", "invited_by"),
            ),
            pgtrigger.Protect(name="representative_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self):
        return f"{self.user}, {self.office}"

    @property
    def edits_profile(self):
        """Whether this role releases texts for the city and invites its people."""
        return self.role != self.Role.PRACTITIONER


class Invitation(models.Model):
    """An invitation to act for a city, bound to one address."""

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        ACCEPTED = "accepted", _("accepted")
        TO_CHECK = "to_check", _("being checked by staff")
        REFUSED = "refused", _("declined")
        RECALLED = "recalled", _("taken back")
        EXPIRED = "expired", _("expired")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(_("role"), max_length=16, choices=Representative.Role.choices)
    email = models.EmailField(_("work e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office or post"), max_length=160, blank=True)
    language = models.CharField(_("language of the invitation"), max_length=5, default="en")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    representative = models.OneToOneField(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # set from the start where an approved request already made the role
    link_issue = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # set by a trigger when it is answered

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                "city",
                "role",
                Lower("email"),
                name="invitation_one_open",
                condition=Q(status__in=["open", "to_check"]),
                violation_error_message=_("This address is already invited to this role."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="invitation_notes_its_end",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.status NOT IN ('open', 'to_check') AND NEW.ended_at IS NULL"),
                func="NEW.ended_at = CASE WHEN NEW.status = 'expired' THEN NEW.expires_at ELSE now() END; RETURN NEW;",
            )
        ]

    def __str__(self):
        return f"{self.name}: {self.get_role_display()}"
