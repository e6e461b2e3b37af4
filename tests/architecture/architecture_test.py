# SPDX-License-Identifier: MIT
"""The countable rules of the house, counted. Needs nothing but Python."""

import pathlib
import re
import statistics
import subprocess
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Which layers a layer may include, besides itself.
ARROWS = {
    "base": set(),
    "domain": {"base"},
    "dialect": {"base", "domain"},
    "net": {"base"},
    "ops": {"base"},
    "auth": {"base"},
    "app": {"auth", "base", "domain", "dialect", "net", "ops"},
    "main": {"app", "ops"},
}

# What a layer must not know.
BANNED = {
    "base": r"<(boost|nlohmann|simdjson|openssl|sys|netinet)",
    "domain": r"<(boost|nlohmann|simdjson|openssl|spdlog|sys|netinet|unistd)",
    "dialect": r"<(boost|openssl|spdlog|sys|netinet|unistd)",
    "net": r"<(nlohmann|CLI)",
    "ops": r"<boost",
}

LONGEST_FILE = 400
LONGEST_MEDIAN = 110
LONGEST_MAIN = 50
COLUMNS = 100


def tracked(*patterns):
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]


def sources():
    return tracked("src/*.cpp", "src/*.hpp", "include/*.hpp")


def layer_of(path):
    parts = path.relative_to(ROOT).parts
    if parts == ("src", "main.cpp"):
        return "main"
    return parts[2] if parts[0] == "include" else parts[1]


def includes_of(path):
    return re.findall(r'^\s*#\s*include\s*([<"][^>"]+[>"])', path.read_text(), re.MULTILINE)


def included_layer(include):
    found = re.match(r'"(?:signalbox/)?([a-z]+)/', include)
    return found.group(1) if found and found.group(1) in ARROWS else None


class Architecture(unittest.TestCase):
    def check(self, wrong, rule):
        self.assertFalse(wrong, rule + ":\n  " + "\n  ".join(str(line) for line in wrong))

    def test_arrows_between_layers_go_one_way(self):
        wrong = []
        for path in sources():
            allowed = ARROWS[layer_of(path)] | {layer_of(path)}
            for include in includes_of(path):
                layer = included_layer(include)
                if layer and layer not in allowed:
                    wrong.append(f"{path.relative_to(ROOT)} includes {include}")
        self.check(wrong, "a layer may include only those below it")

    def test_nobody_can_choose_keys_that_are_slow_to_find(self):
        known = r"std::hash|unordered_\w+<std::(string|u?int64_t|size_t)"
        wrong = [f"{path.relative_to(ROOT)}: {found.group()}" for path in sources()
                 for found in re.finditer(known, path.read_text())]
        self.check(wrong, "a table by hash whose keys clients choose uses base/keyed_hash.hpp")

    def test_private_headers_stay_in_their_layer(self):
        wrong = [f"{path.relative_to(ROOT)} includes {include}"
                 for path in sources() for include in includes_of(path)
                 if not include.startswith(('"signalbox/', "<"))
                 and included_layer(include) != layer_of(path)]
        self.check(wrong, "what is not in include/ belongs to its layer")

    def test_public_headers_are_used_by_another_layer(self):
        users = {}
        for path in sources() + tracked("tests/*.cpp", "tests/*.hpp"):
            layer = layer_of(path) if path.is_relative_to(ROOT / "src") or path.is_relative_to(
                ROOT / "include") else "tests"
            for include in includes_of(path):
                users.setdefault(include.strip('"'), set()).add(layer)
        public = {str(p.relative_to(ROOT / "include")): p for p in tracked("include/*.hpp")}
        # A header that a public one includes is as public.
        reached = {name for name in public if users.get(name, set()) - {layer_of(public[name]), "tests"}}
        while True:
            more = {i.strip('"') for name in reached for i in includes_of(public[name])} & public.keys()
            if more <= reached:
                break
            reached |= more
        self.check(sorted(public.keys() - reached), "no other layer includes these public headers")

    def test_layers_do_not_know_what_is_not_theirs(self):
        wrong = [f"{path.relative_to(ROOT)} includes {include}"
                 for path in sources() for include in includes_of(path)
                 if layer_of(path) in BANNED and re.match(BANNED[layer_of(path)], include)]
        self.check(wrong, "banned in this layer")

    def test_files_are_short(self):
        lengths = {p: len(p.read_text().splitlines())
                   for p in sources() + tracked("web/*.js", "web/*.css", "tests/*.cpp", "tests/*.js")}
        wrong = [f"{p.relative_to(ROOT)}: {n} lines" for p, n in lengths.items() if n > LONGEST_FILE]
        self.check(wrong, f"one noun a file, {LONGEST_FILE} lines at most")
        median = statistics.median(lengths[p] for p in sources())
        self.assertLessEqual(median, LONGEST_MEDIAN, "the median file is too long")
        self.assertLessEqual(lengths[ROOT / "src/main.cpp"], LONGEST_MAIN, "main.cpp is too long")

    def test_form(self):
        wrong = []
        for path in sources() + tracked("tests/*.cpp", "tests/*.hpp", "bench/*.cpp", "bench/*.hpp"):
            name = path.relative_to(ROOT)
            text = path.read_text()
            if not text.startswith("// SPDX-License-Identifier: MIT\n"):
                wrong.append(f"{name}: begins with the SPDX line")
            if path.suffix == ".hpp" and "#pragma once" not in text:
                wrong.append(f"{name}: has #pragma once")
            wrong += [f"{name}:{i}: {COLUMNS} columns at most"
                      for i, line in enumerate(text.splitlines(), 1) if len(line) > COLUMNS]
            if not re.fullmatch(r"[a-z0-9_]+\.(cpp|hpp)", path.name):
                wrong.append(f"{name}: is named in snake_case")
        self.check(wrong, "form")

    def test_names_say_something(self):
        wrong = [f"{path.relative_to(ROOT)}: {found}" for path in sources()
                 for found in re.findall(r"\b\w*(?:Manager|Helper|Utils?)\b", path.read_text())]
        self.check(wrong, "names that say nothing")

    def test_nothing_is_left_undone(self):
        wrong = [p.relative_to(ROOT) for p in sources() + tracked("web/*", "tests/*.cpp", "tests/*.js")
                 if p.suffix in {".cpp", ".hpp", ".js", ".html", ".css"}
                 and re.search(r"\b(TODO|FIXME|XXX)\b", p.read_text())]
        self.check(wrong, "left undone")

    def test_tests_do_not_sleep(self):
        wrong = [p.relative_to(ROOT) for p in tracked("tests/*_test.cpp", "tests/*.test.js")
                 if re.search(r"sleep_for|sleep_until|waitForTimeout", p.read_text())]
        self.check(wrong, "tests wait for conditions")


if __name__ == "__main__":
    unittest.main()
