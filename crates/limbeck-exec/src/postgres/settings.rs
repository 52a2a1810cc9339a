//! What a URL, the environment and the password file say about a PostgreSQL connection, put together as libpq does.
//!
//! <https://www.postgresql.org/docs/current/libpq-connect.html>, "Parameter Key Words" and "Environment Variables".

use std::path::PathBuf;
use std::time::Duration;

use limbeck_messages::{Message, connect as says};
use limbeck_ops::HostError;

use super::passfile;
use crate::ConnectOptions;
use crate::refusal::{NotConnected, Refusal, Stage};
use crate::url::Url;

/// Options of libpq that change nothing here.
const WITHOUT_EFFECT: &[&str] = &[
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "client_encoding",
    "krbsrvname",
    "gsslib",
    "gssdelegation",
    "sslcompression",
    "sslsni",
    "load_balance_hosts",
    "min_protocol_version",
    "max_protocol_version",
];

/// `sslmode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub(crate) enum SslMode {
    Disable,
    Allow,
    Prefer,
    Require,
    VerifyCa,
    VerifyFull,
}

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Address {
    /// A host name or IP address, and the address to use instead of resolving it (`hostaddr`).
    Tcp(String, Option<String>),
    /// The folder of a Unix socket.
    Unix(PathBuf),
}

/// A server to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub address: Address,
    pub port: u16,
    pub password: Option<String>,
}

/// All that a connection needs.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub targets: Vec<Target>,
    pub user: Option<String>,
    pub database: Option<String>,
    pub ssl_mode: SslMode,
    pub ssl_root_cert: Option<String>,
    pub ssl_cert: Option<PathBuf>,
    pub ssl_key: Option<PathBuf>,
    pub ssl_direct: bool,
    pub channel_binding: tokio_postgres::config::ChannelBinding,
    pub application_name: Option<String>,
    pub options: Option<String>,
    pub connect_timeout: Option<Duration>,
    pub read_write: bool,
}

/// Looks up environment variables; tests give their own.
pub(crate) type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Settings {
    pub fn new(url: &Url, connect: &ConnectOptions, env: Environment<'_>) -> Result<Settings, NotConnected> {
        refuse_unknown_options(url)?;
        let env = |name: &str| env(name).filter(|value| !value.is_empty());
        let value = |option: &str, variable: &str| url.option(option).map(str::to_owned).or_else(|| env(variable));
        let given = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());

        let user = url.option("user").map(str::to_owned).or_else(|| given(&url.username)).or_else(|| env("PGUSER"));
        let database =
            url.option("dbname").or(url.option("database")).map(str::to_owned).or_else(|| given(&url.database));
        let database = database.or_else(|| env("PGDATABASE"));
        let password = url.option("password").map(str::to_owned).or_else(|| given(&url.password));
        let password = password.or_else(|| env("PGPASSWORD"));

        let ssl_mode = value("sslmode", "PGSSLMODE").or_else(|| url.option("ssl").map(str::to_owned));
        let ssl_mode = ssl_mode.map_or(Ok(SslMode::Prefer), |text| ssl_mode_named(&text))?;
        let home = env("HOME").or_else(|| env("USERPROFILE")).map(PathBuf::from);
        let default_file =
            |name: &str| home.as_ref().map(|home| home.join(".postgresql").join(name)).filter(|path| path.is_file());
        let ssl_root_cert = value("sslrootcert", "PGSSLROOTCERT")
            .or_else(|| default_file("root.crt").and_then(|path| path.to_str().map(str::to_owned)));

        let mut targets = targets(url, &env)?;
        if password.is_some() {
            targets.iter_mut().for_each(|target| target.password.clone_from(&password));
        } else if let Some(file) = passfile_path(url, &env, home.as_ref()) {
            let user = user.clone().or_else(|| env("USER")).or_else(|| env("LOGNAME")).unwrap_or_default();
            let name = database.as_deref().unwrap_or(&user);
            for target in &mut targets {
                let host = match &target.address {
                    Address::Tcp(host, _) => host.clone(),
                    Address::Unix(folder)
                        if DEFAULT_SOCKETS.iter().any(|known| folder == std::path::Path::new(known)) =>
                    {
                        "localhost".to_owned()
                    }
                    Address::Unix(folder) => folder.display().to_string(),
                };
                target.password = passfile::password(&file, &host, target.port, name, &user);
            }
        }

        let timeout = match value("connect_timeout", "PGCONNECT_TIMEOUT") {
            Some(text) => seconds(&text)?,
            None => connect.connect_timeout,
        };
        Ok(Settings {
            targets,
            user,
            database,
            ssl_mode,
            ssl_root_cert,
            ssl_cert: value("sslcert", "PGSSLCERT").map(PathBuf::from).or_else(|| default_file("postgresql.crt")),
            ssl_key: value("sslkey", "PGSSLKEY").map(PathBuf::from).or_else(|| default_file("postgresql.key")),
            ssl_direct: value("sslnegotiation", "PGSSLNEGOTIATION").is_some_and(|text| text == "direct"),
            channel_binding: channel_binding(value("channel_binding", "PGCHANNELBINDING").as_deref())?,
            application_name: value("application_name", "PGAPPNAME")
                .or_else(|| url.option("fallback_application_name").map(str::to_owned))
                .or_else(|| connect.application_name.clone()),
            options: value("options", "PGOPTIONS"),
            connect_timeout: timeout,
            read_write: read_write(value("target_session_attrs", "PGTARGETSESSIONATTRS").as_deref())?,
        })
    }
}

