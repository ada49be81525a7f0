"""NetworKit (MIT), from its wheel."""
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from protocol import Request, answer, refuse, timed, top  # noqa: E402

import networkit as nk  # noqa: E402

SAMPLE = 500  # members, where link prediction for everybody would take an hour


def graph_of(request):
    pairs = request.pairs()
    return nk.graph.GraphFromCoo((pairs[:, 0].astype("uint64"), pairs[:, 1].astype("uint64")), n=request.members)


def ran(algorithm):
    return timed(algorithm.run)[1]


def read(request):
    graph, seconds = timed(lambda: nk.graphio.EdgeListReader(" ", 0, "#", True, False).read(request.text))
    graph.removeSelfLoops()
    return seconds, {"members": graph.numberOfNodes(), "connections": graph.numberOfEdges()}, {}


def components(graph, request):
    found = nk.components.ParallelConnectedComponents(graph, False)
    return ran(found), {"components": found.numberOfComponents()}, {}


def triangles(graph, request):
    # Counts per member need sorted rows and indexed edges; the edge score is the kernel that does the work.
    graph.sortEdges()
    graph.indexEdges()
    found = nk.sparsification.TriangleEdgeScore(graph)
    seconds = ran(found)
    return seconds, {"triangles": int(sum(found.scores())) // 3}, {}


def core(graph, request):
    found = nk.centrality.CoreDecomposition(graph)
    seconds = ran(found)
    return seconds, {"degeneracy": int(found.maxCoreNumber()), "sum": int(sum(found.scores()))}, {}


def pagerank(graph, request):
    found = nk.centrality.PageRank(graph, 0.85, 1e-8)
    found.norm = nk.centrality.Norm.L1_NORM
    seconds = ran(found)
    return seconds, {"top": top(found.scores()), "iterations": found.numberOfIterations()}, {}


def leiden(graph, request):
    found = nk.community.ParallelLeiden(graph, iterations=3)
    seconds = ran(found)
    request.save("labels", found.getPartition().getVector())
    return seconds, {}, {}


def betweenness(graph, request):
    found = nk.centrality.Betweenness(graph)
    seconds = ran(found)
    scores = [score / 2 for score in found.scores()]  # ordered pairs there
    return seconds, {"top": top(scores), "largest": max(scores)}, {}


def sampling(graph, request, epsilon=0.01):
    nk.setSeed(random.randrange(1 << 30), True)
    found = nk.centrality.KadabraBetweenness(graph, epsilon, 0.1)
    seconds = ran(found)
    # Its scores are per ordered pair of n (n - 1) / 2, twice the share of pairs that epsilon is about.
    pairs = request.members * (request.members - 1) / 2
    request.save("scores", [score / 2 * pairs for score in found.scores()])
    return seconds, {"samples": found.getNumberOfIterations()}, {"note": "KADABRA"}


def fine_sampling(graph, request):
    return sampling(graph, request, epsilon=0.001)


def introductions(graph, request):
    index = nk.linkprediction.ResourceAllocationIndex(graph)
    sample = random.Random(1).sample(range(request.members), SAMPLE)
    seconds = 0.0
    for member in sample:
        contacts = set(graph.iterNeighbors(member))
        near = {v for contact in contacts for v in graph.iterNeighbors(contact)} - contacts - {member}
        seconds += timed(lambda: index.runOn([(member, other) for other in near]))[1]
    return seconds * request.members / SAMPLE, {}, {"note": f"scores alone; extrapolated from {SAMPLE} members"}


TASKS = {"components": components, "triangles": triangles, "k-core": core, "pagerank": pagerank, "leiden": leiden,
         "betweenness": betweenness, "betweenness-sampling": sampling, "betweenness-sampling-fine": fine_sampling,
         "introductions": introductions}


def main():
    request = Request()
    nk.setNumberOfThreads(request.threads)
    if request.task == "read":
        seconds, result, more = read(request)
    elif request.task in TASKS:
        seconds, result, more = TASKS[request.task](graph_of(request), request)
    else:
        refuse("NetworKit has no " + request.task)
    answer(seconds, result, nk.__version__, **more)


if __name__ == "__main__":
    main()
