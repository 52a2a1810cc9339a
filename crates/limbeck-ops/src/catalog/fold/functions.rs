//! Functions: which ones may change the catalog when they are called.

use super::tokens::{Cursor, Kind, Read, Trouble, tokens};
use super::{Fold, Touched};

/// The functions of `pg_catalog` of PostgreSQL 15, one a line and sorted.
const BUILTIN: &str = include_str!("builtin_functions.txt");

/// Functions of the extensions that come with PostgreSQL: none makes or changes a table.
const OF_EXTENSIONS: &[&str] = &[
    "armor",
    "crypt",
    "dearmor",
    "decrypt",
    "digest",
    "encrypt",
    "gen_random_bytes",
    "gen_salt",
    "hmac",
    "levenshtein",
    "metaphone",
    "pgp_sym_decrypt",
    "pgp_sym_encrypt",
    "show_trgm",
    "similarity",
    "soundex",
    "unaccent",
    "uuid_generate_v1",
    "uuid_generate_v1mc",
    "uuid_generate_v3",
    "uuid_generate_v4",
    "uuid_generate_v5",
    "uuid_nil",
    "word_similarity",
];

/// Words before a parenthesis that are no function's name.
const NO_FUNCTIONS: &[&str] = &[
    "all",
    "and",
    "any",
    "array",
    "as",
    "by",
    "case",
    "cast",
    "coalesce",
    "cube",
    "distinct",
    "else",
    "except",
    "exists",
    "extract",
    "filter",
    "from",
    "greatest",
    "group",
    "grouping",
    "having",
    "in",
    "intersect",
    "interval",
    "into",
    "is",
    "join",
    "lateral",
    "least",
    "like",
    "limit",
    "not",
    "nullif",
    "offset",
    "on",
    "or",
    "order",
    "over",
    "overlay",
    "partition",
    "position",
    "rollup",
    "row",
    "select",
    "sets",
    "some",
    "substring",
    "then",
    "trim",
    "union",
    "using",
    "values",
    "when",
    "where",
    "with",
    "within",
    "between",
    "materialized",
    "numeric",
    "varchar",
    "char",
    "character",
    "decimal",
    "timestamp",
    "time",
    "bit",
    "varying",
    "float",
    "returning",
    "set",
    "set_config",
    "only",
    "tablesample",
    "ilike",
    "recursive",
    "end",
    "nothing",
    "conflict",
    "treat",
    "normalize",
    "xmlelement",
];

impl Fold {
    /// A function that is made changes nothing until it is called.
    pub(super) fn create_function(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let name = cursor.qualified()?.pop().ok_or(Trouble)?;
        let mut bodies = Vec::new();
        for token in cursor.tokens().iter().skip(3) {
            match &token.kind {
                Kind::Text(body) if may_change(body) => bodies.push(body.clone()),
                Kind::Text(_) | Kind::Word(_) | Kind::Quoted(_) | Kind::Number(_) | Kind::Symbol(_) => (),
            }
        }
        // One of several of the same name may be the one that is called.
        self.functions.entry(name).or_default().append(&mut bodies);
        Ok(())
    }

    pub(super) fn alter_function(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let name = cursor.qualified()?.pop().ok_or(Trouble)?;
        cursor.until(|cursor| cursor.is_word("rename"));
        let Some(bodies) = self.functions.get(&name).cloned() else { return Ok(()) };
        if cursor.eat("rename to") {
            self.functions.insert(cursor.name()?, bodies);
        }
        Ok(())
    }

    /// `DROP FUNCTION`: with CASCADE what calls it goes too.
    pub(super) fn drop_function(&mut self, cursor: &mut Cursor<'_>) -> Read<()> {
        let cascade = cursor.tokens().last().is_some_and(|token| token.is_word("cascade"));
        loop {
            let name = cursor.qualified()?.pop().ok_or(Trouble)?;
            if cursor.is_symbol("(") {
                cursor.parenthesized()?;
            }
            self.functions.remove(&name);
            if cascade {
                self.touch_users_of(&name);
            }
            if !cursor.eat_symbol(",") {
                return Ok(());
            }
        }
    }

