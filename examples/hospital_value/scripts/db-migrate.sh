#!/bin/sh
ini=$(dirname -- "$0")/../backend/alembic.ini
exec limbeck -c "$ini" migrate "$@"
