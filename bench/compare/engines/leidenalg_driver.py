"""leidenalg (GPL, used as an installed program only), the reference implementation of Leiden. One thread."""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from protocol import Request, answer, refuse, timed  # noqa: E402

import igraph  # noqa: E402
import leidenalg  # noqa: E402


def main():
    request = Request()
    if request.task != "leiden":
        refuse("leidenalg has no " + request.task)
    graph = igraph.Graph(n=request.members, edges=request.pairs().astype("int64"))
    found, seconds = timed(lambda: leidenalg.find_partition(graph, leidenalg.ModularityVertexPartition, n_iterations=2))
    request.save("labels", found.membership)
    answer(seconds, {}, leidenalg.version, threads=1, note="2 iterations")


if __name__ == "__main__":
    main()
