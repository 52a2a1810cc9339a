//! A project's configuration: `alembic.ini`, `pyproject.toml`, `.env` and the options of the command line.
//!
//! Source of the rules: Alembic's `config.py` and Python's `configparser`.

mod dotenv;
mod ini;
mod splitting;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use thiserror::Error;

pub use dotenv::parse as parse_dotenv;
pub use ini::{Ini, IniError};
pub use splitting::split_paths;

/// Why a project's configuration can't be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A file that can't be read.
    #[error("can't read {path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that was named and is not there.
    #[error("there is no configuration file {path}")]
    NoFile {
        /// The file.
        path: PathBuf,
    },
    /// The ini is not well formed.
    #[error(transparent)]
    Ini(#[from] IniError),
    /// pyproject.toml is not well formed.
    #[error("{path} is not valid TOML: {message}")]
    Toml {
        /// The file.
        path: PathBuf,
        /// The parser's words, with line and column.
        message: String,
    },
    /// A value that is of the wrong kind or not allowed, in Alembic's words where it has any.
    #[error("{0}")]
    Value(String),
    /// Neither file says where the scripts are.
    #[error("No 'script_location' key found in configuration.")]
    NoScriptLocation {
        /// The files that were looked at, and whether each was there.
        looked_at: Vec<(PathBuf, bool)>,
        /// The section that was asked for.
        section: String,
        /// Sections of the ini, to name the likely one.
        sections: Vec<String>,
    },
    /// The script folder is not there.
    #[error("Path doesn't exist: {path}.  Please use the 'init' command to create a new scripts folder.")]
    NoScriptFolder {
        /// The folder as configured.
        path: PathBuf,
    },
}

/// What the command line says about the configuration.
#[derive(Clone, Debug, Default)]
pub struct ConfigOptions {
    /// `-c`, in order.
    pub files: Vec<PathBuf>,
    /// `-n`; default `alembic`.
    pub section: Option<String>,
    /// `-x`, in order.
    pub x_arguments: Vec<String>,
    /// `ALEMBIC_CONFIG`.
    pub alembic_config: Option<String>,
}

/// The configuration of a project.
#[derive(Debug)]
pub struct Config {
    /// The ini file, whether it is there or not.
    pub ini_path: PathBuf,
    /// pyproject.toml, whether it is there or not.
    pub toml_path: PathBuf,
    /// The main section of the ini.
    pub section: String,
    /// `-x`.
    pub x_arguments: Vec<String>,
    ini: RefCell<Ini>,
    ini_here: String,
    toml: toml::Table,
    toml_here: String,
}

impl Config {
    /// Reads the configuration files that `options` name, or Alembic's default ones in the current folder.
    ///
    /// # Errors
    /// [`ConfigError`]; a file that is not there is an error only where it was named.
    pub fn load(options: &ConfigOptions) -> Result<Config, ConfigError> {
        let (toml_path, ini_path, named) = config_files(options)?;
        for path in &named {
            if !path.is_file() {
                return Err(ConfigError::NoFile { path: path.clone() });
            }
        }
        let section = options.section.clone().unwrap_or_else(|| "alembic".to_owned());
        let ini_here = folder_of(&ini_path);
        let mut ini = Ini::new(&[("here", &ini_here)]);
        if ini_path.is_file() {
            ini.read(&ini_path, &read(&ini_path)?)?;
        } else {
            ini.add_section(&section);
        }
        let toml_here = folder_of(&toml_path);
        let toml = if toml_path.is_file() { tool_alembic(&toml_path)? } else { toml::Table::new() };
        Ok(Config {
            ini_path,
            toml_path,
            section,
            x_arguments: options.x_arguments.clone(),
            ini: RefCell::new(ini),
            ini_here,
            toml,
            toml_here,
        })
    }

    /// The ini, which `env.py` reads and may change.
    pub fn ini(&self) -> &RefCell<Ini> {
        &self.ini
    }

    /// The folder of the project: that of the ini where it is there, else that of pyproject.toml.
    pub fn folder(&self) -> PathBuf {
        let here = if self.ini_path.is_file() || !self.toml_path.is_file() { &self.ini_here } else { &self.toml_here };
        PathBuf::from(here)
    }

