$ini = Join-Path $PSScriptRoot "..\backend\alembic.ini"
limbeck -c $ini migrate @args
exit $LASTEXITCODE
