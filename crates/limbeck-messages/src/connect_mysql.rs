//! Why a MySQL or MariaDB server can't be reached, where `connect` has no words for it.

use crate::messages;

messages! {
    /// An option of the URL that nobody knows.
    unknown_option(name) {
        en: "the database URL has an option that the drivers of MySQL do not know: {name:?}",
        zh: "数据库 URL 中有 MySQL 驱动不认识的选项：{name:?}",
    }
    /// Nobody listens.
    refused(place) {
        en: "no MySQL or MariaDB server listens at {place} (connection refused)",
        zh: "{place} 上没有 MySQL 或 MariaDB 服务（连接被拒绝）",
    }
    /// Nobody listens on a socket.
    no_socket(place) {
        en: "no MySQL or MariaDB server listens on the socket {place}",
        zh: "套接字 {place} 上没有 MySQL 或 MariaDB 服务",
    }
    /// Perhaps something else listens there.
    closed_at_once_help() {
        en: "check that it is a MySQL or MariaDB server, and look into its log",
        zh: "请确认那里是 MySQL 或 MariaDB 服务，并查看其日志",
    }
    /// At the other end.
    failed_server_help() {
        en: "check that a MySQL or MariaDB server listens there",
        zh: "请确认那里有 MySQL 或 MariaDB 服务在监听",
    }
    /// TLS is required and not offered.
    no_tls(place) {
        en: "the server at {place} does not speak TLS, but the database URL asks for it",
        zh: "{place} 的服务不支持 TLS，但数据库 URL 要求使用 TLS",
    }
    /// Its remedy.
    no_tls_help() {
        en: "switch TLS on at the server, or take the ssl options out of the database URL",
        zh: "请在服务端启用 TLS，或从数据库 URL 中去掉 ssl 选项",
    }
    /// TLS is required by the server.
    tls_required(place) { en: "the server at {place} takes connections with TLS only", zh: "{place} 的服务只接受 TLS 连接" }
    /// Its remedy.
    tls_required_help() {
        en: "add ssl_ca=/path/to/ca.pem or ssl=true to the database URL",
        zh: "请在数据库 URL 中加上 ssl_ca=/路径/ca.pem 或 ssl=true",
    }
    /// The handshake failed.
    tls_failed_help() {
        en: "check ssl_ca, ssl_cert, ssl_key and the server's certificate",
        zh: "请检查 ssl_ca、ssl_cert、ssl_key 和服务端证书",
    }
    /// A key is missing beside a certificate.
    certificate_without_key(path) {
        en: "the client certificate {path} has no ssl_key",
        zh: "客户端证书 {path} 没有对应的 ssl_key",
    }
    /// Where a password is put.
    no_password_help() { en: "put the password into the database URL", zh: "请把密码写进数据库 URL" }
    /// A way to log in that the driver has not.
    unknown_plugin(place, plugin) {
        en: "the server at {place} asks for the login method {plugin:?}, which limbeck does not have",
        zh: "{place} 的服务要求登录方式 {plugin:?}，limbeck 不支持",
    }
    /// Its remedy.
    unknown_plugin_help() {
        en: "use a user with mysql_native_password or caching_sha2_password",
        zh: "请使用 mysql_native_password 或 caching_sha2_password 方式的用户",
    }
    /// No right to the database.
    no_database_right(user, database, place) {
        en: "the user {user:?} may not use the database {database:?} at {place}",
        zh: "用户 {user:?} 无权使用 {place} 上的数据库 {database:?}",
    }
    /// Its remedy.
    no_database_right_help(database, user) {
        en: "let an administrator run: GRANT ALL ON `{database}`.* TO '{user}'",
        zh: "请管理员执行：GRANT ALL ON `{database}`.* TO '{user}'",
    }
    /// The database is not there.
    no_database_help(database) {
        en: "create it (CREATE DATABASE `{database}`), or correct its name in the database URL",
        zh: "请创建它（CREATE DATABASE `{database}`），或改正数据库 URL 中的库名",
    }
    /// The host may not connect.
    not_let_in_help() {
        en: "let an administrator create the user for this host, or unblock it (FLUSH HOSTS)",
        zh: "请管理员为本机创建该用户，或解除封锁（FLUSH HOSTS）",
    }
    /// A mode in which backslashes mean themselves.
    no_backslash_escapes(place) {
        en: "the server at {place} has NO_BACKSLASH_ESCAPES in its sql_mode, which limbeck does not support",
        zh: "{place} 的服务在 sql_mode 中启用了 NO_BACKSLASH_ESCAPES，limbeck 不支持该模式",
    }
    /// Its remedy.
    no_backslash_escapes_help() {
        en: "give the session another mode: add sql_mode=TRADITIONAL to the database URL",
        zh: "请为会话指定其他模式：在数据库 URL 中加上 sql_mode=TRADITIONAL",
    }
}
