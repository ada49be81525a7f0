"""Where a measurement comes from: the columns that every row in bench/results starts with."""
import csv
import datetime
import json
import os
import re
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
COLUMNS = ["date", "revision", "compiler", "flags", "processor", "cores"]


def _output(*command):
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _compile_command():
    """The command line that compiled a file of the engine, [] before the first build."""
    path = os.path.join(ROOT, "build/release/compile_commands.json")
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        for entry in json.load(file):
            if "/engine/" in entry["file"]:
                return entry["command"].split()
    return []


def _processor():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        text = file.read()
    fields = dict(re.findall(r"^(vendor_id|model name|cpu family|model)\s*: (.*)$", text, re.M))
    return f"{fields.get('model name', 'unknown')} (family {fields.get('cpu family')}, model {fields.get('model')})"


def provenance():
    command = _compile_command()
    compiler = next((word for word in command if re.search(r"(\+\+|g\+\+|clang\+\+)[-0-9.]*$", word)), "c++")
    return {
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%MZ"),
        "revision": _output("git", "describe", "--always", "--dirty"),
        "compiler": _output(compiler, "--version").split("\n")[0],
        "flags": " ".join(word for word in command if re.match(r"-(O|m|f|std=)", word)),
        "processor": _processor(),
        "cores": os.cpu_count(),
    }


def results_path(name, record):
    """bench/results/NAME-DATE.csv where the rows are to be kept, else the same under local/, which git ignores."""
    folder = os.path.join(ROOT, "bench/results" if record else "bench/results/local")
    os.makedirs(folder, exist_ok=True)
    return os.path.join(folder, f"{name}-{datetime.datetime.now(datetime.timezone.utc):%Y%m%d-%H%M%S}.csv")


def write_rows(path, columns, rows):
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", restval="")
        writer.writeheader()
        writer.writerows(rows)


def table(header, rows):
    """Rows of text under a header; columns of numbers stand to the right."""
    rows = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(line[i]) for line in [header, *rows]) for i in range(len(header))]
    numeric = [all(re.match(r"^([-<>~]?[\d.,]+( ?[a-zA-Zµ%]+)?|-|)$", row[i]) for row in rows) for i in range(len(header))]
    lines = []
    for line in [header, ["-" * width for width in widths], *rows]:
        cells = [cell.rjust(w) if right else cell.ljust(w) for cell, w, right in zip(line, widths, numeric)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def seconds(value):
    """A time with three significant digits and the unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if value * factor >= 1 or unit == "µs":
            scaled = value * factor
            digits = max(0, 2 - len(str(int(scaled))) + 1)
            return f"{scaled:.{digits}f} {unit}"
    return ""
