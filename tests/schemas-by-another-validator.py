#!/usr/bin/env python3
"""Holds lint and the schemas against a JSON Schema validator that is not ours: both must accept and reject the same files.

    pip install jsonschema pyyaml
    python3 tests/schemas-by-another-validator.py PROGRAM [MUTANTS]

It reads the shipped knowledge, the packs, the broken pieces below tests/bad-kb, and MUTANTS (600) shipped files with one
value changed, always the same ones. Editors use such validators, so a difference is a file that one of both misjudges.
"""

import copy
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import jsonschema
import yaml
from referencing import Registry, Resource

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Codes that only the schema gives, and one that other checks give too.
OF_SCHEMA = {"missing-key", "unknown-key", "wrong-type", "wrong-format", "out-of-range", "wrong-shape"}
ALSO = {"unknown-value"}

# By place; the first that fits.
KINDS = [
    (r"catalog/capabilities/", "capability"), (r"catalog/settings/", "setting"), (r"catalog/frameworks/", "framework"),
    (r"catalog/providers/[^/]+/provider\.yaml", "provider"), (r"catalog/providers/[^/]+/regions\.yaml", "regions"),
    (r"catalog/providers/[^/]+/prices/", "prices"), (r"catalog/providers/[^/]+/services/", "service"),
    (r"catalog/providers/[^/]+/changes/", "change"), (r"catalog/providers/[^/]+/design/", "design"),
    (r"catalog/skills/", "skill"), (r"catalog/roles\.yaml", "roles"), (r"catalog/facts\.yaml", "facts"),
    (r"catalog/tiers/", "tier"), (r"catalog/postures/", "posture"), (r"catalog/relations\.yaml", "relations"),
    (r"catalog/workloads/", "workload"), (r"catalog/decisions/", "decision"), (r"catalog/targets\.yaml", "targets"),
    (r"catalog/(checklists|runbooks|guides)/", "sheet"), (r"rules/blueprints/", "blueprint"), (r"rules/work/", "work"),
    (r"rules/request/", "request"), (r"rules/documents/wizard\.yaml", "wizard"),
    (r"rules/documents/[^/]+/", None), (r"rules/documents/", "document"), (r"rules/", "rule"),
]


class Reader(yaml.SafeLoader):
    """YAML 1.2: dates and `yes` are text, `1e3` is a number."""


Reader.yaml_implicit_resolvers = {}
for tag, form, letters in [
    ("tag:yaml.org,2002:null", r"^(~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:bool", r"^(true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("tag:yaml.org,2002:int", r"^[-+]?[0-9]+$", list("-+0123456789")),
    ("tag:yaml.org,2002:float", r"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", list("-+.0123456789")),
]:
    Reader.add_implicit_resolver(tag, re.compile(form), letters)
Reader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
Reader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def validators():
    found = {}
    for name in os.listdir(os.path.join(ROOT, "schemas")):
        if name.endswith(".json"):
            with open(os.path.join(ROOT, "schemas", name), encoding="utf-8") as file:
                found[name] = json.load(file)
    registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in found.items())
    make = jsonschema.Draft202012Validator
    return {name.removesuffix(".json"): make({"$id": name, **schema}, registry=registry) for name, schema in found.items()}


def kind(path):
    fitting = (name for form, name in KINDS if re.match(form, path))
    return None if path.endswith(".test.yaml") else next(fitting, None)


def files(root):
    for folder, _, names in os.walk(root):
        for name in sorted(names):
            path = os.path.join(folder, name)
            relative = os.path.relpath(path, root).replace(os.sep, "/")
            if name.endswith(".yaml") and kind(relative):
                yield relative, path


def rejected(validator, value):
    """What the other validator says; a file that changes another one may leave keys away."""
    errors = list(validator.iter_errors(value))
    if isinstance(value, dict) and "overrides" in value:
        errors = [error for error in errors if error.validator != "required"]
    return errors


def lint(program, root, *more):
    run = subprocess.run([program, "lint", root, "--format", "json", *more], capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(run.stderr)
    codes = {}
    for one in json.loads(run.stdout):
        codes.setdefault(os.path.realpath(one["file"]), set()).add(one["code"])
    return codes


def compare(program, root, known):
    differences, count = [], 0
    codes = lint(program, root)
    for relative, path in files(root):
        own = codes.get(os.path.realpath(path), set())
        if own & {"yaml-syntax", "duplicate-key", "yaml-too-large", "yaml-unsupported", "unreadable-file", "duplicate-id"}:
            continue
        with open(path, encoding="utf-8") as file:
            errors = rejected(known[kind(relative)], yaml.load(file, Reader))
        count += 1
        if errors and not own & (OF_SCHEMA | ALSO):
            differences.append(f"{path}: lint accepts it; {errors[0].json_path}: {errors[0].message[:160]}")
        if not errors and own & OF_SCHEMA:
            differences.append(f"{path}: lint says {sorted(own & OF_SCHEMA)}, the other validator accepts it")
    return count, differences


def places(value, route=()):
    """The routes to all values but the ids, which name the file."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("id", "overrides"):
                yield (*route, key)
                yield from places(inner, (*route, key))
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield (*route, number)
            yield from places(inner, (*route, number))


def mutant(dice, value):
    value = copy.deepcopy(value)
    route = dice.choice(list(places(value)))
    above = value
    for part in route[:-1]:
        above = above[part]
    last = route[-1]
    change = dice.randrange(7)
    if change == 0:
        del above[last]
    elif change == 1 and isinstance(above, dict):
        above["odd-key"] = 1
    else:
        above[last] = [7, "odd words", True, {"odd": 1}, ["odd"], -1, "", 10**12, 2.5][dice.randrange(9)]
    return value


def mutants(target, count):
    """Files beside shipped ones, each with one value changed."""
    dice = random.Random(1)
    shipped = [(relative, path) for relative, path in files(ROOT) if not relative.startswith("tests/")]
    shipped = [one for one in shipped if re.search(r"/(services|prices|settings|skills|frameworks|work|tiers|blueprints|[a-z]+)/[^/]+\.yaml$", one[0])]
    shipped = [one for one in shipped if kind(one[0]) not in (None, "provider", "regions", "wizard")]
    for number in range(count):
        relative, path = dice.choice(shipped)
        with open(path, encoding="utf-8") as file:
            value = mutant(dice, yaml.load(file, Reader))
        stem = os.path.basename(relative).removesuffix(".yaml")
        if isinstance(value.get("id"), str):
            value["id"] += f"-{number}"
        new = os.path.join(target, os.path.dirname(relative), f"{stem}-{number}.yaml")
        os.makedirs(os.path.dirname(new), exist_ok=True)
        with open(new, "w", encoding="utf-8") as file:
            json.dump(value, file, ensure_ascii=False, indent=1)


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    program, known = os.path.abspath(sys.argv[1]), validators()
    bad = os.path.join(ROOT, "tests", "bad-kb")
    packs = os.path.join(ROOT, "tests", "packs")
    roots = [ROOT] + [os.path.join(top, name) for top in (bad, packs) for name in sorted(os.listdir(top))]
    total, differences = 0, []
    with tempfile.TemporaryDirectory() as folder:
        mutants(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 600)
        for root in [*roots, folder]:
            count, found = compare(program, root, known)
            total += count
            differences += found
    print("\n".join(differences))
    print(f"{total} files compared, {len(differences)} judged differently")
    sys.exit(1 if differences else 0)


main()
