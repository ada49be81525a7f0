"""How an engine answers: ENGINE TASK GRAPH-FOLDER THREADS SCRATCH-FOLDER.

The folder holds edges.el (text, as somebody else's tool would write it, repeated lines and loops included), edges.bin
(pairs of 32-bit ids, each connection once) and graph.json (members, connections). The engine prints one line of JSON:
seconds (of the task alone, by its own clock), result (see tasks.py), peak_bytes, version, and perhaps threads and a
note. What a referee has to judge (labels, scores: one number a member, in the order of ids) goes to the scratch folder.
"""
import array
import json
import os
import resource
import sys
import time


class Request:
    def __init__(self):
        self.task, self.folder, threads, self.scratch = sys.argv[1:5]
        self.threads = int(threads)
        with open(os.path.join(self.folder, "graph.json"), encoding="utf-8") as file:
            self.__dict__.update(json.load(file))  # members, connections

    @property
    def text(self):
        return os.path.join(self.folder, "edges.el")

    def pairs(self):
        """edges.bin as an array of two columns."""
        import numpy
        return numpy.fromfile(os.path.join(self.folder, "edges.bin"), dtype=numpy.uint32).reshape(-1, 2)

    def save(self, name, values):
        """labels (integers) or scores (reals) for the referee."""
        with open(os.path.join(self.scratch, name), "wb") as file:
            array.array("q" if name == "labels" else "d", values).tofile(file)


def timed(work):
    start = time.perf_counter()
    value = work()
    return value, time.perf_counter() - start


def top(scores, count=10):
    """The ids of the largest scores."""
    return sorted(range(len(scores)), key=lambda v: (-scores[v], v))[:count]


def refuse(reason):
    sys.exit(reason)


def answer(seconds, result, version, **more):
    peak = more.pop("peak_bytes", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    print(json.dumps({"seconds": seconds, "result": result, "version": version, "peak_bytes": peak, **more}))
