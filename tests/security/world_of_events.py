"""What the matrix asks of the events."""

from tests.factories.events import a_series, an_event


class Events:
    """The objects behind the addresses of events: each maker returns the arguments of an address."""

    def make_event(self):
        return [an_event(host=self.porto).slug]

    def make_series(self):
        return [an_event(host=self.porto, series=a_series()).series.slug]
