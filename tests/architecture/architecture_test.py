# SPDX-License-Identifier: MIT
"""The countable rules of the house, counted. Needs nothing but Python."""

import collections
import functools
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
    "base": r"<(boost|nlohmann|simdjson|openssl/(?!evp)|sys/(?!stat\.h)|netinet)",
    "domain": r"<(boost|nlohmann|simdjson|openssl|spdlog|sys|netinet|unistd)",
    "dialect": r"<(boost|openssl|spdlog|sys|netinet|unistd)",
    "net": r"<(nlohmann|CLI)",
    "ops": r"<boost",
}

LONGEST_FILE = 400
LONGEST_MEDIAN = 110
LONGEST_MAIN = 50
LONGEST_FUNCTION = 40
MOST_FILES = 16
COLUMNS = 100

# What breaks a rule today. An entry that is not needed any more fails its test, so that these lists
# only get shorter.

# Headers and sources of one layer that include each other in a circle, and why they still do.
KNOWN_CIRCLES = {
    ("app/session/session", "app/worker"):
        "a worker opens sessions, and a session asks its worker for all that they share",
}

# Folders with more files than MOST_FILES, and how many they have.
FULL_FOLDERS = {
    "include/signalbox/base": 24,
    "src/app": 39,
    "src/app/admin": 23,
    "src/net": 35,
    "src/ops": 42,
}

# Files of the tests that sleep: how often, and why.
SLEEPERS = {
    "bench/tests/compare_test.py": (1, "polls, with a deadline, until processes have ended"),
    "tests/browser/live_call.test.js": (1, "polls the statistics of a call, which send no event"),
    "tests/browser/pages/peer.js": (1, "polls the statistics of a call, which send no event"),
    "tests/browser/pages/tutorial.js": (1, "polls the statistics of a call, which send no event"),
    "tests/browser/support/reverse_proxy.js": (1, "polls, with a deadline, until a proxy serves"),
    "tests/packaging/debian.py": (1, "`until`"),
    "tests/peers/program.py": (1, "polls the program's log, with a deadline"),
    "tests/peers/scenarios.py": (1, "sleeps for nothing: the event loop makes one turn"),
    "tests/proxies/support.py": (1, "`until`"),
    "tests/soak/attackers.py": (1, "sets the pace of attackers; no check depends on it"),
    "tests/soak/crowd.py": (2, "sets the pace of a crowd; no check depends on it"),
    "tests/soak/soak.py": (2, "takes a sample a second; polls, with a deadline, what is open"),
    "tests/soak/victim.py": (1, "keeps to the rate that a client may have"),
    "tests/support/eventually.hpp": (1, "`eventually`"),
    "tests/webhook/webhook_test.py": (1, "`until`"),
}

SLEEP = {
    ".cpp": r"\b(?:sleep_for|sleep_until|(?:u|nano)?sleep) *\(",
    ".js": r"\bwaitForTimeout\b|\btimers/promises\b|\bAtomics\.wait\b"
           r"|Promise\(\(?(\w+)[^)=]*\)? *=> *\{?\s*(?:globalThis\.)?setTimeout\(\1\b",
    ".py": r"\bsleep\(",
    ".sh": r"(?<![\w-])sleep +[\d.$\"]",
}
SLEEP |= {".hpp": SLEEP[".cpp"], ".mjs": SLEEP[".js"]}

# What is true on one machine only: where somebody keeps the project, whose registry it asks.
MACHINE = re.compile(
    r"(?<![\w.}-])/(?:work\b|home/[a-z]|Users/\w)"
    r"|\bregistry\.(?:npmjs|yarnpkg)\.|\b(?:pypi|pythonhosted)\.org\b|\bcrates\.io\b"
    r"|\bproxy\.golang\.org\b|\b(?:deb|security|snapshot)\.debian\.org\b")


def tracked(*patterns):
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *patterns],
        cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / line for line in listing.stdout.splitlines() if (ROOT / line).is_file()]


