"""The texts of the public site: one query for all that a page shows, English where a translation is missing."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import get_language

from .models import SiteText

FOLDER = Path(__file__).parent / "data" / "site_texts"
FALLBACK = "en"


@dataclass(frozen=True)
class Text:
    """A published text as a page shows it, with the language in which it stands there."""

    key: str
    language: str = FALLBACK
    title: str = ""
    body: str = ""
    version: int | None = None  # the row, for what refers to exactly these words
    is_fallback: bool = False  # the reader's language has no such text
    changed_at: datetime | None = None

    @property
    def code(self):
        """The last part of the key, in small letters."""
        return self.key.rpartition(".")[2]


def texts_for(keys, language=None):
    """The published texts by key, in the reader's language or else in English. One query."""
    language = (language or get_language() or FALLBACK)[:2]
    rows = SiteText.objects.published().filter(key__in=list(keys), language__in={language, FALLBACK})
    found = {(row.key, row.language): row for row in rows}
    texts = {}
    for key in keys:
        row = found.get((key, language)) or found.get((key, FALLBACK))
        texts[key] = _shown(row, language) if row else Text(key)
    return texts


def _shown(row, language):
    return Text(row.key, row.language, row.title, row.body, row.pk, row.language != language, row.published_at)


def published_keys(prefix):
    """The keys with this beginning that are published in any language, in their order."""
    keys = SiteText.objects.published().filter(key__startswith=prefix).values_list("key", flat=True)
    return sorted(set(keys))


def shipped():
    """The texts shipped with the app: (language, key, title, body). The first line is the title."""
    for file in sorted(FOLDER.glob("*/*.md")):
        title, _, body = file.read_text(encoding="utf-8").partition("\n")
        yield file.parent.name, file.stem, title.removeprefix("# ").strip(), body.strip()


def seed_texts():
    """Publish each shipped text whose key has no version yet in its language. Staff's own versions stay."""
    known = set(SiteText.objects.values_list("language", "key"))
    SiteText.objects.bulk_create(
        SiteText(
            key=key,
            language=language,
            title=title,
            body=body,
            needs_check=language != FALLBACK,
            status=SiteText.Status.PUBLISHED,
            published_at=timezone.now(),
        )
        for language, key, title, body in shipped()
        if (language, key) not in known
    )
