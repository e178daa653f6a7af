"""How far a version is written: its sections in their order, and what each still lacks."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from . import files
from .models import ResourceFile
from .schema import CRITERIA, Need, empty, gaps, section_of_criterion, sections_of

FILES = "files"


@dataclass(frozen=True)
class Lack:
    """One thing that is missing, and where to mend it."""

    words: str
    url: str


@dataclass(frozen=True)
class Remark:
    """What a moderator wrote about one criterion."""

    words: str
    reason: str


@dataclass(frozen=True)
class Task:
    """One page of the record as the list of tasks shows it. `later` may wait until it is published."""

    key: str
    title: str
    url: str
    is_begun: bool
    missing: tuple = ()
    later: tuple = ()
    remarks: tuple = ()

    @property
    def is_done(self):
        return self.is_begun and not self.missing and not self.later


def tasks_of(version):
    """The pages of the record, then its files. Two queries."""
    now, later = _lacks(version, Need.RELEASE), _lacks(version, Need.PUBLISH)
    remarks = remarks_of(version)
    tasks = [
        Task(
            section.key,
            section.title,
            reverse("hub:resource_edit", args=[version.resource.slug, section.key]),
            any(not empty(version.content.get(field.name)) for field in section.fields),
            tuple(now.get(section.key, ())),
            tuple(each for each in later.get(section.key, ()) if each not in now.get(section.key, ())),
            tuple(remarks.get(section.key, ())),
        )
        for section in sections_of(version.resource.kind)
    ]
    return [*tasks, _task_of_files(version)]


def _task_of_files(version):
    url = reverse("hub:resource_files", args=[version.resource.slug])
    missing = tuple(Lack(gap.words, url) for gap in files.gaps(version))
    return Task(FILES, _("Files and pictures"), url, ResourceFile.objects.of_version(version).exists(), missing)


def _lacks(version, until):
    """{section: [Lack]} of what is missing before it may be released, or published."""
    resource, found = version.resource, {}
    for gap in gaps(resource.kind, version.content, until=until, recorded=resource.origin == "recorded"):
        found.setdefault(gap.section, []).append(Lack(gap.words, _address(resource, gap)))
    return found


def _address(resource, gap):
    place = f"id_{gap.field}_{gap.code}" if gap.code else f"q-{gap.field}"
    return f"{reverse('hub:resource_edit', args=[resource.slug, gap.section])}#{place}"


def remarks_of(version):
    """{section: [Remark]}: what the moderator wanted to see changed, beside the section it concerns."""
    found, words, sections = {}, dict(CRITERIA), sections_of(version.resource.kind)
    for code, given in version.remarks.items():
        if given.get("answer") != "yes" and code in words:
            key = section_of_criterion(code, sections)
            found.setdefault(key, []).append(Remark(words[code], given.get("reason", "")))
    return found
