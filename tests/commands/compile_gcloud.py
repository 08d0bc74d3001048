"""Write `gcloud-paths.txt` from an installed Google Cloud SDK.

    SDK/platform/bundledpythonunix/bin/python3 tests/commands/compile_gcloud.py USED SDK

SDK is the folder of an installed SDK. USED is a file with the words of one command on each line, as `check.py --words gcloud` prints them. The list holds
every command path of the groups that are used, and options and arguments of the commands that are used.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main():
    sdk = Path(sys.argv[2])
    sys.path[:0] = [str(sdk / "lib"), str(sdk / "lib" / "third_party"), str(sdk / "data" / "cli")]
    from gcloud_completions import STATIC_COMPLETION_CLI_TREE as tree
    from googlecloudsdk import gcloud_main

    used = [line.split() for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    added = (HERE / "gcloud-added.tsv").read_text(encoding="utf-8")
    used += [line.split("\t")[1][2:].split() for line in added.splitlines() if "\t= " in line]
    top = gcloud_main.CreateCLI([])._TopElement()
    wanted = {found for found in (path_in(top, words) for words in used) if found}
    groups = {top_group(words) for words in used if len(words) > 1}
    paths = {path for path in leaves(tree, ()) if top_group(path) in groups} | wanted
    version = (sdk / "VERSION").read_text(encoding="utf-8").strip()
    parts = {path: signature(top, path) for path in sorted(wanted)}
    everywhere = set.intersection(*parts.values())
    lines = [f"*\t{' '.join(sorted(everywhere))}"]
    lines += [" ".join(path) + "\t" * (path in parts) + " ".join(sorted(parts.get(path, set()) - everywhere)) for path in sorted(paths)]
    head = [
        f"# Source: Google Cloud SDK {version}, its completion tree and the parsers of its commands; written by compile_gcloud.py.",
        "# path <TAB> options and arguments: `!` required, `=` takes a value, `{a|b}` one of, `[...]` may be left out.",
        "# A path without a tab is a command whose options were not compiled; `*` are the options of every command.",
    ]
    (HERE / "gcloud-paths.txt").write_text("\n".join(head + lines) + "\n", encoding="utf-8")


def path_in(node, words):
    """The command path that the words begin with; hidden ones are not in the completion tree."""
    path = []
    for word in words:
        child = node.LoadSubElement(word) if node.is_group else None
        if child is None:
            break
        node = child
        path.append(word)
    return None if node.is_group else tuple(path)


def top_group(path):
    """The first word, with its release track in front when it has one."""
    return tuple(path[:2] if path[0] in ("alpha", "beta") else path[:1])


def leaves(tree, path):
    for name, child in tree["commands"].items():
        if child["commands"]:
            yield from leaves(child, path + (name,))
        else:
            yield path + (name,)


def signature(top, path):
    """Options and arguments of a command, its group's included, as its parser knows them."""
    node = top
    for word in path:
        node = node.LoadSubElement(word)
    must = set(required(node.ai.arguments))
    parts = {positional(argument, must) for argument in node.ai.positional_args}
    for action in node.ai.parser._actions:
        parts |= {option(action, name, must) for name in action.option_strings if name != "-h"}
    return parts


def required(arguments):
    """What cannot be left out: required itself, and in no group that may be left out or offers a choice."""
    for argument in arguments:
        if not getattr(argument, "is_group", False):
            if getattr(argument, "is_required", False) or getattr(argument, "required", False):
                yield next(iter(getattr(argument, "option_strings", [])), None) or getattr(argument, "name", argument.dest)
        elif argument.is_required and not argument.is_mutex:
            yield from required(argument.arguments)


def positional(argument, must):
    many = argument.nargs in ("*", "+", "...", "A...") or isinstance(argument.nargs, int)
    name = "".join(sign for sign in str(argument.dest).upper() if sign.isalnum() or sign == "_") + ("..." if many else "")
    needed = argument.nargs not in ("?", "*", "...") and (argument.dest in must or argument.required)
    return name if needed else f"[{name}]"


def option(action, name, must):
    value = "" if action.nargs == 0 else "="
    choices = [str(choice) for choice in action.choices or []]
    shown = "{" + "|".join(choices) + "}" if choices and value and len(choices) < 40 else ""
    return ("!" if name in must else "") + name + value + shown


if __name__ == "__main__":
    main()
