"""What is compared, and when two results are the same.

A result is a few figures that every right answer shares, whatever order or labels an engine uses: counts, sums over
all members, the members at the top. `same` gives the relative difference allowed for each; figures that are not named
are only shown.
"""
from collections import namedtuple

Task = namedtuple("Task", "title same judge", defaults=(None,))

TASKS = {
    "read": Task("Text edge list to finished graph", {"members": 0, "connections": 0}),
    "components": Task("Connected components", {"components": 0}),
    "triangles": Task("Triangle count", {"triangles": 0}),
    "k-core": Task("Core numbers", {"degeneracy": 0, "sum": 0}),
    "pagerank": Task("PageRank, damping 0.85, change below 1e-8", {"top": 0}),
    "leiden": Task("Leiden, modularity at resolution 1", {}, "partition"),
    "betweenness": Task("Betweenness, exact", {"top": 0, "largest": 1e-6}),
    "betweenness-sampling": Task("Betweenness, error 0.01 with probability 0.9", {"within": 0}, "scores"),
    "betweenness-sampling-fine": Task("Betweenness, error 0.001 with probability 0.9", {"within": 0}, "fine-scores"),
    "constraint": Task("Burt's constraint", {"sum": 1e-9}),
    "introductions": Task("Top 10 by resource allocation for everybody", {"score_sum": 1e-9}),
}


def disagreements(task, result, ours):
    """The figures of a result that differ from ours by more than the task allows."""
    wrong = []
    for key, tolerance in TASKS[task].same.items():
        if key not in result or key not in ours:
            continue
        theirs, own = result[key], ours[key]
        if isinstance(own, list):
            same = set(theirs) <= set(own)  # an engine may show fewer of the top
        elif isinstance(own, bool):
            same = theirs and own
        else:
            same = abs(theirs - own) <= tolerance * max(abs(theirs), abs(own))
        if not same:
            wrong.append(f"{key} {theirs} against {own}")
    return wrong
