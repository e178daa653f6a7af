"""How a city's profile changes: texts by new versions, themes and contact in place."""

from django.utils.translation import gettext as _

from scn_portal.lifecycle import Lifecycle, TransitionRefused

from ..models import Profile, ProfileText

profiles = Lifecycle(Profile)


class Outdated(TransitionRefused):
    """Somebody saved a newer version since this one was opened; `newer` is that version."""

    def __init__(self, newer):
        super().__init__(_("Somebody saved a newer version while you were writing. Both are shown below."))
        self.newer = newer


@profiles.transition()
def write(profile, *, by, language, seen, summary, background, approach):
    """A leading person of the city puts new texts on its page, in one language.

    `seen` is the number of the version that was open while writing (0 for none); a newer one raises Outdated.
    """
    texts = {"summary": summary, "background": background, "approach": approach}
    newest = profile.texts.filter(language=language).order_by("-number").first()
    if newest and all(getattr(newest, field) == text for field, text in texts.items()):
        return  # the same once more: sent twice, or nothing was changed
    if newest and newest.number != seen:
        raise Outdated(newest)
    ProfileText.objects.create(profile=profile, language=language, number=seen + 1, by=by, **texts)
    profile.revision += 1


@profiles.transition()
def choose_themes(profile, *, by, themes):
    """A leading person of the city says on which themes it works."""
    profile.themes.set(themes)
    profile.revision += 1


@profiles.transition()
def set_contact(profile, *, by, mailbox):
    """A leading person of the city says by which mailbox other cities reach its team."""
    profile.mailbox = mailbox
    profile.revision += 1


def profile_of(city):
    """The city's profile; the first edit makes it."""
    return Profile.objects.get_or_create(city=city)[0]
