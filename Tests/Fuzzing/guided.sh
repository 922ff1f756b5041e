#!/usr/bin/env bash
# Coverage-guided fuzzing with the libFuzzer of the toolchain, outside of the package's build.
#
#   Tests/Fuzzing/guided.sh read 1200          parser and elaborator for 20 minutes
#   Tests/Fuzzing/guided.sh check 1200         the whole way, with little work for each line
#   Tests/Fuzzing/guided.sh check 0 FILE...    the given inputs once, to see a finding again
#
# Inputs that crash, hang or take more than 1 GB are left in .build/fuzzing/findings; the corpus grows in
# .build/fuzzing/corpus. Cut a finding down with `.build/fuzzing/check -minimize_crash=1 -max_total_time=60 FILE`, mend the
# cause, and keep the small input in Tests/Fuzzing/findings, where fuzz.py runs it each time.
set -euo pipefail
# libFuzzer keeps the input of a trap only if it sees the signal first.
export SWIFT_BACKTRACE=enable=no
cd "$(dirname "$0")/../.."
way=${1:-read} seconds=${2:-1200}
shift $(($# < 2 ? $# : 2))
out=$PWD/.build/fuzzing
mkdir -p "$out/corpus" "$out/findings" "$out/seeds"
layers=(Diagnostics Numbers Notation Expressions Algebra Calculus Evaluation Elaboration Checking)
flags=(-sanitize=fuzzer -parse-as-library -O -swift-version 6 -enable-upcoming-feature ExistentialAny
  -package-name derive -I Sources/LibM -I "$out")

newest=$(find Sources Tests/Fuzzing/Harness.swift -name '*.swift' -newer "$out/built" 2>/dev/null | head -1 || true)
if [ ! -e "$out/built" ] || [ -n "$newest" ]; then
  for layer in "${layers[@]}"; do
    mapfile -t files < <(find "Sources/$layer" -name '*.swift' | sort)
    swiftc "${flags[@]}" -wmo -emit-module -emit-module-path "$out/$layer.swiftmodule" \
      -module-name "$layer" -c "${files[@]}" -o "$out/$layer.o"
  done
  objects=("${layers[@]/#/$out/}")
  swiftc "${flags[@]}" -module-name Harness Tests/Fuzzing/Harness.swift "${objects[@]/%/.o}" -lm -o "$out/read"
  swiftc "${flags[@]}" -D CHECKS -module-name Harness Tests/Fuzzing/Harness.swift "${objects[@]/%/.o}" -lm \
    -o "$out/check"
  touch "$out/built"
fi

if [ $# -gt 0 ]; then exec "$out/$way" -rss_limit_mb=1000 "$@"; fi
python3 Tests/Fuzzing/fuzz.py --dictionary "$out/words" --seeds "$out/seeds"
cd "$out/findings"
nice -n 10 "$out/$way" "$out/corpus" "$out/seeds" -dict="$out/words" -max_total_time="$seconds" -timeout=10 \
  -rss_limit_mb=1000 -max_len=600 -use_value_profile=0 -print_final_stats=1
