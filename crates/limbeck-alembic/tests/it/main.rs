//! Tests of limbeck-alembic: projects on disk, without an evaluator. What scripts do is tested in `limbeck`, where there
//! is SQL and a database behind them.

mod projects;
