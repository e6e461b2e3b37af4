# SPDX-License-Identifier: MIT
"""What programs that watch servers make of the metrics: monitoring_test.py PROGRAM"""

import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request

PROGRAM = sys.argv.pop()
ROOT = pathlib.Path(__file__).resolve().parents[2]


def read_metrics():
    server = subprocess.Popen(
        [PROGRAM, "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0",
         "--web-root", ROOT / "web"], stderr=subprocess.PIPE, text=True)
    try:
        port = next(int(found.group(1)) for line in server.stderr
                    if (found := re.search(r"for the operator: http://localhost:(\d+)/", line)))
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            return answer.read().decode()
    finally:
        # Nobody reads its log any more: no reason to die.
        server.stderr.close()
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)


def dashboard():
    return json.loads((ROOT / "packaging/grafana/signalbox.json").read_text())


def queries():
    """Those of the dashboard, and those that the page about metrics recommends."""
    page = (ROOT / "docs/metrics.md").read_text()
    recommended = re.search(r"\| question \| query \|\n(.*?)\n\n", page, re.DOTALL).group(1)
    panels = dashboard()["panels"]
    return ([target["expr"] for panel in panels for target in panel["targets"]] +
            re.findall(r"`([^`]+)`", recommended))


def names_in(text):
    """Of metrics; what a histogram's samples are called behind its name is left out."""
    names = re.findall(r"\b(?:signalbox|process)_[a-z_]+", text)
    return {re.sub(r"_seconds_(bucket|count|sum)$", "_seconds", name) for name in names}


class Monitoring(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.metrics = read_metrics()

    def test_prometheus_own_checker_has_nothing_to_say(self):
        checked = subprocess.run(["promtool", "check", "metrics"], input=self.metrics, text=True,
                                 capture_output=True, check=False)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))

    def test_all_that_is_asked_for_is_there(self):
        told = set(re.findall(r"^# TYPE (\S+)", self.metrics, re.MULTILINE))
        chosen_by = json.dumps(dashboard()["templating"])
        asked = set().union(*map(names_in, [*queries(), chosen_by]))
        self.assertGreater(len(asked), 15)
        self.assertEqual(asked - told, set())

    def test_all_labels_that_are_asked_for_are_there(self):
        labels = set(re.findall(r'[{,](\w+)="', self.metrics)) | {"instance", "job"}
        for query in queries():
            asked = re.findall(r'[{,] ?(\w+)=~?"', query)
            grouped = re.findall(r"by \((\w+)\)", query)
            self.assertEqual(set(asked + grouped) - labels, set(), query)

    def test_prometheus_understands_every_query(self):
        rules = [{"record": f"query:{i}",
                  "expr": query.replace("$__rate_interval", "1m")}
                 for i, query in enumerate(queries())]
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            # JSON is YAML.
            json.dump({"groups": [{"name": "queries", "rules": rules}]}, file)
            file.flush()
            checked = subprocess.run(["promtool", "check", "rules", file.name], text=True,
                                     capture_output=True, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_the_dashboard_panels_have_their_own_places(self):
        panels = dashboard()["panels"]
        self.assertEqual(len({panel["id"] for panel in panels}), len(panels))
        places = [panel["gridPos"] for panel in panels]
        cells = [(x, y) for place in places
                 for x in range(place["x"], place["x"] + place["w"])
                 for y in range(place["y"], place["y"] + place["h"])]
        self.assertEqual(len(set(cells)), len(cells))
        self.assertLess(max(x for x, _ in cells), 24)


if __name__ == "__main__":
    unittest.main()
