"""The graphs that engines are compared on: build/peers/graphs/NAME, made once, the same for everybody.

github comes from ../shared/data (or TERTIUS_SHARED); the others are generated. Ids are made dense (a text edge list
cannot name a member without connections, so that all engines count the same members).
"""
import json
import os
import subprocess
import sys
from collections import namedtuple

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SHARED = os.environ.get("TERTIUS_SHARED", os.path.join(ROOT, "../shared"))
DEFAULT = "github"
TERTIUS = os.path.join(ROOT, "build/release/cli/tertius")

# Graph500's R-MAT with edge factor 16, and LFR with the parameters that papers on Leiden use.
GRAPHS = {
    "github": None,
    "kron18": ["rmat", "--scale", "18", "--edge-factor", "16"],
    "kron20": ["rmat", "--scale", "20", "--edge-factor", "16"],
    "kron22": ["rmat", "--scale", "22", "--edge-factor", "16"],
    "lfr": ["lfr", "--members", "1000000", "--degree", "20", "--max-degree", "1000", "--mixing", "0.4",
            "--min-group", "20", "--max-group", "1000"],
}
Graph = namedtuple("Graph", "name folder members connections")


def prepare(name, python):
    """The graph, made if need be; None (said aloud) where that is not possible."""
    folder = os.path.join(ROOT, "build/peers/graphs", name)
    if not os.path.exists(os.path.join(folder, "graph.json")):
        if python is None:
            print(f"skipped: {name}: making it needs numpy from build/peers/python", file=sys.stderr)
            return None
        print(f"making {name} in build/peers/graphs", file=sys.stderr)
        os.makedirs(folder, exist_ok=True)
        done = subprocess.run([python, os.path.abspath(__file__), name, folder], check=False)
        if done.returncode != 0:
            print(f"skipped: {name}: not to be made here", file=sys.stderr)
            return None
    with open(os.path.join(folder, "graph.json"), encoding="utf-8") as file:
        return Graph(name, folder, **json.load(file))


def _github():
    import gzip
    import numpy
    with gzip.open(os.path.join(SHARED, "data/github-musae/connections.csv.gz"), "rb") as file:
        file.readline()
        return numpy.fromstring(file.read().replace(b"\n", b","), dtype=numpy.int64, sep=",").reshape(-1, 2)


def _generated(name):
    import numpy
    import tempfile
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "edges.el")
        subprocess.run([TERTIUS, "generate", *GRAPHS[name], "--seed", "42", "--output", path, "--quiet"], check=True)
        with open(path, "rb") as file:
            start = 0
            while file.readline().startswith(b"#"):  # members without connections
                start = file.tell()
            file.seek(start)
            pairs = numpy.fromfile(file, dtype=numpy.int64, sep=" ").reshape(-1, 2)
    if GRAPHS[name][0] != "rmat":
        return pairs
    # R-MAT as its generators write it: lines in no order, either end first.
    random = numpy.random.default_rng(42)
    pairs = pairs[random.permutation(len(pairs))]
    turned = random.random(len(pairs)) < 0.5
    pairs[turned] = pairs[turned][:, ::-1]
    return pairs


def _write(pairs, folder):
    import numpy
    ids, dense = numpy.unique(pairs, return_inverse=True)
    dense = dense.reshape(-1, 2)
    with open(os.path.join(folder, "edges.el"), "w", encoding="ascii") as file:
        for block in range(0, len(dense), 1 << 20):
            flat = dense[block:block + (1 << 20)].ravel().tolist()
            file.write("%d %d\n" * (len(flat) // 2) % tuple(flat))
    low, high = dense.min(axis=1).astype(numpy.uint64), dense.max(axis=1).astype(numpy.uint64)
    keys = numpy.unique((low << numpy.uint64(32) | high)[low != high])
    once = numpy.stack([keys >> numpy.uint64(32), keys & numpy.uint64(0xFFFFFFFF)], axis=1).astype(numpy.uint32)
    once.tofile(os.path.join(folder, "edges.bin"))
    with open(os.path.join(folder, "graph.json"), "w", encoding="ascii") as file:
        json.dump({"members": len(ids), "connections": len(once)}, file)


if __name__ == "__main__":
    _write(_github() if sys.argv[1] == "github" else _generated(sys.argv[1]), sys.argv[2])
