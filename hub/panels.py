"""What the hub hangs elsewhere: the staff queue."""

from scn_portal.ui import slots

from . import queue

slots.queue.hang(queue.VERSIONS, position=30)
slots.queue.hang(queue.WIDENINGS, position=31)
slots.queue.hang(queue.DISPUTES, position=32)