fn wrong(message: Message, help: Message) -> NotConnected {
    Refusal::new(Stage::Url, message, help).into()
}

fn unsupported(what: String) -> NotConnected {
    HostError::Unsupported { what, origin: limbeck_ops::Origin::internal() }.into()
}

fn refuse_unknown_options(url: &Url) -> Result<(), NotConnected> {
    const USED: &[&str] = &[
        "host",
        "hostaddr",
        "port",
        "user",
        "password",
        "dbname",
        "database",
        "passfile",
        "sslmode",
        "ssl",
        "sslrootcert",
        "sslcert",
        "sslkey",
        "sslnegotiation",
        "channel_binding",
        "application_name",
        "fallback_application_name",
        "options",
        "connect_timeout",
        "target_session_attrs",
        "ssl_min_protocol_version",
    ];
    // The async drivers take options of their own, which are about Python objects.
    let foreign_driver = matches!(url.driver(), Some("asyncpg" | "pg8000"));
    for (name, value) in &url.query {
        let name = name.as_str();
        if USED.contains(&name) || WITHOUT_EFFECT.contains(&name) || foreign_driver {
            continue;
        }
        match (name, value.as_str()) {
            ("gssencmode", "disable" | "prefer") | ("requiressl", "0") => {}
            (
                "gssencmode"
                | "requiressl"
                | "requirepeer"
                | "require_auth"
                | "sslcrl"
                | "sslcrldir"
                | "sslpassword"
                | "ssl_max_protocol_version"
                | "service"
                | "replication",
                _,
            ) => {
                return Err(unsupported(format!("the option {name} in the database URL")));
            }
            _ => {
                return Err(wrong(says::unknown_option(name), says::unknown_option_help()));
            }
        }
    }
    Ok(())
}

#[cfg(unix)]
const DEFAULT_SOCKETS: &[&str] = &["/var/run/postgresql", "/run/postgresql", "/tmp"];
#[cfg(not(unix))]
const DEFAULT_SOCKETS: &[&str] = &[];

/// Without a host, libpq takes the socket in the folder it was compiled with; here that is the first folder of the
/// usual ones that has a socket for the port, else localhost.
fn default_address(port: u16) -> Address {
    DEFAULT_SOCKETS
        .iter()
        .map(PathBuf::from)
        .find(|folder| folder.join(format!(".s.PGSQL.{port}")).exists())
        .map_or_else(|| Address::Tcp("localhost".to_owned(), None), Address::Unix)
}

fn targets(url: &Url, env: &dyn Fn(&str) -> Option<String>) -> Result<Vec<Target>, NotConnected> {
    let hosts: Vec<String> = url.options("host").flat_map(|hosts| hosts.split(',')).map(str::to_owned).collect();
    let hosts = match hosts.is_empty() {
        false => hosts,
        true => url
            .host
            .clone()
            .or_else(|| env("PGHOST"))
            .map(|hosts| hosts.split(',').map(str::to_owned).collect())
            .unwrap_or_else(|| vec![String::new()]),
    };
    let host_addresses = url.option("hostaddr").map(str::to_owned).or_else(|| env("PGHOSTADDR"));
    let host_addresses: Vec<String> =
        host_addresses.iter().flat_map(|text| text.split(',')).map(str::to_owned).collect();
    let ports: Vec<String> = url.options("port").flat_map(|ports| ports.split(',')).map(str::to_owned).collect();
    let ports = match (ports.is_empty(), url.port) {
        (false, _) => ports,
        (true, Some(port)) => vec![port.to_string()],
        (true, None) => env("PGPORT").map(|text| text.split(',').map(str::to_owned).collect()).unwrap_or_default(),
    };
    let mut targets = Vec::new();
    for (position, host) in hosts.iter().enumerate() {
        let (host, own_port) = match host.split_once(':') {
            Some((name, port)) if !host.starts_with('/') && !port.contains(':') => (name, Some(port)),
            _ => (host.as_str(), None),
        };
        let port = own_port.or_else(|| ports.get(position).or_else(|| ports.last()).map(String::as_str));
        let port = match port {
            None | Some("") => 5432,
            Some(text) => text
                .parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or_else(|| wrong(says::port_no_number(text), says::port_no_number_help()))?,
        };
        let address = if host.starts_with('/') || host.starts_with('@') {
            Address::Unix(PathBuf::from(host))
        } else if host.is_empty() && host_addresses.get(position).is_none() {
            default_address(port)
        } else {
            Address::Tcp(host.to_owned(), host_addresses.get(position).cloned().filter(|text| !text.is_empty()))
        };
        targets.push(Target { address, port, password: None });
    }
    Ok(targets)
}

