"""What the scripts of ./dev soak share: a budget in seconds, runs of the program, findings, and a summary line.

  tests/soak/NAME [--seconds S] [--seed N] [--binary PATH]

A run is drawn from a seed, which the summary says: the same seed draws the same runs, as far as time goes. What is
found lies in build/soak/NAME-N, with everything that is needed to see it again, and the exit status is 1.
"""
import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PATIENCE = 120  # seconds after which a run is one that does not end


class Run:
    def __init__(self, words, status, out, err, ended=True):
        self.words, self.status, self.out, self.err, self.ended = words, status, out, err, ended

    def crashed(self):
        """Whether a signal ended it that nobody sent."""
        return not self.ended or self.status < 0 or self.status in (134, 135, 139)

    def __str__(self):
        return (f"$ tertius {' '.join(self.words)}\nstatus {self.status if self.ended else 'none, it does not end'}\n"
                f"stderr: {self.err[-2000:].decode(errors='replace')}\n")


class Soak:
    def __init__(self, what):
        self.name = os.path.basename(sys.argv[0])
        parser = argparse.ArgumentParser(description=what)
        parser.add_argument("--seconds", type=float, default=60, help="how long (60)")
        parser.add_argument("--seed", type=int, default=int(time.time()))
        parser.add_argument("--binary", default=os.path.join(ROOT, "build/release/cli/tertius"))
        self.options = parser.parse_args()
        self.binary = os.path.abspath(self.options.binary)
        self.random = random.Random(self.options.seed)
        self.begin = time.monotonic()
        self.counts, self.findings = {}, 0
        self.folder = tempfile.mkdtemp(prefix=f"soak-{self.name}-")
        os.chdir(self.folder)

    def more(self):
        """Whether there is time left, and no more than ten findings."""
        return time.monotonic() - self.begin < self.options.seconds and self.findings < 10

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number

    def popen(self, words, **how):
        how.setdefault("stdin", subprocess.DEVNULL)
        how.setdefault("stdout", subprocess.PIPE)
        how.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen([self.binary, *words], **how)

    def run(self, *words, patience=PATIENCE, **how):
        process = self.popen(words, **how)
        try:
            out, err = process.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            return Run(words, process.returncode, out, err, ended=False)
        return Run(words, process.returncode, out, err)

    def must(self, *words):
        """A run on which others depend."""
        run = self.run(*words)
        if run.status != 0:
            self.found("a run that has to succeed failed", run)
            self.end()
        return run

    def found(self, why, *more):
        """Keeps the present folder and says what is wrong."""
        self.findings += 1
        kept = os.path.join(ROOT, "build/soak", f"{self.name}-{self.options.seed}-{self.findings}")
        shutil.rmtree(kept, ignore_errors=True)
        os.makedirs(os.path.dirname(kept), exist_ok=True)
        shutil.copytree(".", kept, symlinks=True, ignore=lambda folder, names: [
            n for n in names if not (os.path.isfile(os.path.join(folder, n)) or os.path.isdir(os.path.join(folder, n)))])
        text = why + "\n" + "\n".join(str(part) for part in more)
        with open(os.path.join(kept, "FINDING"), "w") as file:
            file.write(text)
        print(f"{self.name}: FOUND {text}\n  kept in {kept}", file=sys.stderr)

    def end(self):
        os.chdir(ROOT)
        shutil.rmtree(self.folder, ignore_errors=True)
        seconds = time.monotonic() - self.begin
        figures = ", ".join(f"{number} {what}" for what, number in self.counts.items())
        ending = "no finding" if self.findings == 0 else f"{self.findings} FINDINGS"
        print(f"{self.name:<10} {seconds:.0f} s, seed {self.options.seed}: {figures or 'nothing'}; {ending}", flush=True)
        sys.exit(1 if self.findings else 0)


def content(path):
    """The bytes of a file, or None."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def contents(folder):
    """Of each file in a folder by its name, without what a run that was killed left."""
    if not os.path.isdir(folder):
        return None
    return {name: content(os.path.join(folder, name)) for name in sorted(os.listdir(folder))
            if not name.endswith(".tmp") and not name.startswith(".")}


def left(folder="."):
    """Files that a run leaves when it is killed."""
    return [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names
            if name.endswith((".tmp", ".lock", ".commit"))]


def digest(data):
    return hashlib.sha256(data).hexdigest()[:12]


def shim():
    """A library that kills the process, or fills its disk, at one of its system calls (calls.c)."""
    source = os.path.join(ROOT, "tests/soak/calls.c")
    library = os.path.join(ROOT, "build/soak/calls.so")
    os.makedirs(os.path.dirname(library), exist_ok=True)
    if not os.path.exists(library) or os.path.getmtime(library) < os.path.getmtime(source):
        subprocess.run([os.environ.get("CC", "cc"), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT]
