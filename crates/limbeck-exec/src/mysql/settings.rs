//! What a URL says of a connection, in the words of PyMySQL and mysqlclient.

use std::path::PathBuf;
use std::time::Duration;

use limbeck_messages::{connect as says, connect_mysql as says_mysql};
use mysql::consts::CapabilityFlags;
use mysql::{ClientIdentity, OptsBuilder, SslOpts};

use crate::options::ConnectOptions;
use crate::refusal::{NotConnected, Refusal, Stage};
use crate::url::Url;

/// How long to wait for a server that does not answer: PyMySQL's default.
const CONNECT_TIMEOUT: u64 = 10;

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// Host and port.
    Tcp(String, u16),
    /// A socket file.
    Unix(String),
}

/// How to connect.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub address: Address,
    pub user: Option<String>,
    pub password: Option<String>,
    pub database: Option<String>,
    pub timeout: Duration,
    pub tls: Option<SslOpts>,
    /// Statements that a session begins with.
    pub init: Vec<String>,
    pub application_name: Option<String>,
}

/// Options that decide nothing here: limbeck talks UTF-8, and does not need them.
const IGNORED: &[&str] = &[
    "charset",
    "use_unicode",
    "autocommit",
    "local_infile",
    "read_timeout",
    "write_timeout",
    "client_flag",
    "max_allowed_packet",
    "binary_prefix",
    "auth_plugin",
    "auth_plugin_map",
    "ssl_cipher",
    "ssl_capath",
    "compress",
    "cursorclass",
    "conv",
    "pool_recycle",
    "minsize",
    "maxsize",
    "echo",
    "collation",
    "raise_on_warnings",
    "use_pure",
    "consume_results",
    "connection_timeout",
];

fn refuse(message: limbeck_messages::Message, help: limbeck_messages::Message) -> NotConnected {
    Refusal::new(Stage::Url, message, help).into()
}

fn is_true(value: &str) -> bool {
    matches!(value.to_ascii_lowercase().as_str(), "1" | "true" | "yes" | "on" | "required" | "t" | "y")
}

impl Settings {
    /// Reads a URL.
    pub fn new(url: &Url, options: &ConnectOptions) -> Result<Settings, NotConnected> {
        let socket = url.option("unix_socket").filter(|path| !path.is_empty());
        let address = match (socket, &url.host) {
            (Some(path), _) => Address::Unix(path.to_owned()),
            (None, host) => {
                Address::Tcp(host.clone().unwrap_or_else(|| "localhost".to_owned()), url.port.unwrap_or(3306))
            }
        };
        let mut settings = Settings {
            address,
            user: url.username.clone(),
            password: url.password.clone(),
            database: url.database.clone().filter(|name| !name.is_empty()),
            timeout: options.connect_timeout.unwrap_or(Duration::from_secs(CONNECT_TIMEOUT)),
            tls: None,
            init: Vec::new(),
            application_name: options.application_name.clone(),
        };
        let (mut wanted, mut tls) = (false, Tls::default());
        for (name, value) in &url.query {
            match name.as_str() {
                "unix_socket" => {}
                "host" => settings.address = Address::Tcp(value.clone(), url.port.unwrap_or(3306)),
                "user" => settings.user = Some(value.clone()),
                "password" | "passwd" => settings.password = Some(value.clone()),
                "db" | "database" => settings.database = Some(value.clone()),
                "program_name" => settings.application_name = Some(value.clone()),
                "init_command" => settings.init.push(value.clone()),
                "sql_mode" => settings.init.push(format!("SET SESSION sql_mode = '{}'", value.replace('\'', "''"))),
                "connect_timeout" => {
                    let seconds = value
                        .parse()
                        .map_err(|_| refuse(says::timeout_no_number(value), says::timeout_no_number_help()))?;
                    settings.timeout = Duration::from_secs(seconds);
                }
                "ssl_ca" => tls.root = Some(PathBuf::from(value)),
                "ssl_cert" => tls.certificate = Some(PathBuf::from(value)),
                "ssl_key" => tls.key = Some(PathBuf::from(value)),
                "ssl_check_hostname" | "ssl_verify_identity" => tls.checks_host = Some(is_true(value)),
                "ssl_verify_cert" => tls.checks_certificate = Some(is_true(value)),
                "ssl_disabled" => tls.is_off = is_true(value),
                "ssl" => wanted |= is_true(value),
                "ssl_mode" | "sslmode" => match value.to_ascii_uppercase().as_str() {
                    "DISABLED" => tls.is_off = true,
                    "PREFERRED" => {}
                    "REQUIRED" => wanted = true,
                    "VERIFY_CA" => (wanted, tls.checks_certificate, tls.checks_host) = (true, Some(true), Some(false)),
                    "VERIFY_IDENTITY" => {
                        (wanted, tls.checks_certificate, tls.checks_host) = (true, Some(true), Some(true))
                    }
                    _ => {
                        let known = "DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY";
                        return Err(refuse(says::wrong_value(name, value), says::one_of(known)));
                    }
                },
                known if IGNORED.contains(&known) => {}
                _ => return Err(refuse(says_mysql::unknown_option(name), says::unknown_option_help())),
            }
        }
        settings.tls = tls.options(wanted)?;
        Ok(settings)
    }

