//! Operations: Alembic's `toimpl.py` and `impl.py` over SQLAlchemy's `DDLCompiler`.
//!
//! A file a kind of operation; `batch_alter_table` has a folder of its own, `batch`.

mod alter;
mod column;
pub(crate) mod constraint;
mod construct;
mod index;
mod phrase;
mod rows;
mod table;
mod types;

use limbeck_ops::{Operation, Params};

pub(crate) use self::alter::{alter_table, default_statement, generic_alter_column};
pub(crate) use self::column::{ColumnSite, autoincrement_column, computed, default_text, identity, sequence_options};
pub(crate) use self::index::{drop as drop_index, element_text, option_text, option_where};
pub(crate) use self::phrase::{is_keyword_phrase, is_word, keyword_phrase, refuse_phrase};
pub(crate) use self::table::table_comment;
pub use self::types::TypeMemo;
pub(crate) use self::types::gone_with as types_gone_with;

use crate::error::SqlError;
use crate::quoting::Style;
use crate::statement::{Mode, Statement};

/// All statements of an operation.
pub(crate) fn operation(
    style: &Style<'_>,
    op: &Operation,
    mode: Mode,
    memo: &mut TypeMemo,
) -> Result<Vec<Statement>, SqlError> {
    let texts = match op {
        Operation::CreateTable(op) => table::create(style, op, memo)?,
        Operation::DropTable(op) => table::drop(style, op)?,
        Operation::RenameTable(op) => vec![style.flavour.rename_table(style, op)],
        Operation::AddColumn(op) => alter::add_column(style, op)?,
        Operation::DropColumn(op) => {
            let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
            vec![format!("{} DROP COLUMN {if_exists}{}", alter_table(style, &op.table), style.quote(&op.column))]
        }
        Operation::AlterColumn(op) => alter::alter_column(style, op)?,
        Operation::CreateIndex(op) => vec![style.flavour.create_index(style, &op.index, op.if_not_exists)?],
        Operation::DropIndex(op) => vec![style.flavour.drop_index(style, op)?],
        Operation::AddConstraint(op) => constraint::add(style, &op.table, &op.constraint)?,
        Operation::DropConstraint(op) => vec![constraint::drop(style, op)?],
        Operation::TableComment(op) => vec![style.flavour.table_comment(style, op)],
        Operation::Execute(op) => return crate::compile::statements(*style, &op.query, &Params::None, mode),
        Operation::BulkInsert(op) => return rows::bulk_insert(style, op, mode),
        Operation::NamedType(op) => types::named_type(style, op)?,
        Operation::Construct(op) => vec![construct::text(style, op)?],
        Operation::SequenceDdl(op) => vec![column::sequence(style, op)?],
        Operation::Batch(op) => return crate::batch::of_operation(style, op, mode, memo),
    };
    Ok(texts.into_iter().map(Statement::text).collect())
}
