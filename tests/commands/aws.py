"""Check `aws` commands against the models that the PyPI package `awscli` carries."""

from argparse import Namespace
from difflib import get_close_matches

import query
from source import WILD

try:
    from awscli.argparser import ArgTableArgParser
    from awscli.clidriver import ServiceOperation, create_clidriver
    from awscli.botocore.validate import ParamValidator
    import awscli

    VERSION = f"awscli {awscli.__version__}"
except ImportError:
    VERSION = None

# The package on PyPI is version 1; plans are written for version 2. What only version 2 has:
V2_OPTIONS = {"--cli-binary-format": 1, "--no-cli-pager": 0, "--cli-auto-prompt": 0, "--no-cli-auto-prompt": 0}
V2_COMMANDS = {
    ("logs", "tail"),
    ("logs", "start-live-tail"),
    ("configure", "sso"),
    ("configure", "list-profiles"),
    ("configure", "export-credentials"),
    ("sso", "login"),
    ("sso", "logout"),
    ("login",),
    ("logout",),
    ("ddb", "put"),
    ("ddb", "select"),
}
# What version 2 left out.
V1_COMMANDS = {("ecr", "get-login")}


class Checker:
    tool = "aws"

    def __init__(self):
        self.driver = create_clidriver()
        self.services = self.driver._get_command_table()
        self.globals = {f"--{name}": argument for name, argument in self.driver._get_argument_table().items()}

    def check(self, words, complete):
        """What is wrong with the words of one command; None when it cannot be told."""
        words, options, problems = self.split_globals(words[1:])
        path, command, rest = self.resolve(words)
        if tuple(path + rest[:1])[:2] in V2_COMMANDS or tuple(path[:2]) in V2_COMMANDS or tuple(rest[:1]) in V2_COMMANDS:
            return None
        if tuple(path[:2]) in V1_COMMANDS:
            return ["version 2 has no such command"]
        if rest and WILD in rest[0] and self.children(command):
            return None
        if command is None or (rest and not rest[0].startswith("-") and self.children(command)):
            return problems + [self.unknown(path, command, rest)] if rest else problems
        if self.children(command) and rest:
            return problems + [f"`{rest[0]}` before the name of an operation"]
        if not rest and not complete:
            return problems
        return problems + self.check_arguments(path, command, rest, options, complete)

    def split_globals(self, words):
        """Take the options that every command knows out of the words."""
        left, options, problems = [], {}, []
        words = list(words)
        while words:
            name, sign, value = words.pop(0).partition("=")
            if name in V2_OPTIONS:
                options[name] = words.pop(0) if V2_OPTIONS[name] and not sign and words else value
            elif name in self.globals:
                options[name] = self.global_value(name, value if sign else None, words, problems)
            else:
                left.append(name + sign + value)
        return left, options, problems

    def global_value(self, name, value, words, problems):
        argument = self.globals[name]
        if getattr(argument, "_action", None) in ("store_true", "store_false"):
            return True
        if value is None:
            if not words:
                problems.append(f"{name} has no value")
                return ""
            value = words.pop(0)
        choices = argument.choices or []
        if choices and value not in choices and WILD not in value and value not in ("yaml", "yaml-stream", "off"):
            problems.append(f"{name} {value} is none of {', '.join(choices)}")
        return value

    def resolve(self, words):
        """Go down from service to operation; what is left are arguments."""
        path, command, table = [], None, self.services
        while words and words[0] in table:
            command = table[words[0]]
            path, words = path + [words[0]], words[1:]
            table = self.children(command)
        return path, command, words

    def children(self, command):
        if hasattr(command, "_get_command_table"):
            return command._get_command_table()
        return getattr(command, "subcommand_table", None) or {}

    def unknown(self, path, command, rest):
        table = self.children(command) if command else self.services
        near = get_close_matches(rest[0], list(table), 1, 0.5)
        return f"no `{' '.join(['aws'] + path + rest[:1])}`" + (f", did you mean `{near[0]}`" if near else "")

    def check_arguments(self, path, command, rest, options, complete):
        table = dict(command.arg_table)
        is_operation = isinstance(command, ServiceOperation)
        if is_operation:
            event = f"before-building-argument-table-parser.{'.'.join(path)}"
            session, used = self.driver.session, Namespace(command=path[0], endpoint_url=WILD, region=WILD, paginate=True)
            session.emit(event, argument_table=table, args=rest, session=session, parsed_globals=used)
        parsed, problems = self.parse(table, rest)
        if is_operation and parsed is not None:
            problems += self.check_values(table, parsed)
        if "--query" in options:
            shape = output_shape(command) if is_operation else None
            problems += query.check(options["--query"], shape)
        return problems

    def parse(self, table, rest):
        for word in rest:
            name = word.split("=")[0]
            if name.startswith("--") and name[2:] not in table and WILD not in name:
                near = get_close_matches(name[2:], list(table), 1, 0.4)
                return None, [f"no option {name}" + (f", did you mean --{near[0]}" if near else "")]
        parser = ArgTableArgParser(table)
        parser.error = refuse
        try:
            parsed, remaining = parser.parse_known_args(rest)
        except Refused as error:
            return None, [str(error).splitlines()[0]]
        extra = [word for word in remaining if word != WILD]
        return parsed, [f"not understood: {' '.join(extra)}"] if extra else []

    def check_values(self, table, parsed):
        """Read every value as the tool does, then hold it against its shape."""
        problems = []
        for argument in table.values():
            value = getattr(parsed, argument.py_name, None)
            if value is None or not hasattr(argument, "add_to_params") or is_from_file(value):
                continue
            params = {}
            try:
                argument.add_to_params(params, value)
            except Exception as error:
                if "must be a path to a file" not in str(error) and (WILD not in str(value) or "Unknown options" in str(error)):
                    problems.append(" ".join(str(error).split())[:200])
                continue
            problems += self.check_params(argument, params)
        return problems

    def check_params(self, argument, params):
        model = getattr(argument, "_operation_model", None)
        shape = model.input_shape if model is not None else None
        problems = []
        for name, value in params.items():
            if shape is not None and name in shape.members:
                problems += against_shape(value, shape.members[name])
        return problems


