#!/bin/sh
# Makes the virtual environment $1 with the newest fitting Python on the PATH ($PYTHON overrides).
set -eu

fits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

has_venv() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

found=
for python in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
    if fits "$python"; then
        found=$python
        if has_venv "$python"; then
            exec "$python" -m venv "$1"
        fi
    fi
done

if [ -n "$found" ]; then
    echo "$found has no venv module: install it (Debian and Ubuntu: apt install python3-venv)." >&2
else
    echo "SmartCut needs Python 3.11 or newer on the PATH; this machine has $(python3 --version 2>&1)." >&2
    echo "Install one, or name it: make run PYTHON=/path/to/python3.12" >&2
fi
exit 1
