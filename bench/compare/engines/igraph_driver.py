"""igraph (GPL, used as an installed program only), from its wheel. One thread in every task here."""
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from protocol import Request, answer, refuse, timed, top  # noqa: E402

import igraph  # noqa: E402

SAMPLE = 400  # members or sources, where all of them would take minutes


def read(request):
    graph, seconds = timed(lambda: igraph.Graph.Read_Edgelist(request.text, directed=False))
    return seconds, {"members": graph.vcount()}, {"note": "keeps repeated connections"}


def components(graph, request):
    found, seconds = timed(graph.connected_components)
    return seconds, {"components": len(found)}, {}


def triangles(graph, request):
    # The wheel lists triangles or gives the transitivity that they make; the latter is the faster.
    share, seconds = timed(graph.transitivity_undirected)
    wedges = sum(degree * (degree - 1) // 2 for degree in graph.degree())
    return seconds, {"triangles": round(share * wedges / 3)}, {"note": "by transitivity"}


def core(graph, request):
    found, seconds = timed(graph.coreness)
    return seconds, {"degeneracy": max(found), "sum": sum(found)}, {}


def pagerank(graph, request):
    found, seconds = timed(lambda: graph.pagerank(damping=0.85))
    return seconds, {"top": top(found)}, {"note": "PRPACK"}


def leiden(graph, request):
    found, seconds = timed(lambda: graph.community_leiden(objective_function="modularity", n_iterations=2))
    request.save("labels", found.membership)
    return seconds, {}, {"note": "2 iterations"}


def betweenness(graph, request):
    sources = random.Random(1).sample(range(request.members), SAMPLE)
    seconds = timed(lambda: graph.betweenness(directed=False, sources=sources))[1]
    return seconds * request.members / SAMPLE, {}, {"note": f"extrapolated from {SAMPLE} sources"}


def constraint(graph, request):
    found, seconds = timed(graph.constraint)
    return seconds, {"sum": sum(value for value in found if value == value)}, {}


def introductions(graph, request):
    # Adamic-Adar: the same wedges with other weights. Rows come back dense, so a few hundred at a time.
    sample = random.Random(1).sample(range(request.members), SAMPLE)
    seconds = timed(lambda: graph.similarity_inverse_log_weighted(sample))[1]
    note = f"Adamic-Adar, scores alone; extrapolated from {SAMPLE} members"
    return seconds * request.members / SAMPLE, {}, {"note": note}


TASKS = {"components": components, "triangles": triangles, "k-core": core, "pagerank": pagerank, "leiden": leiden,
         "betweenness": betweenness, "constraint": constraint, "introductions": introductions}


def main():
    request = Request()
    if request.task == "read":
        seconds, result, more = read(request)
    elif request.task in TASKS:
        graph = igraph.Graph(n=request.members, edges=request.pairs().astype("int64"))
        seconds, result, more = TASKS[request.task](graph, request)
    else:
        refuse("igraph has no " + request.task)
    answer(seconds, result, igraph.__version__, threads=1, **more)


if __name__ == "__main__":
    main()
