"""The newest logs by the id of their capture, for a job that was cut short before its KgenCollect.

Plain data only: a log that is kept here keeps neither model nor tensor alive.
"""

import threading
from collections import OrderedDict

LIMIT = 16

_lock = threading.Lock()
_logs = OrderedDict()


def remember(log):
    if not log.run:
        return
    with _lock:
        _logs.setdefault(log.run, []).append(log.data)
        _logs.move_to_end(log.run)
        while len(_logs) > LIMIT:
            _logs.popitem(last=False)


def recall(run):
    with _lock:
        return [{**data, "passes": list(data["passes"])} for data in _logs.get(run, [])]
