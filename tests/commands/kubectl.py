"""Check the verbs of `kubectl` commands; what follows them depends on the cluster."""

from difflib import get_close_matches

VERSION = "a list of the verbs of 1.34"
# Source: `kubectl help` of 1.34 (https://kubernetes.io/docs/reference/kubectl/generated/), written by hand.
VERBS = {
    "annotate", "api-resources", "api-versions", "apply", "attach", "auth", "autoscale", "certificate", "cluster-info",
    "config", "cordon", "cp", "create", "debug", "delete", "describe", "diff", "drain", "edit", "events", "exec", "explain",
    "expose", "get", "kustomize", "label", "logs", "patch", "port-forward", "proxy", "replace", "rollout", "run", "scale",
    "set", "taint", "top", "uncordon", "version", "wait",
}  # fmt: skip
WITH_VALUE = {"-n", "--namespace", "--context", "--kubeconfig", "--as", "--as-group", "-s", "--server"}


class Checker:
    tool = "kubectl"

    def check(self, words, complete):
        words = list(words[1:])
        while words and words[0].startswith("-"):
            words = words[2:] if words[0] in WITH_VALUE else words[1:]
        if not words or words[0] in VERBS:
            return []
        if words[0].isidentifier() and words[0].islower() and f"kubectl-{words[0]}" in PLUGINS:
            return None
        near = get_close_matches(words[0], VERBS, 1, 0.6)
        return [f"no `kubectl {words[0]}`" + (f", did you mean `{near[0]}`" if near else "")]


# Plugins that a plan may name; what they take is theirs.
PLUGINS = {"kubectl-argo", "kubectl-cnpg", "kubectl-neat"}
