"""Check `gcloud` commands against the list in `gcloud-paths.txt`, since no package registry carries the tool."""

import re
from difflib import get_close_matches
from pathlib import Path

from source import WILD

HERE = Path(__file__).resolve().parent
LIST = HERE / "gcloud-paths.txt"
ADDED = HERE / "gcloud-added.tsv"
VERSION = "gcloud-paths.txt" if LIST.exists() else None


class Checker:
    tool = "gcloud"

    def __init__(self):
        lines = LIST.read_text(encoding="utf-8").splitlines()
        rows = [line.partition("\t") for line in lines if not line.startswith("#")]
        self.commands = {path: parts if tab else None for path, tab, parts in rows}
        self.everywhere = self.commands.pop("*")
        self.add(ADDED.read_text(encoding="utf-8").splitlines())
        self.groups = {path.rsplit(" ", count)[0] for path in self.commands for count in range(1, path.count(" ") + 1)}

    def add(self, lines):
        """Commands that came after the SDK from which the list was compiled."""
        for path, parts, _ in (line.split("\t") for line in lines if not line.startswith("#")):
            if parts.startswith("= "):
                parts = self.commands.get(parts[2:])
            elif parts.startswith("+ "):
                parts = f"{self.commands[path]} {parts[2:]}"
            self.commands[path] = parts

    def check(self, words, complete):
        """What is wrong with the words of one command; None when it cannot be told."""
        name, rest = self.resolve(words[1:])
        if name not in self.commands:
            return [self.unknown(name, rest)] if rest or not name else []
        if self.commands[name] is None:
            return None
        if (not rest and not complete) or "--help" in rest:
            return []
        return Signature(f"{self.everywhere} {self.commands[name]}").check(rest)

    def resolve(self, words):
        name, words = "", list(words)
        while words and ((name + " " + words[0]).strip() in self.commands or (name + " " + words[0]).strip() in self.groups):
            name = (name + " " + words.pop(0)).strip()
        return name, words

    def unknown(self, name, rest):
        if rest[0].startswith("-"):
            return f"`gcloud {name}` is a group of commands"
        whole = f"{name} {rest[0]}".strip()
        near = get_close_matches(whole, [*self.commands, *self.groups], 1, 0.6)
        return f"no `gcloud {whole}`" + (f", did you mean `gcloud {near[0]}`" if near else "")


class Signature:
    """Options and arguments of one command."""

    def __init__(self, parts):
        self.options, self.required, self.choices, self.arguments = {"-q": False}, set(), {}, []
        for part in parts.split():
            found = re.fullmatch(r"(!?)(--?[\w-]+)(=?)(?:\{(.*)\})?", part)
            if not found:
                self.arguments.append(part)
                continue
            must, name, value, choices = found.groups()
            self.options[name] = bool(value)
            if must:
                self.required.add(name)
            if choices:
                self.choices[name] = choices.split("|")

    def check(self, words):
        problems, given, plain = [], set(), 0
        words = list(words)
        while words:
            word = words.pop(0)
            if word == "--":
                break
            if not word.startswith("-") or word == "-":
                plain += 1
                continue
            name, sign, value = word.partition("=")
            given.add(name)
            problems += self.option(name, value if sign else None, words)
        return problems + self.missing(given) + self.count(plain)

    def option(self, name, value, words):
        if name not in self.options:
            if WILD in name:
                return []
            near = get_close_matches(name, list(self.options), 1, 0.5)
            return [f"no option {name}" + (f", did you mean {near[0]}" if near else "")]
        if not self.options[name]:
            return [f"{name} takes no value"] if value is not None else []
        if value is None:
            if not words or (words[0].startswith("--") and name != "--args"):
                return [f"{name} has no value"]
            value = words.pop(0)
        return self.choice(name, value)

    def choice(self, name, value):
        choices = self.choices.get(name)
        same = {choice.lower().replace("_", "-") for choice in choices or []}
        if not choices or WILD in value or value.lower().replace("_", "-") in same:
            return []
        near = get_close_matches(value, choices, 1, 0.5)
        return [f"{name}={value}, " + (f"did you mean {near[0]}" if near else f"there are {', '.join(choices[:12])}")]

    def missing(self, given):
        left = sorted(self.required - given)
        return [f"required: {', '.join(left)}"] if left else []

    def count(self, plain):
        least = sum(1 for argument in self.arguments if not argument.startswith("["))
        most = 99 if any("..." in argument for argument in self.arguments) else len(self.arguments)
        if plain < least:
            return [f"required: {' '.join(self.arguments)}"]
        if plain > most:
            return [f"{plain} arguments, there are {most}: {' '.join(self.arguments)}"]
        return []
