"""Which engines there are, how they come onto this machine, and which tasks each can do.

Packages from PyPI go into a virtual environment (build/peers/python), Debian's are installed by ./dev from
.ci/debian-packages (group peers), engines that are no packages come from a folder of checkouts. Whatever cannot be had
is skipped aloud.
"""
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
PEERS = os.path.join(ROOT, "build/peers")
WHEELS = {"networkit": "networkit==11.3", "igraph": "igraph==1.0.0", "leidenalg": "leidenalg==0.12.0"}
NATIVE = ["-O3", "-march=native"]


def _environment():
    """The interpreter of the virtual environment with the wheels; None where it cannot be made."""
    python = os.path.join(PEERS, "python/bin/python")
    have = os.path.join(PEERS, "python/installed.txt")
    wanted = "\n".join(WHEELS.values())
    if os.path.exists(have):
        with open(have, encoding="utf-8") as file:
            if file.read() == wanted:
                return python
    print("installing from PyPI into build/peers/python: " + " ".join(WHEELS.values()), file=sys.stderr)
    interpreter = "/usr/bin/python3" if os.path.exists("/usr/bin/python3") else sys.executable
    try:
        subprocess.run([interpreter, "-m", "venv", os.path.join(PEERS, "python")], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *WHEELS.values()], check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        print(f"skipped: engines from PyPI, and judging partitions: {error}", file=sys.stderr)
        return None
    with open(have, "w", encoding="utf-8") as file:
        file.write(wanted)
    return python


PYTHON = _environment()


class Engine:
    """tasks: {task: graphs it is fit for, or None for all}; slow: tasks that take minutes."""

    def __init__(self, driver, tasks, slow=(), python=None, compiled=None, checkout=None, needs=None):
        self.driver, self.tasks, self.slow = os.path.join(HERE, "engines", driver), tasks, slow
        self.python, self.compiled, self.checkout, self.needs = python, compiled, checkout, needs
        self.command = [python or sys.executable, self.driver]

    def does(self, task, graph, slow):
        fit = self.tasks.get(task, ())
        return (fit is None or graph in fit) and (slow or task not in self.slow)


ALL = None
SMALL = ("github",)
MIDDLE = ("github", "kron18", "lfr")
TIMES = ("github", "kron18", "lfr", "kron20")
LARGE = (*TIMES, "kron22")

ENGINES = {
    "tertius": Engine("tertius_cli.py", {
        "read": ALL, "components": ALL, "triangles": ALL, "k-core": ALL, "pagerank": ALL, "leiden": ALL,
        "betweenness": SMALL, "betweenness-sampling": ALL, "betweenness-sampling-fine": SMALL, "constraint": ALL,
        "introductions": ALL}),
    "gapbs": Engine("gapbs.py", {"read": ALL, "components": ALL, "triangles": TIMES, "pagerank": ALL},
                    checkout="gapbs"),
    "gve-leiden": Engine("gve_leiden.cpp", {"leiden": ALL}, checkout="leiden-communities-openmp",
                         compiled=["c++", *NATIVE, "-fopenmp", "-DOPENMP", "-std=c++17", "-w"]),
    "gvel": Engine("gvel.cpp", {"read": ALL}, checkout="graph-csr-openmp",
                   compiled=["c++", *NATIVE, "-fopenmp", "-DOPENMP", "-std=c++17", "-w"]),
    "networkit": Engine("networkit_driver.py", {
        "read": ALL, "components": ALL, "triangles": TIMES, "k-core": ALL, "pagerank": ALL, "leiden": TIMES,
        "betweenness": SMALL, "betweenness-sampling": ALL, "betweenness-sampling-fine": SMALL, "introductions": SMALL}, slow=("betweenness",),
        python=PYTHON, needs="networkit"),
    "igraph": Engine("igraph_driver.py", {
        "read": LARGE, "components": TIMES, "triangles": MIDDLE, "k-core": TIMES, "pagerank": TIMES,
        "leiden": TIMES, "betweenness": SMALL, "constraint": MIDDLE, "introductions": SMALL},
        python=PYTHON, needs="igraph"),
    "leidenalg": Engine("leidenalg_driver.py", {"leiden": MIDDLE}, python=PYTHON, needs="leidenalg"),
    "graph-tool": Engine("graph_tool_driver.py", {
        "components": TIMES, "k-core": TIMES, "pagerank": TIMES, "betweenness": SMALL},
        python="/usr/bin/python3", needs="graph_tool"),
    "graphblas": Engine("graphblas.c", {"introductions": ("github", "kron18"), "triangles": TIMES},
                        compiled=["cc", *NATIVE, "-fopenmp", "-std=c11"]),
    "boost": Engine("boost.cpp", {"components": TIMES, "betweenness": SMALL}, slow=("betweenness",),
                    compiled=["c++", *NATIVE, "-std=c++17"]),
}
LIBRARIES = {"graphblas": ["-lgraphblas", "-lm"]}


def _compiled(name, engine, folder):
    """Builds the engine's driver if it is newer than the program; the compiler's complaint, or None."""
    program = os.path.join(PEERS, name)
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(engine.driver):
        include = ["-I", folder] if folder else []
        build = [*engine.compiled, *include, engine.driver, "-o", program, *LIBRARIES.get(name, [])]
        done = subprocess.run(build, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return next((line for line in done.stderr.split("\n") if "error" in line), "?")
    engine.command = [program]
    return None


def install(name, checkouts):
    """True when the engine can run; otherwise says why it is skipped."""
    engine, folder, reason = ENGINES[name], "", None
    if engine.checkout:
        folder = os.path.join(os.path.abspath(checkouts), engine.checkout) if checkouts else ""
        if not os.path.isdir(folder):
            reason = f"no checkout of {engine.checkout}; give the folder that holds one with --peers"
        os.environ["TERTIUS_PEERS"] = os.path.dirname(folder)
    if not reason and engine.compiled:
        error = _compiled(name, engine, folder)
        reason = error and "does not compile: " + error
    if not reason and engine.needs:
        found = engine.command[0] and subprocess.run([engine.command[0], "-c", f"import {engine.needs}"],
                                                     capture_output=True, check=False).returncode == 0
        reason = None if found else "not installable here"
    if reason:
        print(f"skipped: {name}: {reason}", file=sys.stderr)
    return reason is None
