#!/usr/bin/env python3
"""Write knowledge files to measure `cloud-plan lint` on: services, rules, blueprints and prices of 40 lines each.

    python3 benches/lint-corpus.py DIR [COUNT]

The files form a layer of knowledge (`cloud-plan lint DIR`). One file in a hundred is broken, each in one way;
DIR/broken.txt lists them with the code of the finding.
The same COUNT gives the same bytes. The script writes only into a directory that is empty or does not exist.
"""

import os
import sys

LINES = 40
PROVIDERS = [("aws", "us-east-1"), ("azure", "eastus"), ("gcp", "us-central1")]
CAPABILITIES = ["object-storage", "queue", "relational-db", "cache", "function", "vm", "search", "stream"]
COMPLIANCE = ["soc2", "hipaa", "gdpr", "pci-dss"]
VERBS = ["create", "modify", "harden", "expand", "delete"]
PRACTICES = ["encryption-at-rest", "least-privilege", "monitoring-alerting", "audit-logging", "change-approval"]
WORDS = ["orders", "invoices", "sessions", "reports", "images", "events", "ledgers", "catalogs", "drafts", "receipts"]


def pick(items, number, salt=1):
    return items[(number * 7 + salt * 3) % len(items)]


def service(n):
    provider, region = PROVIDERS[n % 3]
    word, practice = pick(WORDS, n), pick(PRACTICES, n)
    return f"{provider}/services/bench-{n:05}.yaml", f"""\
# yaml-language-server: $schema=../../../../schemas/service.json
id: {provider}/bench-{n:05}
title: "Store {n} for {word}"
provides: [{pick(CAPABILITIES, n)}]
rank: {100 + n % 800}
words: [bench store {n}, "{word} store {n}"]
noun: store
source: https://example.com/stores/{n}
as-of: 2026-11
verified: false
iac: [bench_store_{n}]
names:
  store-{n}: {{ is: "{{purpose}}-{{env}}-{n}", assume: "store `{{store-{n}}}`" }}
  topic-{n}: {{ is: "{{org}}-{{env}}-alerts-{n}", assume: "topic `{{topic-{n}}}` exists" }}
usage:
  calls-{n}: {{ low: {n % 7 + 1}, typical: {n % 7 + 5}, high: {n % 7 + 50}, unit: million calls, say: "{{low}} / {{typical}} / {{high}} million calls" }}
settings:
  encryption-at-rest:
    provider-managed: {{ say: "encrypted with the key of the provider", practices: [encryption-at-rest] }}
    customer-managed: {{ say: "encrypted with a key of this account", adds: [{{ of: kms, do: [create-key] }}], practices: [encryption-at-rest] }}
  tls-min:
    tls-1.2: {{ say: "TLS 1.2+", practices: [tls-in-transit] }}
operations:
  create:
    title: "Store {n} for {{purpose-words}}"
    what: "Create `{{store-{n}}}` in {{region}} with {{set.encryption-at-rest}} and an alarm to `{{topic-{n}}}`."
    effect: {{ outage: none, reversible: true, second-system: false, minutes: {n % 50 + 10}, calendar-days: 0 }}
    steps:
      - {{ id: read, order: prepare, say: "Read the quota: at least {n % 90 + 10} free stores in {{region}}." }}
      - {{ id: store, say: "Create `{{store-{n}}}`: retention {n % 30 + 1} days, {{set.tls-min}}, no public name.", undo: "`bench delete {{store-{n}}}`", practices: [{practice}] }}
      - {{ id: alarm, order: observe, say: "Alarm to `{{topic-{n}}}` above {n % 400 + 100} calls in 5 minutes.", undo: "`bench alarm delete {n}`" }}
    rollback: {{ minutes: 5, say: "`bench delete {{store-{n}}}` removes it.", until: "the first record is inside" }}
    checks:
      - {{ run: "bench show {{store-{n}}} --query retention", expect: "`{n % 30 + 1}`", weight: 8 }}
      - {{ run: "bench call {{store-{n}}} --anonymous", expect: "403", negative: true, weight: 7, practices: [least-privilege] }}
    confirm: ["Are {n % 30 + 1} days enough?"]
    security: [{{ say: "No key lives longer than the process that holds it.", weight: 6 }}]
    costs:
      - {{ meter: bench.{provider}.m{n:05}a, quantity: calls-{n}, label: "{{q}} million calls", driver: "calls" }}
    practices: [encryption-at-rest, change-approval]
"""


