"""A report on paper, by the same pieces as its page."""

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from scn_portal.sharing import Sharing
from scn_portal.ui.paper import Paper

from .charting import share
from .models import Block
from .report_pieces import pieces_of

Kind = Block.Kind


def as_pdf(report):
    """The bytes of the paper, in the language of the report; of one report always the same."""
    with translation.override(report.language):
        label = f"TLP:{Sharing(report.sharing).name}"
        paper = Paper(title=report.title, language=report.language, made_at=report.published_at, foot=label)
        paper.paragraph(_("Strong Cities Network"), strong=True, soft=True)
        paper.heading(report.title)
        published = {"number": report.number, "day": date_format(report.published_at, "j F Y")}
        paper.paragraph(_("Report %(number)d, published on %(day)s.") % published, soft=True)
        for paragraph in report.summary.split("\n\n"):
            paper.paragraph(paragraph, size=12)
        for piece in pieces_of(report):
            _print(paper, piece)
        paper.rule()
        paper.paragraph(f"SHA-256 {report.sha256}", size=8, soft=True)
        return paper.as_bytes()


def _print(paper, piece):
    block = piece.block
    if block.kind == Kind.CHART:
        return _print_chart(paper, piece)
    if block.kind == Kind.FIGURE:
        paper.heading(f"{block.figure} {block.title}", 2)
    elif block.kind == Kind.LESSON:
        paper.heading(_("Lesson: %(title)s") % {"title": block.title}, 2)
    elif block.title:
        paper.heading(block.title, 2)
    if block.kind == Kind.QUOTE:
        paper.paragraph(f"“{block.text}”" + (f" ({piece.author})" if piece.author else ""), strong=True)
    else:
        for paragraph in filter(None, block.text.split("\n\n")):
            paper.paragraph(paragraph)
    for session in piece.sessions:
        paper.paragraph(f"• {session.title}")
    return None


def _print_chart(paper, piece):
    if piece.is_withdrawn:
        return paper.paragraph(_("The result of this poll was taken back."), soft=True)
    drawn = piece.chart
    longest = max(piece.block.result.totals) or 1
    rows = zip(drawn.rows, piece.block.result.totals, strict=True)
    paper.heading(drawn.title, 3)
    paper.bars([(row.label, row.values[0], count / longest) for row, count in rows])
    paper.paragraph(drawn.description, size=10)
    if piece.table:
        heads, lines = piece.table
        cells = [[name, size, *(_cell(count, size) for count in counts)] for name, size, counts in lines]
        paper.table(["", _("Answers"), *heads], cells)
    paper.paragraph(drawn.source, size=8, soft=True)
    if piece.block.text:
        paper.paragraph(piece.block.text)
    return None


def _cell(count, size):
    return "–" if count is None else f"{count} ({share(count, size)}%)"