    /// An option of the main section of the ini (`get_main_option`).
    ///
    /// # Errors
    /// When the interpolation fails.
    pub fn main_option(&self, key: &str) -> Result<Option<String>, ConfigError> {
        Ok(self.ini.borrow().get(&self.section, key)?)
    }

    /// An option of the ini, else of `[tool.alembic]` (`get_alembic_option`), where it is a string.
    ///
    /// # Errors
    /// When the interpolation fails or the TOML value is not a string or number.
    pub fn alembic_option(&self, key: &str) -> Result<Option<String>, ConfigError> {
        if let Some(value) = self.main_option(key)? {
            return Ok(Some(value));
        }
        match self.toml.get(key) {
            None => Ok(None),
            Some(toml::Value::String(text)) => self.fill(key, text).map(Some),
            Some(toml::Value::Integer(number)) => Ok(Some(number.to_string())),
            Some(toml::Value::Boolean(value)) => Ok(Some(value.to_string())),
            Some(toml::Value::Float(_) | toml::Value::Datetime(_) | toml::Value::Array(_) | toml::Value::Table(_)) => {
                Err(ConfigError::Value(format!("unsupported TOML value type for key: '{key}'")))
            }
        }
    }

    /// A boolean: exactly `true` in the ini, a boolean in toml.
    ///
    /// # Errors
    /// When the TOML value is not a boolean.
    pub fn boolean_option(&self, key: &str) -> Result<bool, ConfigError> {
        if let Some(value) = self.main_option(key)? {
            return Ok(value == "true");
        }
        match self.toml.get(key) {
            None => Ok(false),
            Some(toml::Value::Boolean(value)) => Ok(*value),
            Some(_) => Err(ConfigError::Value(format!("boolean value expected for TOML parameter '{key}'"))),
        }
    }

    /// `version_locations`, or `None` for the folder `versions` of the scripts.
    ///
    /// # Errors
    /// When a value is not allowed.
    pub fn version_locations(&self) -> Result<Option<Vec<String>>, ConfigError> {
        self.path_list("version_locations", &["path_separator", "version_path_separator"], false)
    }

    /// `prepend_sys_path`.
    ///
    /// # Errors
    /// When a value is not allowed.
    pub fn prepend_sys_path(&self) -> Result<Vec<String>, ConfigError> {
        Ok(self.path_list("prepend_sys_path", &["path_separator"], true)?.unwrap_or_default())
    }

    fn path_list(&self, key: &str, separators: &[&str], colon: bool) -> Result<Option<Vec<String>>, ConfigError> {
        if let Some(text) = self.main_option(key)?.filter(|text| !text.is_empty()) {
            let mut separator = None;
            for name in separators {
                if let Some(value) = self.main_option(name)? {
                    separator = Some((value, *name));
                    break;
                }
            }
            return split_paths(&text, separator.as_ref().map(|(value, name)| (value.as_str(), *name)), colon)
                .map(Some)
                .map_err(ConfigError::Value);
        }
        match self.toml.get(key) {
            None => Ok(None),
            Some(toml::Value::Array(items)) => items
                .iter()
                .map(|item| match item {
                    toml::Value::String(text) => self.fill(key, text),
                    _ => Err(ConfigError::Value(format!("a list of strings is expected for TOML parameter '{key}'"))),
                })
                .collect::<Result<Vec<_>, _>>()
                .map(Some),
            Some(_) => Err(ConfigError::Value(format!("a list of strings is expected for TOML parameter '{key}'"))),
        }
    }

    /// Fills `%(here)s` in, as Alembic does with Python's `%` operator.
    fn fill(&self, key: &str, text: &str) -> Result<String, ConfigError> {
        let mut ini = Ini::new(&[("here", &self.toml_here)]);
        ini.set("tool.alembic", key, text);
        Ok(ini.get("tool.alembic", key)?.unwrap_or_default())
    }

    /// The script folder (`script_location`), which may be given as `package:path`.
    ///
    /// # Errors
    /// When it is not configured or not there.
    pub fn script_location(&self) -> Result<PathBuf, ConfigError> {
        let Some(location) = self.alembic_option("script_location")? else {
            let sections = self.ini.borrow().sections().map(str::to_owned).collect();
            return Err(ConfigError::NoScriptLocation {
                looked_at: vec![
                    (self.ini_path.clone(), self.ini_path.is_file()),
                    (self.toml_path.clone(), self.toml_path.is_file()),
                ],
                section: self.section.clone(),
                sections,
            });
        };
        let path = self.resource_path(&location)?;
        if !path.exists() {
            return Err(ConfigError::NoScriptFolder { path });
        }
        Ok(path)
    }

