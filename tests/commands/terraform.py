"""Check Terraform resource types and arguments against `terraform-types.tsv`, and the words after `terraform`."""

import re
from difflib import get_close_matches
from pathlib import Path

LIST = Path(__file__).resolve().parent / "terraform-types.tsv"
VERSION = "terraform-types.tsv" if LIST.exists() else None

TYPE = re.compile(r"(?<![\w./-])((?:aws|azurerm|azuread|google)_[a-z0-9_]+)(?![\w/*-]| ?[={])")
SETTING = re.compile(r"^([a-z][a-z0-9]*(?:_[a-z0-9]+)+) = (true|false|[0-9.]+|\".*\"|\[.*\])$")
META = {"prevent_destroy", "ignore_changes", "replace_triggered_by", "create_before_destroy", "required_version"}
BLOCK_META = META | {"count", "for_each", "depends_on", "lifecycle", "provider", "content", "timeouts", "precondition", "iterator"}
# Source: `terraform -help` of 1.14, written by hand.
COMMANDS = {
    "apply", "console", "destroy", "fmt", "force-unlock", "get", "graph", "import", "init", "login", "logout", "metadata",
    "modules", "output", "plan", "providers", "query", "refresh", "show", "stacks", "state", "taint", "test", "untaint",
    "validate", "version", "workspace", "-version", "-chdir",
}  # fmt: skip


class Checker:
    tool = "terraform"

    def __init__(self):
        rows = [line.partition("\t") for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        self.types = {name: set(parts.split()) for name, _, parts in rows}
        self.arguments = set().union(*self.types.values())

    def check(self, words, complete):
        """What is wrong with the words of one `terraform` command."""
        name = words[1].partition("=")[0]
        near = get_close_matches(name, COMMANDS, 1, 0.6)
        return [] if name in COMMANDS else [f"no `terraform {name}`" + (f", did you mean `{near[0]}`" if near else "")]

    def check_type(self, name):
        if name in self.types:
            return []
        near = get_close_matches(name, list(self.types), 1, 0.6)
        return [f"no resource type {name}" + (f", did you mean {near[0]}" if near else "")]

    def check_setting(self, text):
        """`name = value` in backticks; None when it is none or may belong to something else than a resource."""
        found = SETTING.match(text)
        if not found or found[1] in META:
            return None
        near = get_close_matches(found[1], list(self.arguments), 1, 0.6)
        hint = f", did you mean {near[0]}" if near else ""
        return [] if found[1] in self.arguments else [f"no resource that is used has the argument {found[1]}{hint}"]

    def check_block(self, name, parts):
        """A resource or lookup of code that is laid out, with the names that stand in it."""
        known = self.types.get(name)
        if known is None or not known:
            return self.check_type(name) or [f"the arguments of {name} are not in {LIST.name}"]
        wrong = sorted(part for part in set(parts) if part not in known | BLOCK_META)
        near = {part: get_close_matches(part, list(known), 1, 0.6) for part in wrong}
        return [f"{name} has no {part}" + (f", did you mean {near[part][0]}" if near[part] else "") for part in wrong]


def types_in(text):
    return TYPE.findall(text)
