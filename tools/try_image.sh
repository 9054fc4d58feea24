#!/usr/bin/env bash
# Builds the image and runs it as compose.yaml does: a whole order within it, and a start without secrets.
#   tools/try_image.sh [docker|podman [BASE]]
# Without an engine, or where the base image can't be fetched, it says so and ends well: the tests lint the files.
set -euo pipefail
cd "$(dirname "$0")/.."
engine=${1:-}
base=${2:-$(sed -n 's/^ARG BASE=//p' Dockerfile)}
for each in docker podman; do
    if [ -z "$engine" ] && "$each" info >/dev/null 2>&1; then engine=$each; fi
done
if [ -z "$engine" ]; then
    echo "No container engine is on this machine: the image is not built."
    exit 0
fi
if ! "$engine" image inspect "$base" >/dev/null 2>&1 && ! "$engine" pull --quiet "$base" >/dev/null 2>&1; then
    echo "$base can't be fetched here: the image is not built."
    exit 0
fi

image=banana-bot:try volume=banana-bot-try
"$engine" build --build-arg "BASE=$base" --tag "$image" .
trap '"$engine" volume rm --force "$volume" >/dev/null; "$engine" image rm --force "$image" >/dev/null' EXIT
in_image() { # like compose.yaml: nothing to write to but the volume, and no right of root's
    "$engine" run --rm --read-only --cap-drop ALL --security-opt no-new-privileges --tmpfs /tmp:size=64m \
        --volume "$volume:/data" ${ENGINE_OPTIONS:-} "$@"
}

in_image "$image" demo --script --out /data/out
in_image --entrypoint python "$image" -c \
    'import os; assert os.getuid() == 10001 and [p for p in os.listdir("/data/out") if p.endswith(".png")]'
code=0
in_image "$image" run || code=$?
if [ "$code" != 78 ]; then
    echo "A start without secrets ended with $code, and not with 78." >&2
    exit 1
fi
"$engine" image inspect --format '{{.Size}}' "$image" | awk '{printf "The image works; it has %d MB.\n", $1 / 1e6}'