@functools.cache
def text_of(path):
    return path.read_bytes().decode(errors="replace")


def sources():
    return tracked("src/*.cpp", "src/*.hpp", "include/*.hpp")


def layer_of(path):
    parts = path.relative_to(ROOT).parts
    if parts == ("src", "main.cpp"):
        return "main"
    return parts[2] if parts[0] == "include" else parts[1]


def includes_of(path):
    return re.findall(r'^\s*#\s*include\s*([<"][^>"]+[>"])', text_of(path), re.MULTILINE)


INCLUDE_OF_OURS = re.compile(r'^\s*#\s*include\s*"(?:signalbox/)?(\S+)\.hpp"', re.MULTILINE)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def room_of(path):
    """A header and its source are one room: src/net/shard.cpp and include/signalbox/net/shard.hpp
    are net/shard."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return "/".join(parts[2:] if parts[0] == "include" else parts[1:])


def arrows_between_rooms():
    """Of each room those that it includes, of its own layer, with the lines that do."""
    rooms = {room_of(path): {} for path in sources()}
    for path in sources():
        room, text = room_of(path), text_of(path)
        for found in INCLUDE_OF_OURS.finditer(text):
            other = found.group(1)
            if other != room and other in rooms and other.split("/")[0] == room.split("/")[0]:
                line = f"{path.relative_to(ROOT)}:{line_of(text, found.start(1))}"
                rooms[room].setdefault(other, []).append(f"{line} includes {other}")
    return rooms


def circles(arrows):
    """The largest sets of rooms in which each can be reached from each."""
    reached = {}
    for room in arrows:
        reached[room], waiting = set(), [room]
        while waiting:
            more = arrows[waiting.pop()].keys() - reached[room]
            reached[room] |= more
            waiting += more
    return {tuple(sorted(other for other in reached[room] if room in reached[other]))
            for room in arrows if room in reached[room]}


def functions_of(text):
    """(first line, last line) of each function, and of each block in one: what clang-format lets
    end with a brace that is alone in its line, below the column where it began, or with the empty
    body behind a list of initializers."""
    # What is left of a raw string's last line must look like no beginning.
    lines = re.sub(r'R"(\w*)\(.*?\)\1"', lambda raw: '""' + "\n " * raw.group().count("\n"), text,
                   flags=re.DOTALL).splitlines()
    for end, line in enumerate(lines):
        closing = re.fullmatch(r"( *)(?:\}|      \S.*\{\})", line)
        if not closing:
            continue
        begins = re.compile(closing.group(1) + r"[^\s#}]")
        start = next((i for i in range(end - 1, -1, -1) if begins.match(lines[i])), None)
        if start is None:
            continue
        # Its return type, or what it is a template of, may stand above.
        while start and begins.match(lines[start - 1]) and not re.search(
                r"^\s*//|[;:{}]$", lines[start - 1]):
            start -= 1
        yield start + 1, end + 1


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
        lengths = {p: len(text_of(p).splitlines())
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
            text = text_of(path)
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
                 for found in re.findall(r"\b\w*(?:Manager|Helper|Utils?)\b", text_of(path))]
        self.check(wrong, "names that say nothing")

    def test_nothing_is_left_undone(self):
        wrong = [p.relative_to(ROOT) for p in sources() + tracked("web/*", "tests/*.cpp", "tests/*.js")
                 if p.suffix in {".cpp", ".hpp", ".js", ".html", ".css"}
                 and re.search(r"\b(TODO|FIXME|XXX)\b", text_of(p))]
        self.check(wrong, "left undone")

    def test_layers_are_those_that_there_are(self):
        folders = {path.name for path in (ROOT / "src").iterdir() if path.is_dir()} | {"main"}
        self.check(sorted(folders ^ ARROWS.keys()),
                   "a folder of src/ has its line in ARROWS here, and each of these lines a folder")
        self.check(sorted(BANNED.keys() - folders), "remove from BANNED what is no layer")

    def test_headers_of_a_layer_include_each_other_one_way(self):
        arrows = arrows_between_rooms()
        found = circles(arrows)
        wrong = [line for circle in sorted(found - KNOWN_CIRCLES.keys())
                 for room in circle for other in circle for line in arrows[room].get(other, [])]
        self.check(wrong, "these go round in a circle; cut one of them, by moving what it is there "
                          "for to a file of its own or by a forward declaration")
        self.check(sorted(KNOWN_CIRCLES.keys() - found),
                   "this circle is no more; remove it from KNOWN_CIRCLES")

    def test_folders_are_small(self):
        counts = collections.Counter(str(path.relative_to(ROOT).parent) for path in sources())
        most = {folder: FULL_FOLDERS.get(folder, MOST_FILES) for folder in counts}
        self.check([f"{folder}/: {count} files, {most[folder]} at most"
                    for folder, count in counts.items() if count > most[folder]],
                   "too many files; give those that belong together a folder of their own")
        self.check([f"{folder}/: {counts[folder]} files, listed with {listed}"
                    for folder, listed in FULL_FOLDERS.items()
                    if counts[folder] < listed or listed <= MOST_FILES],
                   f"lower its number in FULL_FOLDERS; remove it at {MOST_FILES}")

    def test_functions_are_short(self):
        functions = [(path, *lines)
                     for path in sources() for lines in functions_of(text_of(path))]
        self.assertGreater(len(functions), len(sources()), "the functions are not found any more")
        self.check([f"{path.relative_to(ROOT)}:{start}: {end - start + 1} lines"
                    for path, start, end in functions if end - start >= LONGEST_FUNCTION],
                   f"a function has {LONGEST_FUNCTION} lines at most; give a part of it a name")

    def test_tests_have_namespaces_of_their_own(self):
        """They are compiled as one, many at a time, and call different things by one name."""
        self.check([path.relative_to(ROOT) for path in tracked("tests/unit/*_test.cpp",
                                                               "tests/integration/*_test.cpp")
                    if not re.search(rf"^namespace signalbox::test::(\w+_)?{path.stem} {{",
                                     text_of(path), re.MULTILINE)],
                   "what a file of tests has is in `namespace signalbox::test::NAME_OF_THE_FILE`")

    def test_tests_do_not_sleep(self):
        found = {}
        for path in tracked("tests/*", "bench/tests/*"):
            pattern = SLEEP.get(path.suffix)
            if not pattern or path == pathlib.Path(__file__).resolve():
                continue
            text, name = text_of(path), str(path.relative_to(ROOT))
            for call in re.finditer(pattern, text, re.MULTILINE):
                found.setdefault(name, []).append(f"{name}:{line_of(text, call.end())}")
        allowed = {name: SLEEPERS.get(name, (0, ""))[0] for name in SLEEPERS.keys() | found.keys()}
        self.check([line for name, lines in sorted(found.items()) if len(lines) > allowed[name]
                    for line in lines],
                   "tests wait for conditions (`eventually`, `until`); where one must sleep, "
                   "SLEEPERS says why")
        self.check([name for name in sorted(SLEEPERS) if len(found.get(name, [])) < allowed[name]],
                   "sleeps less often than listed; lower its number in SLEEPERS or remove it")

    def test_nothing_is_true_on_one_machine_only(self):
        wrong = []
        for path in tracked():
            text = text_of(path)
            places = [(found.start(), found.group()) for found in MACHINE.finditer(text)]
            if path.name.endswith(("package-lock.json", "npm-shrinkwrap.json")):
                places += [(found.start(), found.group())
                           for found in re.finditer(r'"resolved"', text)]
            wrong += [f"{path.relative_to(ROOT)}:{line_of(text, place)}: {what}"
                      for place, what in places]
        self.check(wrong, "a path of one machine or a package registry; take paths from the file's "
                          "own place or the environment, and leave registries to who builds")


if __name__ == "__main__":
    unittest.main()