def prices(n):
    """The prices of five services, so that every meter has one."""
    blocks = [f"""\
# yaml-language-server: $schema=../../../../schemas/prices.json
# Prices number {n}, each of a service with the number in its name.
# They are made up, to measure with.
family: bench-{n:05}
prices:
"""]
    provider, region = PROVIDERS[n % 3]
    # The services of one provider lie three numbers apart.
    for place in range(5):
        number = (n // 3 * 5 + place) * 3 + n % 3
        blocks.append(f"""\
  - id: bench.{provider}.m{number:05}a
    unit: million-calls
    item: "calls of store {number}, first band"
    at: {{ {region}: {number % 97 / 100 + 0.01:.2f} }}
    as-of: 2026-11
    source: "made up for measuring, number {number}"
    verified: false
""")
    return f"{provider}/prices/bench-{n:05}.yaml", "".join(blocks)


def rule(n):
    compliance, capability = pick(COMPLIANCE, n), pick(CAPABILITIES, n)
    days = n % 900 + 10
    return f"bench/bench-rule-{n:05}.yaml", f"""\
# yaml-language-server: $schema=../../schemas/rule.json
id: bench-rule-{n:05}
title: "Rule {n} keeps {pick(WORDS, n)} for {days} days"
why: >-
  Records of {pick(WORDS, n, 2)} are asked for {days} days after they were written.
  Whoever deletes them earlier answers the question with a guess.
status: stable
when:
  all:
    - {{ framework: {compliance} }}
    - {{ verb: [{pick(VERBS, n)}, migrate] }}
    - {{ qualifier: bench-{n} }}
of: [{capability}]
then:
  require:
    - setting: audit-log-retention
      value: {days} d
      cite: "Bench handbook {n}"
    - setting: encryption-at-rest
      value: customer-managed
      cite: "Bench handbook {n}"
      when: {{ data-class: [personal, phi] }}
  config:
    - say: >-
        Keep {pick(WORDS, n)} for {days} days, in {{region}}, with an index by day.
      when: {{ environment: prod }}
      weight: {n % 9 + 1}
  security:
    - say: >-
        Readers of {pick(WORDS, n, 3)} are named one by one; nobody reads by group.
      weight: {n % 7 + 2}
      practices: [least-privilege]
  gap:
    - say: >-
        The index by day is rebuilt by hand, about {n % 60 + 5} minutes a month.
      when: {{ not: {{ posture: maximum }} }}
      weight: {n % 5 + 1}
examples:
  - {{ request: "Add {pick(WORDS, n)} store {n} in production", profile: {{ compliance: {compliance} }}, applies: true }}
  - {{ request: "Delete the firewall rule {n}", profile: {{ compliance: none }}, applies: false }}
"""


def blueprint(n):
    word = pick(WORDS, n)
    return f"blueprints/feature/bench-blueprint-{n:05}.yaml", f"""\
# yaml-language-server: $schema=../../../schemas/blueprint.json
id: bench-blueprint-{n:05}
scope: feature
title: "Private access to {word}, number {n}"
why: >-
  A private endpoint that nobody resolves is unused, and a public one that stays open makes it pointless.
status: stable
when:
  all:
    - {{ primary: network, qualifier: bench-{n} }}
    - {{ verb: [{pick(VERBS, n)}, harden] }}
phases:
  - id: inventory
    title: "Callers and names"
    goal: "Know every caller of {word} before its public path closes."
    work:
      - {{ id: feature-facts, days: {n % 3 + 1} }}
  - id: private
    title: "Endpoints and private names"
    goal: "Every caller uses the private path within {n % 20 + 2} days."
    work:
      - private-connectivity
      - {{ id: harden-apply, each: stated-capability, do: [make-private, private-only, private-endpoint, harden] }}
  - id: close
    title: "Public paths closed and proved"
    goal: "Public paths closed one by one, refused calls alarmed."
    work:
      - {{ id: logging-baseline, days: 2 }}
      - {{ id: go-live, days: 1 }}
summary:
  - "Give {word} of {{purpose-words}} private endpoints, move {n % 40 + 3} callers, then close the public paths."
goals:
  - "Calls over the public path in the last {n % 9 + 2} days before it closes: 0"
drawing:
  hide: [tagging]
left-out: ["Endpoints for services without data: each costs a price for every hour and zone."]
refine: ["only the {word} with personal data", "a hub for shared endpoints"]
examples:
  - {{ request: "Private connectivity to our {word} number {n}", applies: true }}
  - {{ request: "Create a VPC number {n}", applies: false }}
"""


def replace_once(text, old, new):
    if old not in text:
        raise SystemExit(f"nothing to break: {old!r}")
    return text.replace(old, new, 1)


def cut_line(text, start):
    kept = [line for line in text.split("\n") if not line.startswith(start)]
    return "\n".join(kept)


# What is broken, each a mistake that people make, under the code of its finding.
BREAKS = {
    "service": [
        ("missing-key", lambda text: replace_once(text, "provides:", "provide:")),
        ("unknown-reference", lambda text: replace_once(text, "[tls-in-transit]", "[tls-in-transti]")),
        ("unfilled-placeholder", lambda text: replace_once(text, "no public name.", "no {pubic-name}.")),
        ("yaml-syntax", lambda text: replace_once(text, "    checks:\n", "   checks:\n")),
        ("wrong-type", lambda text: replace_once(text, "minutes: 5,", "minutes: soon,")),
        ("unknown-key", lambda text: replace_once(text, ", undo: ", ", undone: ")),
    ],
    "prices": [
        ("wrong-type", lambda text: replace_once(text, "verified: false", "verified: maybe")),
        ("wrong-format", lambda text: replace_once(text, "as-of: 2026-11", "as-of: November")),
        ("unknown-key", lambda text: replace_once(text, "unit: million-calls", "units: million-calls")),
    ],
    "rule": [
        ("unknown-fact", lambda text: replace_once(text, "framework:", "framwork:")),
        ("unknown-reference", lambda text: replace_once(text, "setting: encryption-at-rest", "setting: encryption-at-reset")),
        ("unknown-value", lambda text: replace_once(text, "status: stable", "status: stabel")),
        ("missing-key", lambda text: cut_line(text, "title:")),
        ("yaml-syntax", lambda text: replace_once(text, "applies: false", "applies: [false")),
        ("unknown-value", lambda text: replace_once(text, "value: customer-managed", "value: customer-manged")),
    ],
    "blueprint": [
        ("unknown-reference", lambda text: replace_once(text, "id: go-live", "id: go-alive")),
        ("unknown-reference", lambda text: replace_once(text, "primary: network", "primary: netwrok")),
        ("banned-words", lambda text: replace_once(text, "  - \"Give", "  - \"Simply give")),
        ("duplicate-key", lambda text: replace_once(text, "scope: feature", "scope: feature\nscope: feature")),
        ("unfilled-placeholder", lambda text: replace_once(text, "{purpose-words}", "{purpose-wrods}")),
    ],
}

# Folder, maker and share of a hundred files. Five prices stand in a file, so services need a fifth of their number.
KINDS = [("service", "catalog/providers", service, 34), ("prices", "catalog/providers", prices, 7),
         ("rule", "rules", rule, 34), ("blueprint", "rules", blueprint, 25)]


def main():
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    root = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    if os.path.isdir(root) and os.listdir(root):
        raise SystemExit(f"{root} is not empty")
    made, broken = 0, []
    for name, folder, make, share in KINDS:
        for n in range(count * share // 100):
            path, text = make(n)
            lines = text.count("\n")
            if lines != LINES:
                raise SystemExit(f"{path} has {lines} lines")
            if n % 100 == 50:
                breaks = BREAKS[name]
                code, change = breaks[n // 100 % len(breaks)]
                text = change(text)
                broken.append(f"{folder}/{path}\t{code}\n")
            full = os.path.join(root, folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, "w", encoding="utf-8") as file:
                file.write(text)
            made += 1
    with open(os.path.join(root, "broken.txt"), "w", encoding="utf-8") as file:
        file.writelines(broken)
    print(f"{made} files, {len(broken)} of them broken, in {root}")


main()
