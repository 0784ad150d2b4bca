#!/usr/bin/env bash
# Run in the virtual machine with RDMA devices: round trips of 64 bytes on each device, by perftest and by the Messenger, in turns.
# rdma.sh JAVA CLASSPATH ROUNDS
set -euo pipefail

java=$1 classpath=$2 rounds=$3

# perftest DEVICE ADDRESS: prints the typical half of a round trip, both sides polling
perftest() {
  local server=0 try
  ib_send_lat -d "$1" -R -F -s 64 -n 5000 >/dev/null 2>&1 &
  server=$!
  for try in {1..100}; do
    rdma resource show cm_id | grep -q LISTEN && break
    sleep 0.1
  done
  ib_send_lat -d "$1" -R -F -s 64 -n 5000 "$2" | awk '$1 == 64 { print $5 }'
  wait "$server" || true
}

for ((round = 1; round <= rounds; round++)); do
  for network in 0 1; do
    device=$([[ $network == 0 ]] && echo rxe0 || echo siw0)
    printf '%s perftest ib_send_lat, half a round trip: %s us\n' "$device" "$(perftest "$device" "10.77.$network.1")"
    # the options as for the JVMs that it starts, see SystemKind
    "$java" -Xmx64m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC "-Dbench.rdma.address=10.77.$network.1" \
      -cp "$classpath" messenger.bench.run.Bench rdma --rounds 1 --out "${OUT:-/tmp}/$device-$round" | sed -n "s/^1 /$device /p"
  done
done
