#!/bin/sh
# Runs four checkers of YAML on the same generated knowledge, one after the other, and prints files a second, the
# processor time (which says more on a busy machine) and the most memory that each took. cloud-plan runs with every
# check; the others know the syntax (yamllint) or also the schema.
#
#     benches/lint-side-by-side.sh [COUNT]
#
# It needs `ajv` (npm install ajv-cli ajv-formats), `check-jsonschema` and `yamllint` (pip install) on the PATH, or in
# AJV, CHECK_JSONSCHEMA and YAMLLINT; what is missing is left out. CLOUD_PLAN names the program, else the release build
# of this clone is taken. ROUNDS (3) is how often each runs; the best of them counts.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
count=${1:-10000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 "$here/benches/lint-corpus.py" "$work/kb" "$count"
python3 - "$here" "$work" <<'PYTHON'
import glob, json, os, resource, shutil, subprocess, sys, time

here, work = sys.argv[1:3]
rounds = int(os.environ.get("ROUNDS", "3"))
corpus = os.path.join(work, "kb")
files = sorted(glob.glob(corpus + "/**/*.yaml", recursive=True))
with open(os.path.join(corpus, "broken.txt")) as listed:
    broken = {os.path.join(corpus, path): code for path, code in (line.split() for line in listed)}
unreadable = {path for path, code in broken.items() if code in ("yaml-syntax", "duplicate-key")}


def has(key):
    return {"required": [key]}


def schemas():
    """One schema for all files, by what only files of a kind have, so that each tool starts once."""
    folder = os.path.join(work, "schemas")
    os.mkdir(folder)
    names = ["common", "service", "prices", "rule", "blueprint"]
    for name in names:
        with open(os.path.join(here, "schemas", name + ".json")) as file:
            schema = json.load(file)
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump({"$id": "https://example.com/" + name + ".json", **schema}, file)
    last = {"if": {"anyOf": [has("scope"), has("when")]}, "then": {"$ref": "blueprint.json"}, "else": {"$ref": "service.json"}}
    any_of = {"if": has("family"), "then": {"$ref": "prices.json"},
              "else": {"if": has("then"), "then": {"$ref": "rule.json"}, "else": last}}
    any_of = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/any.json", **any_of}
    with open(os.path.join(folder, "any.json"), "w") as file:
        json.dump(any_of, file)
    # check-jsonschema finds no neighbors of a local file offline, so it gets everything in one.
    bundle = dict(any_of)
    bundle["$defs"] = {name: json.load(open(os.path.join(folder, name + ".json"))) for name in names}
    with open(os.path.join(folder, "bundle.json"), "w") as file:
        json.dump(bundle, file)
    return folder


def tool(variable, name):
    return os.environ.get(variable) or shutil.which(name)


def run(name, command, number, times):
    best, least, memory = None, None, 0
    for _ in range(times):
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        errors = process.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - start
        code = os.waitstatus_to_exitcode(status)
        # All of them end with 1 when they found something; more than that is a run that failed.
        if code not in (0, 1):
            sys.exit(f"{name} ended with {code}: {errors[-2000:]}")
        best = took if best is None else min(best, took)
        spent = usage.ru_utime + usage.ru_stime
        least = spent if least is None else min(least, spent)
        memory = max(memory, usage.ru_maxrss)
    print(f"{name:<18}{number:>7}{best:>9.2f}{least:>11.2f}{number / best:>10,.0f}{memory / 1024:>9.0f}", flush=True)


folder = schemas()
readable = os.path.join(work, "readable")
os.mkdir(readable)
for number, file in enumerate(file for file in files if file not in unreadable):
    os.symlink(file, os.path.join(readable, f"{number:05}.yaml"))
paths = [file for file in files if file not in unreadable]
print(f"{os.cpu_count()} cores, best of {rounds} runs (check-jsonschema and yamllint: one)")
print(f"{'':<18}{'files':>7}{'seconds':>9}{'processor':>11}{'files/s':>10}{'MiB':>9}")
program = os.environ.get("CLOUD_PLAN") or os.path.join(here, "target/release/cloud-plan")
lint = [program, "lint", corpus, "--date", "2026-11-20", "--format", "json"]
found = {(one["file"], one["code"]) for one in json.loads(subprocess.run(lint, capture_output=True).stdout)}
missed = sorted(set(broken.items()) - found)
if missed:
    sys.exit(f"cloud-plan missed {missed}")
run("cloud-plan lint", lint, len(files), rounds)
ajv = tool("AJV", "ajv")
if ajv:
    known = [part for name in ["common", "service", "prices", "rule", "blueprint"]
             for part in ["-r", os.path.join(folder, name + ".json")]]
    # ajv-cli ends at the first file that is no YAML, so it gets only the others.
    run("ajv-cli", [ajv, "validate", "--spec=draft2020", "--strict=false", "-c", "ajv-formats", "--errors=text",
                    "-s", os.path.join(folder, "any.json"), *known, "-d", readable + "/*.yaml"], len(paths), rounds)
check = tool("CHECK_JSONSCHEMA", "check-jsonschema")
if check:
    run("check-jsonschema", [check, "--schemafile", os.path.join(folder, "bundle.json"), *files], len(files), 1)
yamllint = tool("YAMLLINT", "yamllint")
if yamllint:
    run("yamllint", [yamllint, "-d", "relaxed", corpus], len(files), 1)
PYTHON
