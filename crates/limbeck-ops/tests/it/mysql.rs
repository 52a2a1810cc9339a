//! The fold of MySQL's and MariaDB's statements, against what a MariaDB 10.11 writes back.

use limbeck_ops::catalog::{Catalog, Fold, MysqlFacts, diff};
use limbeck_ops::{DialectName, Origin};

/// An expression as a script has it, and as the server writes it.
const WRITTEN_BACK: &[(&str, &str)] = &[
    (r"length(s)", r"octet_length(`s`)"),
    (r"char_length(s)", r"char_length(`s`)"),
    (r"character_length(s)", r"char_length(`s`)"),
    (r"octet_length(s)", r"octet_length(`s`)"),
    (r"bit_length(s)", r"bit_length(`s`)"),
    (r"lcase(s)", r"lcase(`s`)"),
    (r"lower(s)", r"lcase(`s`)"),
    (r"ucase(s)", r"ucase(`s`)"),
    (r"upper(s)", r"ucase(`s`)"),
    (r"substr(s,1,2)", r"substr(`s`,1,2)"),
    (r"substring(s,1,2)", r"substr(`s`,1,2)"),
    (r"substring(s from 1 for 2)", r"substr(`s`,1,2)"),
    (r"mid(s,1,2)", r"substr(`s`,1,2)"),
    (r"left(s,1)", r"left(`s`,1)"),
    (r"trim(s)", r"trim(`s`)"),
    (r"trim(both 'x' from s)", r"trim(both 'x' from `s`)"),
    (r"trim(leading 'x' from s)", r"trim(leading 'x' from `s`)"),
    (r"ltrim(s)", r"ltrim(`s`)"),
    (r"power(i,2)", r"pow(`i`,2)"),
    (r"pow(i,2)", r"pow(`i`,2)"),
    (r"ceiling(i)", r"ceiling(`i`)"),
    (r"ceil(i)", r"ceiling(`i`)"),
    (r"floor(i)", r"floor(`i`)"),
    (r"mod(i,2)", r"`i` MOD 2"),
    (r"i mod 2", r"`i` MOD 2"),
    (r"i % 2", r"`i` MOD 2"),
    (r"i div 2", r"`i` DIV 2"),
    (r"i / 2", r"`i` / 2"),
    (r"ifnull(s,'a')", r"ifnull(`s`,'a')"),
    (r"coalesce(s,'a')", r"coalesce(`s`,'a')"),
    (r"nullif(s,'a')", r"nullif(`s`,'a')"),
    (r"isnull(s)", r"`s` is null"),
    (r"s is null", r"`s` is null"),
    (r"s is not null", r"`s` is not null"),
    (r"not s is null", r"`s` is not null"),
    (r"if(i>1,'a','b')", r"if(`i` > 1,'a','b')"),
    (r"case when i>1 then 'a' else 'b' end", r"case when `i` > 1 then 'a' else 'b' end"),
    (r"case i when 1 then 2 end", r"case `i` when 1 then 2 end"),
    (r"cast(i as char)", r"cast(`i` as char charset utf8mb4)"),
    (r"cast(s as signed)", r"cast(`s` as signed)"),
    (r"convert(s, char)", r"cast(`s` as char charset utf8mb4)"),
    (r"cast(s as decimal(10,2))", r"cast(`s` as decimal(10,2))"),
    (r"cast(s as date)", r"cast(`s` as date)"),
    (r"position('a' in s)", r"locate('a',`s`)"),
    (r"locate('a',s)", r"locate('a',`s`)"),
    (r"instr(s,'a')", r"locate('a',`s`)"),
    (r"concat(s,i)", r"concat(`s`,`i`)"),
    (r"concat_ws(',',s,i)", r"concat_ws(',',`s`,`i`)"),
    (r"s like 'a%'", r"`s` like 'a%'"),
    (r"s not like 'a%'", r"`s`  not like 'a%'"),
    (r"s like 'a#%' escape '#'", r"`s` like 'a#%' escape '#'"),
    (r"s regexp '^a'", r"`s` regexp '^a'"),
    (r"s rlike 'a'", r"`s` regexp 'a'"),
    (r"s not regexp 'a'", r"!(`s` regexp 'a')"),
    (r"i between 1 and 5", r"`i` between 1 and 5"),
    (r"i not between 1 and 5", r"`i` not between 1 and 5"),
    (r"i in (1,2)", r"`i` in (1,2)"),
    (r"i not in (1,2)", r"`i` not in (1,2)"),
    (r"not i in (1,2)", r"`i` not in (1,2)"),
    (r"i = 1 or i = 2 and s = 'x'", r"`i` = 1 or `i` = 2 and `s` = 'x'"),
    (r"(i = 1 or i = 2) and s = 'x'", r"(`i` = 1 or `i` = 2) and `s` = 'x'"),
    (r"i <> 1", r"`i` <> 1"),
    (r"i != 1", r"`i` <> 1"),
    (r"i <=> 1", r"`i` <=> 1"),
    (r"not (i > 1)", r"`i` <= 1"),
    (r"not (i > 1 and s = 'a')", r"`i` <= 1 or `s` <> 'a'"),
    (r"!(i > 1)", r"`i` <= 1"),
    (r"i & 1", r"`i` & 1"),
    (r"i | 1", r"`i` | 1"),
    (r"i ^ 1", r"`i` ^ 1"),
    (r"~i", r"~`i`"),
    (r"i << 2", r"`i` << 2"),
    (r"-i", r"-`i`"),
    (r"- i * 2", r"-`i` * 2"),
    (r"i + 2 * 3 - 1", r"`i` + 2 * 3 - 1"),
    (r"(i + 2) * 3", r"(`i` + 2) * 3"),
    (r"i * 2 + 1", r"`i` * 2 + 1"),
    (r"i - (2 - 1)", r"`i` - (2 - 1)"),
    (r"true", r"1"),
    (r"s = true", r"`s` = 1"),
    (r"i = true", r"`i` = 1"),
    (r"date(d)", r"cast(`d` as date)"),
    (r"year(d)", r"year(`d`)"),
    (r"month(d)", r"month(`d`)"),
    (r"day(d)", r"dayofmonth(`d`)"),
    (r"dayofmonth(d)", r"dayofmonth(`d`)"),
    (r"hour(d)", r"hour(`d`)"),
    (r"date_format(d,'%Y')", r"date_format(`d`,'%Y')"),
    (r"d + interval 1 day", r"`d` + interval 1 day"),
    (r"date_add(d, interval 1 day)", r"`d` + interval 1 day"),
    (r"date_sub(d, interval 1 month)", r"`d` - interval 1 month"),
    (r"datediff(d, d)", r"to_days(`d`) - to_days(`d`)"),
    (r"d > '2020-01-01'", r"`d` > '2020-01-01'"),
    (r"d > date '2020-01-01'", r"`d` > DATE'2020-01-01'"),
    (r"json_valid(s)", r"json_valid(`s`)"),
    (r"json_extract(s, '$.a')", r"json_extract(`s`,'$.a')"),
    (r"json_unquote(json_extract(s,'$.a'))", r"json_unquote(json_extract(`s`,'$.a'))"),
    (r"greatest(i,2)", r"greatest(`i`,2)"),
    (r"abs(i)", r"abs(`i`)"),
    (r"round(i,2)", r"round(`i`,2)"),
    (r"sign(i)", r"sign(`i`)"),
    (r"md5(s)", r"md5(`s`)"),
    (r"sha1(s)", r"sha(`s`)"),
    (r"sha2(s,256)", r"sha2(`s`,256)"),
    (r"hex(s)", r"hex(`s`)"),
    (r"reverse(s)", r"reverse(`s`)"),
    (r"replace(s,'a','b')", r"replace(`s`,'a','b')"),
    (r"s = _utf8mb4'x'", r"`s` = _utf8mb4'x'"),
    (r"s collate utf8mb4_bin = 'x'", r"`s` collate utf8mb4_bin = 'x'"),
    (r"s = 'it''s \\ x'", r"`s` = 'it\'s \\ x'"),
    (r"i is true", r"`i` is true"),
    (r"i is not true", r"`i` is not true"),
    (r"i xor 1", r"`i` xor 1"),
    (r"i and 1", r"`i` <> 0 and 1"),
    (r"i && 1", r"`i` <> 0 and 1"),
    (r"i or 1", r"`i` <> 0 or 1"),
    (r"i > 1 is true", r"`i` > 1 is true"),
    (r"strcmp(s,'a')", r"strcmp(`s`,'a')"),
    (r"ascii(s)", r"ascii(`s`)"),
    (r"char(65)", r"char(65)"),
    (r"lpad(s,3,'x')", r"lpad(`s`,3,'x')"),
    (r"truncate(i,1)", r"truncate(`i`,1)"),
    (r"exp(i)", r"exp(`i`)"),
    (r"ln(i)", r"ln(`i`)"),
    (r"log(i)", r"log(`i`)"),
    (r"log10(i)", r"log10(`i`)"),
    (r"unix_timestamp(d)", r"unix_timestamp(`d`)"),
    (r"from_unixtime(i)", r"from_unixtime(`i`)"),
    (r"curdate()", r"curdate()"),
    (r"now()", r"current_timestamp()"),
    (r"crc32(s)", r"crc32(`s`)"),
    (r"uuid()", r"uuid()"),
    (r"extract(year from d)", r"extract(year from `d`)"),
    (r"quarter(d)", r"quarter(`d`)"),
    (r"week(d)", r"week(`d`)"),
    (r"s in ('a','b')", r"`s` in ('a','b')"),
    (r"(s,i) in (('a',1))", r"(`s`,`i`) = ('a',1)"),
    (r"i = 1.0", r"`i` = 1.0"),
    (r"i = 1e3", r"`i` = 1e3"),
    (r"s > 'a' and i < 5 and i > 2", r"`s` > 'a' and `i` < 5 and `i` > 2"),
    (r"elt(i,'a','b')", r"elt(`i`,'a','b')"),
    (r"field(s,'a')", r"field(`s`,'a')"),
    (r"find_in_set(s,'a,b')", r"find_in_set(`s`,'a,b')"),
    (r"soundex(s)", r"soundex(`s`)"),
    (r"space(i)", r"space(`i`)"),
    (r"repeat(s,2)", r"repeat(`s`,2)"),
    (r"insert(s,1,1,'x')", r"insert(`s`,1,1,'x')"),
    (r"weekday(d)", r"weekday(`d`)"),
    (r"last_day(d)", r"last_day(`d`)"),
    (r"time(d)", r"cast(`d` as time)"),
    (r"timestamp(d)", r"cast(`d` as datetime)"),
    (r"to_days(d)", r"to_days(`d`)"),
    (r"utc_timestamp()", r"utc_timestamp()"),
    (r"sysdate()", r"sysdate()"),
    (r"current_user()", r"current_user()"),
    (r"database()", r"database()"),
    (r"version()", r"version()"),
    (r"rand()", r"rand()"),
    (r"pi()", r"pi()"),
    (r"inet_aton(s)", r"inet_aton(`s`)"),
    (r"is_ipv4(s)", r"is_ipv4(`s`)"),
    (r"compress(s)", r"compress(`s`)"),
    (r"s = binary 'x'", r"`s` = cast('x' as char charset binary)"),
    (r"binary s = 'x'", r"cast(`s` as char charset binary) = 'x'"),
];

