"""What people answered to the questions of the organisers, for officers, and for hosts what was asked for them."""

from django.views.generic import TemplateView

from .. import answering
from ..rules import is_officer
from .desk import AtTheDesk


class DeskAnswers(AtTheDesk, TemplateView):
    template_name = "events/desk_answers.html"

    def get_context_data(self, **kwargs):
        runs = is_officer(self.request.user)
        questions = answering.answers_for(self.event, self.stops, is_officer=runs)
        return super().get_context_data(questions=questions, **kwargs)
