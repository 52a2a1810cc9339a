//! Why a database can't be reached, and the next step.

use crate::messages;

messages! {
    /// A text that is no URL: SQLAlchemy's words.
    no_url() { en: "Could not parse SQLAlchemy URL from given URL string", zh: "数据库 URL 格式不正确，无法解析" }
    /// How a URL is written.
    no_url_help() {
        en: "write postgresql://user:password@host:5432/database or sqlite:///file.db",
        zh: "请写成 postgresql://用户:密码@主机:5432/数据库 或 sqlite:///文件.db",
    }
    /// The port is no number.
    url_port(port) { en: "the port in the database URL is not a number: {port:?}", zh: "数据库 URL 中的端口不是数字：{port:?}" }
    /// The usual cause.
    url_port_help() {
        en: "a special character in the password must be percent-encoded",
        zh: "密码中的特殊字符须用百分号编码（例如 @ 写成 %40）",
    }
    /// A dialect that limbeck does not know.
    url_dialect(dialect) {
        en: "the database URL names the dialect {dialect:?}; limbeck knows postgresql, mysql, mariadb and sqlite",
        zh: "数据库 URL 中的类型 {dialect:?} 不受支持；limbeck 支持 postgresql、mysql、mariadb 和 sqlite",
    }
    /// What to use.
    url_dialect_help() { en: "use a postgresql://, mysql:// or sqlite:// URL", zh: "请使用 postgresql://、mysql:// 或 sqlite:// 形式的 URL" }
    /// A connection from inside an event loop.
    inside_a_task() {
        en: "a database can't be connected to from inside an asynchronous task",
        zh: "不能在异步任务内部连接数据库",
    }
    /// What to do instead.
    inside_a_task_help() {
        en: "call limbeck from a thread of its own (tokio::task::spawn_blocking)",
        zh: "请在单独的线程中调用 limbeck（tokio::task::spawn_blocking）",
    }
    /// The system gave no event loop.
    no_event_loop(error) { en: "no event loop could be made: {error}", zh: "无法创建事件循环：{error}" }
    /// Nothing better is known.
    try_again() { en: "try again", zh: "请重试" }
    /// Something in the URL that limbeck does not do.
    not_supported(what) { en: "{what} is not supported", zh: "不支持 {what}" }
    /// Without it.
    not_supported_help() { en: "take it out of the database URL", zh: "请从数据库 URL 中去掉它" }
    /// An option of the URL that nobody knows.
    unknown_option(name) {
        en: "the database URL has an option that PostgreSQL does not know: {name:?}",
        zh: "数据库 URL 中有 PostgreSQL 不认识的选项：{name:?}",
    }
    /// Its remedy.
    unknown_option_help() { en: "check its spelling, or take it out of the URL", zh: "请检查拼写，或从 URL 中去掉它" }
    /// A port of an option or variable.
    port_no_number(port) { en: "the port of the database is not a number: {port:?}", zh: "数据库端口不是数字：{port:?}" }
    /// Ports.
    port_no_number_help() { en: "a port is 1 to 65535", zh: "端口应为 1 到 65535" }
    /// An option with a wrong value.
    wrong_value(option, value) { en: "invalid {option} value: {value:?}", zh: "{option} 的值无效：{value:?}" }
    /// Its values.
    one_of(values) { en: "it is one of {values}", zh: "可用的值：{values}" }
    /// A timeout that is no number.
    timeout_no_number(value) {
        en: "connect_timeout is not a number of seconds: {value:?}",
        zh: "connect_timeout 不是秒数：{value:?}",
    }
    /// Seconds.
    timeout_no_number_help() { en: "give whole seconds", zh: "请写整数秒" }
    /// A host name that does not resolve.
    no_host(host, reason) {
        en: "the host name {host:?} of the database can't be resolved ({reason})",
        zh: "无法解析数据库主机名 {host:?}（{reason}）",
    }
    /// Its remedy.
    no_host_help() {
        en: "check the host in the database URL, and the network's name service",
        zh: "请检查数据库 URL 中的主机名以及网络的 DNS",
    }
    /// Nobody answered.
    no_answer(place) { en: "no answer from {place} in time", zh: "{place} 在规定时间内没有应答" }
    /// Its remedy.
    no_answer_help() {
        en: "check host and port in the database URL, and whether a firewall is in between",
        zh: "请检查数据库 URL 中的主机和端口，以及中间是否有防火墙",
    }
    /// Nobody listens.
    refused(place) {
        en: "no PostgreSQL server listens at {place} (connection refused)",
        zh: "{place} 上没有 PostgreSQL 服务（连接被拒绝）",
    }
    /// Nobody listens on a socket.
    no_socket(place) {
        en: "no PostgreSQL server listens on the socket {place}",
        zh: "套接字 {place} 上没有 PostgreSQL 服务",
    }
    /// The remedy of both.
    refused_help() {
        en: "start the server, or correct host and port in the database URL",
        zh: "请启动数据库服务，或改正数据库 URL 中的主机和端口",
    }
    /// A socket that may not be opened.
    socket_denied(place) { en: "this user may not use the socket {place}", zh: "当前操作系统用户无权使用套接字 {place}" }
    /// Its remedy.
    socket_denied_help() {
        en: "connect by host name, or as a user who may open the socket",
        zh: "请用主机名连接，或换一个有权打开该套接字的用户",
    }
    /// Someone closed the door.
    closed_at_once(place) {
        en: "the server at {place} closed the connection at once",
        zh: "{place} 的服务立即关闭了连接",
    }
    /// Perhaps something else listens there.
    closed_at_once_help() {
        en: "check that it is a PostgreSQL server, and look into its log",
        zh: "请确认那里是 PostgreSQL 服务，并查看其日志",
    }
    /// Anything else that goes wrong on the way.
    failed(place, reason) { en: "the connection to {place} failed: {reason}", zh: "连接 {place} 失败：{reason}" }
    /// On the network.
    failed_help() {
        en: "check host and port in the database URL, and the network",
        zh: "请检查数据库 URL 中的主机和端口，以及网络",
    }
    /// At the other end.
    failed_server_help() {
        en: "check that a PostgreSQL server listens there",
        zh: "请确认那里有 PostgreSQL 服务在监听",
    }
    /// No host is left.
    nowhere() { en: "no host to connect to", zh: "没有可以连接的主机" }
    /// TLS is required and not offered.
    no_tls(place) {
        en: "the server at {place} does not speak TLS, but sslmode requires it",
        zh: "{place} 的服务不支持 TLS，但 sslmode 要求使用 TLS",
    }
    /// Its remedy.
    no_tls_help() {
        en: "switch TLS on at the server, or connect with sslmode=prefer",
        zh: "请在服务端启用 TLS，或改用 sslmode=prefer",
    }
    /// The handshake failed.
    tls_failed(place, reason) {
        en: "TLS with the server at {place} failed: {reason}",
        zh: "与 {place} 的服务建立 TLS 失败：{reason}",
    }
    /// Its remedy.
    tls_failed_help() {
        en: "check sslmode, sslrootcert and the server's certificate",
        zh: "请检查 sslmode、sslrootcert 和服务端证书",
    }
    /// No password.
    no_password(place) {
        en: "the server at {place} asks for a password, and none was given",
        zh: "{place} 的服务要求密码，但没有提供密码",
    }
    /// Where one is put.
    no_password_help() {
        en: "put the password into the database URL, PGPASSWORD or the file ~/.pgpass",
        zh: "请把密码写进数据库 URL、PGPASSWORD 或文件 ~/.pgpass",
    }
    /// A standby.
    standby(place) {
        en: "the server at {place} is read-only, but target_session_attrs asks for a writable one",
        zh: "{place} 的服务是只读的，但 target_session_attrs 要求可写",
    }
    /// Its remedy.
    standby_help() { en: "connect to the primary server", zh: "请连接主库" }
    /// A wrong password.
    wrong_password(user, place) {
        en: "the password for user {user:?} at {place} is wrong, or there is no such user",
        zh: "{place} 上用户 {user:?} 的密码错误，或该用户不存在",
    }
    /// Its remedy.
    wrong_password_help() {
        en: "correct user and password in the database URL",
        zh: "请改正数据库 URL（或 .env）中的用户名和密码",
    }
    /// The user of the operating system, where none is named.
    system_user() { en: "the operating system's user", zh: "操作系统用户" }
    /// The database, where none is named.
    same_name() { en: "of the same name", zh: "（与用户同名）" }
    /// A role that may not log in.
    no_login(user, place) { en: "the role {user:?} may not log in at {place}", zh: "角色 {user:?} 不允许登录 {place}" }
    /// Its remedy.
    no_login_help(user) {
        en: "let an administrator run: ALTER ROLE \"{user}\" LOGIN",
        zh: "请管理员执行：ALTER ROLE \"{user}\" LOGIN",
    }
    /// A role that is not there.
    no_role(user, place) { en: "the role {user:?} does not exist at {place}", zh: "{place} 上不存在角色 {user:?}" }
    /// Its remedy.
    no_role_help(user) {
        en: "correct the user in the database URL, or let an administrator run: CREATE ROLE \"{user}\" LOGIN",
        zh: "请改正数据库 URL 中的用户名，或请管理员执行：CREATE ROLE \"{user}\" LOGIN",
    }
    /// No line of pg_hba.conf.
    not_let_in(place, user, database, reason) {
        en: "the server at {place} does not let user {user:?} into database {database:?} from here ({reason})",
        zh: "{place} 的服务不允许用户 {user:?} 从本机访问数据库 {database:?}（{reason}）",
    }
    /// Its remedy.
    not_let_in_help() {
        en: "add a line for this user, database and address to the server's pg_hba.conf, or try another sslmode",
        zh: "请在服务端的 pg_hba.conf 中为该用户、数据库和地址添加一行，或换一个 sslmode",
    }
    /// Refused for another reason.
    user_refused(place, user, reason) {
        en: "the server at {place} refused user {user:?}: {reason}",
        zh: "{place} 的服务拒绝了用户 {user:?}：{reason}",
    }
    /// Its remedy.
    user_refused_help() {
        en: "check the server's pg_hba.conf and the user in the database URL",
        zh: "请检查服务端的 pg_hba.conf 和数据库 URL 中的用户名",
    }
    /// The database is not there.
    no_database(database, place) {
        en: "the database {database:?} does not exist at {place}",
        zh: "{place} 上不存在数据库 {database:?}",
    }
    /// Its remedy.
    no_database_help(database) {
        en: "create it (createdb {database}), or correct its name in the database URL",
        zh: "请创建它（createdb {database}），或改正数据库 URL 中的库名",
    }
    /// No right to connect.
    no_connect_right(user, database, place) {
        en: "the role {user:?} may not connect to the database {database:?} at {place}",
        zh: "角色 {user:?} 无权连接 {place} 上的数据库 {database:?}",
    }
    /// Its remedy.
    no_connect_right_help(database, user) {
        en: "let its owner run: GRANT CONNECT ON DATABASE \"{database}\" TO \"{user}\"",
        zh: "请库的所有者执行：GRANT CONNECT ON DATABASE \"{database}\" TO \"{user}\"",
    }
    /// Too many sessions.
    full(place, reason) {
        en: "the server at {place} has no connection left ({reason})",
        zh: "{place} 的服务已无可用连接（{reason}）",
    }
    /// Its remedy.
    full_help() { en: "close other sessions, or raise max_connections", zh: "请关闭其他会话，或调大 max_connections" }
    /// Starting or stopping.
    not_ready(place, reason) {
        en: "the server at {place} does not take connections yet ({reason})",
        zh: "{place} 的服务尚不接受连接（{reason}）",
    }
    /// Its remedy.
    not_ready_help() { en: "wait until it has started, and try again", zh: "请等服务启动完成后再试" }
    /// Any other refusal.
    server_refused(place, reason) {
        en: "the server at {place} refused the connection: {reason}",
        zh: "{place} 的服务拒绝了连接：{reason}",
    }
    /// Its remedy.
    server_refused_help() { en: "look into the server's log", zh: "请查看服务端日志" }
    /// A URL that SQLite can't use.
    sqlite_url(url) { en: "invalid SQLite URL: {url}", zh: "SQLite 的 URL 不正确：{url}" }
    /// How it is written.
    sqlite_url_help() {
        en: "write sqlite:///relative/path/to/file.db, sqlite:////absolute/path/to/file.db or sqlite://",
        zh: "请写成 sqlite:///相对路径/文件.db、sqlite:////绝对路径/文件.db 或 sqlite://",
    }
    /// A folder in place of a file.
    sqlite_folder(path) { en: "{path} is a folder, not a SQLite file", zh: "{path} 是文件夹，不是 SQLite 文件" }
    /// Its remedy.
    sqlite_folder_help() { en: "name a file in the database URL", zh: "请在数据库 URL 中写文件名" }
    /// A folder that is not there.
    sqlite_no_folder(path) {
        en: "the folder of the SQLite file {path} does not exist",
        zh: "SQLite 文件 {path} 所在的文件夹不存在",
    }
    /// Its remedy.
    sqlite_no_folder_help(folder) {
        en: "create the folder {folder}, or correct the path in the database URL",
        zh: "请创建文件夹 {folder}，或改正数据库 URL 中的路径",
    }
    /// A file that is not there, for commands that make none.
    sqlite_no_file(path) { en: "the SQLite file {path} does not exist", zh: "SQLite 文件 {path} 不存在" }
    /// Its remedy.
    sqlite_no_file_help() {
        en: "`limbeck upgrade head` creates it; if it should be there, correct the path in the database URL (a relative one starts at the current folder)",
        zh: "`limbeck upgrade head` 会创建它；如果它本应存在，请改正数据库 URL 中的路径（相对路径从当前目录算起）",
    }
    /// Not SQLite's format.
    sqlite_no_database(path) { en: "{path} is not a SQLite database", zh: "{path} 不是 SQLite 数据库" }
    /// Its remedy.
    sqlite_no_database_help() { en: "correct the path in the database URL", zh: "请改正数据库 URL 中的路径" }
    /// A file that the system does not open.
    sqlite_not_opened(path) { en: "the SQLite file {path} can't be opened", zh: "无法打开 SQLite 文件 {path}" }
    /// Its remedy.
    sqlite_not_opened_help() {
        en: "check that it exists and that this user may read and write it and its folder",
        zh: "请确认文件存在，且当前用户可以读写该文件及其文件夹",
    }
    /// Another program writes.
    sqlite_locked(path) {
        en: "the SQLite file {path} is locked by another program",
        zh: "SQLite 文件 {path} 被其他程序锁定",
    }
    /// Its remedy.
    sqlite_locked_help() {
        en: "wait until that program has finished its transaction, and try again",
        zh: "请等那个程序结束事务后再试",
    }
    /// Anything else.
    sqlite_failed(path, reason) {
        en: "the SQLite file {path} can't be used: {reason}",
        zh: "无法使用 SQLite 文件 {path}：{reason}",
    }
    /// Its remedy.
    sqlite_failed_help() {
        en: "check the file and the path in the database URL",
        zh: "请检查该文件和数据库 URL 中的路径",
    }
    /// A key is missing beside a certificate.
    certificate_without_key(path) {
        en: "the client certificate {path} has no sslkey",
        zh: "客户端证书 {path} 没有对应的 sslkey",
    }
    /// A file of certificates.
    certificates_unreadable(path, reason) {
        en: "the certificate file {path} can't be read: {reason}",
        zh: "无法读取证书文件 {path}：{reason}",
    }
    /// A key file of ours.
    client_key_unreadable(path, reason) {
        en: "the client key {path} can't be read: {reason}",
        zh: "无法读取客户端密钥 {path}：{reason}",
    }
    /// A certificate of ours.
    client_certificate_unusable(path, reason) {
        en: "the client certificate {path} can't be used: {reason}",
        zh: "无法使用客户端证书 {path}：{reason}",
    }
    /// Two options that go together.
    system_roots_need_full_verification() {
        en: "sslrootcert=system needs sslmode=verify-full",
        zh: "sslrootcert=system 需要 sslmode=verify-full",
    }
    /// Two options that go together.
    verification_needs_a_root() {
        en: "sslmode=verify-ca needs a root certificate: give its file as sslrootcert",
        zh: "sslmode=verify-ca 需要根证书：请用 sslrootcert 指定证书文件",
    }
    /// Nothing to verify with.
    no_roots() { en: "no root certificate could be read", zh: "没有读到任何根证书" }
    /// A host that no certificate can name.
    no_name_for_a_certificate(name, reason) {
        en: "{name:?} is no name for a certificate: {reason}",
        zh: "{name:?} 不能作为证书的名称：{reason}",
    }
    /// Nobody that we trust has signed.
    untrusted() {
        en: "the server's certificate is not signed by a trusted authority",
        zh: "服务器的证书不是由受信任的机构签发的",
    }
    /// It has expired.
    expired() { en: "the server's certificate has expired", zh: "服务器的证书已过期" }
    /// It is somebody else's.
    other_name() {
        en: "the server's certificate is for another host name",
        zh: "服务器的证书属于另一个主机名",
    }
}
