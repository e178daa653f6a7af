"""A city answers for its place in a group."""

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .. import answering
from ..forms.rounds import AnswerForm
from ..lifecycle import proposals
from .own_city import ActingForm, ForOwnCity

THANKS = {
    "yes": _("Thank you. You hear from us as soon as all have answered."),
    "no": _("Your answer is kept. The others only read that this group did not come together."),
}


class PlaceAnswer(ForOwnCity, ActingForm):
    """The group, what it would bring, and the answer. Of others' answers nothing is told before all are in."""

    template_name = "twinning/place_answer.html"
    form_class = AnswerForm

    @cached_property
    def part(self):
        part = answering.own_part(self.request.user, self.round, self.city, len(self.own_cities) > 1)
        if part.place is None:
            raise Http404
        return part

    def dispatch(self, request, *args, **kwargs):
        self.round  # noqa: B018
        self.part  # noqa: B018 -- a wrong address is answered before anything else
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **context):
        return super().get_context_data(**{"part": self.part} | context)

    def get_success_url(self):
        return self.page

    def act(self, form):
        return THANKS[proposals.answer(self.part.place, by=self.request.user, **form.details).answer]
