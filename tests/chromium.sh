#!/bin/sh
# The browser tests need a Chromium with H.264: one on the PATH, else from apt (as root), else Chrome.
set -u

has_browser() {
    for name in chromium chromium-browser google-chrome-stable google-chrome chrome; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    test -x /opt/google/chrome/chrome
}

has_browser && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Chromium for the browser tests"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
    echo "Installing Chrome for the browser tests"
    .venv/bin/playwright install chrome
fi
has_browser && exit 0

echo "The browser tests need Chromium: install it (Debian and Ubuntu: apt install chromium)." >&2
exit 1
