//! `sqlalchemy.engine.URL` and `make_url`.

use std::rc::Rc;

use limbeck_python::{Args, Class, ClassBuilder, Error, Object, Result, Signature, Value, Vm};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::sa::classes::classes;
use crate::sa::names::text_of;

/// What `urllib.parse.quote` leaves alone inside a password.
const PASSWORD: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b' ').remove(b'+');

/// A database URL in its parts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UrlObject {
    drivername: String,
    username: Option<String>,
    password: Option<String>,
    host: Option<String>,
    port: Option<u16>,
    database: Option<String>,
    query: Vec<(String, String)>,
}

impl UrlObject {
    fn parse(text: &str) -> Option<Self> {
        let (drivername, rest) = text.split_once("://")?;
        let (rest, query) = rest.split_once('?').map_or((rest, None), |(rest, query)| (rest, Some(query)));
        let (authority, database) = rest.split_once('/').map_or((rest, None), |(left, right)| (left, Some(right)));
        let (credentials, place) = authority.rsplit_once('@').map_or((None, authority), |(a, b)| (Some(a), b));
        let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
        let (username, password) = match credentials {
            None => (None, None),
            Some(text) => match text.split_once(':') {
                Some((user, password)) => (Some(decode(user)), Some(decode(password))),
                None => (Some(decode(text)), None),
            },
        };
        let (host, port) = if let Some(rest) = place.strip_prefix('[') {
            let (host, port) = rest.split_once(']').unwrap_or((rest, ""));
            (host, port.strip_prefix(':'))
        } else {
            place.rsplit_once(':').map_or((place, None), |(host, port)| (host, Some(port)))
        };
        Some(UrlObject {
            drivername: drivername.to_owned(),
            username,
            password,
            host: (!host.is_empty()).then(|| host.to_owned()),
            port: port.and_then(|port| port.parse().ok()),
            database: database.filter(|name| !name.is_empty()).map(str::to_owned),
            query: query
                .unwrap_or_default()
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .map(|(key, value)| (decode(key), decode(&value.replace('+', " "))))
                .collect(),
        })
    }

    fn render(&self, hide_password: bool) -> String {
        let mut out = format!("{}://", self.drivername);
        if let Some(user) = &self.username {
            out.push_str(&utf8_percent_encode(user, PASSWORD).to_string());
            if let Some(password) = &self.password {
                out.push(':');
                if hide_password {
                    out.push_str("***");
                } else {
                    out.push_str(&utf8_percent_encode(password, PASSWORD).to_string());
                }
            }
            out.push('@');
        }
        if let Some(host) = &self.host {
            if host.contains(':') {
                out.push_str(&format!("[{host}]"));
            } else {
                out.push_str(host);
            }
        }
        if let Some(port) = self.port {
            out.push_str(&format!(":{port}"));
        }
        if let Some(database) = &self.database {
            out.push('/');
            out.push_str(database);
        }
        for (at, (key, value)) in self.query.iter().enumerate() {
            out.push(if at == 0 { '?' } else { '&' });
            out.push_str(&format!("{key}={}", utf8_percent_encode(value, PASSWORD)));
        }
        out
    }

    fn edit(&mut self, key: &str, value: &Value) -> Result<()> {
        let text = || if value.is_none() { Ok(None) } else { text_of(value).map(Some) };
        match key {
            "drivername" => self.drivername = text()?.unwrap_or_default(),
            "username" => self.username = text()?,
            "password" => self.password = text()?,
            "host" => self.host = text()?,
            "database" => self.database = text()?,
            "port" => {
                self.port = match value.as_int() {
                    Some(port) => u16::try_from(port).ok(),
                    None => value.as_str().and_then(|port| port.parse().ok()),
                };
            }
            "query" => {
                self.query.clear();
                if let Some(dict) = value.as_dict() {
                    for (key, value) in dict.items() {
                        self.query.push((text_of(&key)?, text_of(&value)?));
                    }
                }
            }
            other => {
                return Err(Error::type_error(format!("create() got an unexpected keyword argument '{other}'")));
            }
        }
        Ok(())
    }
}

impl Object for UrlObject {
    fn class(&self, vm: &Vm) -> Rc<Class> {
        Rc::clone(&classes(vm).url)
    }

