# SPDX-License-Identifier: MIT
"""Bars as SVG, readable on a light and on a dark page."""

from xml.sax.saxutils import escape

from . import summary, tables

WIDTH = 720
LABELS = 170  # pixels left of the bars
VALUES = 90  # and right of them
BAR = 22
GAP = 10
TOP = 52

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


def bars(title, note, values, unit):
    """`values`: (name for the colour, label, number), shown in this order."""
    most = max((value for _, _, value in values), default=1)
    height = TOP + len(values) * (BAR + GAP) + 6
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
           f'width="{WIDTH}" height="{height}" role="img" aria-label="{escape(title)}">', STYLE,
           f'<text class="title" x="0" y="18">{escape(title)}</text>',
           f'<text class="note" x="0" y="38">{escape(note)}</text>']
    for number, (name, label, value) in enumerate(values):
        y = TOP + number * (BAR + GAP)
        length = max(1.0, (WIDTH - LABELS - VALUES) * value / most)
        middle = y + BAR - 6
        out += [f'<text x="{LABELS - 10}" y="{middle}" text-anchor="end">{escape(label)}</text>',
                f'<rect class="{colour(name)}" x="{LABELS}" y="{y}" width="{length:.1f}" '
                f'height="{BAR}" rx="3"/>',
                f'<text x="{LABELS + length + 8:.1f}" y="{middle}">'
                f'{escape(tables.number(value, unit))}</text>']
    return "\n".join([*out, "</svg>"]) + "\n"


def medians(scenario, titles, key):
    found = [(name, titles.get(name, name), summary.median(scenario["rounds"], name, key))
             for name in summary.contenders(scenario)]
    return [bar for bar in found if bar[2] is not None]


def by_length(values):
    return sorted(values, key=lambda bar: bar[2])


def of_cost(scenario, titles):
    note = f"CPU time of the server for one {scenario['unit']}, less is better"
    return bars(scenario["title"], note, by_length(medians(scenario, titles, "cpu_us")), "µs")


def of_latency(scenario, titles):
    note = "99 % of the messages arrive within, less is better"
    values = by_length(medians(scenario, titles, "latency_p99_us"))
    return bars(scenario["title"], note, values, "µs")


def of_idle(scenario, titles):
    values = []
    for name, result in scenario["rounds"][0].items():
        rows = [row for row in result.get("rows", []) if "connections" in row]
        if rows and "rss_bytes" in rows[-1]:
            values.append((name, titles.get(name, name), rows[-1]["rss_bytes"]))
    return bars("Memory of a client that says nothing",
                "bytes of the server's memory a client, with 19,000 clients; less is better",
                by_length(values), "bytes")


def of_crowd(scenario):
    titles = {name: f"{int(name):,} idle beside" for name in summary.contenders(scenario)}
    found = medians(scenario, titles, "cpu_us")
    values = [("signalbox", label, value) for _, label, value in found]
    return bars("The cost of a message in a growing crowd",
                "CPU time of the server for one message", values, "µs")
