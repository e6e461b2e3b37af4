#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What bench/compare computes and writes, from results made up here."""

import pathlib
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from comparison import capacity, document, plots, scenarios, servers, summary, tables, targets

TITLES = {"signalbox": "Signalbox", "floor": "floor", "node-ws": "Node <ws> & \"others\""}


def took(microseconds):
    return {"rows": [{"cpu_us": microseconds, "per_second": 1e6 / microseconds,
                      "latency_p50_us": 1.0, "latency_p99_us": 2.0, "latency_p999_us": 3.0}]}


def cost(*rounds):
    return {"title": "Relay <of> a candidate", "unit": "message", "rounds": list(rounds)}


def relay():
    """The machine is twice as slow in the second round, and the third disturbs one contender."""
    return cost({"signalbox": took(4), "floor": took(5), "node-ws": took(16)},
                {"signalbox": took(8), "floor": took(10), "node-ws": took(32)},
                {"signalbox": took(12), "floor": took(5), "node-ws": {"failure": "was cut"}})


def idle(rss, kernel):
    rows = [{"connections": 1000, "rss_bytes": rss, "kernel_bytes": kernel},
            {"connections": 19000, "rss_bytes": rss + 1, "kernel_bytes": kernel},
            {"connections_talked": 19000, "rss_bytes": rss + 2, "kernel_bytes": kernel}]
    return {"title": "Idle", "unit": "client", "rounds": [{"signalbox": {"rows": rows}}]}


def results(**found):
    return {
        "date": "2026-01-02",
        "machine": {"processor": "A & B", "cores": 2, "memory_gib": 4, "kernel": "6.1",
                    "system": "Debian", "load_before": 0.1},
        "versions": {"signalbox": "1", "bun": ""}, "rounds": 3, "seconds": 1.5, "most": 19000,
        "start_ms": [9, 10, 90], "binary_bytes": 1_000_000, "scenarios": found,
    }


def everything():
    beside = {str(n): took(4 + n / 19000) for n in [0, 1000, 19000]}
    return results(**{
        "relay": relay(), "calls-burst": relay(), "latency": relay(), "idle": idle(400, 8000),
        "crowd": cost(beside, beside),
        "idle-cpu": cost({"signalbox": {"rows": [{"connections": 19000,
                                                  "server_cpu_percent": 0.5}]}})})


class Summary(unittest.TestCase):
    def test_a_ratio_is_the_median_of_the_rounds_own_ratios(self):
        self.assertEqual(summary.ratio(relay()["rounds"], "signalbox", "floor", "cpu_us"), 0.8)
        self.assertEqual(summary.median(relay()["rounds"], "signalbox", "cpu_us"), 8)

    def test_a_failed_round_is_left_out(self):
        self.assertEqual(summary.ratio(relay()["rounds"], "signalbox", "node-ws", "cpu_us"), 0.25)
        self.assertEqual(summary.values(relay()["rounds"], "node-ws", "cpu_us"), [16, 32])
        self.assertEqual(summary.failures(relay()), ["node-ws: was cut"])

    def test_who_never_answered_has_no_figures(self):
        rounds = [{"signalbox": took(4), "floor": {"failure": "no"}}]
        self.assertIsNone(summary.median(rounds, "floor", "cpu_us"))
        self.assertIsNone(summary.ratio(rounds, "signalbox", "floor", "cpu_us"))
        self.assertIsNone(summary.ratio(rounds, "signalbox", "absent", "cpu_us"))


class Tables(unittest.TestCase):
    def test_a_number_has_the_digits_that_mean_something(self):
        found = [tables.number(value) for value in (None, 0.123, 12.34, 1234.5)]
        self.assertEqual(found, ["–", "0.12", "12.3", "1,234"])
        self.assertEqual(tables.number(1.234, "x"), "1.23 ×")

    def test_every_row_has_the_cells_of_the_head(self):
        found = everything()
        written = [tables.reached(found)]
        written += [table for _, _, table, _ in document.sections(found, TITLES)]
        for table in written:
            self.assertEqual(len({line.count(" | ") for line in table.strip().split("\n")}), 1)

    def test_a_busy_machine_is_told(self):
        found = results()
        self.assertNotIn("busy", tables.machine(found))
        found["machine"]["load_before"] = 3.5
        self.assertIn("busy with something else before (load 3.5)", tables.machine(found))


