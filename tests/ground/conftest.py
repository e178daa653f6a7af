from .outbox import notice, reader, server  # noqa: F401 -- fixtures