fn fold(statements: &[&str]) -> Catalog {
    let mut fold = Fold::mysql(DialectName::Mariadb, MysqlFacts::default());
    for statement in statements {
        fold.statement(statement, &Origin::internal());
    }
    let catalog = fold.into_catalog();
    assert!(catalog.doubts.is_empty(), "{statements:?}: {:?}", catalog.doubts);
    catalog
}

/// The differences, sure ones only.
fn differences(expected: &[&str], actual: &[&str]) -> Vec<String> {
    let (expected, actual) = (fold(expected), fold(actual));
    let found = diff(&expected, &actual);
    found.into_iter().filter(|one| one.is_sure).map(|one| format!("{:?}", one.change)).collect()
}

#[test]
fn what_the_server_rewrites_is_no_difference() {
    for (script, server) in WRITTEN_BACK {
        let table = |text: &str| {
            format!(
                "CREATE TABLE t (i int, s varchar(20), d datetime, g varchar(100) AS ({text}) VIRTUAL, CHECK ({text}))"
            )
        };
        assert_eq!(differences(&[&table(script)], &[&table(server)]), Vec::<String>::new(), "{script}");
    }
}

const SCRIPT: &str = "CREATE TABLE b (id int primary key, a_id int references a(id), b_id int, c_id int, d char, \
    e bool default true, f dec(5) default '1.5', g float(30), h double precision default 1e3, i text(500), j blob(100), \
    k json, l year default 2024, m datetime(3) default now(3) on update now(3), o timestamp null, p nchar(3), \
    q bit default b'1', r enum('a','b') charset latin1 default 'a', s int zerofill, u varchar(10) default (concat('a','b')), \
    v int default (1+2), w varchar(5) character set latin1, z text binary, aa int default -7, bb float default '0.10', \
    cc decimal(5,2) default 0, foreign key (b_id) references a(id), constraint fkc foreign key (c_id) references a(id))";

