"""Find every command that a YAML file of the knowledge prints, and say on which line it stands."""

import re
from dataclasses import dataclass
from pathlib import Path

import yaml

TOOLS = ("aws", "az", "gcloud", "gsutil", "bq", "kubectl", "terraform")
# Keys whose whole text is a command. Everywhere else a command stands in backticks.
COMMAND_KEYS = {"run", "identity"}

PLACEHOLDER = re.compile(r"\{[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\}")
ANGLE = re.compile(r"<[^<>`|&;='\"\s()][^<>`|&;'\"]*>")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Stands for what the plan or the reader fills in; digits, so that it is a number as well as a name.
WILD = "7070707"


@dataclass(frozen=True)
class Text:
    """A piece of shell text. `complete` tells a command that is meant to be run from one that is only named."""

    file: str
    line: int
    text: str
    complete: bool


def texts(root, folders=("catalog", "rules")):
    """All shell texts below the folders, in the order of their files and lines."""
    for folder in folders:
        for path in sorted(Path(root, folder).rglob("*.yaml")):
            yield from texts_of(path, str(path.relative_to(root)))


def texts_of(path, name):
    content = path.read_text(encoding="utf-8")
    lines = content.splitlines()
    for document in yaml.compose_all(content, Loader=LOADER):
        for key, node in scalars(document, None):
            for shell, complete in pieces(key, node.value):
                yield Text(name, line_of(lines, node, shell), shell, complete)


def spans(root, folders=("catalog", "rules")):
    """What stands in backticks, and the items of `iac` lists: everything that may name a resource type or an argument."""
    for folder in folders:
        for path in sorted(Path(root, folder).rglob("*.yaml")):
            content = path.read_text(encoding="utf-8")
            for document in yaml.compose_all(content, Loader=LOADER):
                for key, node in scalars(document, None):
                    found = [node.value] if key == "iac" else re.findall(r"`([^`]+)`", node.value)
                    for span in found:
                        yield Text(str(path.relative_to(root)), line_of(content.splitlines(), node, span), span, key == "iac")


def scalars(node, key):
    """Every string of a YAML document with the key it stands under."""
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield from scalars(value, name.value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from scalars(value, key)
    elif isinstance(node, yaml.ScalarNode):
        yield key, node


def pieces(key, text):
    """The commands of one string: all of it, what stands in backticks, or what follows a colon."""
    if key in COMMAND_KEYS:
        return [(text, True)]
    spans = [span for span in re.findall(r"`([^`]+)`", text) if names_tool(span)]
    tail = re.search(rf"(?:^|: )((?:{'|'.join(TOOLS)}) [a-z][^:]*? --.*)$", text)
    if tail and (not spans or "`" in tail[1]) and not re.search(rf"`(?:{'|'.join(TOOLS)}) ", text):
        return [(tail[1], True)]
    return [(span, False) for span in spans]


def names_tool(text):
    return re.search(rf"(?:^|[\s(;|&])(?:{'|'.join(TOOLS)})\s", text) is not None


def line_of(lines, node, shell):
    """The line inside a folded string on which the command begins; the line of the string when that is not clear."""
    start = node.start_mark.line
    needle = shell[:24]
    for number in range(start, min(node.end_mark.line + 1, len(lines))):
        if needle in lines[number].replace('\\"', '"'):
            return number + 1
    return start + 1


def fill(text):
    """Put the wildcard where a plan or its reader puts a value."""
    return ANGLE.sub(WILD, PLACEHOLDER.sub(WILD, text))


BLOCK = re.compile(r'^(?:resource|data) "([a-z0-9_]+)" "[a-z0-9_-]+" \{$')
PART = re.compile(r"^ +(?:dynamic \")?([a-z][a-z0-9_]*)\"? *(=|\{)")


def blocks(root, folders=("catalog", "rules")):
    """The resources and lookups of code that is laid out: each with the names of its arguments and blocks, maps left out."""
    for folder in folders:
        for path in sorted(Path(root, folder).rglob("*.yaml")):
            content = path.read_text(encoding="utf-8")
            if 'resource "' not in content:
                continue
            name = str(path.relative_to(root))
            for document in yaml.compose_all(content, Loader=LOADER):
                for _, node in scalars(document, None):
                    start = node.start_mark.line + 2
                    for offset, kind, parts in blocks_of(node.value):
                        yield Text(name, start + offset, kind, True), parts


def blocks_of(code):
    """Line, type and names of each block of one text of code."""
    found, kind, inner = [], None, []
    for offset, line in enumerate(code.splitlines()):
        head = BLOCK.match(line)
        if head:
            kind, inner = head[1], []
            found.append((offset, kind, []))
        elif line == "}":
            kind = None
        elif kind:
            part = PART.match(line)
            if part and all(inner):
                found[-1][2].append(part[1])
            opened = len(re.findall(r"[{(\[]", line)) - len(re.findall(r"[})\]]", line))
            block = bool(re.match(r"^ +(?:dynamic )?\"?[a-z_0-9]+\"? \{$", line))
            inner += [block] * max(opened, 0)
            del inner[len(inner) + min(opened, 0):]
    return found
