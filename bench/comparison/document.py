# SPDX-License-Identifier: MIT
"""Puts tables and plots into the documentation."""

from . import capacity, plots, summary, tables

BEGIN = "<!-- Results: written by bench/compare, change that, not this. -->"
END = "<!-- End of the results. -->"

COSTS = ["relay", "relay-2000", "calls-burst", "calls-separate", "connect", "threads-relay",
         "threads-calls"]


def sections(results, titles):
    """Name, scenario, table and plot of each scenario that has them; a plot may be None."""
    source = tables.source(results)
    for name, found in results["scenarios"].items():
        if name in COSTS:
            yield name, found, tables.cost(found, titles), plots.of_cost(found, titles, source)
        elif name == "latency":
            yield (name, found, tables.latency(found, titles),
                   plots.of_latency(found, titles, source))
        elif name == "crowd":
            yield name, found, tables.crowd(found), plots.of_crowd(found, source)
        elif name == "idle":
            yield name, found, tables.idle(found, titles), plots.of_idle(found, titles, source)
        elif name == "idle-cpu":
            yield name, found, tables.idle(found, titles), None


def write_summary(results, titles, folder):
    """The first page's plot, if both its halves were measured."""
    relay, calls = (results["scenarios"].get(name) for name in ("relay", "calls-burst"))
    if relay and calls:
        plot = plots.of_summary(relay, calls, titles, tables.source(results))
        (folder / "summary.svg").write_text(plot, encoding="utf-8")


def render(results, titles, folder):
    """Writes the plots into `folder`, beside the document and linked by its last name, and returns
    the text."""
    folder.mkdir(parents=True, exist_ok=True)
    write_summary(results, titles, folder)
    text = [tables.machine(results), "### Targets\n", tables.reached(results)]
    for name, scenario, table, plot in sections(results, titles):
        title = scenario["title"]
        text += [f"### {title}\n"]
        if plot:
            (folder / f"{name}.svg").write_text(plot, encoding="utf-8")
            text += [f"![{title}]({folder.name}/{name}.svg)\n"]
        text += [table, *[f"Failed: {failure}\n" for failure in summary.failures(scenario)]]
    return "\n".join([*text, *capacity.section(results, titles)])


def insert(path, text):
    """Between the two marks; at the end of a document that has none."""
    old = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    before, begin, rest = old.partition(BEGIN)
    after = rest.partition(END)[2] if begin else "\n"
    path.write_text(f"{before.rstrip()}\n\n{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