    /// What a body that can't be read may change: what it names, or anything where it runs text that it puts together.
    pub(super) fn touch_body(&mut self, body: &str) {
        let tokens = tokens(body).unwrap_or_default();
        if tokens.is_empty() || tokens.iter().any(|token| token.is_word("execute")) {
            self.touched.insert(Touched::Everything);
        }
        self.touch_words(super::named(&tokens).into_iter());
    }

    fn touch_users_of(&mut self, function: &str) {
        let mut touched = Vec::new();
        for (table, entry) in &mut self.catalog.tables {
            let in_default = entry
                .columns
                .iter()
                .filter_map(|column| column.default.as_ref())
                .any(|text| super::expression_text::names(&text.0, function));
            let in_expression =
                super::alter_table::expressions_mut(entry).any(|text| super::expression_text::names(&text.0, function));
            if in_default || in_expression {
                touched.push(Touched::Table(table.clone()));
            }
        }
        self.touched.extend(touched);
        self.touch_views_naming(function);
    }

    /// A query calls only what is known to change nothing, or it can't be read.
    pub(super) fn calls(&mut self, cursor: &Cursor<'_>) -> Read<()> {
        let tokens = cursor.tokens();
        // `WITH name (…) AS` and `AS name (…)` call nothing.
        let is_with = tokens.first().is_some_and(|token| token.is_word("with"));
        for (at, pair) in tokens.windows(2).enumerate() {
            let [name, parenthesis] = pair else { continue };
            if !parenthesis.is_symbol("(") {
                continue;
            }
            let Some(word) = name.name() else { continue };
            let unquoted = matches!(name.kind, Kind::Word(_));
            if unquoted && word == "set_config" {
                self.set_config(tokens.get(at..).unwrap_or_default())?;
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| tokens.get(at));
            let is_alias = before.is_some_and(|one| {
                one.is_symbol(")") || one.is_word("ordinality") || one.is_word("as") || is_with && one.is_word("with")
            }) || is_with && before.is_some_and(|one| one.is_symbol(",") || one.is_word("recursive"));
            if is_alias || unquoted && NO_FUNCTIONS.contains(&word) {
                continue;
            }
            let known = match self.functions.get(word) {
                Some(bodies) if bodies.is_empty() => true,
                Some(bodies) => {
                    let bodies = bodies.clone();
                    bodies.iter().for_each(|body| self.touch_body(body));
                    false
                }
                None => is_builtin(word) || OF_EXTENSIONS.contains(&word) || word.starts_with("st_"),
            };
            if !known {
                return Err(Trouble);
            }
        }
        Ok(())
    }

    /// `set_config('search_path', 'a, b', false)`
    fn set_config(&mut self, tokens: &[super::Token]) -> Read<()> {
        let texts: Vec<&str> = tokens
            .iter()
            .take_while(|token| !token.is_symbol(")"))
            .filter_map(|token| match &token.kind {
                Kind::Text(text) => Some(text.as_str()),
                Kind::Word(_) | Kind::Quoted(_) | Kind::Number(_) | Kind::Symbol(_) => None,
            })
            .collect();
        match texts.as_slice() {
            ["search_path", path, ..] => {
                if tokens.iter().take_while(|token| !token.is_symbol(")")).any(|token| token.is_word("true")) {
                    self.remember_path();
                }
                let path = path.split(',').map(|one| one.trim().trim_matches('"').to_owned()).collect();
                self.set_search_path(path);
                Ok(())
            }
            ["search_path"] => Err(Trouble),
            [..] => Ok(()),
        }
    }
}

fn is_builtin(name: &str) -> bool {
    BUILTIN.lines().any(|line| line == name)
}

/// Whether the body of a function holds a word of those that make, change or drop things, or that run text.
pub(super) fn may_change(body: &str) -> bool {
    match tokens(body) {
        Ok(tokens) => tokens.iter().any(|token| {
            ["create", "alter", "drop", "execute", "rename", "call"].iter().any(|word| token.is_word(word))
        }),
        Err(_) => true,
    }
}
