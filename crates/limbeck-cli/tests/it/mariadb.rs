//! A private MariaDB server: made by the first test that needs one, stopped when the tests end.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Makes the server's folder, starts it, says so, and stops it when its input ends, which is when the test process
/// ends, however it ends.
const SCRIPT: &str = r#"
set -e
port=$1
PATH="$PATH:/usr/sbin"
dir=$(mktemp -d "${TMPDIR:-/tmp}/limbeck-test-mariadb.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM HUP
cd "$dir"
as=
[ "$(id -u)" != 0 ] || as=--user=root
mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-authentication-method=normal --skip-test-db $as \
    >install.log 2>&1 || { cat install.log >&2; exit 1; }
mariadbd --no-defaults $as --datadir="$dir/data" --port="$port" --bind-address=127.0.0.1 --socket="$dir/socket" \
    --skip-name-resolve --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M --skip-log-bin \
    --character-set-server=utf8mb4 >server.log 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 400); do
    if mariadb --no-defaults -S "$dir/socket" -u root -e 'select 1' >/dev/null 2>&1; then
        mariadb --no-defaults -S "$dir/socket" -u root -e "CREATE USER tester@'%' IDENTIFIED BY 'right';
            GRANT ALL ON *.* TO tester@'%'; CREATE USER narrow@'%' IDENTIFIED BY 'right';
            GRANT SELECT, INSERT, UPDATE, DELETE, ALTER, INDEX ON *.* TO narrow@'%'"
        echo "ready"
        cat >/dev/null
        exit 0
    fi
    kill -0 $server || break
    sleep 0.05
done
cat server.log >&2
exit 1
"#;

/// A running server.
pub struct Server {
    port: u16,
    /// Keeps the server's input open.
    _process: Mutex<Child>,
}

/// A database of a test.
pub struct Database {
    pub name: String,
    port: u16,
}

/// A session of the server's own client, which goes on until it is dropped.
pub struct Client {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Database {
    /// Its URL for a user.
    pub fn url_of(&self, user: &str) -> String {
        format!("mysql+pymysql://{user}:right@127.0.0.1:{}/{}", self.port, self.name)
    }

    /// Its URL.
    pub fn url(&self) -> String {
        self.url_of("tester")
    }

    fn program(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let port = self.port.to_string();
        command.args(["--no-defaults", "-h", "127.0.0.1", "-P", &port, "-u", "tester", "-pright"]);
        command
    }

    /// Runs statements and gives what they answer.
    pub fn run(&self, sql: &str) -> String {
        let output = self.program("mariadb").args(["-N", "-B", &self.name, "-e", sql]).output().expect("the client");
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").trim_end().to_owned()
    }

    /// Tables and rows, without counters.
    pub fn dump(&self) -> String {
        let mut text = self.run(
            "SELECT TRIGGER_NAME, ACTION_STATEMENT FROM information_schema.TRIGGERS \
             WHERE TRIGGER_SCHEMA = DATABASE()",
        );
        for table in self.run("SHOW TABLES").lines() {
            let definition = self.run(&format!("SHOW CREATE TABLE `{table}`")).replace("\\n", "\n");
            let rows = self.run(&format!("SELECT * FROM `{table}` ORDER BY 1"));
            text.push_str(&format!("\n{definition}\n{rows}"));
        }
        let counter = |line: &str| match line.split_once(" AUTO_INCREMENT=") {
            Some((head, tail)) => format!("{head} {}", tail.trim_start_matches(|c: char| c.is_ascii_digit())),
            None => line.to_owned(),
        };
        text.lines().map(counter).collect::<Vec<_>>().join("\n")
    }

    /// A session.
    pub fn client(&self) -> Client {
        let mut command = self.program("mariadb");
        command.args(["-N", "-B", "-n", &self.name]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().expect("the client");
        let output = BufReader::new(process.stdout.take().expect("its output"));
        Client { process, output }
    }
}

impl Client {
    /// Runs a statement that answers one row.
    pub fn ask(&mut self, sql: &str) -> String {
        writeln!(self.process.stdin.as_mut().expect("its input"), "{sql};").expect("a line");
        let mut line = String::new();
        self.output.read_line(&mut line).expect("an answer");
        line.trim_end().to_owned()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.process.stdin = None;
        // Its session ends with it.
        let _ended = self.process.wait();
    }
}

/// A new database on the private server.
pub fn fresh() -> Database {
    static SERVER: OnceLock<Server> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let port = SERVER.get_or_init(start).port;
    let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
    Database { name: "mysql".to_owned(), port }.run(&format!("CREATE DATABASE {name}"));
    Database { name, port }
}

fn start() -> Server {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port();
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "sh", &port.to_string()]).current_dir("/");
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sh starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    assert_eq!(line, "ready\n", "the private MariaDB server did not start");
    Server { port, _process: Mutex::new(process) }
}