class Targets(unittest.TestCase):
    def measured(self, found):
        return {target.title: target.measure(found) for target in targets.known()}

    def test_what_was_measured_is_compared(self):
        found = self.measured(everything())
        self.assertEqual(found["relay, 50 pairs, against the floor"], 0.8)
        self.assertEqual(found["memory of an idle client"], 401)
        self.assertEqual(found["memory of a client that has talked"], 402)
        self.assertEqual(found["CPU with 19,000 idle clients"], 0.5)
        self.assertEqual(found["relay beside 19,000 idle clients, against none"], 1.25)
        self.assertEqual(found["start to listening"], 10)

    def test_what_was_not_measured_has_no_verdict(self):
        empty = results() | {"start_ms": [], "binary_bytes": 0}
        self.assertEqual(set(self.measured(empty).values()), {None})

    def test_a_smaller_crowd_is_not_taken_for_the_large_one(self):
        found = everything() | {"most": 500}
        self.assertIsNone(self.measured(found)["CPU with 19,000 idle clients"])

    def test_a_missed_target_is_told(self):
        table = tables.reached(everything())
        self.assertIn("| relay, 50 pairs, against the floor | 1.06 × | 0.80 × | yes |", table)
        self.assertIn("| relay beside 19,000 idle clients, against none | 1.10 × | 1.25 × | **no** |",
                      table)


class Capacity(unittest.TestCase):
    def test_it_is_derived_from_a_client_that_has_had_a_call(self):
        # 502 bytes of the server, half of the kernel's 8,000: 22 GiB / 4,502 bytes.
        table = capacity.table(idle(500, 8000), TITLES)
        self.assertIn("| Signalbox | 502 | 4,000 | 4,502 | 5,200,000 |", table)

    def test_without_figures_there_is_no_section(self):
        self.assertEqual(capacity.section(results(), TITLES), [])
        failed = {"title": "Idle", "unit": "client", "rounds": [{"signalbox": {"failure": "no"}}]}
        self.assertEqual(capacity.section(results(idle=failed), TITLES), [])


class Plots(unittest.TestCase):
    def test_every_plot_is_xml_with_a_bar_a_figure_and_both_colour_schemes(self):
        found = everything()
        with tempfile.TemporaryDirectory() as folder:
            document.render(found, TITLES, pathlib.Path(folder))
            written = sorted(pathlib.Path(folder).iterdir())
            self.assertEqual([path.stem for path in written],
                             ["calls-burst", "crowd", "idle", "latency", "relay", "summary"])
            for path in written:
                root = xml.parse(path).getroot()
                self.assertTrue(list(root.iter("{http://www.w3.org/2000/svg}rect")))
                style = root.find("{http://www.w3.org/2000/svg}style").text
                self.assertIn("prefers-color-scheme: dark", style)
                self.assertIn("2026-01-02", path.read_text())

    def test_bars_are_as_long_as_their_figures(self):
        plot = plots.bars("t", "n", [("signalbox", "a", 10), ("floor", "b", 20)], "µs", "s")
        bars = xml.fromstring(plot).iter("{http://www.w3.org/2000/svg}rect")
        short, long = (float(bar.get("width")) for bar in bars)
        self.assertAlmostEqual(long, 2 * short, delta=0.1)

    def test_a_contender_without_a_figure_is_left_out(self):
        failed = cost({"signalbox": took(4), "floor": {"failure": "no"}})
        self.assertNotIn(">floor<", plots.of_cost(failed, TITLES, "s"))


class Document(unittest.TestCase):
    def test_results_replace_the_older_ones_and_nothing_else(self):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "performance.md"
            path.write_text(f"before\n{document.BEGIN}\nold\n{document.END}\nafter\n")
            document.insert(path, "new")
            document.insert(path, "newer")
            self.assertEqual(path.read_text(), f"before\n\n{document.BEGIN}\n\nnewer\n"
                                               f"{document.END}\nafter\n")

    def test_failures_are_named(self):
        with tempfile.TemporaryDirectory() as folder:
            text = document.render(everything(), TITLES, pathlib.Path(folder))
            self.assertIn("Failed: node-ws: was cut", text)


class Scenarios(unittest.TestCase):
    def test_every_contender_is_a_known_server(self):
        here = pathlib.Path("/")
        known = servers.known(here, here, here, here)
        for scenario in scenarios.known().values():
            for contender in scenario.contenders:
                self.assertIn(contender.server, known)

    def test_no_crowd_is_larger_than_allowed(self):
        found = scenarios.known(most=2000)
        self.assertEqual([c.name for c in found["crowd"].contenders], ["0", "1000", "2000"])
        self.assertIn("1000,2000", found["idle"].contenders[0].arguments)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
