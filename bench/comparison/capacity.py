# SPDX-License-Identifier: MIT
"""What a large machine holds, derived from what one client takes here."""

from . import tables

MACHINE_GIB = 24
SPARED_GIB = 2  # for the system and for what is under way

SERVERS = ["signalbox", "signalbox-tls"]


def bytes_of_a_client(row):
    """The server's, and of the kernel's the half that is not the load's end of the connection."""
    return row["rss_bytes"], row["kernel_bytes"] / 2


def clients(total_bytes):
    """To two digits: it is derived from figures of a much smaller crowd."""
    found = (MACHINE_GIB - SPARED_GIB) * 2**30 / total_bytes
    return float(f"{found:.1e}")


def table(idle, titles):
    """Of the clients that have had a call, who take the most; None: not measured."""
    rows = []
    for name in SERVERS:
        found = idle["rounds"][0].get(name, {}).get("rows", [])
        found = [row for row in found if "connections_talked" in row and "rss_bytes" in row]
        if not found:
            continue
        own, kernel = bytes_of_a_client(found[-1])
        rows.append([titles.get(name, name), tables.number(own), tables.number(kernel),
                     tables.number(own + kernel), f"{clients(own + kernel):,.0f}"])
    if not rows:
        return None
    head = ["", "bytes of the server", "of the kernel, its end", "together",
            f"clients in {MACHINE_GIB} GiB"]
    return tables.table(head, rows)


def section(results, titles):
    idle = results["scenarios"].get("idle")
    found = table(idle, titles) if idle else None
    if not found:
        return []
    return [
        "## What a large machine holds\n",
        "**Derived, not measured**: what a client that has had a call takes in the largest crowd "
        f"above, and how often that goes into {MACHINE_GIB} GiB of which {SPARED_GIB} are spared. "
        "It is as true as bytes do not grow with the crowd: see the table of idle clients, which "
        "goes as far as a process may open files here.\n",
        found,
    ]