    fn get_attr(&self, _this: &Value, _vm: &mut Vm, name: &str) -> Result<Option<Value>> {
        let optional = |text: &Option<String>| Some(text.as_deref().map_or(Value::None, Value::str));
        Ok(match name {
            "drivername" => Some(Value::str(&self.drivername)),
            "username" => optional(&self.username),
            "password" => optional(&self.password),
            "host" => optional(&self.host),
            "port" => Some(self.port.map_or(Value::None, |port| Value::int(i64::from(port)))),
            "database" => optional(&self.database),
            "query" => Some(Value::dict(self.query.iter().map(|(key, value)| (key.clone(), Value::str(value))))),
            _ => None,
        })
    }

    fn str(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.render(true)))
    }

    fn repr(&self, _this: &Value, _vm: &mut Vm) -> Result<Option<String>> {
        Ok(Some(self.render(true)))
    }

    // SQLAlchemy's URL is a named tuple.
    fn iter(&self, this: &Value, vm: &mut Vm) -> Result<Option<Value>> {
        let mut parts = Vec::new();
        for name in ["drivername", "username", "password", "host", "port", "database", "query"] {
            parts.push(self.get_attr(this, vm, name)?.unwrap_or_default());
        }
        Ok(Some(Value::tuple(parts)))
    }

    fn contains(&self, this: &Value, vm: &mut Vm, item: &Value) -> Result<Option<bool>> {
        let parts = self.iter(this, vm)?.and_then(|parts| parts.as_sequence()).unwrap_or_default();
        for part in parts {
            if vm.equal(&part, item)? {
                return Ok(Some(true));
            }
        }
        Ok(Some(false))
    }
}

/// The text of a URL value, password included.
pub fn url_text(value: &Value) -> Option<String> {
    if let Some(url) = value.downcast_ref::<UrlObject>() {
        return Some(url.render(false));
    }
    value.as_str().map(str::to_owned)
}

/// A URL as a script's value; text that is no URL stays text.
pub fn url_value(_vm: &Vm, text: &str) -> Value {
    UrlObject::parse(text).map_or_else(|| Value::str(text), Value::object)
}

/// The class `URL`.
pub fn url_class() -> Rc<Class> {
    ClassBuilder::new("URL")
        .module("sqlalchemy.engine.url")
        .class_method("create", |_vm, _class, args: Args| {
            let bound = Signature::parse(
                "(drivername, username=None, password=None, host=None, port=None, database=None, query=None)",
            )
            .bind("create", args)?;
            let mut url = UrlObject::default();
            for key in ["drivername", "username", "password", "host", "port", "database", "query"] {
                url.edit(key, &bound.value(key))?;
            }
            Ok(Value::object(url))
        })
        .method("set", |_vm, this, args| {
            let mut url = this.downcast_ref::<UrlObject>().cloned().unwrap_or_default();
            for (key, value) in &args.keyword {
                url.edit(key, value)?;
            }
            Ok(Value::object(url))
        })
        .method("render_as_string", |vm, this, args| {
            let bound = Signature::parse("(hide_password=True)").bind("render_as_string", args)?;
            let hide = vm.truth(&bound.value("hide_password"))?;
            Ok(this.downcast_ref::<UrlObject>().map_or(Value::None, |url| Value::from(url.render(hide))))
        })
        .method("get_backend_name", |_vm, this, _args| {
            let name = this.downcast_ref::<UrlObject>().map(|url| url.drivername.clone()).unwrap_or_default();
            Ok(Value::str(name.split('+').next().unwrap_or_default()))
        })
        .method("get_driver_name", |_vm, this, _args| {
            let name = this.downcast_ref::<UrlObject>().map(|url| url.drivername.clone()).unwrap_or_default();
            Ok(Value::str(name.split_once('+').map_or("", |(_, driver)| driver)))
        })
        .method("difference_update_query", |_vm, this, args| {
            let mut url = this.downcast_ref::<UrlObject>().cloned().unwrap_or_default();
            let names = args.positional.first().and_then(Value::as_sequence).unwrap_or_default();
            url.query.retain(|(key, _)| !names.iter().any(|name| name.as_str() == Some(key)));
            Ok(Value::object(url))
        })
        .build()
}

/// `make_url(text)`.
///
/// # Errors
/// In SQLAlchemy's words.
pub fn make_url(vm: &mut Vm, args: Args) -> Result<Value> {
    let bound = Signature::parse("(name_or_url)").bind("make_url", args)?;
    let value = bound.value("name_or_url");
    if value.downcast_ref::<UrlObject>().is_some() || value.is_unresolved() {
        return Ok(value);
    }
    let text = text_of(&value)?;
    match UrlObject::parse(&text) {
        Some(url) => Ok(Value::object(url)),
        None => Err(crate::errors::argument_error(vm, "Could not parse SQLAlchemy URL from given URL string")),
    }
}
