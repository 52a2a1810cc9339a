//! A private MariaDB server: made by the first test that needs one, stopped when the tests end.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
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
tls=
if command -v openssl >/dev/null; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
        -addext basicConstraints=critical,CA:FALSE -keyout key.pem -out cert.pem >openssl.log 2>&1 &&
        tls="--ssl-cert=$dir/cert.pem --ssl-key=$dir/key.pem"
fi
mariadbd --no-defaults $as $tls --datadir="$dir/data" --port="$port" --bind-address=127.0.0.1 --socket="$dir/socket" \
    --skip-name-resolve --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=32M --skip-log-bin \
    --character-set-server=utf8mb4 >server.log 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$dir"' EXIT
for _ in $(seq 400); do
    if mariadb --no-defaults -S "$dir/socket" -u root -e 'select 1' >/dev/null 2>&1; then
        mariadb --no-defaults -S "$dir/socket" -u root -e "
            CREATE USER tester@'%' IDENTIFIED BY 'it''s @right'; GRANT ALL ON *.* TO tester@'%';
            CREATE USER poor@'%' IDENTIFIED BY 'x'; CREATE DATABASE closed"
        echo "ready $dir $([ -z "$tls" ] || echo on)"
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
    pub port: u16,
    pub socket: String,
    /// The certificate, where the server speaks TLS: there is no `openssl` everywhere.
    pub certificate: Option<String>,
    /// Keeps the server's input open.
    _process: Mutex<Child>,
}

impl Server {
    /// A URL for user and password and a database.
    pub fn url(&self, login: &str, rest: &str) -> String {
        format!("mysql+pymysql://{login}@127.0.0.1:{}/{rest}", self.port)
    }

    /// The URL of a database that is made for a test.
    pub fn fresh_url(&self) -> String {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", COUNT.fetch_add(1, Ordering::Relaxed));
        let host = limbeck_exec::connect(&self.url(LOGIN, ""), &limbeck_exec::ConnectOptions::default()).unwrap();
        crate::database::run(&host, &format!("CREATE DATABASE {name}")).unwrap();
        self.url(LOGIN, &name)
    }
}

/// The user that may do everything, and the password.
pub const LOGIN: &str = "tester:it's%20%40right";

/// The private server.
pub fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

fn start() -> Server {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("its number").port();
    let mut command = Command::new("sh");
    command.args(["-c", SCRIPT, "sh", &port.to_string()]).current_dir("/");
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sh starts");
    let mut line = String::new();
    BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let mut words = line.split_whitespace();
    assert_eq!(words.next(), Some("ready"), "the private MariaDB server did not start");
    let folder = words.next().expect("its folder");
    let certificate = words.next().map(|_| format!("{folder}/cert.pem"));
    Server { port, socket: format!("{folder}/socket"), certificate, _process: Mutex::new(process) }
}
