# SPDX-License-Identifier: MIT
"""The alert rules, as Prometheus itself judges them: alerts_test.py PROGRAM"""

import json
import re
import subprocess
import tempfile
import unittest

from monitoring_test import ROOT, names_in, read_metrics

RULES = ROOT / "packaging/prometheus/signalbox-alerts.yml"

# For each alert, samples a minute apart: those at which it is raised in the end, and those of a server
# that is well, or has to be left alone.
STORIES = {
    "SignalboxDown": [
        ({'up{job="signalbox"}': "1 0x3"}, {'up{job="signalbox"}': "1 0 1 0"}),
        ({'up{job="signalbox"}': "0x3"}, {'up{job="other"}': "0x3"}),
    ],
    "SignalboxNotReady": [
        ({"signalbox_ready": "1 0x4"}, {"signalbox_ready": "1x3 0 0"}),
    ],
    "SignalboxRestarting": [
        ({"signalbox_connections_total": "9 1 5 2 7 3"}, {"signalbox_connections_total": "9 1 5 2 7 9"}),
    ],
    "SignalboxTurnsAway": [
        ({'signalbox_limits_hit_total{limit="max-connections"}': "0+6x12"},
         {'signalbox_limits_hit_total{limit="max-connections"}': "0 6 6x9"}),
        ({'signalbox_limits_hit_total{limit="max-connections-per-address"}': "0+6x12"},
         {'signalbox_limits_hit_total{limit="message-rate"}': "0+6x12"}),
        ({'signalbox_limits_hit_total{limit="open-files"}': "0+6x12"},
         {'signalbox_limits_hit_total{limit="max-outbox"}': "0+6x12"}),
    ],
    "SignalboxFilesRunOut": [
        ({"signalbox_connections": "91", "process_max_fds": "100"},
         {"signalbox_connections": "90", "process_max_fds": "100"}),
    ],
    "SignalboxThreadBusy": [
        ({'signalbox_thread_cpu_seconds_total{thread="0"}': "0+6x15",
          'signalbox_thread_cpu_seconds_total{thread="1"}': "0+55x15"},
         {'signalbox_thread_cpu_seconds_total{thread="0"}': "0+50x15",
          'signalbox_thread_cpu_seconds_total{thread="1"}': "0+50x15"}),
    ],
    "SignalboxThreadLate": [
        ({'signalbox_loop_lag_seconds_bucket{le="0.1"}': "0+50x15",
          'signalbox_loop_lag_seconds_bucket{le="1"}': "0+60x15",
          'signalbox_loop_lag_seconds_bucket{le="+Inf"}': "0+60x15"},
         {'signalbox_loop_lag_seconds_bucket{le="0.1"}': "0+60x15",
          'signalbox_loop_lag_seconds_bucket{le="1"}': "0+60x15",
          'signalbox_loop_lag_seconds_bucket{le="+Inf"}': "0+60x15"}),
    ],
    "SignalboxBug": [
        ({'signalbox_connection_ends_total{reason="internal_error"}': "0 1 1"},
         {'signalbox_connection_ends_total{reason="kicked"}': "0 1 1"}),
    ],
    "SignalboxReloadFails": [
        ({'signalbox_config_reloads_total{result="failure"}': "0 1 1"},
         {'signalbox_config_reloads_total{result="success"}': "0 1 1"}),
    ],
    "SignalboxClientsLost": [
        ({"signalbox_sessions_detached": "25x2", 'signalbox_sessions{dialect="native"}': "100x2"},
         {"signalbox_sessions_detached": "25x2", 'signalbox_sessions{dialect="native"}': "200x2"}),
        ({"signalbox_sessions_detached": "21x2", 'signalbox_sessions{dialect="native"}': "30x2"},
         {"signalbox_sessions_detached": "20x2", 'signalbox_sessions{dialect="native"}': "30x2"}),
    ],
    "SignalboxSlowClients": [
        ({'signalbox_connection_ends_total{reason="slow_client"}': "0+2x40",
          "signalbox_connections_total": "0+100x40"},
         {'signalbox_connection_ends_total{reason="slow_client"}': "0+1x40",
          "signalbox_connections_total": "0+200x40"}),
    ],
    "SignalboxWebhookFails": [
        ({'signalbox_login_webhook_total{result="failed"}': "0+1x15",
          'signalbox_disconnect_webhook_total{result="failed"}': "0x15"},
         {'signalbox_login_webhook_total{result="refused"}': "0+1x15",
          'signalbox_login_webhook_total{result="failed"}': "0 1 1x13",
          'signalbox_disconnect_webhook_total{result="failed"}': "0x15"}),
    ],
    "SignalboxLoginsFail": [
        ({'signalbox_logins_total{result="new"}': "0+10x40",
          'signalbox_logins_total{result="username_taken"}': "0+11x40"},
         {'signalbox_logins_total{result="new"}': "0+10x40",
          'signalbox_logins_total{result="not_resumed"}': "0+90x40",
          'signalbox_logins_total{result="username_taken"}': "0+11x40"}),
    ],
}


def minutes(values):
    """From the first sample to the last, in promtool's notation."""
    return sum(int(part.partition("x")[2] or 0) + 1 for part in values.split()) - 1


def story(alert, samples, is_raised):
    end = max(map(minutes, samples.values()))
    return {"interval": "1m",
            "input_series": [{"series": name, "values": values} for name, values in samples.items()],
            "promql_expr_test": [{
                "expr": f'count(ALERTS{{alertname="{alert}",alertstate="firing"}}) or vector(0)',
                "eval_time": f"{end}m",
                "exp_samples": [{"labels": "{}", "value": int(is_raised)}]}]}


def promtool(*arguments):
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Alerts(unittest.TestCase):
    def setUp(self):
        self.names = re.findall(r"^ +- alert: (\w+)$", RULES.read_text(), re.MULTILINE)

    def test_prometheus_understands_them(self):
        code, said = promtool("check", "rules", RULES)
        self.assertEqual(code, 0, said)
        self.assertIn(f"{len(self.names)} rules found", said)

    def test_all_that_they_ask_for_is_told(self):
        metrics = read_metrics()
        told = set(re.findall(r"^# TYPE (\S+)", metrics, re.MULTILINE))
        self.assertEqual(names_in(RULES.read_text()) - told, set())
        for label, values in re.findall(r'(\w+)!?[=~]+"([^"]+)"', RULES.read_text()):
            for value in values.split("|"):
                self.assertIn(label, "job" if value == "signalbox" else
                              re.findall(rf'(\w+)="{value}"', metrics))

    def test_they_are_raised_when_they_should_be_and_not_otherwise(self):
        tests = [story(alert, samples, is_raised) for alert, stories in STORIES.items()
                 for pair in stories for samples, is_raised in zip(pair, [True, False])]
        self.assertEqual(list(STORIES), self.names)
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            # JSON is YAML.
            json.dump({"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": tests}, file)
            file.flush()
            code, said = promtool("test", "rules", file.name)
        self.assertEqual(code, 0, said)

    def test_the_operators_page_says_what_each_means(self):
        page = (ROOT / "docs/operations.md").read_text()
        self.assertEqual(re.findall(r"^- \*\*(Signalbox\w+)\*\*", page, re.MULTILINE), self.names)


if __name__ == "__main__":
    unittest.main()
