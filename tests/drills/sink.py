"""An SMTP server on loopback that remembers what it accepted. Its own thread; ends with the test."""

import logging
from contextlib import contextmanager
from email import message_from_bytes

from aiosmtpd.controller import Controller


class Sink:
    def __init__(self):
        self.accepted = []  # (recipient, Message-ID)
        self.at_each = lambda: None  # called after a mail was stored and before the sender hears of it

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- the library's name
        number = message_from_bytes(envelope.content)["Message-ID"]
        self.accepted += [(recipient, number) for recipient in envelope.rcpt_tos]
        self.at_each()
        return "250 stored"


class ControllerOnAnyPort(Controller):
    """Lets the system choose the port, and says which it was."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def sink():
    """Yield the sink and its port."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    handler = Sink()
    controller = ControllerOnAnyPort(handler, hostname="127.0.0.1", port=0, ready_timeout=10)
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop()
