"""GAP Benchmark Suite (BSD), from a checkout in TERTIUS_PEERS/gapbs; its own flags, one trial per process."""
import os
import re
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from protocol import Request, answer, refuse  # noqa: E402

CHECKOUT = os.path.join(os.environ.get("TERTIUS_PEERS", ""), "gapbs")
KERNELS = {"read": "cc", "components": "cc", "triangles": "tc", "pagerank": "pr"}


def program(kernel):
    """Compiled once, as its Makefile does, with -march=native added."""
    path = os.path.join("build/peers", "gapbs-" + kernel)
    if not os.path.exists(path):
        source = os.path.join(CHECKOUT, "src", kernel + ".cc")
        subprocess.run(["g++", "-std=c++11", "-O3", "-march=native", "-fopenmp", "-w", source, "-o", path], check=True)
    return path


def version():
    done = subprocess.run(["git", "-C", CHECKOUT, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    own = subprocess.run(["git", "-C", CHECKOUT, "rev-parse", "--show-toplevel"], capture_output=True, text=True, check=False)
    return done.stdout.strip() if os.path.realpath(own.stdout.strip() or "/") == os.path.realpath(CHECKOUT) else ""


def main():
    request = Request()
    if request.task not in KERNELS:
        refuse("GAPBS has no " + request.task)
    command = [program(KERNELS[request.task]), "-f", request.text, "-s", "-a", "-n", "1"]
    if request.task == "pagerank":
        command += ["-t", "1e-8", "-i", "1000"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as kernel:
        text = kernel.stdout.read()
        _, _, usage = os.wait4(kernel.pid, 0)
        kernel.returncode = 0
    whole = time.perf_counter() - start
    trial = float(re.search(r"Trial Time: *([0-9.]+)", text).group(1))
    sizes = re.search(r"Graph has (\d+) nodes and (\d+)", text)
    result, seconds, note = {}, trial, ""
    if request.task == "read":
        seconds = whole - trial  # it does not time the merging of rows by itself
        result = {"members": int(sizes.group(1)), "connections": int(sizes.group(2))}
        note = "whole process without the kernel"
    elif request.task == "components":
        result = {"components": int(re.search(r"There are (\d+) components", text).group(1))}
    elif request.task == "triangles":
        result = {"triangles": int(re.search(r"(\d+) triangles", text).group(1))}
    else:
        result = {"top": [int(v) for v in re.findall(r"^(\d+):0?\.?\d", text, re.M)]}
        note = "single precision"
    answer(seconds, result, version(), peak_bytes=usage.ru_maxrss * 1024, note=note)


if __name__ == "__main__":
    main()