class Refused(Exception):
    """The tool's own parser says no."""


def refuse(message):
    raise Refused(message)


def is_from_file(value):
    first = value[0] if isinstance(value, list) and value else value
    return isinstance(first, str) and first.startswith(("file://", "fileb://"))


def output_shape(command):
    return getattr(command, "_operation_model").output_shape or EMPTY


class Empty:
    """The answer of an operation that answers nothing."""

    type_name = "structure"
    name = "the answer (empty)"
    members = {}


EMPTY = Empty()


def against_shape(value, shape):
    if WILD in str(value) and shape.type_name in ("boolean", "timestamp", "double", "float", "blob"):
        return []
    report = ParamValidator().validate(value, shape).generate_report()
    lines = [line for line in report.splitlines() if "Invalid length" not in line and WILD not in line]
    return [line.strip() for line in lines] + list(enum_problems(value, shape))


def enum_problems(value, shape):
    """Values of enumerations, however deep; the service refuses others, the tool does not."""
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, part in value.items():
            if name in shape.members:
                yield from enum_problems(part, shape.members[name])
    elif shape.type_name == "list" and isinstance(value, list):
        for part in value:
            yield from enum_problems(part, shape.member)
    elif shape.type_name == "map" and isinstance(value, dict):
        for key, part in value.items():
            yield from enum_problems(key, shape.key)
            yield from enum_problems(part, shape.value)
    elif shape.type_name == "string" and getattr(shape, "enum", None) and isinstance(value, str):
        if value not in shape.enum and WILD not in value:
            near = get_close_matches(value, shape.enum, 1, 0.5)
            hint = f", did you mean {near[0]}" if near else f": {', '.join(shape.enum[:10])}"
            yield f"{value} is no {shape.name}{hint}"
