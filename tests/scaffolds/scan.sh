#!/bin/sh
# Lays out the code of one plan for each provider and scans it. Needs checkov (pip install checkov); terraform is used where it is there.
# Usage: tests/scaffolds/scan.sh PATH/TO/cloud-plan
set -eu
program=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
scan() {
    place="$work/$1-$3"
    mkdir -p "$place/.heaptrace"
    cat >"$place/.heaptrace/cloud-plan.json" <<PROFILE
{ "provider": "$1", "regions": ["$2"], "compliance": ["none"], "budget_tier": "mid-market", "security_posture": "balanced", "environments": ["dev", "staging", "prod"], "existing_infra": "greenfield", "existing_notes": "", "set_up_at": "2026-11-20" }
PROFILE
    cd "$place"
    "$program" -q scaffold "$4"
    if command -v terraform >/dev/null; then terraform fmt -check -recursive infrastructure; fi
    if ! grep -rqs '^resource' infrastructure/modules; then
        echo "$1, $3: the modules name their resource types only, nothing to scan"
        return
    fi
    # What is accepted: keys of one's own, replication, notifications and access logs are decided by posture, not by a template.
    checkov -d infrastructure --framework terraform --compact --quiet --skip-download \
        --skip-check CKV_AWS_354,CKV_AWS_394,CKV_AWS_144,CKV_AWS_18,CKV2_AWS_62,CKV_GCP_62
    echo "$1, $3: clean"
}
for place in "aws us-east-1" "azure westeurope" "gcp europe-west1"; do
    set -- $place
    scan "$1" "$2" database "Set up a network and a PostgreSQL database for orders"
    scan "$1" "$2" bucket "Create a bucket for invoices"
done
