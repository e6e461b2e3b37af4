# SPDX-License-Identifier: MIT
"""Puts tables and plots into the documentation."""

from . import plots, summary, tables

BEGIN = "<!-- Results: written by bench/compare, change that, not this. -->"
END = "<!-- End of the results. -->"

COSTS = ["relay", "relay-2000", "calls-burst", "calls-separate", "connect", "threads-relay",
         "threads-calls"]


def sections(results, titles):
    """Name, scenario, table and plot of each scenario that has them."""
    for name, found in results["scenarios"].items():
        if name in COSTS:
            yield name, found, tables.cost(found, titles), plots.of_cost(found, titles)
        elif name == "latency":
            yield name, found, tables.latency(found, titles), plots.of_latency(found, titles)
        elif name == "crowd":
            yield name, found, tables.crowd(found), plots.of_crowd(found)
        elif name == "idle":
            yield name, found, tables.idle(found, titles), plots.of_idle(found, titles)


def render(results, titles, folder, link):
    """Writes the plots into `folder`, which the text reaches as `link`, and returns the text."""
    folder.mkdir(parents=True, exist_ok=True)
    text = [tables.machine(results), "### Targets\n", tables.reached(results)]
    for name, scenario, table, plot in sections(results, titles):
        (folder / f"{name}.svg").write_text(plot, encoding="utf-8")
        title = scenario["title"]
        text += [f"### {title}\n", f"![{title}]({link}/{name}.svg)\n", table]
        text += [f"Failed: {failure}\n" for failure in summary.failures(scenario)]
    return "\n".join(text)


def insert(path, text):
    """Between the two marks; at the end of a document that has none."""
    old = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    before, begin, rest = old.partition(BEGIN)
    after = rest.partition(END)[2] if begin else "\n"
    path.write_text(f"{before.rstrip()}\n\n{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
