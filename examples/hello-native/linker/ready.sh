#!/bin/sh
# Is everything there that "make publish" compiles and links with? It says in variables how it links:
#   ZIG, SYSROOT, STATIC  as in the Makefile
#   TARGET                the processor under GNU's name; FOREIGN is empty when it is this machine's
fail() { echo "error: $1" >&2; exit 1; }
need() { command -v "$1" >/dev/null 2>&1 || fail "$1 was not found; $2"; }
has() { command -v "$1" >/dev/null 2>&1; }
packages=$(echo "$TARGET" | tr _ -) # Debian's packages are named after the target, without underscores

case $(pwd) in
  *[,\;=*?\"]*) fail '.NET does not publish from a folder with , ; = * ? or " in its path; move the project' ;;
esac

if [ -n "$ZIG" ]; then
  need zig "install zig: https://ziglang.org/download"
  exit
fi
[ "$(uname -s)" = Linux ] ||
  fail ".NET's own linker makes programs for Linux only on Linux; run: make package ZIG=1 (or make docker-package)"

if [ -n "$SYSROOT" ]; then
  need clang "install clang: only it links against a SYSROOT"
  need ld.lld "install lld: only it links against a SYSROOT"
  [ -d "$SYSROOT/usr" ] || fail "SYSROOT is $SYSROOT, which has no folder usr; name a folder like the root of a Linux"
elif [ -n "$FOREIGN" ]; then
  need clang "install clang (or build with ZIG=1): gcc does not link for another architecture"
  need "$TARGET-gcc" "install gcc-$packages (or build with ZIG=1 or SYSROOT=DIR)"
else
  has clang || need gcc "install clang or gcc"
fi

if [ -n "$STATIC" ]; then
  compiler=gcc
  ! has clang || compiler=clang
  libc=$($compiler ${FOREIGN:+--target=$TARGET} --sysroot="$SYSROOT" -print-file-name=libc.a)
  [ -f "$libc" ] || fail "there is no libc.a to link statically; install libc6-dev (Debian) or glibc-static (Amazon Linux)"
fi
