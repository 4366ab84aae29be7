"""The newest logs by the id of their capture, for a job that was cut short before its KgenCollect."""

import threading
from collections import OrderedDict

LIMIT = 16

_lock = threading.Lock()
_logs = OrderedDict()


def remember(log):
    if not log.run:
        return
    with _lock:
        _logs.setdefault(log.run, []).append(log)
        _logs.move_to_end(log.run)
        while len(_logs) > LIMIT:
            _logs.popitem(last=False)


def recall(run):
    with _lock:
        return list(_logs.get(run, []))
