//! A private PostgreSQL cluster: made by the first test that needs one, stopped when the tests end.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, OnceLock};

/// Runs as the server's user: makes the cluster, starts the server, says so, and stops it when its input ends, which is
/// when the test process ends, however it ends.
const SCRIPT: &str = r#"
set -e
bin=$1 port=$2
dir=$(mktemp -d "${TMPDIR:-/tmp}/limbeck-test-pg.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
cd "$dir"
PATH="$bin:$PATH"
initdb -D data -U postgres -A trust --no-sync -E UTF8 --locale=C >initdb.log 2>&1 || { cat initdb.log >&2; exit 1; }
cat >data/pg_hba.conf <<'HBA'
local   all all trust
hostssl all tls_only 127.0.0.1/32 trust
hostnossl all no_tls 127.0.0.1/32 trust
host    all secret 127.0.0.1/32 scram-sha-256
host    all md5_secret 127.0.0.1/32 md5
host    all unwanted 127.0.0.1/32 reject
host    all postgres,ghost,no_login,poor,few 127.0.0.1/32 trust
HBA
ssl=off
if command -v openssl >/dev/null; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -keyout data/server.key -out data/server.crt >openssl.log 2>&1 && chmod 600 data/server.key && ssl=on
fi
postgres -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" -c fsync=off \
    -c ssl=$ssl -c max_connections=200 >server.log 2>&1 &
server=$!
trap 'kill -INT $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 200); do
    if psql -h "$dir" -p "$port" -U postgres -d postgres -qAtc 'select 1' >/dev/null 2>&1; then
        psql -h "$dir" -p "$port" -U postgres -d postgres -q -c "create role secret login password 'right'" \
            -c "create role tls_only login" -c "create role no_tls login" -c "create role no_login" \
            -c "create role unwanted login" -c "create role poor login" -c "create role few login connection limit 0" \
            -c "create database closed" -c "revoke connect on database closed from public" \
            -c "set password_encryption to 'md5'" -c "create role md5_secret login password 'right'" >/dev/null
        chmod 755 "$dir"
        cp data/server.crt "$dir/server.crt" 2>/dev/null || true
        echo "ready $dir $ssl"
        cat >/dev/null
        exit 0
    fi
    kill -0 $server || break
    sleep 0.05
done
cat server.log >&2
exit 1
"#;

/// A running cluster.
pub struct Cluster {
    pub port: u16,
    /// Folder of the Unix socket.
    pub socket: PathBuf,
    pub tls: bool,
    /// Keeps the server's input open.
    _process: Mutex<Child>,
}

impl Cluster {
    /// A URL for a user and a database.
    pub fn url(&self, user: &str, rest: &str) -> String {
        format!("postgresql://{user}@127.0.0.1:{}/{rest}", self.port)
    }
}

/// The private cluster.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(start)
}

fn start() -> Cluster {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port();
    let bin = bin_folder();
    let args = ["-c", SCRIPT, "sh", bin.to_str().expect("a path in UTF-8"), &port.to_string()].map(str::to_owned);
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    let mut command = if root {
        // PostgreSQL refuses to run as root.
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(&args).env("HOME", "/nonexistent").current_dir("/");
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PG")) {
        command.env_remove(name);
    }
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sh starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("ready"), "the private PostgreSQL cluster did not start");
    let socket = PathBuf::from(words.next().expect("its folder"));
    let tls = words.next() == Some("on");
    Cluster { port, socket, tls, _process: Mutex::new(process) }
}

/// The newest PostgreSQL of Debian's packages, else what is on the PATH.
fn bin_folder() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .filter(|folder| folder.join("initdb").exists())
        .collect();
    found.sort();
    found.pop().unwrap_or_else(|| PathBuf::from("/usr/bin"))
}
