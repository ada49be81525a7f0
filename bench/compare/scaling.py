#!/usr/bin/env python3
"""How loading grows with the graph: nanoseconds a connection from text of R-MAT graphs to the finished graph.

  python3 bench/compare/scaling.py                        scale 18 (2^22 connections), 22 and 24 (2^28), five rounds
  python3 bench/compare/scaling.py 18 20 --rounds 3

After `./dev bench`, which builds what it needs. Texts are made in build/peers/scaling and stay there: 55 MB at scale 18,
4.8 GB at scale 24. Rounds go through the scales in turn. Every measurement follows one of the same text that does not
count, so that all have their memory at hand; with --cold each comes twelve seconds after the one before, when a virtual
machine has handed idle memory back to its host. Rows with provenance go to bench/results/local, with --record to
bench/results.
"""
import argparse
import json
import os
import statistics
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from provenance import COLUMNS, ROOT, provenance, results_path, table, write_rows  # noqa: E402

TERTIUS = os.path.join(ROOT, "build/release/cli/tertius")
RAW_RMAT = os.path.join(ROOT, "build/release/bench/raw_rmat")
# Rows drawn per member: repeats and loops are a part of them, and what is left is to be 2^22 and 2^28 at least.
EDGE_FACTOR = {18: 18, 24: 17}
MEASURED = ["scale", "threads", "memory", "connections", "nanoseconds_median", "nanoseconds_min", "nanoseconds_max",
            "peak_bytes", "graph_bytes"]


def text_of(scale):
    folder = os.path.join(ROOT, "build/peers/scaling")
    path = os.path.join(folder, f"rmat{scale}.el")
    if not os.path.exists(path):
        print(f"making {path}", file=sys.stderr)
        os.makedirs(folder, exist_ok=True)
        subprocess.run([RAW_RMAT, str(scale), str(EDGE_FACTOR.get(scale, 16) << scale), path + ".part"], check=True)
        os.rename(path + ".part", path)
    return path


def load(path, threads):
    line = [TERTIUS, "info", path, "--threads", str(threads), "--format", "json", "--timings", "--quiet"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    timings = json.loads(done.stderr.strip().split("\n")[-1])
    result = json.loads(done.stdout)["result"]
    return {"connections": result["connections"], "graph_bytes": result["bytes"], "peak_bytes": timings["peak_bytes"],
            "nanoseconds": timings["phases"]["read"] * 1e9 / result["connections"]}


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("scales", nargs="*", type=int)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--cold", action="store_true")
    parser.add_argument("--record", action="store_true")
    args = parser.parse_args()
    texts = {scale: text_of(scale) for scale in args.scales or [18, 22, 24]}
    found = {scale: [] for scale in texts}
    for _ in range(args.rounds):
        for scale, path in texts.items():
            if args.cold:
                time.sleep(12)
            else:
                load(path, args.threads)
            found[scale].append(load(path, args.threads))
    rows, source = [], provenance()
    for scale, loads in found.items():
        times = [one["nanoseconds"] for one in loads]
        rows.append({**source, "scale": scale, "threads": args.threads, "memory": "cold" if args.cold else "warm",
                     "connections": loads[0]["connections"], "nanoseconds_median": f"{statistics.median(times):.4g}",
                     "nanoseconds_min": f"{min(times):.4g}", "nanoseconds_max": f"{max(times):.4g}",
                     "peak_bytes": max(one["peak_bytes"] for one in loads), "graph_bytes": loads[0]["graph_bytes"]})
    first = float(rows[0]["nanoseconds_median"])
    print(table(["scale", "connections", "ns a connection", "min", "max", "× first", "peak / graph"],
                [[row["scale"], f"{row['connections']:,}", row["nanoseconds_median"], row["nanoseconds_min"],
                  row["nanoseconds_max"], f"{float(row['nanoseconds_median']) / first:.2f}",
                  f"{row['peak_bytes'] / row['graph_bytes']:.2f}"] for row in rows]))
    path = results_path("scaling", args.record)
    write_rows(path, COLUMNS + MEASURED, rows)
    print(f"\nrows with provenance: {os.path.relpath(path, ROOT)}")


if __name__ == "__main__":
    main()