fn ssl_mode_named(text: &str) -> Result<SslMode, NotConnected> {
    Ok(match text {
        "disable" | "false" | "False" => SslMode::Disable,
        "allow" => SslMode::Allow,
        "prefer" => SslMode::Prefer,
        "require" | "true" | "True" => SslMode::Require,
        "verify-ca" => SslMode::VerifyCa,
        "verify-full" => SslMode::VerifyFull,
        other => {
            return Err(wrong(
                says::wrong_value("sslmode", other),
                says::one_of("disable, allow, prefer, require, verify-ca, verify-full"),
            ));
        }
    })
}

fn channel_binding(text: Option<&str>) -> Result<tokio_postgres::config::ChannelBinding, NotConnected> {
    use tokio_postgres::config::ChannelBinding;
    match text {
        None | Some("prefer") => Ok(ChannelBinding::Prefer),
        Some("disable") => Ok(ChannelBinding::Disable),
        // tokio-postgres-rustls 0.13 can't tell the server's certificate for it.
        Some("require") => Err(unsupported("channel_binding=require".to_owned())),
        Some(other) => {
            Err(wrong(says::wrong_value("channel_binding", other), says::one_of("disable, prefer, require")))
        }
    }
}

fn read_write(text: Option<&str>) -> Result<bool, NotConnected> {
    match text {
        None | Some("any") => Ok(false),
        Some("read-write" | "primary") => Ok(true),
        Some(other) => Err(unsupported(format!("target_session_attrs={other}"))),
    }
}

/// libpq: zero, negative, or not specified means wait indefinitely.
fn seconds(text: &str) -> Result<Option<Duration>, NotConnected> {
    let value: i64 =
        text.trim().parse().map_err(|_| wrong(says::timeout_no_number(text), says::timeout_no_number_help()))?;
    Ok(u64::try_from(value).ok().filter(|seconds| *seconds > 0).map(Duration::from_secs))
}

fn passfile_path(url: &Url, env: &dyn Fn(&str) -> Option<String>, home: Option<&PathBuf>) -> Option<PathBuf> {
    if let Some(path) = url.option("passfile").map(PathBuf::from).or_else(|| env("PGPASSFILE").map(PathBuf::from)) {
        return Some(path);
    }
    if cfg!(windows) {
        return env("APPDATA").map(|folder| PathBuf::from(folder).join("postgresql").join("pgpass.conf"));
    }
    home.map(|home| home.join(".pgpass"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(url: &str, env: &[(&str, &str)]) -> Result<Settings, HostError> {
        let lookup = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Settings::new(&Url::parse(url).unwrap(), &ConnectOptions::default(), &lookup).map_err(HostError::from)
    }

    #[test]
    fn the_url_goes_before_the_environment() {
        let env =
            [("PGHOST", "other"), ("PGPORT", "1"), ("PGUSER", "x"), ("PGPASSWORD", "p"), ("PGSSLMODE", "require")];
        let found = settings("postgresql://u@h:7/db?sslmode=disable", &env).unwrap();
        let address = Address::Tcp("h".into(), None);
        assert_eq!(found.targets, [Target { address, port: 7, password: Some("p".into()) }]);
        assert_eq!((found.user.as_deref(), found.ssl_mode), (Some("u"), SslMode::Disable));
        let found = settings("postgresql://", &env).unwrap();
        assert_eq!(found.targets[0].address, Address::Tcp("other".into(), None));
        assert_eq!((found.targets[0].port, found.user.as_deref()), (1, Some("x")));
        assert_eq!(found.ssl_mode, SslMode::Require);
    }

    #[test]
    fn several_hosts_have_their_ports() {
        let found = settings("postgresql://u@/db?host=a:1&host=b:2", &[]).unwrap();
        let ports: Vec<u16> = found.targets.iter().map(|target| target.port).collect();
        assert_eq!(ports, [1, 2]);
        let found = settings("postgresql://u@a,b:9/db", &[]).unwrap();
        assert_eq!(found.targets.len(), 2);
        assert_eq!(found.targets[1].port, 9);
    }

    #[test]
    fn a_folder_is_a_socket() {
        let found = settings("postgresql://u@/db?host=/var/run/x", &[]).unwrap();
        assert_eq!(found.targets[0].address, Address::Unix("/var/run/x".into()));
    }

    #[test]
    fn unknown_options_are_named() {
        let error = settings("postgresql://h/db?sslmod=require", &[]).unwrap_err();
        assert_eq!(error.to_string(), "the database URL has an option that PostgreSQL does not know: \"sslmod\"");
        let error = settings("postgresql://h/db?service=x", &[]).unwrap_err();
        assert_eq!(error.to_string(), "the option service in the database URL is not supported");
        assert!(settings("postgresql+asyncpg://h/db?prepared_statement_cache_size=0&ssl=require", &[]).is_ok());
    }

    #[test]
    fn wrong_values_are_named() {
        assert_eq!(settings("postgresql://h/?sslmode=x", &[]).unwrap_err().to_string(), "invalid sslmode value: \"x\"");
        assert!(settings("postgresql://h/?connect_timeout=soon", &[]).is_err());
        assert!(settings("postgresql://h/?port=70000", &[]).is_err());
    }
}
