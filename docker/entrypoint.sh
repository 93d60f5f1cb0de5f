#!/bin/sh
# Brings the database up to date in the one container that is told to (MIGRATE=1), then becomes the command it was given.
set -eu

if [ "${MIGRATE:-0}" = 1 ]; then
    python -m bezoekdienst migrate --noinput
fi
exec "$@"
