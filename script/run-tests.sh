#!/usr/bin/env bash
# Runs all tests: two lanes side by side, since each mostly waits for processes of its own, then what looks back at the whole run.
# Each lane's output comes when it has ended, the failed one's last; the end names what failed and counts all.
set -uo pipefail
cd "$(dirname "$0")/.."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# What the lanes have seen answered is one run's (test/support/exercised.ts).
export GUESTHOUSE_TEST_RUN="run-$(date +%s)-$$"
mocha=node_modules/.bin/mocha

lane() { # name, then what mocha is to run
  local name=$1
  shift
  # What a failed test left open must not keep the run from ending.
  if "$mocha" --exit "$@" >"$out/$name" 2>&1; then return 0; fi
  touch "$out/failed"
  mv "$out/$name" "$out/$name.failed"
}

# As long as each other, about: what is served, and what drives hypervisors.
lane served 'test/{dialects,http,store}/**/*.test.ts' 'test/third-party/*.test.ts' &
served=$!
lane driven 'test/{contract,domain,hosts,identity,live,unit,wire}/**/*.test.ts' &
driven=$!
wait "$served" "$driven"
lane spec 'test/spec/**/*.test.ts'

for name in spec driven served; do if [ -f "$out/$name" ]; then cat "$out/$name"; fi; done
for name in spec driven served; do if [ -f "$out/$name.failed" ]; then cat "$out/$name.failed"; fi; done
rm -f ".cache/exercised/$GUESTHOUSE_TEST_RUN.txt"

sum() { cat "$out"/* 2>/dev/null | grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' | awk -v field="$1" '{ total += $field } END { print total + 0 }'; }
echo
sed -n '/^Failed here:$/,/^$/{/^  - /p}' "$out"/*.failed 2>/dev/null
echo "All: $(sum 1) passed, $(sum 3) failed, $(sum 5) skipped"
[ ! -f "$out/failed" ]
