"""Exactly one beat: whoever holds a lock in PostgreSQL. Others stand by and take over when it dies."""

import logging

import psycopg2
from celery.beat import Scheduler
from django.conf import settings

logger = logging.getLogger(__name__)
LOCK = 0x5C17_BEA7  # any number that nobody else uses
STANDING_BY = 5


class OnlyBeat(Scheduler):
    """Celery's scheduler with its entries in memory, silent while another process holds the lock."""

    _holder = None

    def tick(self, *args, **kwargs):
        return super().tick(*args, **kwargs) if self.holds_the_lock() else STANDING_BY

    def holds_the_lock(self):
        """The lock lives as long as its connection, so a beat that was killed leaves none behind."""
        try:
            if self._holder is not None:
                self._ask("SELECT 1")
                return True
            self._holder = self._connect()
            if self._ask("SELECT pg_try_advisory_lock(%s)", LOCK):
                logger.info("this is the beat")
                return True
        except psycopg2.Error:
            logger.warning("the beat cannot reach the database")
        self._let_go()
        return False

    def close(self):
        self._let_go()
        super().close()

    def _connect(self):
        database = settings.DATABASES["default"]
        where = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        given = {word: database.get(name) for word, name in where.items() if database.get(name)}
        connection = psycopg2.connect(**given, connect_timeout=3, application_name="beat")
        connection.autocommit = True
        return connection

    def _ask(self, statement, *values):
        with self._holder.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchone()[0]

    def _let_go(self):
        if self._holder is not None:
            self._holder.close()
            self._holder = None
