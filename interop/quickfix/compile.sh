#!/usr/bin/env bash
# Compiles the two QuickFIX programs into the folder given. Needs Debian's g++ and libquickfix-dev.
set -euo pipefail
sources="$(cd "$(dirname "${BASH_SOURCE[0]}")/peer" && pwd)"
out="${1:?usage: compile.sh <folder>}"
mkdir -p "$out"
# Debian builds the library with TLS; its headers show that only when told. C++14 is the last standard that has the exception lists of QuickFIX's own headers.
flags=(-std=c++14 -O1 -DHAVE_SSL=1 -Wall -Wextra -Wno-deprecated -Wno-deprecated-declarations -I"$sources")
g++ "${flags[@]}" -c "$sources/peer.cpp" -o "$out/peer.o"
for program in acceptor initiator; do
  g++ "${flags[@]}" "$sources/$program.cpp" "$out/peer.o" -o "$out/$program" -lquickfix -lssl -lcrypto -lpthread
done
