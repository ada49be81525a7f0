#!/usr/bin/env python3
"""How well planted communities are found again: tertius beside leidenalg on LFR graphs, as normalised mutual information.

  build/peers/python/bin/python bench/compare/accuracy.py [--members N,N] [--graphs K]

Both maximise modularity at resolution 1 with two iterations, on the same graphs (`tertius generate lfr`: mean degree 20,
at most 50, groups of 20 to 100), one run a graph. NMI is 2 I(A;B) / (H(A) + H(B)); the table shows means over K graphs.
"""
import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
from provenance import table  # noqa: E402

TERTIUS = os.path.join(ROOT, "build/release/cli/tertius")


def column(path, *names):
    with open(path, newline="", encoding="utf-8") as file:
        return [[int(row[name]) for name in names] for row in csv.DictReader(file)]


def by_id(rows, members):
    labels = numpy.zeros(members, dtype=numpy.int64)
    for member, label in rows:
        labels[member] = label
    return labels


def entropy(counts):
    share = counts[counts > 0] / counts.sum()
    return float(-(share * numpy.log(share)).sum())


def nmi(a, b):
    """Normalised mutual information of two labellings."""
    both = entropy(numpy.unique(a * (b.max() + 1) + b, return_counts=True)[1])
    one, other = entropy(numpy.bincount(a)), entropy(numpy.bincount(b))
    return 2 * (one + other - both) / (one + other)


def leidenalg_labels(members, pairs, seed):
    import igraph
    import leidenalg
    random.seed(seed)
    graph = igraph.Graph(n=members, edges=pairs)
    return numpy.array(leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, n_iterations=2, seed=seed).membership)


def compare(members, mixing, seed):
    """NMI of tertius and of leidenalg, and the modularity that each reaches, on one graph."""
    with tempfile.TemporaryDirectory() as folder:
        network, answer = os.path.join(folder, "lfr"), os.path.join(folder, "clusters.csv")
        quiet = ["--seed", str(seed), "--quiet"]
        subprocess.run([TERTIUS, "generate", "lfr", "--members", str(members), "--degree", "20", "--max-degree", "50",
                        "--min-group", "20", "--max-group", "100", "--mixing", str(mixing), "--output", network, *quiet], check=True)
        subprocess.run([TERTIUS, "clusters", network, "--seeds", "0", "--format", "csv", "--output", answer, *quiet], check=True)
        planted = by_id(column(os.path.join(network, "members.csv"), "id", "group"), members)
        found = by_id(column(answer, "id", "cluster"), members)
        pairs = numpy.array(column(os.path.join(network, "connections.csv"), "source", "target"))
    theirs = leidenalg_labels(members, pairs, seed)
    return nmi(found, planted), nmi(theirs, planted), modularity(pairs, found), modularity(pairs, theirs)


def modularity(pairs, labels):
    volume = numpy.bincount(labels, weights=numpy.bincount(pairs.ravel(), minlength=len(labels))) / (2 * len(pairs))
    return float((labels[pairs[:, 0]] == labels[pairs[:, 1]]).mean() - (volume**2).sum())


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--members", default="1000,10000,100000")
    parser.add_argument("--graphs", type=int, default=5, help="graphs for every size and mixing")
    args = parser.parse_args()
    rows = []
    for members in map(int, args.members.split(",")):
        for mixing in (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7):
            means = numpy.mean([compare(members, mixing, seed) for seed in range(1, args.graphs + 1)], axis=0)
            rows.append([f"{members:,}", mixing, *(f"{mean:.4f}" for mean in means)])
            print(" ".join(map(str, rows[-1])), file=sys.stderr, flush=True)
    print(table(["members", "mixing", "NMI tertius", "NMI leidenalg", "modularity tertius", "modularity leidenalg"], rows))
    means = numpy.mean([[float(cell) for cell in row[2:4]] for row in rows], axis=0)
    print(f"mean NMI: tertius {means[0]:.4f}, leidenalg {means[1]:.4f}")


if __name__ == "__main__":
    main()
