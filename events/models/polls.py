"""Votes: a question with its options, who voted, the ballots, and the sealed result."""

from uuid import uuid4

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from scn_portal.codes import new_code

from .agenda import Session
from .meetings import Event
from .people import Registration
from .seats import Delegation
from .stops import Stop


def in_reader_language(texts):
    """The words in the reader's language, else in English, else in any."""
    return texts.get((get_language() or "en")[:2]) or texts.get("en") or next(iter(texts.values()), "")


class Poll(models.Model):
    """A question that the participants of an event answer at the same time."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("one answer")
        MULTIPLE = "multiple", _("several answers")
        SCALE = "scale", _("a scale from 1 to 5")
        TEXT = "text", _("a few words")

    class Unit(models.TextChoices):
        PARTICIPANT = "participant", _("each person")
        DELEGATION = "delegation", _("each city")

    class Secrecy(models.TextChoices):
        NAMED = "named", _("with names")
        SECRET = "secret", _("secret; can be changed until it closes")
        ANONYMOUS = "anonymous", _("anonymous; cannot be changed")

    class Breakdown(models.TextChoices):
        NONE = "none", _("totals only")
        REGION = "region", _("by region")
        SECTOR = "sector", _("by sector")
        CITY_SIZE = "city_size", _("by size of the city")
        ROLE = "role", _("by role")

    class Audience(models.TextChoices):
        SEAT_HOLDERS = "seat_holders", _("people with a seat")
        CHECKED_IN = "checked_in", _("people who were checked in")

    class Show(models.TextChoices):
        AFTER_CLOSE = "after_close", _("after it closed")
        LIVE_TOTALS = "live_totals", _("totals while it is open")
        NEVER = "never", _("in the report only")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed, being counted")
        SEALED = "sealed", _("counted")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        VOID = "void", _("void")

    code = models.CharField(max_length=16, unique=True, default=new_code, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="polls")
    stop = models.ForeignKey(Stop, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.PROTECT, related_name="polls")
    question = models.JSONField(_("question"))  # {language: words}
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind.choices, default=Kind.SINGLE)
    max_choices = models.PositiveSmallIntegerField(_("answers at most"), default=1)
    unit = models.CharField(_("who has a vote"), max_length=11, choices=Unit.choices, default=Unit.PARTICIPANT)
    secrecy = models.CharField(_("secrecy"), max_length=9, choices=Secrecy.choices, default=Secrecy.ANONYMOUS)
    breakdown = models.CharField(_("broken down"), max_length=9, choices=Breakdown.choices, default=Breakdown.NONE)
    k = models.PositiveSmallIntegerField(_("smallest group that is shown"), default=5)
    audience = models.CharField(_("who may answer"), max_length=12, choices=Audience.choices)
    show = models.CharField(_("the result is shown"), max_length=11, choices=Show.choices, default=Show.AFTER_CLOSE)
    groups = models.JSONField(default=list, db_default=[], blank=True, editable=False)  # large enough at the opening
    preview_seen_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")
        ordering = ["event", "pk"]
        constraints = [
            models.CheckConstraint(name="poll_k_five_or_more", condition=Q(k__gte=5)),
            models.CheckConstraint(
                name="poll_breakdown_of_secret_choices",
                condition=Q(breakdown="none") | (~Q(secrecy="named") & ~Q(kind="text") & ~Q(unit="delegation")),
                violation_error_message=_("Named votes, words and votes of cities are never broken down by group."),
            ),
            models.CheckConstraint(
                name="poll_choices_fit_kind",
                condition=Q(kind="multiple", max_choices__gte=1) | (~Q(kind="multiple") & Q(max_choices=1)),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="poll_frozen_once_opened",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(
                    "event_id",
                    "stop_id",
                    "session_id",
                    "question",
                    "kind",
                    "max_choices",
                    "unit",
                    "secrecy",
                    "breakdown",
                    "k",
                    "audience",
                ),
                condition=pgtrigger.Q(old__opened_at__isnull=False),
                func="""
                    IF (OLD.event_id, OLD.stop_id, OLD.session_id, OLD.question, OLD.kind, OLD.max_choices, OLD.unit,
                        OLD.secrecy, OLD.breakdown, OLD.k, OLD.audience)
                       IS DISTINCT FROM
                       (NEW.event_id, NEW.stop_id, NEW.session_id, NEW.question, NEW.kind, NEW.max_choices, NEW.unit,
                        NEW.secrecy, NEW.breakdown, NEW.k, NEW.audience) THEN
                        RAISE EXCEPTION 'a poll that was opened is not changed';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="poll_named_not_under_chatham_house",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("secrecy", "event_id", "session_id", "status"),
                condition=pgtrigger.Q(new__secrecy="named"),
                func="""
                    IF (SELECT chatham_house FROM events_event WHERE id = NEW.event_id)
                       OR (SELECT chatham_house FROM events_session WHERE id = NEW.session_id) THEN
                        RAISE EXCEPTION 'no vote with names under the Chatham House Rule';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self):
        return in_reader_language(self.question)


class Option(models.Model):
    """One of the answers of a poll."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField()  # 1…12: what a ballot holds
    texts = models.JSONField()  # {language: words}

    class Meta:
        verbose_name = _("option of a poll")
        verbose_name_plural = _("options of polls")
        ordering = ["poll", "position"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "position"], name="option_position"),
            models.CheckConstraint(name="option_twelve_at_most", condition=Q(position__gte=1, position__lte=12)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="option_frozen_once_opened",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF EXISTS (SELECT 1 FROM events_poll WHERE opened_at IS NOT NULL
                               AND id = CASE WHEN TG_OP = 'INSERT' THEN NEW.poll_id ELSE OLD.poll_id END) THEN
                        RAISE EXCEPTION 'the options of a poll that was opened are not changed';
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return in_reader_language(self.texts)


class Turnout(models.Model):
    """That a person, or a city, has voted. Not how."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="turnouts")
    registration = models.ForeignKey(Registration, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    delegation = models.ForeignKey(Delegation, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    cast_by = models.ForeignKey(Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("participation in a poll")
        verbose_name_plural = _("participation in polls")
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "registration"], name="turnout_person_once", condition=Q(registration__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["poll", "delegation"], name="turnout_delegation_once", condition=Q(delegation__isnull=False)
            ),
            models.CheckConstraint(
                name="turnout_person_or_delegation",
                condition=Q(registration__isnull=True, delegation__isnull=False)
                | Q(registration__isnull=False, delegation__isnull=True),
            ),
        ]

    def __str__(self):
        return str(_("has voted"))


class Ballot(models.Model):
    """What was answered. It knows no time and no order; an anonymous one knows no voter either."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="ballots")
    turnout = models.OneToOneField(Turnout, null=True, blank=True, on_delete=models.CASCADE, related_name="ballot")
    choices = models.JSONField(default=list)  # positions of options
    words = models.CharField(max_length=600, blank=True)
    group = models.CharField(max_length=40, blank=True)  # the value of the breakdown, copied when the vote was cast

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        triggers = [
            pgtrigger.Trigger(
                name="ballot_fits_its_poll",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("asked", "record"), ("given", "integer")],
                func="""
                    given := jsonb_array_length(NEW.choices);
                    SELECT kind, secrecy, max_choices INTO asked FROM events_poll WHERE id = NEW.poll_id;
                    IF (NEW.turnout_id IS NULL) <> (asked.secrecy = 'anonymous') THEN
                        RAISE EXCEPTION 'only an anonymous ballot stands without a voter';
                    END IF;
                    IF asked.kind = 'text' AND given > 0 OR asked.kind IN ('single', 'scale') AND given <> 1
                       OR asked.kind = 'multiple' AND (given < 1 OR given > asked.max_choices) THEN
                        RAISE EXCEPTION 'the ballot has not as many choices as its poll asks for';
                    END IF;
                    IF given <> (SELECT count(DISTINCT each) FROM jsonb_array_elements_text(NEW.choices) AS each)
                       OR asked.kind = 'scale' AND NOT NEW.choices <@ '[1, 2, 3, 4, 5]'
                       OR asked.kind IN ('single', 'multiple') AND EXISTS (
                           SELECT 1 FROM jsonb_array_elements_text(NEW.choices) AS each WHERE NOT EXISTS (
                               SELECT 1 FROM events_option
                               WHERE poll_id = NEW.poll_id AND position::text = each)) THEN
                        RAISE EXCEPTION 'the ballot names an option that its poll does not have, or one twice';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(_("ballot"))


class TextAnswer(models.Model):
    """Words of a secret or anonymous poll after the seal, in an order that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="text_answers")
    words = models.CharField(max_length=600)

    class Meta:
        verbose_name = _("answer in words")
        verbose_name_plural = _("answers in words")
        ordering = ["id"]

    def __str__(self):
        return self.words


class PollResult(models.Model):
    """The sealed result of a poll. It is never changed."""

    poll = models.OneToOneField(Poll, on_delete=models.PROTECT, related_name="result")
    entitled = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    totals = models.JSONField()  # [count of each option in order]
    table = models.JSONField(null=True, blank=True)  # {"groups": [{"label": …, "size": …, "cells": [number or null]}]}
    method = models.TextField()
    k = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("result of a poll")
        verbose_name_plural = _("results of polls")
        triggers = [
            pgtrigger.Trigger(
                name="poll_result_never_changes",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func="RAISE EXCEPTION 'a sealed result is not changed';",
            )
        ]

    def __str__(self):
        return f"{self.poll}"