const SERVER: &str = "CREATE TABLE `b` (
  `id` int(11) NOT NULL,
  `a_id` int(11) DEFAULT NULL,
  `b_id` int(11) DEFAULT NULL,
  `c_id` int(11) DEFAULT NULL,
  `d` char(1) DEFAULT NULL,
  `e` tinyint(1) DEFAULT 1,
  `f` decimal(5,0) DEFAULT 2,
  `g` double DEFAULT NULL,
  `h` double DEFAULT 1000,
  `i` text DEFAULT NULL,
  `j` tinyblob DEFAULT NULL,
  `k` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`k`)),
  `l` year(4) DEFAULT 2024,
  `m` datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  `o` timestamp NULL DEFAULT NULL,
  `p` char(3) CHARACTER SET utf8mb3 COLLATE utf8mb3_general_ci DEFAULT NULL,
  `q` bit(1) DEFAULT b'1',
  `r` enum('a','b') CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT 'a',
  `s` int(10) unsigned zerofill DEFAULT NULL,
  `u` varchar(10) DEFAULT concat('a','b'),
  `v` int(11) DEFAULT (1 + 2),
  `w` varchar(5) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
  `z` text CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `aa` int(11) DEFAULT -7,
  `bb` float DEFAULT 0.1,
  `cc` decimal(5,2) DEFAULT 0.00,
  PRIMARY KEY (`id`),
  KEY `a_id` (`a_id`),
  KEY `b_id` (`b_id`),
  KEY `fkc` (`c_id`),
  CONSTRAINT `b_ibfk_1` FOREIGN KEY (`a_id`) REFERENCES `a` (`id`),
  CONSTRAINT `b_ibfk_2` FOREIGN KEY (`b_id`) REFERENCES `a` (`id`),
  CONSTRAINT `fkc` FOREIGN KEY (`c_id`) REFERENCES `a` (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci";

#[test]
fn types_defaults_and_implied_names_are_the_servers() {
    assert_eq!(differences(&[SCRIPT], &[SERVER]), Vec::<String>::new());
}

#[test]
fn a_default_of_now_has_the_digits_of_its_column() {
    for (written, told) in [
        ("datetime(6) default now()", "datetime(6) DEFAULT current_timestamp(6)"),
        ("datetime(6) default now(3)", "datetime(6) DEFAULT current_timestamp(3)"),
        ("datetime default now(6)", "datetime DEFAULT current_timestamp()"),
        (
            "datetime(3) default now() on update now()",
            "datetime(3) DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3)",
        ),
        (
            "timestamp(6) null default current_timestamp on update current_timestamp(6)",
            "timestamp(6) NULL DEFAULT current_timestamp(6) ON UPDATE current_timestamp(6)",
        ),
        ("time(3) default now()", "time(3) DEFAULT current_timestamp()"),
        ("date default now(6)", "date DEFAULT current_timestamp(6)"),
        ("datetime(3) default (now() + interval 1 day)", "datetime(3) DEFAULT (current_timestamp() + interval 1 day)"),
    ] {
        let server = format!(
            "CREATE TABLE `t` (\n  `a` {told}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci"
        );
        let statement = format!("create table t (a {written})");
        assert_eq!(differences(&[&statement], &[&server]), Vec::<String>::new(), "{written}");
    }
}

#[test]
fn an_index_of_a_foreign_key_goes_when_another_serves() {
    let later =
        ["alter table b add index ix_b (b_id)", "create index ix_c on b (c_id, d)", "alter table b change c_id c2 int"];
    let served = SERVER
        .replace("KEY `b_id` (`b_id`)", "KEY `ix_b` (`b_id`)")
        .replace("KEY `fkc` (`c_id`)", "KEY `ix_c` (`c_id`,`d`)")
        .replace("`c_id`", "`c2`");
    assert_eq!(differences(&[SCRIPT, later[0], later[1], later[2]], &[&served]), Vec::<String>::new());
}

#[test]
fn an_index_of_a_foreign_key_makes_way_for_that_of_the_next() {
    let before = [
        "create table p (id int primary key, b int, key(b))",
        "create table a (id int primary key, t int, u int, foreign key (t) references p (id))",
    ];
    let server = |index: &str, keys: &str| {
        [
            before[0].to_owned(),
            format!(
                "CREATE TABLE `a` (\n  `id` int(11) NOT NULL,\n  `t` int(11) DEFAULT NULL,\n  `u` int(11) DEFAULT NULL,\n  PRIMARY KEY (`id`),\n  {index},\n  {keys}\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci"
            ),
        ]
    };
    let first = "CONSTRAINT `a_ibfk_1` FOREIGN KEY (`t`) REFERENCES `p` (`id`)";
    let with_second = |second: &str| format!("{first},\n  CONSTRAINT `two` {second}");
    let again = "alter table a add constraint a_ibfk_1 foreign key (t) references p (id)";
    for (later, index, keys) in [
        (vec!["alter table a drop foreign key a_ibfk_1", again], "KEY `a_ibfk_1` (`t`)", first.to_owned()),
        (
            vec!["alter table a add constraint two foreign key (t) references p (b)"],
            "KEY `two` (`t`)",
            with_second("FOREIGN KEY (`t`) REFERENCES `p` (`b`)"),
        ),
        (
            vec![
                "alter table a add index own (t)",
                "alter table a add constraint two foreign key (t) references p (b)",
            ],
            "KEY `own` (`t`)",
            with_second("FOREIGN KEY (`t`) REFERENCES `p` (`b`)"),
        ),
    ] {
        let statements: Vec<&str> = before.into_iter().chain(later).collect();
        let expected = server(index, &keys);
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        assert_eq!(differences(&statements, &expected), Vec::<String>::new(), "{statements:?}");
    }
}

#[test]
fn every_kind_of_change_is_told() {
    for (statement, kind) in [
        ("alter table b drop column d", "ColumnMissing"),
        ("alter table b add column x int", "ColumnExtra"),
        ("alter table b modify aa bigint default -7", "Type"),
        ("alter table b modify aa int unsigned default -7", "Type"),
        ("alter table b modify aa int default -8", "Default"),
        ("alter table b modify m datetime(3) default now(3)", "Default"),
        ("alter table b modify aa int not null default -7", "Nullable"),
        ("alter table b modify aa int default -7 comment 'new'", "Comment"),
        ("alter table b modify w varchar(5) collate utf8mb4_bin", "Collation"),
        ("alter table b modify id int not null auto_increment", "Default"),
        ("alter table b comment 'new'", "TableComment"),
        ("alter table b drop index a_id", "IndexMissing"),
        ("create unique index n on b (d)", "ConstraintExtra"),
        ("create index n on b (i(10))", "IndexExtra"),
        ("alter table b drop foreign key fkc", "ConstraintMissing"),
        ("alter table b drop primary key", "ConstraintMissing"),
        ("alter table b add constraint n check (aa < 5)", "ConstraintExtra"),
        ("drop table b", "Missing"),
    ] {
        let found = differences(&[SCRIPT], &[SERVER, statement]);
        assert!(matches!(found.as_slice(), [only] if only.contains(kind)), "{statement}: {found:?}");
    }
}

#[test]
fn what_can_not_be_read_is_a_doubt_of_what_it_names() {
    let mut fold = Fold::mysql(DialectName::Mysql, MysqlFacts::default());
    for broken in [
        "CREATE TABLE `t` (`a` int)",
        "ALTER TABLE t FROBNICATE",
        "CREATE TABLE u (",
        "ALTER TABLE",
        "(",
        "`",
        "CREATE",
    ] {
        fold.statement(broken, &Origin::internal());
    }
    let catalog = fold.into_catalog();
    let doubts: Vec<usize> = catalog.tables.values().map(|entry| entry.doubts.len()).collect();
    assert_eq!((doubts, catalog.doubts.len()), (vec![1], 5));
}
