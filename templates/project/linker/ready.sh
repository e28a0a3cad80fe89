#!/bin/sh
# Is everything there that "make publish" compiles and links with? It says in variables how it links:
#   ZIG, SYSROOT, STATIC  as in the Makefile
#   TARGET                the processor under GNU's name; FOREIGN is empty when it is this machine's
#   BINUTILS              what stands before objcopy and strip in the names of the tools for that processor
fail() { echo "error: $1" >&2; exit 1; }
need() { command -v "$1" >/dev/null 2>&1 || fail "$1 was not found; $2"; }
has() { command -v "$1" >/dev/null 2>&1; }
packages=$(echo "$TARGET" | tr _ -) # Debian's packages are named after the target, without underscores

[ "$(uname -s)" = Linux ] || fail ".NET compiles natively for Linux only on Linux; run: make docker-package"
case $(pwd) in
  *[,\;=*?\"]*) fail '.NET does not publish from a folder with , ; = * ? or " in its path; move the project' ;;
esac

if [ -n "$ZIG" ]; then
  need zig "install zig: https://ziglang.org/download"
  [ -x linker/zig-cc ] || fail "linker/zig-cc is not executable; run: chmod +x linker/zig-cc"
  exit
fi

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

if [ -n "$FOREIGN" ]; then
  need "${BINUTILS}objcopy" "install llvm or binutils-$packages (or build with ZIG=1)"
else
  need "${BINUTILS}objcopy" "install binutils"
fi
