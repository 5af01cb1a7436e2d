"""The virtual environment in the user's cache that DSPy is installed in, once."""

import os
import pathlib
import subprocess
import sys

from measuring.simulated import MeasureError, say

DSPY_VERSION = "3.4.1"
GEPA_VERSION = "0.1.4"
OLDEST_PYTHON = (3, 10)


def dspy_python():
    """The Python that has DSPy, which is installed first where it is missing; PYTHON names its base."""
    environment = cache_folder() / f"dspy-{DSPY_VERSION}"
    python, complete = environment / "bin" / "python", environment / "complete"
    if not complete.exists():
        base = os.environ.get("PYTHON", sys.executable)
        if not is_new_enough(base):
            raise MeasureError(f"DSPy {DSPY_VERSION} needs Python 3.10 or newer; name one in PYTHON")
        say(f"installing DSPy {DSPY_VERSION} in {environment}")
        environment.parent.mkdir(parents=True, exist_ok=True)
        packages = [f"dspy[numpy]=={DSPY_VERSION}", f"gepa=={GEPA_VERSION}"]
        run([base, "-m", "venv", "--clear", str(environment)])
        run([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages])
        complete.touch()
    return str(python)


def cache_folder():
    return pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "ascent"


def is_new_enough(python):
    check = f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})"
    try:
        return subprocess.run([python, "-c", check], check=False).returncode == 0
    except OSError as error:
        raise MeasureError(f"cannot start {python}: {error.strerror}") from error


def run(command):
    if subprocess.run(command, stdout=sys.stderr, check=False).returncode != 0:
        raise MeasureError("DSPy could not be installed")
