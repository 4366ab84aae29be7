"""Executes a notebook with parameters: papermill, taught to write TypeScript parameters.

usage: execute.py NOTEBOOK TARGET --kernel deno|tslab --parameters JSON
A failed cell is printed with what it said; the exit code is then 1. A cell that writes to standard error has failed
too: tslab reports errors there and nowhere else.
"""

import argparse
import json
import os
import signal
import sys

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")

import nbformat  # noqa: E402
import papermill  # noqa: E402
import psutil  # noqa: E402
from papermill.exceptions import PapermillExecutionError  # noqa: E402
from papermill.translators import Translator, papermill_translators  # noqa: E402


class TypeScript(Translator):
    """Parameters as assignments: the notebook's own cell declares them with `let`, and a second `let` is an error."""

    @classmethod
    def codify(cls, parameters, comment="parameters"):
        lines = [f"// {comment}"]
        lines += [f"{name} = {json.dumps(value, ensure_ascii=False)};" for name, value in parameters.items()]
        # The value of a cell's last expression is shown: a folder name here, unless there is none.
        return "\n".join([*lines, "void 0;"]) + "\n"


papermill_translators.register("typescript", TypeScript)


def stop(_signal, _frame):
    """Ends the kernel and this program. A kernel has a session of its own and would live on, while it starts too."""
    for process in psutil.Process().children(recursive=True):
        process.kill()
    os._exit(130)


def complaints(cell):
    """What a cell wrote to standard error."""
    outputs = cell.get("outputs", [])
    return "".join(o["text"] for o in outputs if o["output_type"] == "stream" and o["name"] == "stderr")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("notebook")
    options.add_argument("target")
    options.add_argument("--kernel", required=True)
    options.add_argument("--parameters", default="{}")
    given = options.parse_args()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    try:
        executed = papermill.execute_notebook(
            given.notebook,
            given.target,
            parameters=json.loads(given.parameters),
            kernel_name=given.kernel,
            language="typescript",
            progress_bar=False,
            start_timeout=60,
        )
    except PapermillExecutionError:
        # papermill has written what ran so far; the failed cell comes last and holds more than its exception does.
        executed = nbformat.read(given.target, as_version=4)
    for index, cell in enumerate(executed.cells):
        errors = [o for o in cell.get("outputs", []) if o["output_type"] == "error"]
        words = complaints(cell) + "".join(f"{o.ename}: {o.evalue}\n" for o in errors)
        # The cells that papermill adds to say that something failed are markdown, and have no outputs.
        if words:
            print(f"cell {index + 1}:\n{cell.source}\n{words}", file=sys.stderr)
            sys.exit(1)


main()
