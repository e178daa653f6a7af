"""A role passes from one person to another without a gap and without an overlap."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from .membership import Representative

# What "done" means, held here even where the code should forget it: both roles are of this city and this kind, and
# the one ends in the instant in which the other begins.
WITHOUT_GAP = pgtrigger.Trigger(
    name="handover_done_without_gap",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.status = 'done'"),
    func="""
        IF NOT EXISTS (
            SELECT FROM cities_representative taking
            LEFT JOIN cities_representative leaving ON leaving.id = NEW.outgoing_id
            WHERE taking.id = NEW.incoming_id AND taking.city_id = NEW.city_id AND taking.role = NEW.role
            AND (leaving.id IS NULL OR (leaving.city_id = NEW.city_id AND leaving.role = NEW.role
                                        AND leaving.until = taking.since))
        ) THEN
            RAISE EXCEPTION 'a handover is done when one role ends in the instant in which the other begins';
        END IF;
        RETURN NEW;
    """,
)


class Handover(models.Model):
    """The proposal that a named person takes over a role in a city from whoever holds it, or held it."""

    class Status(models.TextChoices):
        OPEN = "open", _("waiting for an answer")
        TO_CHECK = "to_check", _("being checked by staff")
        DONE = "done", _("done")
        REFUSED = "refused", _("declined")
        CANCELLED = "cancelled", _("taken back")
        EXPIRED = "expired", _("expired")
        OBJECTED = "objected", _("objected to")

    class Way(models.TextChoices):
        HOLDER = "holder", _("by the person who holds the role")
        POLITICAL_LEAD = "political_lead", _("by the political lead")
        FORCED = "forced", _("by a registrar, with a letter")

    RUNNING = (Status.OPEN, Status.TO_CHECK)

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    city = models.ForeignKey("cities.City", on_delete=models.PROTECT, related_name="handovers")
    role = models.CharField(_("role"), max_length=16, choices=Representative.Role.choices)
    outgoing = models.ForeignKey(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # null where the role was empty when the handover began
    email = models.EmailField(_("work e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    office = models.CharField(_("office or post"), max_length=160)
    language = models.CharField(_("language of the mail"), max_length=5, default="en")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    way = models.CharField(max_length=16, choices=Way.choices)
    letter = models.ForeignKey("files.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    letter_erased_at = models.DateTimeField(
        null=True, blank=True, editable=False
    )  # it was there, and its period is over
    objection_until = models.DateTimeField(null=True, blank=True)
    objection = models.CharField(_("objection"), max_length=1000, blank=True)
    incoming = models.OneToOneField(
        Representative, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # set when it is done
    link_issue = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)  # set by a trigger when it is answered

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["city", "role"],
                name="handover_one_open",
                condition=Q(status__in=["open", "to_check"]),
                violation_error_message=_("A handover of this role is under way already."),
            ),
            models.CheckConstraint(
                name="handover_only_of_leads", condition=Q(role__in=["political_lead", "lead_contact"])
            ),
            models.CheckConstraint(
                name="handover_done_names_both", condition=~Q(status="done") | Q(incoming__isnull=False)
            ),
            models.CheckConstraint(
                name="handover_forced_waits", condition=~Q(way="forced") | Q(objection_until__isnull=False)
            ),
            models.CheckConstraint(
                name="handover_objected_says_why", condition=~Q(status="objected") | ~Q(objection="")
            ),
            models.CheckConstraint(
                name="handover_forced_by_letter",
                condition=~Q(way="forced", status__in=["to_check", "done"])
                | Q(letter__isnull=False)
                | Q(letter_erased_at__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="handover_notes_its_end",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.status NOT IN ('open', 'to_check') AND NEW.ended_at IS NULL"),
                func="NEW.ended_at = CASE WHEN NEW.status = 'expired' THEN NEW.expires_at ELSE now() END; RETURN NEW;",
            ),
            WITHOUT_GAP,
        ]

    def __str__(self):
        return f"{self.name}: {self.get_role_display()}"


class HandoverNotice(Handover):
    """A forced handover as those meet it who were told of it by mail: their link lets them object, nothing else."""

    class Meta:
        proxy = True