    /// As the driver takes them.
    pub fn opts(&self) -> OptsBuilder {
        let mut builder = OptsBuilder::new()
            .user(self.user.clone())
            .pass(self.password.clone())
            .db_name(self.database.clone())
            .prefer_socket(false)
            .tcp_connect_timeout(Some(self.timeout))
            .max_allowed_packet(Some(1 << 30))
            // As SQLAlchemy asks: a row that an UPDATE found counts, changed or not.
            .additional_capabilities(CapabilityFlags::CLIENT_FOUND_ROWS)
            .ssl_opts(self.tls.clone())
            .init(self.init.clone());
        if let Some(name) = &self.application_name {
            let attributes = std::collections::HashMap::from([("program_name".to_owned(), name.clone())]);
            builder = builder.connect_attrs(Some(attributes));
        }
        match &self.address {
            Address::Tcp(host, port) => builder.ip_or_hostname(Some(host.clone())).tcp_port(*port),
            Address::Unix(path) => builder.socket(Some(path.clone())),
        }
    }
}

#[derive(Default)]
struct Tls {
    root: Option<PathBuf>,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    checks_host: Option<bool>,
    checks_certificate: Option<bool>,
    is_off: bool,
}

impl Tls {
    /// TLS where anything asks for it; certificates are checked where there is something to check them by, as in
    /// PyMySQL.
    fn options(self, wanted: bool) -> Result<Option<SslOpts>, NotConnected> {
        let asked = wanted
            || self.root.is_some()
            || self.certificate.is_some()
            || self.key.is_some()
            || self.checks_certificate == Some(true)
            || self.checks_host == Some(true);
        if self.is_off || !asked {
            return Ok(None);
        }
        for path in [&self.root, &self.certificate, &self.key].into_iter().flatten() {
            if let Err(error) = std::fs::metadata(path) {
                let message = says::certificates_unreadable(path.display().to_string(), error.to_string());
                return Err(Refusal::new(Stage::Tls, message, says_mysql::tls_failed_help()).into());
            }
        }
        let checks = self.checks_certificate.unwrap_or(self.root.is_some());
        let checks_host = checks && self.checks_host.unwrap_or(true);
        let identity = match (self.certificate, self.key) {
            (Some(certificate), Some(key)) => Some(ClientIdentity::new(certificate, key)),
            (Some(certificate), None) => {
                let message = says_mysql::certificate_without_key(certificate.display().to_string());
                return Err(Refusal::new(Stage::Tls, message, says_mysql::tls_failed_help()).into());
            }
            (None, _) => None,
        };
        Ok(Some(
            SslOpts::default()
                .with_root_cert_path(self.root)
                .with_danger_accept_invalid_certs(!checks)
                .with_danger_skip_domain_validation(!checks_host)
                .with_client_identity(identity),
        ))
    }
}
