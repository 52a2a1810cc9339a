use std::collections::BTreeMap;

/// What of a MySQL or MariaDB server and a database decides what becomes of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MysqlFacts {
    /// Whether the server is a MariaDB.
    pub is_mariadb: bool,
    /// The database's own name: names with it are names without.
    pub database: String,
    /// The schema of names without one; empty for the database itself.
    pub schema: String,
    /// The collation of the database.
    pub collation: String,
    /// The default collation of each character set.
    pub collations: BTreeMap<String, String>,
}

impl Default for MysqlFacts {
    fn default() -> MysqlFacts {
        let known = [
            ("utf8mb4", "utf8mb4_general_ci"),
            ("utf8mb3", "utf8mb3_general_ci"),
            ("latin1", "latin1_swedish_ci"),
            ("ascii", "ascii_general_ci"),
            ("ucs2", "ucs2_general_ci"),
            ("binary", "binary"),
        ];
        MysqlFacts {
            is_mariadb: true,
            database: String::new(),
            schema: String::new(),
            collation: "utf8mb4_general_ci".to_owned(),
            collations: known.iter().map(|(name, collation)| ((*name).to_owned(), (*collation).to_owned())).collect(),
        }
    }
}

impl MysqlFacts {
    /// The collation of a character set.
    pub(super) fn of_charset(&self, charset: &str) -> String {
        let charset = full_name(charset);
        self.collations.get(&charset).cloned().unwrap_or_else(|| format!("{charset}_general_ci"))
    }
}

/// `utf8` is the old name of `utf8mb3`, alone and in names of collations.
pub(super) fn full_name(name: &str) -> String {
    let lower = name.to_lowercase();
    match lower.strip_prefix("utf8") {
        Some("") => "utf8mb3".to_owned(),
        Some(rest) if rest.starts_with('_') => format!("utf8mb3{rest}"),
        Some(_) | None => lower,
    }
}

/// The character set that a collation is of.
pub(super) fn charset_of(collation: &str) -> &str {
    collation.split('_').next().unwrap_or(collation)
}
