#!/usr/bin/env bash
# Runs all tests. Two lanes run first, in parallel, because each mostly waits for its own processes. The tests that
# check the whole run come last. Prints the output of each lane when all lanes have ended, with failed lanes last. The
# summary lists the failures and counts all tests.
set -uo pipefail
cd "$(dirname "$0")/.."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# The lanes share one run name, under which they record the responses that they received (test/support/exercised.ts).
export GUESTHOUSE_TEST_RUN="run-$(date +%s)-$$"
mocha=node_modules/.bin/mocha

lane() { # lane NAME FILES...: runs mocha on the files
  local name=$1
  shift
  # --exit: handles that a failed test left open must not prevent mocha from ending.
  if "$mocha" --exit "$@" >"$out/$name" 2>&1; then return 0; fi
  touch "$out/failed"
  mv "$out/$name" "$out/$name.failed"
}

# Two lanes of about equal length: tests of the served API, and tests that drive hypervisors.
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
