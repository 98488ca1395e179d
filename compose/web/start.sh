#!/bin/sh
set -eu
python manage.py check --database default
python manage.py migrate --noinput
exec uvicorn smartcut.asgi:application --host 0.0.0.0 --port 8000 \
    --lifespan off --no-access-log --timeout-graceful-shutdown 10 --proxy-headers --forwarded-allow-ips '*'
