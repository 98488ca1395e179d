#!/bin/sh
# Runs the worker of the plugin $1.
set -eu
exec celery -A "workers.plugins.$1" worker --loglevel WARNING --without-gossip --without-mingle -n "$1@%h"
