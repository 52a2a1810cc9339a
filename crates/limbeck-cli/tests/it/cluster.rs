//! A private PostgreSQL cluster: made by the first test that needs one, stopped when the tests end.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Runs as the server's user: makes the cluster, starts the server, says so, and stops it when its input ends, which is
/// when the test process ends, however it ends. Each line of its input is a database and SQL.
const SCRIPT: &str = r#"
set -e
bin=$1 port=$2
dir=$(mktemp -d "${TMPDIR:-/tmp}/limbeck-test-pg.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
cd "$dir"
PATH="$bin:$PATH"
initdb -D data -U postgres -A scram-sha-256 --pwfile=/dev/stdin --no-sync -E UTF8 --locale=C >initdb.log 2>&1 <<'PW' || { cat initdb.log >&2; exit 1; }
right
PW
printf 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n' >data/pg_hba.conf
postgres -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories="$dir" -c fsync=off >server.log 2>&1 &
server=$!
trap 'kill -INT $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
sql() { psql -h "$dir" -p "$port" -U postgres -d "$1" -qAtc "$2" >/dev/null 2>&1; }
for _ in $(seq 200); do
    if sql postgres 'select 1'; then
        echo ready
        while read -r database line; do
            if sql "$database" "$line"; then echo done; else echo failed; fi
        done
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
    process: Mutex<(Child, BufReader<std::process::ChildStdout>)>,
}

impl Cluster {
    /// A URL for the superuser, with a password.
    pub fn url(&self, password: &str, database: &str) -> String {
        format!("postgresql://postgres:{password}@127.0.0.1:{}/{database}", self.port)
    }

    /// Runs a statement as the superuser.
    pub fn run(&self, sql: &str) {
        self.run_in("postgres", sql);
    }

    /// Runs a statement in a database.
    pub fn run_in(&self, database: &str, sql: &str) {
        let mut process = self.process.lock().expect("no test panics here");
        writeln!(process.0.stdin.as_mut().expect("its input"), "{database} {sql}").expect("a line");
        let mut line = String::new();
        process.1.read_line(&mut line).expect("an answer");
        assert_eq!(line, "done\n", "{sql}");
    }

    /// The URL of a new database.
    pub fn fresh(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("fresh_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        self.run(&format!("CREATE DATABASE {name}"));
        self.url("right", &name)
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
    let mut output = BufReader::new(process.stdout.take().expect("its output"));
    let mut line = String::new();
    output.read_line(&mut line).expect("a line");
    assert_eq!(line, "ready\n", "the private PostgreSQL cluster did not start");
    Cluster { port, process: Mutex::new((process, output)) }
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
