#!/usr/bin/env bash
# Installs what kgen needs into .venv and node_modules when they are missing or older than their lock.
# A finished part leaves a stamp (the hash of its lock); Ctrl-C at any moment only means that the part without
# a stamp is done again. Nothing outside the project folder is written but the caches of pip and npm.
set -euo pipefail
root=$KGEN_ROOT
python_lock=$root/lib/notebook/requirements.txt
node_lock=$root/package-lock.json
lab_settings=$root/lib/notebook/lab_settings.json
python_stamp=$root/.venv/kgen-stamp
node_stamp=$root/node_modules/kgen-stamp

say() { printf 'kgen: %s\n' "$*" >&2; }
fail() {
  say "$1"
  printf '      %s\n' "${@:2}" >&2
  exit 1
}

hash_of() { cat "$@" | cksum; }
# The kernel specs and the interpreter belong to the Python part: a moved folder or a changed spec needs it again.
python_want="$(hash_of "$python_lock" "$root"/lib/notebook/kernels/*/kernel.json "$lab_settings") $root"
node_want=$(hash_of "$node_lock" "$root/package.json")

python_ready() { [ -x "$root/.venv/bin/deno" ] && [ "$(cat "$python_stamp" 2>/dev/null)" = "$python_want" ]; }
node_ready() { [ "$(cat "$node_stamp" 2>/dev/null)" = "$node_want" ]; }
if python_ready && node_ready; then exit 0; fi

find_python() {
  for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 python3.10 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  return 1
}
python=$(find_python) || fail "needs Python 3.10 or newer; found $(python3 --version 2>&1 || echo none)." \
  "Debian, Ubuntu: sudo apt install python3 python3-venv     macOS: brew install python"
"$python" -c 'import venv, ensurepip' 2>/dev/null || fail "$python cannot make virtual environments (no venv module)." \
  "Debian, Ubuntu: sudo apt install python3-venv"
command -v node >/dev/null 2>&1 || fail "needs Node.js 20.20 or newer; found none." \
  "See nodejs.org, or: conda install -c conda-forge nodejs"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 20) ? 0 : 1)' ||
  fail "needs Node.js 20.20 or newer; found $(node --version)." "See nodejs.org."
command -v npm >/dev/null 2>&1 || fail "needs npm, which comes with Node.js; found none." "See nodejs.org."

# Setting up through a link would empty what it points to, which another folder uses.
for part in .venv node_modules; do
  [ ! -L "$root/$part" ] || fail "$part is a link to $(readlink "$root/$part"), which setting up would change." \
    "Remove the link (rm $part) and run the same command again."
done

# One set-up at a time: a second one waits for the first, and takes over when the first has died.
mkdir -p "$root/.kgen"
lock=$root/.kgen/setup.lock
until (set -o noclobber && echo $$ >"$lock") 2>/dev/null; do
  owner=$(cat "$lock" 2>/dev/null || true)
  if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
    rm -f "$lock"
    continue
  fi
  [ -n "${waited:-}" ] || say "another set-up (process ${owner:-?}) is running; waiting for it."
  waited=1
  sleep 1
done
jobs_to_end=()
clean() {
  # Not SIGTERM: npm goes on after it.
  for job in "${jobs_to_end[@]:-}"; do [ -z "$job" ] || kill -KILL -- "-$job" 2>/dev/null || true; done
  rm -f "$lock"
}
trap clean EXIT
trap 'say "set-up stopped; run the same command again to go on."; exit 130' INT TERM
if python_ready && node_ready; then exit 0; fi

say "setting up in this folder, once: about 1.5 GB and one to three minutes."
log=$root/.kgen/setup-log
mkdir -p "$log"

install_python() {
  set -e
  rm -f "$python_stamp"
  # A half-made or moved environment cannot be repaired; a whole one is only brought up to date.
  "$root/.venv/bin/python" -c 'import pip' 2>/dev/null && grep -qs "$root/.venv" "$root/.venv/bin/pip" ||
    "$python" -m venv --clear "$root/.venv"
  "$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "$python_lock"
  for spec in deno tslab; do
    "$root/.venv/bin/jupyter" kernelspec install --sys-prefix --replace --name "$spec" "$root/lib/notebook/kernels/$spec"
  done
  # No questions about news, no look-ups outside: a class may be without a network.
  mkdir -p "$root/.venv/share/jupyter/lab/settings"
  cp "$lab_settings" "$root/.venv/share/jupyter/lab/settings/overrides.json"
  # ipykernel brings a Python kernel that no notebook here uses: one fewer wrong choice in the launcher.
  rm -rf "$root/.venv/share/jupyter/kernels/python3"
  printf '%s' "$python_want" >"$python_stamp"
}
install_node() {
  set -e
  cd "$root"
  npm ci --no-progress
  printf '%s' "$node_want" >"$node_stamp"
}

names=() pids=()
start() { # NAME FUNCTION
  say "installing $1 ..."
  # A process group of its own, so that ending it ends pip or npm as well.
  set -m
  "$2" >"$log/$2.log" 2>&1 </dev/null &
  set +m
  names+=("$1") pids+=($!) jobs_to_end+=($!)
}
python_ready || start "JupyterLab and Deno (Python packages)" install_python
node_ready || start "JavaScript packages" install_node

began=$SECONDS failed=
for i in "${!pids[@]}"; do
  while kill -0 "${pids[$i]}" 2>/dev/null; do
    [ -t 2 ] && printf '\rkgen: %s ... %d s ' "${names[$i]}" $((SECONDS - began)) >&2
    sleep 1
  done
  [ -t 2 ] && printf '\r' >&2
  if wait "${pids[$i]}"; then
    say "${names[$i]}: done after $((SECONDS - began)) s"
  else
    failed=1
    say "${names[$i]}: FAILED. The end of its log ($log):"
    tail -n 15 "$log"/install_*.log | sed 's/^/      /' >&2
  fi
done
jobs_to_end=()
[ -z "$failed" ] || fail "set-up is not finished." "Is there a network, and room on the disk? Then run the same command again."
say "set-up finished after $((SECONDS - began)) s."