    /// A path that may be written `package:path`, the package being found on `prepend_sys_path`
    /// (`util.coerce_resource_to_filename`).
    ///
    /// # Errors
    /// When the package is not found.
    pub fn resource_path(&self, name: &str) -> Result<PathBuf, ConfigError> {
        let path = Path::new(name);
        let Some((package, inner)) = name.split_once(':').filter(|_| !path.is_absolute() && !path.exists()) else {
            return Ok(path.to_owned());
        };
        let package_path: PathBuf = package.split('.').collect();
        let mut roots: Vec<PathBuf> = self.prepend_sys_path()?.into_iter().map(PathBuf::from).collect();
        roots.push(self.folder());
        roots.push(PathBuf::from("."));
        roots
            .iter()
            .map(|root| root.join(&package_path))
            .find(|folder| folder.is_dir())
            .map(|folder| folder.join(inner))
            .ok_or_else(|| {
                ConfigError::Value(format!(
                    "package `{package}` of `{name}` is not found below the project; `prepend_sys_path` names the folders that are searched"
                ))
            })
    }

    /// The variables of the `.env` files that belong to the project: beside the ini, then the folders above it up to
    /// and including the first that has a `.env` or is the root of a repository.
    pub fn dotenv(&self) -> Vec<(String, String)> {
        let start = std::path::absolute(self.folder()).unwrap_or_else(|_| self.folder());
        for folder in start.ancestors().take(4) {
            let file = folder.join(".env");
            if file.is_file() {
                return std::fs::read_to_string(&file).map(|text| dotenv::parse(&text)).unwrap_or_default();
            }
            if folder.join(".git").exists() {
                break;
            }
        }
        Vec::new()
    }
}

/// The pyproject.toml and the ini to use, and those that the user named.
fn config_files(options: &ConfigOptions) -> Result<(PathBuf, PathBuf, Vec<PathBuf>), ConfigError> {
    let is_toml = |path: &Path| path.file_name().is_some_and(|name| name == "pyproject.toml");
    let mut toml = PathBuf::from("pyproject.toml");
    let mut ini = PathBuf::from("alembic.ini");
    let mut named = Vec::new();
    if let Some(value) = options.alembic_config.as_ref().filter(|value| !value.is_empty()) {
        let path = PathBuf::from(value);
        if options.files.is_empty() {
            named.push(path.clone());
        }
        if is_toml(&path) {
            toml = path;
        } else {
            ini = path;
        }
    }
    let (tomls, inis): (Vec<_>, Vec<_>) = options.files.iter().cloned().partition(|path| is_toml(path));
    if tomls.len() > 1 {
        return Err(ConfigError::Value("pyproject.toml indicated more than once".to_owned()));
    }
    if inis.len() > 1 {
        return Err(ConfigError::Value("only one ini file may be indicated".to_owned()));
    }
    if let Some(path) = tomls.into_iter().next() {
        named.push(path.clone());
        toml = path;
    }
    if let Some(path) = inis.into_iter().next() {
        named.push(path.clone());
        ini = path;
    }
    Ok((toml, ini, named))
}

/// The absolute folder of a file, with forward slashes as `Path.as_posix()` writes them.
fn folder_of(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let folder = absolute.parent().unwrap_or(&absolute);
    let shown = folder.to_string_lossy().into_owned();
    if cfg!(windows) { shown.replace('\\', "/") } else { shown }
}

fn read(path: &Path) -> Result<String, ConfigError> {
    let bytes = std::fs::read(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn tool_alembic(path: &Path) -> Result<toml::Table, ConfigError> {
    let table: toml::Table = read(path)?
        .parse()
        .map_err(|error: toml::de::Error| ConfigError::Toml { path: path.to_owned(), message: error.to_string() })?;
    match table.get("tool").and_then(|tool| tool.get("alembic")) {
        None => Ok(toml::Table::new()),
        Some(toml::Value::Table(table)) => Ok(table.clone()),
        Some(_) => Err(ConfigError::Value("Incorrect TOML format".to_owned())),
    }
}
