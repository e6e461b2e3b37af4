# SPDX-License-Identifier: MIT
"""Bars as SVG, readable on a light and on a dark page."""

from xml.sax.saxutils import escape, quoteattr

from . import summary, tables

WIDTH = 720
LABELS = 170  # pixels left of the bars
VALUES = 100  # and right of them
BAR = 20
GAP = 9
NOTE = 38
TOP = 56
BOTTOM = 26

STYLE = """<style>
text { font: 14px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 16px; font-weight: 600; }
.note { font-size: 12px; fill: #59636e; }
.ours { fill: #0969da; }
.floor { fill: #818b98; }
.other { fill: #bf8700; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .note { fill: #9198a1; }
  .ours { fill: #4493f8; }
  .floor { fill: #656c76; }
  .other { fill: #d29922; }
}
</style>"""


def colour(name):
    if name.startswith("signalbox"):
        return "ours"
    return "floor" if name.startswith("floor") else "other"


def text(x, y, words, style="", anchor="start"):
    kind = f' class="{style}"' if style else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{kind} text-anchor="{anchor}">{escape(words)}</text>'


def bar(name, x, y, length):
    return (f'<rect class="{colour(name)}" x="{x}" y="{y}" width="{max(1.0, length):.1f}" '
            f'height="{BAR}" rx="3"/>')


def row_top(number):
    return TOP + number * (BAR + GAP)


def picture(title, note, rows, source, parts):
    """`parts` between a title and, below `rows` rows, a line that says where figures come from."""
    height = row_top(rows) + BOTTOM
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="img" aria-label={quoteattr(title)}>', STYLE,
        text(0, 18, title, "title"), text(0, NOTE, note, "note"), *parts,
        text(0, height - 8, source, "note"), "</svg>"]) + "\n"


def panel(values, unit, left, width):
    """Bars with their figures behind them. `values`: name for the colour, number or None."""
    room = width - VALUES
    most = max((value for _, value in values if value is not None), default=1)
    parts = []
    for number, (name, value) in enumerate(values):
        top = row_top(number)
        length = room * value / most if value else 0
        if value is not None:
            parts += [bar(name, left, top, length)]
        parts += [text(left + length + 8, top + BAR - 5, tables.number(value, unit))]
    return parts


def labels(names):
    return [text(LABELS - 10, row_top(number) + BAR - 5, name, anchor="end")
            for number, name in enumerate(names)]


def bars(title, note, values, unit, source):
    """`values`: (name for the colour, label, number), shown in this order."""
    found = [(name, value) for name, _, value in values]
    parts = labels([label for _, label, _ in values])
    parts += panel(found, unit, LABELS, WIDTH - LABELS)
    return picture(title, note, len(values), source, parts)


def medians(scenario, titles, key):
    found = [(name, titles.get(name, name), summary.median(scenario["rounds"], name, key))
             for name in summary.contenders(scenario)]
    return [bar for bar in found if bar[2] is not None]


def by_length(values):
    return sorted(values, key=lambda bar: bar[2])


def of_cost(scenario, titles, source):
    note = f"CPU time of the server for one {scenario['unit']}; shorter is better"
    values = by_length(medians(scenario, titles, "cpu_us"))
    return bars(scenario["title"], note, values, "µs", source)


def of_latency(scenario, titles, source):
    note = "99 % of the messages arrive within this time; shorter is better"
    values = by_length(medians(scenario, titles, "latency_p99_us"))
    return bars(scenario["title"], note, values, "µs", source)


def of_idle(scenario, titles, source):
    values, clients = [], 0
    for name, result in scenario["rounds"][0].items():
        rows = [row for row in result.get("rows", []) if "connections" in row]
        if rows and "rss_bytes" in rows[-1]:
            clients = max(clients, rows[-1]["connections"])
            values.append((name, titles.get(name, name), rows[-1]["rss_bytes"]))
    return bars("Memory of a client that says nothing",
                f"growth of the server's resident memory with {clients:,.0f} clients, for each; "
                "shorter is better",
                by_length(values), "bytes", source)


def of_crowd(scenario, source):
    titles = {name: f"{int(name):,} beside" for name in summary.contenders(scenario)}
    values = [("signalbox", label, value)
              for _, label, value in medians(scenario, titles, "cpu_us")]
    return bars("A message beside a growing crowd that says nothing",
                "CPU time of Signalbox for one message; equal is good", values, "µs", source)


def of_summary(relay, calls, titles, source):
    """One picture for the first page: all servers without TLS, a message beside a call."""
    names = [name for name, _, _ in by_length(medians(calls, titles, "cpu_us"))
             if name != "floor" and not name.endswith("-tls")]
    half = (WIDTH - LABELS) / 2
    parts = labels([titles.get(name, name) for name in names])
    for number, scenario in enumerate([relay, calls]):
        values = [(name, summary.median(scenario["rounds"], reference(name, scenario), "cpu_us"))
                  for name in names]
        parts += panel(values, "µs", LABELS + number * half, half)
        parts += [text(LABELS + number * half, NOTE, f"one {scenario['unit']}")]
    return picture("CPU time of the server for a message, and for a whole call",
                   "shorter is better", len(names), source, parts)


def reference(name, scenario):
    """The floor has two ways of writing, which differ in calls only."""
    if name == "floor-coalescing" and name not in scenario["rounds"][0]:
        return "floor"
    return name
