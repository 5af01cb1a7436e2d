"""Flink's distribution in the user's cache, put together once from what PyPI has of it."""

import hashlib
import os
import pathlib
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile

from measuring.dspy_environment import cache_folder
from measuring.simulated import MeasureError, say

FLINK_VERSION = "2.3.0"


class FetchError(MeasureError):
    """A package that could not be had from PyPI."""


class Archive:
    """A package as PyPI has it: the requirement, how pip is told which file of it, and its SHA-256."""

    def __init__(self, requirement, choice, sha256):
        self.requirement, self.choice, self.sha256 = requirement, choice, sha256

    def download(self, folder):
        folder.mkdir()
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir",
                   "--disable-pip-version-check", *self.choice, "--dest", str(folder), self.requirement]
        if subprocess.run(command, stdout=sys.stderr, check=False).returncode != 0:
            raise FetchError(f"pip could not download {self.requirement}")
        [file] = folder.iterdir()
        found = sha256(file)
        if found != self.sha256:
            raise MeasureError(f"{file.name} has SHA-256 {found} instead of {self.sha256}")
        return file


# Its libraries and plugins; the wheel has the scripts, which are the same for every platform.
LIBRARIES = Archive(
    f"apache-flink-libraries=={FLINK_VERSION}",
    ["--no-binary=:all:"],
    "570bf8831d3c1336311e924e97119e52d8842e5485a4a7709ff9a92db709b006",
)
SCRIPTS = Archive(
    f"apache-flink=={FLINK_VERSION}",
    ["--only-binary=:all:", "--implementation=cp", "--python-version=3.11", "--abi=cp311",
     "--platform=manylinux2014_x86_64"],
    "0e5f612704de1610b153e919c0564b62ad513cddfcf4960f5a021658cdf41a13",
)


# Its wheel holds a library for x86-64 Linux that tells the processes which load it another time.
CLOCK = Archive(
    "libfaketime==3.0.1",
    ["--only-binary=:all:"],
    "5eed7c17f3d4ba0f6f828de4975f69a622b06b1e792674e6c1b069c0689fab79",
)
CLOCK_LIBRARY = "libfaketime/vendor/libfaketime/src/libfaketime.so.1"


def clock_library():
    """The library that steps clocks, which is fetched first where it is missing (93 kB)."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        raise MeasureError("clocks are stepped by a library for Linux on x86-64")
    library = cache_folder() / CLOCK.requirement.replace("==", "-") / "libfaketime.so.1"
    if not library.exists():
        library.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=library.parent) as work:
            with zipfile.ZipFile(CLOCK.download(pathlib.Path(work) / "wheel")) as wheel:
                unpacked = wheel.extract(CLOCK_LIBRARY, work)
            os.replace(unpacked, library)
    return library


def flink_home():
    """The folder of the distribution, which is fetched first where it is missing."""
    home = cache_folder() / f"flink-{FLINK_VERSION}"
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        say(f"downloading Flink {FLINK_VERSION} (330 MB) from PyPI, once, to {home}")
        with tempfile.TemporaryDirectory(prefix=".fetch-", dir=home.parent) as work:
            assembled = assemble(pathlib.Path(work))
            try:
                os.replace(assembled, home)
            except OSError:
                if not home.exists():  # else another process was faster, with the same content
                    raise
    return home


def assemble(work):
    assembled = work / "flink"
    with tarfile.open(LIBRARIES.download(work / "libraries")) as archive:
        archive.extractall(work / "unpacked")  # its content was checked
    [unpacked] = (work / "unpacked").iterdir()
    os.replace(unpacked / "deps", assembled)
    with zipfile.ZipFile(SCRIPTS.download(work / "scripts")) as wheel:
        wheel.extractall(work / "wheel", [name for name in wheel.namelist() if name.startswith(("pyflink/bin/", "pyflink/conf/"))])
    for folder in ("bin", "conf"):
        shutil.copytree(work / "wheel" / "pyflink" / folder, assembled / folder, dirs_exist_ok=True)
    for script in (assembled / "bin").iterdir():
        script.chmod(0o755)
    return assembled


def sha256(file):
    digest = hashlib.sha256()
    with open(file, "rb") as content:
        while block := content.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
