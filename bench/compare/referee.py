"""Judges what engines wrote, with one yardstick: referee.py partition|scores|fine-scores GRAPH-FOLDER SCRATCH-FOLDER."""
import json
import os
import sys

import numpy
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def partition(pairs, members, scratch):
    """Modularity at resolution 1, communities, and how many of them fall into pieces."""
    labels = numpy.unique(numpy.fromfile(os.path.join(scratch, "labels"), dtype=numpy.int64), return_inverse=True)[1]
    assert len(labels) == members, "a label for every member"
    communities = int(labels.max()) + 1
    inside = labels[pairs[:, 0]] == labels[pairs[:, 1]]
    degree = numpy.bincount(pairs.ravel(), minlength=members)
    volume = numpy.bincount(labels, weights=degree, minlength=communities) / (2 * len(pairs))
    within = pairs[inside]
    links = coo_matrix((numpy.ones(len(within), dtype=numpy.int8), (within[:, 0], within[:, 1])), shape=(members, members))
    pieces, piece = connected_components(links, directed=False)
    first = numpy.zeros(pieces, dtype=numpy.int64)
    first[piece] = labels
    return {"modularity": float(inside.mean() - (volume**2).sum()), "communities": communities,
            "disconnected": int((numpy.bincount(first, minlength=communities) > 1).sum())}


def scores(pairs, members, scratch, epsilon=0.01):
    """The largest error of sampled betweenness, a share of all pairs, where exact scores are beside the graph."""
    exact = os.path.join(sys.argv[2], "betweenness.bin")
    if not os.path.exists(exact):
        return {}
    error = numpy.abs(numpy.fromfile(os.path.join(scratch, "scores")) - numpy.fromfile(exact)).max()
    error /= members * (members - 1) / 2
    return {"error": float(error), "within": bool(error <= epsilon)}


def fine_scores(pairs, members, scratch):
    return scores(pairs, members, scratch, epsilon=0.001)


JUDGES = {"partition": partition, "scores": scores, "fine-scores": fine_scores}


def main():
    kind, folder, scratch = sys.argv[1:4]
    pairs = numpy.fromfile(os.path.join(folder, "edges.bin"), dtype=numpy.uint32).reshape(-1, 2)
    with open(os.path.join(folder, "graph.json"), encoding="utf-8") as file:
        members = json.load(file)["members"]
    print(json.dumps(JUDGES[kind](pairs, members, scratch)))


if __name__ == "__main__":
    main()
