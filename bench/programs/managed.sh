#!/bin/sh
# What a managed runtime does before a function that is no assembly: it looks for files, and becomes the program.
# Usage: managed.sh FOLDER
handler=bootstrap
for file in "$1/$handler.dll" "$1/$handler.deps.json" "$1/$handler.runtimeconfig.json"; do
  if [ -f "$file" ]; then
    echo "$file is there" >&2
    exit 104
  fi
done
[ -x "$1/$handler" ] || exit 104
exec "$1/$handler"
