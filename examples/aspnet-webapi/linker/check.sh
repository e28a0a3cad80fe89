#!/bin/sh
# Would Lambda start this bootstrap? "make check" runs this and says in variables what to compare with:
#   BOOTSTRAP  the file
#   ARCH       Lambda's name of the processor; MACHINE is readelf's name of it, LOADER its dynamic loader
#   RUNTIME    the Lambda runtime; GLIBC is the version of its C library
export LC_ALL=C # readelf's words in English

refuse() { echo "error: $BOOTSTRAP $1" >&2; exit 1; }
contains() { grep -aqF "$1" "$BOOTSTRAP"; }

[ -x "$BOOTSTRAP" ] || refuse "is not executable; run: chmod 755 $BOOTSTRAP"

machine=$(readelf -h "$BOOTSTRAP" | sed -n 's/^ *Machine: *//p')
[ "$machine" = "$MACHINE" ] || refuse "is for $machine, the function is $ARCH; run: make publish ARCH=$ARCH"

loader=$(readelf -lW "$BOOTSTRAP" | sed -n 's/^ *\[Requesting program interpreter: \(.*\)\]$/\1/p')
if [ -z "$loader" ]; then
  # .NET opens OpenSSL and ICU while it runs, which a static program cannot. These messages of .NET's are in a
  # bootstrap that may do so, and in no other.
  without="which a static program cannot; build without STATIC=1 (ZIG=1 lowers the C library too)"
  ! contains 'No usable version of libssl was found' || refuse "opens OpenSSL (TLS, hashes, RandomNumberGenerator), $without"
  ! contains 'Cannot get symbol %s from libicuuc' || refuse "opens ICU, $without, or with InvariantGlobalization"
  echo "$BOOTSTRAP: $ARCH, static, needs no C library, fits $RUNTIME and any other Linux"
  exit
fi
[ "$loader" = "$LOADER" ] || refuse "wants the loader $loader, $RUNTIME has $LOADER; build on a Linux with glibc"

needs=$(readelf -V "$BOOTSTRAP" | grep -o 'GLIBC_2\.[0-9.]*' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
newest=$(printf '%s\n%s\n' "$needs" "$GLIBC" | sort -V | tail -n 1)
[ "$newest" = "$GLIBC" ] ||
  refuse "needs GLIBC_$needs, $RUNTIME has $GLIBC; build with: make package ZIG=1 (or make docker-package)"
echo "$BOOTSTRAP: $ARCH, needs GLIBC_$needs, fits $RUNTIME (GLIBC_$GLIBC)"
