# SPDX-License-Identifier: MIT
"""Markdown of the results."""

from . import summary, targets

IDLE_ROWS = [("connections", ""), ("connections_calling", ", in a call"),
             ("connections_talked", ", after a call")]


# Load average before the run, above which figures are not to be trusted: a build that has just ended
# is still in it.
BUSY = 1.0


def number(value, unit=""):
    if value is None:
        return "–"
    if unit == "x":
        return f"{value:.2f} ×"
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{digits}f}" + (f" {unit}" if unit else "")


def table(head, rows):
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "".join("| " + " | ".join(cells) + " |\n" for cells in [head, rule, *rows])


def cost(scenario, titles):
    rounds = scenario["rounds"]
    unit = scenario["unit"]
    names = summary.contenders(scenario)
    floors = [name for name in ("floor", "floor-coalescing") if name in names]
    head = ["", f"CPU a {unit}", "lowest to highest", f"{unit}s a second"]
    head += [f"against the {titles[name]}" for name in floors] + ["against Signalbox"]
    rows = []
    for name in names:
        found = summary.values(rounds, name, "cpu_us")
        spread = f"{number(min(found))} to {number(max(found))}" if found else "–"
        row = [titles.get(name, name), number(summary.median(rounds, name, "cpu_us"), "µs"),
               spread, number(summary.median(rounds, name, "per_second"))]
        row += [number(summary.ratio(rounds, name, floor, "cpu_us"), "x") for floor in floors]
        row += [number(summary.ratio(rounds, name, "signalbox", "cpu_us"), "x")]
        rows.append(row)
    return table(head, rows)


def latency(scenario, titles):
    keys = ["latency_p50_us", "latency_p99_us", "latency_p999_us"]
    rows = [
        [titles.get(name, name)]
        + [number(summary.median(scenario["rounds"], name, key), "µs") for key in keys]
        for name in summary.contenders(scenario)
    ]
    return table(["", "half within", "99 % within", "99.9 % within"], rows)


def crowd(scenario):
    rounds = scenario["rounds"]
    rows = [
        [f"{int(name):,}", number(summary.median(rounds, name, "cpu_us"), "µs"),
         number(summary.ratio(rounds, name, "0", "cpu_us"), "x")]
        for name in summary.contenders(scenario)
    ]
    return table(["idle clients beside", "CPU a message", "against none"], rows)


def idle(scenario, titles):
    results = scenario["rounds"][0]
    rows = []
    for name, result in results.items():
        for row in result.get("rows", []):
            clients = "".join(f"{row[key]:,.0f}{when}" for key, when in IDLE_ROWS if key in row)
            rows.append([titles.get(name, name), clients, number(row.get("rss_bytes")),
                         number(row.get("kernel_bytes")),
                         number(row.get("server_cpu_percent"), "%")])
    head = ["", "clients", "bytes a client", "bytes of the kernel, both ends", "CPU"]
    return table(head, rows)


def reached(results):
    rows = []
    for target in targets.known():
        found = target.measure(results)
        verdict = "–" if found is None else "yes" if found <= target.limit else "**no**"
        limit, value = number(target.limit, target.unit), number(found, target.unit)
        rows.append([target.title, limit, value, verdict])
    return table(["one thread, plain, unless said", "target", "measured", "reached"], rows)


def source(results):
    """Where figures come from, for a plot's small print."""
    here = results["machine"]
    return (f"{here['processor'] or 'virtual processor'}, one core for the server; "
            f"Linux {here['kernel']}, {results['date']}")


def machine(results):
    here, versions = results["machine"], results["versions"]
    busy = here.get("load_before", 0)
    known = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    return (
        f"Measured on {results['date']}: {here['processor'] or 'a virtual processor'}, "
        f"{here['cores']} cores, {here['memory_gib']} GiB, {here['system']}, "
        f"Linux {here['kernel']}; the server on one core, the load on the other, over loopback; "
        f"{results['rounds']} rounds of {results['seconds']} s, medians. Versions: {known}.\n"
        + (f"\nThe machine was busy with something else before (load {busy:.1f}).\n"
           if busy > BUSY else "")
    )
