"""Write `terraform-types.tsv` from unpacked npm packages.

    npm pack @cdktn/provider-aws @cdktn/provider-azurerm @cdktf/provider-azuread @cdktf/provider-google \\
        @cdktf/provider-google-beta, unpack each into a folder of its own below DIRECTORY, then
    python3 tests/commands/compile_terraform.py DIRECTORY USED

USED is a file with a resource type on each line, as `check.py --types` prints them. The list holds every resource type
of the providers, and the arguments of those that are used.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPE = re.compile(r'static readonly tfResourceType = "([a-z0-9_]+)"')
ARGUMENT = re.compile(r"/docs/(?:resources|data-sources)/[a-z0-9_]+#([a-z0-9_]+) ")
VERSION = re.compile(r"registry\.terraform\.io/providers/([a-z-]+/[a-z-]+)/([0-9.]+)/docs")


def main():
    used = set(Path(sys.argv[2]).read_text(encoding="utf-8").split())
    types, sources = {}, {}
    for package in sorted(Path(sys.argv[1]).glob("*/package")):
        read(package, types, sources)
    head = [f"# Source: {name}, which describes {' '.join(found)}" for name, found in sorted(sources.items())]
    head.append("# resource type <TAB> its arguments, those of its blocks included; only for the types that are used")
    lines = [name + ("\t" + " ".join(sorted(types[name])) if name in used else "") for name in sorted(types)]
    (HERE / "terraform-types.tsv").write_text("\n".join(head + lines) + "\n", encoding="utf-8")


def read(package, types, sources):
    """Add the types of one package; the beta package adds arguments to types that the other one has too."""
    about = json.loads((package / "package.json").read_text(encoding="utf-8"))
    for path in sorted(package.glob("lib/*/index.d.ts")):
        # A large resource keeps its blocks in files of their own.
        parts = [path, *sorted(path.parent.glob("index-structs/*.d.ts"))]
        text = "\n".join(part.read_text(encoding="utf-8") for part in parts)
        found = TYPE.search(text)
        if not found or "_" not in found[1]:
            continue
        version = VERSION.search(text)
        if version:
            sources.setdefault(f"npm {about['name']} {about['version']}", version.groups())
        types.setdefault(found[1], set()).update(ARGUMENT.findall(text))


if __name__ == "__main__":
    main()
