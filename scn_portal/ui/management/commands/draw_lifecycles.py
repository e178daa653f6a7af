"""`manage.py draw_lifecycles` writes docs/states.md from the lifecycles themselves; `--check` only compares."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import override

from scn_portal.lifecycle import Lifecycle

PAGE = settings.ROOT / "docs" / "states.md"
HEAD = """# States and steps

Drawn by `manage.py draw_lifecycles` from the code; a test fails when this page is not fresh. Each step locks the row,
asks the permission, then the state, and writes its audit entry and its fact in the same transaction.
"""


def drawn():
    """The whole page."""
    autodiscover_modules("lifecycle")
    with override("en"):
        parts = [part_of(each) for each in sorted(Lifecycle.registered, key=lambda each: each.model._meta.label)]
    return "\n".join([HEAD, *parts])


def part_of(lifecycle):
    meta = lifecycle.model._meta
    steps = [*lifecycle.creations, *lifecycle.transitions]
    diagram = ["```mermaid", lifecycle.as_mermaid(), "```", ""] if any(each.target for each in steps) else []
    head = ["| step | from | to | permission | fact | what it means |", "|---|---|---|---|---|---|"]
    return "\n".join([f"## {meta.verbose_name.capitalize()}", "", *diagram, *head, *map(row_of, steps), ""])


def row_of(step):
    is_creation = not hasattr(step, "change")
    sources = "nothing" if is_creation else ", ".join(map(str, step.sources)) or "any"
    target = str(step.target) if step.target else "the same"
    meaning = " ".join((step.__doc__ or "").split("\n\n")[0].split())
    clock = " (also by the system)" if step.by_system else ""
    return f"| {step.name} | {sources} | {target} | `{step.permission}`{clock} | `{step.facts}` | {meaning} |"


class Command(BaseCommand):
    help = "Write the state diagrams of all lifecycles to docs/states.md"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="change nothing; fail when the page is not fresh")

    def handle(self, *args, check, **options):
        fresh = drawn()
        if not check:
            PAGE.parent.mkdir(exist_ok=True)
            PAGE.write_text(fresh, encoding="utf-8")
        elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != fresh:
            raise CommandError("docs/states.md is not fresh: run manage.py draw_lifecycles")
