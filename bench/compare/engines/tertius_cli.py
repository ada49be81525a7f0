"""tertius itself, as anyone would call it: the seconds are those of --timings, the results those of its output."""
import csv
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from protocol import Request, answer, refuse, top  # noqa: E402

TERTIUS = "build/release/cli/tertius"
KERNELS = "build/release/bench/compare_tertius"


def run(request, command, *options, output="csv"):
    """Phases, peak bytes, and the rows (or the JSON) of the answer."""
    path = os.path.join(request.scratch, "answer")
    line = [TERTIUS, command, request.text, *options, "--threads", str(request.threads), "--timings", "--quiet",
            "--format", output, "--output", path]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        refuse((done.stderr.strip().split("\n") or ["?"])[0])
    timings = json.loads(done.stderr.strip().split("\n")[-1])
    with open(path, newline="", encoding="utf-8") as file:
        return timings["phases"], timings["peak_bytes"], json.load(file) if output == "json" else list(csv.DictReader(file))


def kernel(request):
    """Kernels that no command shows by themselves: the library (tertius_kernels.cpp)."""
    line = [KERNELS, request.task, request.folder, str(request.threads), request.scratch]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        refuse((done.stderr.strip().split("\n") or ["?"])[0])
    found = json.loads(done.stdout)
    return found["seconds"], found["result"], found["peak_bytes"]


def by_id(rows, column, kind, members):
    values = [kind(0)] * members
    for row in rows:
        values[int(row["id"])] = kind(row[column] or 0)
    return values


def read(request):
    phases, peak, report = run(request, "info", output="json")
    return phases["read"], {key: report["result"][key] for key in ("members", "connections")}, peak


def leiden(request):
    phases, peak, rows = run(request, "clusters")
    request.save("labels", by_id(rows, "cluster", int, request.members))
    return phases["leiden"], {}, peak


def betweenness(request):
    phases, peak, rows = run(request, "bridges", "--exact")
    scores = by_id(rows, "betweenness", float, request.members)
    request.save("scores", scores)
    os.replace(os.path.join(request.scratch, "scores"), os.path.join(request.folder, "betweenness.bin"))
    spent = phases["betweenness"] + phases.get("betweenness reduction", 0)
    return spent, {"top": top(scores), "largest": max(scores)}, peak


def sampling(request, epsilon="0.01"):
    phases, peak, report = run(request, "bridges", "--epsilon", epsilon, "--delta", "0.1", output="json")
    scores = by_id(report["result"]["members"], "betweenness", float, request.members)
    request.save("scores", scores)
    return phases["betweenness sampling"], {"samples": report["result"]["approximation"]["samples"]}, peak


def fine_sampling(request):
    return sampling(request, "0.001")


def constraint(request):
    phases, peak, rows = run(request, "bridges", "--epsilon", "0.1", "--by", "cluster")
    return phases["constraint"], {"sum": sum(by_id(rows, "constraint", float, request.members))}, peak


def introductions(request):
    phases, peak, rows = run(request, "meet", "--all", "--score", "resource-allocation", "--top", "10")
    return phases["resource-allocation"], {"score_sum": sum(float(row["score"]) for row in rows)}, peak


TASKS = {"read": read, "components": kernel, "triangles": kernel, "k-core": kernel, "pagerank": kernel, "leiden": leiden,
         "betweenness": betweenness, "betweenness-sampling": sampling,
         "betweenness-sampling-fine": fine_sampling, "constraint": constraint, "introductions": introductions}


def main():
    request = Request()
    seconds, result, peak = TASKS[request.task](request)
    version = subprocess.run([TERTIUS, "--version"], capture_output=True, text=True, check=False).stdout.split()
    answer(seconds, result, version[-1] if version else "", peak_bytes=peak)


if __name__ == "__main__":
    main()
