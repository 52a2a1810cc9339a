//! Tests of limbeck-alembic.
