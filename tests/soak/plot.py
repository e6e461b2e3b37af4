# SPDX-License-Identifier: MIT
"""Lines over time as SVG, readable on a light and on a dark page."""

from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 60, 60, 50, 40

STYLE = """<style>
text { font: 12px system-ui, sans-serif; fill: #59636e; }
.title { font-size: 16px; font-weight: 600; fill: #1f2328; }
polyline { fill: none; stroke-width: 1.5; }
.memory { stroke: #0969da; } text.memory { stroke: none; fill: #0969da; }
.files { stroke: #bf8700; } text.files { stroke: none; fill: #9a6700; }
line { stroke: #d1d9e0; }
@media (prefers-color-scheme: dark) {
  text { fill: #9198a1; }
  .title { fill: #e6edf3; }
  .memory { stroke: #4493f8; } text.memory { fill: #4493f8; }
  .files { stroke: #d29922; } text.files { fill: #d29922; }
  line { stroke: #3d444d; }
}
</style>"""


def text(x, y, words, style="", anchor="start"):
    return f'<text x="{x}" y="{y}" class="{style}" text-anchor="{anchor}">{escape(words)}</text>'


def line(style, seconds, values, most):
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    points = " ".join(
        f"{LEFT + wide * second / seconds[-1]:.1f},{TOP + high * (1 - value / most):.1f}"
        for second, value in zip(seconds, values))
    return f'<polyline class="{style}" points="{points}"/>'


def picture(title, rows):
    """Resident memory (left) and open files (right), both from 0."""
    seconds = [row[0] for row in rows]
    memory, files = [row[1] / 1024 for row in rows], [row[2] for row in rows]
    most_memory, most_files = 1.2 * max(memory), 1.2 * max(files)
    floor = HEIGHT - BOTTOM
    parts = [text(0, 18, title, "title")]
    for part in (0, 0.5, 1):
        y = TOP + (floor - TOP) * (1 - part)
        parts += [f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>',
                  text(LEFT - 8, y + 4, f"{most_memory * part:.1f}", "memory", "end"),
                  text(WIDTH - RIGHT + 8, y + 4, f"{most_files * part:.0f}", "files")]
    parts += [text(LEFT, 40, "resident memory, MiB", "memory"),
              text(WIDTH - RIGHT, 40, "open files", "files", "end"),
              line("files", seconds, files, most_files), line("memory", seconds, memory, most_memory),
              text(LEFT, floor + 20, "0"),
              text(WIDTH - RIGHT, floor + 20, f"{seconds[-1] / 60:.1f} minutes", anchor="end")]
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" role="img" aria-label="{escape(title)}">', STYLE, *parts, "</svg>"]) + "\n"
