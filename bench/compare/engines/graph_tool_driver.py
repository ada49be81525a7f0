"""graph-tool (LGPL), from Debian, under Debian's own Python (whose numpy it needs)."""
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from protocol import Request, answer, refuse, timed, top  # noqa: E402

import graph_tool  # noqa: E402
from graph_tool import centrality, topology  # noqa: E402

SAMPLE = 400  # sources, where all of them would take minutes


def components(graph, request):
    (_, sizes), seconds = timed(lambda: topology.label_components(graph))
    return seconds, {"components": len(sizes)}, {}


def core(graph, request):
    found, seconds = timed(lambda: topology.kcore_decomposition(graph))
    return seconds, {"degeneracy": int(found.a.max()), "sum": int(found.a.sum())}, {}


def pagerank(graph, request):
    found, seconds = timed(lambda: centrality.pagerank(graph, damping=0.85, epsilon=1e-8))
    return seconds, {"top": top(found.a.tolist())}, {}


def betweenness(graph, request):
    pivots = random.Random(1).sample(range(request.members), SAMPLE)
    seconds = timed(lambda: centrality.betweenness(graph, pivots=pivots))[1]
    return seconds * request.members / SAMPLE, {}, {"note": f"extrapolated from {SAMPLE} sources"}


TASKS = {"components": components, "k-core": core, "pagerank": pagerank, "betweenness": betweenness}


def main():
    request = Request()
    if request.task not in TASKS:
        refuse("graph-tool has no " + request.task)
    graph_tool.openmp_set_num_threads(request.threads)
    graph = graph_tool.Graph(directed=False)
    graph.add_vertex(request.members)
    graph.add_edge_list(request.pairs())
    seconds, result, more = TASKS[request.task](graph, request)
    answer(seconds, result, graph_tool.__version__.split()[0], **more)


if __name__ == "__main__":
    main()
