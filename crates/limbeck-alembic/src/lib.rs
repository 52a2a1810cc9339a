//! limbeck-alembic
