"""Check the commands of the catalog and the rules against the tools' own definitions.

    python3 tests/commands/check.py [--tool aws] [--under catalog/providers/aws] [--all]

Needs the package of each tool that is to be checked (see catalog/README.md); a tool without its package is reported
as not checkable, never as fine. Prints a line for each finding and exits with 1 when there is one that
`known.tsv` gives no reason for.
"""

import argparse
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import shell
import source

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Finding:
    text: source.Text
    command: str
    problem: str

    def line(self):
        return f"{self.text.file}:{self.text.line}: {self.command}: {self.problem}"


def main():
    options = arguments()
    if options.words:
        return print_words(options)
    checkers = load(options.tool)
    Skipped.shown = options.skipped
    known = Known(HERE / "known.tsv")
    counts, findings = Counter(), []
    for text in source.texts(ROOT):
        if text.file.startswith(options.under):
            findings += examine(text, checkers, counts)
    fresh = [finding for finding in findings if not known.covers(finding)]
    for finding in fresh:
        print(finding.line())
    summary(checkers, counts, findings, fresh, known if not options.tool and not options.under else None)
    sys.exit(1 if fresh else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", action="append", help="check only this tool; may be repeated")
    parser.add_argument("--words", metavar="TOOL", help="only print the words of each command of this tool")
    parser.add_argument("--skipped", action="store_true", help="also print what could not be checked")
    parser.add_argument("--under", default="", help="check only files whose path begins so")
    return parser.parse_args()


def print_words(options):
    """What compile_gcloud.py starts from."""
    for text in source.texts(ROOT):
        try:
            simples = shell.commands(source.fill(text.text))
        except shell.ShellError:
            continue
        for simple in simples:
            if simple.words[:1] == [options.words]:
                print(*simple.words[1:])


def load(tools):
    """One checker for each tool whose definitions are here; None for the others."""
    import aws
    import az
    import gcloud

    modules = {"aws": aws, "az": az, "gcloud": gcloud}
    chosen = {name: module for name, module in modules.items() if not tools or name in tools}
    return {name: module.Checker() if module.VERSION else None for name, module in chosen.items()}


def examine(text, checkers, counts):
    """The findings of one text. A text that is no shell is one only when a tool that is checked stands in front."""
    filled = source.fill(text.text)
    try:
        simples = shell.commands(filled)
    except shell.ShellError as error:
        tool = filled.split(" ", 1)[0]
        if tool not in checkers:
            return []
        counts[tool, "invalid"] += 1
        return [Finding(text, shown(text.text), str(error))]
    return [finding for simple in simples for finding in verdict(text, simple, checkers, counts)]


def verdict(text, simple, checkers, counts):
    words = simple.words
    tool = words[0]
    if tool not in checkers or len(words) < 2:
        return []
    if checkers[tool] is None or source.WILD in words[1] or is_ellipsis(words[1]):
        counts[tool, "not checkable"] += 1
        Skipped.show(text, words)
        return []
    problems = checkers[tool].check([word for word in words if not is_ellipsis(word)], text.complete)
    if problems and any(map(is_ellipsis, words)):
        problems = [problem for problem in problems if not says_missing(problem)]
    state = "not checkable" if problems is None else "invalid" if problems else "valid"
    counts[tool, state] += 1
    if problems is None:
        Skipped.show(text, words)
    return [Finding(text, shown(" ".join(words)), problem) for problem in problems or []]


def is_ellipsis(word):
    return word in ("...", "…")


def says_missing(problem):
    """What is left out on purpose where the command shows an ellipsis."""
    return any(part in problem for part in ("required", "has no value", "expected one argument"))


def shown(command):
    command = command.replace(source.WILD, "_")
    return command if len(command) <= 150 else command[:147] + "..."


class Skipped:
    """Commands that could not be checked, printed when asked for."""

    shown = False

    @classmethod
    def show(cls, text, words):
        if cls.shown:
            print(f"{text.file}:{text.line}: {shown(' '.join(words))}: not checkable")


class Known:
    """Findings that stay, each with its reason: `part of the command <TAB> part of the problem <TAB> reason`."""

    def __init__(self, path):
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        self.rows = [(row[0], row[1], row[2]) for row in rows]
        self.used = Counter()

    def covers(self, finding):
        for row in self.rows:
            if row[0] in finding.command and row[1] in finding.problem:
                self.used[row] += 1
                return True
        return False

    def unused(self):
        return [row for row in self.rows if not self.used[row]]


def summary(checkers, counts, findings, fresh, known):
    print()
    for tool in checkers:
        states = {state: counts[tool, state] for state in ("valid", "invalid", "not checkable")}
        print(f"{tool}: " + ", ".join(f"{count} {state}" for state, count in states.items()))
    print(f"{len(findings)} findings, {len(fresh)} without a reason in known.tsv")
    for row in known.unused() if known else []:
        print(f"known.tsv: no finding any more for `{row[0]}`: take the line out")


if __name__ == "__main__":
    main()
