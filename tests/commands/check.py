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
import terraform

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


@dataclass(frozen=True)
class Finding:
    tool: str
    text: source.Text
    command: str
    problem: str

    def line(self):
        return f"{self.text.file}:{self.text.line}: {self.command}: {self.problem}"


def main():
    options = arguments()
    if options.words:
        return print_words(options.words)
    if options.types:
        return print(*sorted({name for span in source.spans(ROOT) for name in terraform.types_in(span.text)} | {block.text for block, _ in source.blocks(ROOT)}), sep="\n")
    modules = chosen(options.tool)
    checkers = {name: module.Checker() if module.VERSION else None for name, module in modules.items()}
    Skipped.shown = options.skipped
    counts = Counter()
    findings = all_findings(checkers, options.under, counts)
    known = Known(HERE / "known.tsv")
    fresh = [finding for finding in findings if not known.covers(finding)]
    for finding in fresh:
        print(finding.line())
    useless = known.useless(checkers) if not options.under else []
    for row in useless:
        print(f"known.tsv: nothing is found any more for `{row[1]}`: take the line out")
    summary(checkers, modules, counts, Counter(finding.tool for finding in findings if finding not in fresh))
    sys.exit(1 if fresh or useless else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tool", action="append", help="check only this tool; may be repeated")
    parser.add_argument("--words", metavar="TOOL", help="only print the words of each command of this tool")
    parser.add_argument("--types", action="store_true", help="only print the Terraform resource types")
    parser.add_argument("--skipped", action="store_true", help="also print what could not be checked")
    parser.add_argument("--under", default="", help="check only files whose path begins so")
    return parser.parse_args()


def chosen(tools):
    """The module of each tool; those whose package is missing have no version."""
    import aws
    import az
    import gcloud
    import kubectl

    modules = {"aws": aws, "az": az, "gcloud": gcloud, "kubectl": kubectl, "terraform": terraform}
    return {name: module for name, module in modules.items() if not tools or name in tools}


def print_words(tool):
    """What compile_gcloud.py starts from."""
    for text in source.texts(ROOT):
        for simple in simples_of(text):
            if simple.words[0] == tool:
                print(*simple.words[1:])


def simples_of(text):
    try:
        return shell.commands(source.fill(text.text))
    except shell.ShellError:
        return []


def all_findings(checkers, under, counts):
    findings = []
    for text in source.texts(ROOT):
        if text.file.startswith(under):
            findings += examine(text, checkers, counts)
    if checkers.get("terraform"):
        findings += resources(checkers["terraform"], under, counts)
    return findings


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
        return [Finding(tool, text, shown(text.text), str(error))]
    return [finding for simple in simples for finding in verdict(text, simple, checkers, counts)]


def resources(checker, under, counts):
    """Findings about resource types and arguments, wherever they are named."""
    findings = []
    for block, parts in source.blocks(ROOT):
        if block.file.startswith(under):
            problems = checker.check_block(block.text, parts)
            counts["terraform", "invalid" if problems else "valid"] += 1
            findings += [Finding("terraform", block, block.text, problem) for problem in problems]
    for span in source.spans(ROOT):
        if not span.file.startswith(under):
            continue
        checked = [checker.check_type(name) for name in terraform.types_in(span.text)]
        setting = checker.check_setting(span.text)
        for problems in checked + ([setting] if setting is not None else []):
            counts["terraform", "invalid" if problems else "valid"] += 1
            findings += [Finding("terraform", span, shown(span.text), problem) for problem in problems]
    return findings


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
    return [Finding(tool, text, shown(" ".join(words)), problem) for problem in problems or []]


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
    """Findings that stay, each with its reason: `tool <TAB> part of the command <TAB> part of the problem <TAB> reason`."""

    def __init__(self, path):
        lines = path.read_text(encoding="utf-8").splitlines()
        self.rows = [tuple(line.split("\t")) for line in lines if line and not line.startswith("#")]
        self.used = Counter()

    def covers(self, finding):
        for row in self.rows:
            tool, command, problem, _ = row
            if tool == finding.tool and command in finding.command and problem in finding.problem:
                self.used[row] += 1
                return True
        return False

    def useless(self, tools):
        return [row for row in self.rows if row[0] in tools and not self.used[row]]


def summary(checkers, modules, counts, explained):
    print()
    for tool, checker in checkers.items():
        states = [f"{counts[tool, state]} {state}" for state in ("valid", "invalid", "not checkable")]
        if explained[tool]:
            states[1] += f" ({explained[tool]} with a reason)"
        against = f"against {modules[tool].VERSION}" if checker else "its package is not installed"
        print(f"{tool}: {', '.join(states)}; {against}")


if __name__ == "__main__":
    main()
