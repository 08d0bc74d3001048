"""Check `az` commands against the command table and the parser of the PyPI package `azure-cli`."""

import logging
from difflib import get_close_matches

import az_shape
import query
from source import WILD

try:
    from azure.cli.core import __version__, get_default_cli
    from azure.cli.core.file_util import create_invoker_and_load_cmds_and_args
    from azure.cli.core.parser import AzCliCommandParser

    VERSION = f"azure-cli {__version__}"
except ImportError:
    VERSION = None

# Command groups that come with extensions, which no package registry carries.
EXTENSIONS = {
    "account alias": "account",
    "account subscription": "account",
    "afd": "cdn",
    "alerts-management": "alertsmanagement",
    "automation": "automation",
    "cdn": "cdn",
    "communication": "communication",
    "costmanagement": "costmanagement",
    "databricks": "databricks",
    "datafactory": "datafactory",
    "dataprotection": "dataprotection",
    "devops": "azure-devops",
    "eventgrid namespace": "eventgrid",
    "fabric": "microsoft-fabric",
    "graph": "resource-graph",
    "k8s-extension": "k8s-extension",
    "logic": "logic",
    "maintenance": "maintenance",
    "mdp": "mdp",
    "ml": "ml",
    "monitor alert-processing-rule": "alertsmanagement",
    "monitor app-insights": "application-insights",
    "monitor log-analytics query": "log-analytics",
    "monitor scheduled-query": "scheduled-query",
    "network bastion": "bastion",
    "network firewall": "azure-firewall",
    "network front-door": "front-door",
    "pipelines": "azure-devops",
    "quota": "quota",
    "redisenterprise": "redisenterprise",
    "sentinel": "sentinel",
    "support": "support",
}


class Refused(Exception):
    """The tool's own parser says no."""


def refuse(_parser, message, *_):
    raise Refused(message)


class Checker:
    tool = "az"

    def __init__(self):
        logging.disable(logging.CRITICAL)
        AzCliCommandParser.error = refuse
        AzCliCommandParser.validation_error = refuse
        AzCliCommandParser._check_value = check_value
        cli = get_default_cli()
        create_invoker_and_load_cmds_and_args(cli)
        self.root = cli.invocation.parser
        self.table = dict(cli.invocation.commands_loader.command_table)
        self.groups = {name.rsplit(" ", count)[0] for name in self.table for count in range(1, name.count(" ") + 1)}

    def check(self, words, complete):
        """What is wrong with the words of one command; None when it cannot be told."""
        name, rest = self.resolve(words[1:])
        if name not in self.table and extension(words[1:]):
            return None
        if name not in self.table:
            return [self.unknown(name, rest)] if rest or not name else []
        if not rest and not complete:
            return []
        return self.parse(name, rest) + self.check_query(name, rest)

    def resolve(self, words):
        """The longest name of a command or group that the words begin with, and what is left."""
        name, words = "", list(words)
        while words and ((name + " " + words[0]).strip() in self.table or (name + " " + words[0]).strip() in self.groups):
            name = (name + " " + words.pop(0)).strip()
        return name, words

    def unknown(self, name, rest):
        if rest[0].startswith("-"):
            return f"`az {name}` is a group of commands"
        whole = f"{name} {rest[0]}".strip()
        near = get_close_matches(whole, [*self.table, *self.groups], 1, 0.6)
        return f"no `az {whole}`" + (f", did you mean `az {near[0]}`" if near else "")

    def parse(self, name, rest):
        rest = [WILD if not word or word.startswith("@") else word for word in rest]  # files are read before parsing
        try:
            _, extra = self.root.parse_known_args(name.split() + rest)
        except Exception as error:  # each kind of argument raises its own
            return [] if WILD in str(error) or "No such file" in str(error) else [self.explain(name, str(error))]
        extra = [word for word in extra if word != WILD]
        return [self.explain(name, f"not understood: {' '.join(extra)}")] if extra else []

    def explain(self, name, message):
        """The parser's message, with the nearest option when one is not known."""
        message = " ".join(message.split())
        bad = next((word for word in message.split() if word.startswith("--") and word.split("=")[0] not in self.options(name)), None)
        near = get_close_matches(bad, self.options(name), 1, 0.4) if bad else []
        return message[:200] + (f", did you mean {near[0]}" if near else "")

    def options(self, name):
        arguments = self.table[name].arguments.values()
        return [option for argument in arguments for option in argument.options_list if isinstance(option, str)]

    def check_query(self, name, rest):
        expression = option_value(rest, "--query")
        return query.check(expression, az_shape.of_command(self.table[name])) if expression else []


def extension(words):
    """The extension that carries a command, by the longest group that the words begin with."""
    return next((EXTENSIONS[group] for size in (3, 2, 1) if (group := " ".join(words[:size])) in EXTENSIONS), None)


def option_value(words, name):
    for at, word in enumerate(words):
        if word == name and at + 1 < len(words):
            return words[at + 1]
        if word.startswith(name + "="):
            return word[len(name) + 1 :]
    return None


def check_value(_parser, action, value):
    """Hold a value against its choices, as the tool does, and say so in one line."""
    choices = action.choices
    if choices is None or WILD in str(value) or str(value).lower() in (str(choice).lower() for choice in choices):
        return
    near = get_close_matches(str(value), [str(choice) for choice in choices], 1, 0.5)
    name = (action.option_strings or [action.dest])[0]
    hint = f"did you mean {near[0]}" if near else f"there are {', '.join(str(choice) for choice in list(choices)[:12])}"
    raise Refused(f"{name} {value} is no choice, {hint}")
