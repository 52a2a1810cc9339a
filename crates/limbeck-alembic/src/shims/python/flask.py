"""`flask`: applications as far as settings, extensions and `current_app` go."""
import logging as _logging
import os as _os

import _limbeck_sa as _native

_apps = []
_stack = []


class Config(dict):
    def __init__(self, root_path=None, defaults=None):
        super().__init__(defaults or {})
        self.root_path = root_path

    def from_object(self, obj):
        if isinstance(obj, str):
            import importlib
            parts = obj.split(".")
            module, names = obj, []
            found = importlib.import_module(module)
            if not isinstance(found, type(_os)):
                while names == [] or not isinstance(found, type(_os)):
                    module, _, name = module.rpartition(".")
                    if not module:
                        raise ImportError(f"import_string() failed for {obj!r}")
                    names.insert(0, name)
                    found = importlib.import_module(module)
                    if isinstance(found, type(_os)):
                        break
            for name in names:
                found = getattr(found, name)
            obj = found
        for key in dir(obj):
            if key.isupper():
                self[key] = getattr(obj, key)

    def from_mapping(self, mapping=None, **kw):
        for key, value in {**(mapping or {}), **kw}.items():
            if key.isupper():
                self[key] = value
        return True

    def from_envvar(self, name, silent=False):
        path = _os.environ.get(name)
        if not path:
            if silent:
                return False
            raise RuntimeError(f"The environment variable {name!r} is not set and as such configuration could not be loaded. Set this variable and make it point to a configuration file")
        return self.from_pyfile(path, silent)

    def from_pyfile(self, filename, silent=False):
        if silent:
            return False
        _native.unsupported("`app.config.from_pyfile()`")

    def from_prefixed_env(self, prefix="FLASK", *, loads=None):
        for key, value in _os.environ.items():
            if key.startswith(prefix + "_"):
                self[key[len(prefix) + 1:]] = value
        return True

    def from_file(self, filename, load, silent=False, text=True):
        if silent:
            return False
        _native.unsupported("`app.config.from_file()`")

    def get_namespace(self, namespace, lowercase=True, trim_namespace=True):
        out = {}
        for key, value in self.items():
            if key.startswith(namespace):
                name = key[len(namespace):] if trim_namespace else key
                out[name.lower() if lowercase else name] = value
        return out


class _Registrar:
    """Routes, hooks and commands: nothing that a migration runs."""

    def _decorate(self, *args, **kw):
        if args and callable(args[0]) and not kw:
            return args[0]
        return lambda function: function

    route = get = post = put = delete = patch = _decorate
    before_request = after_request = teardown_request = teardown_appcontext = before_first_request = _decorate
    before_app_request = after_app_request = app_context_processor = _decorate
    errorhandler = app_errorhandler = context_processor = shell_context_processor = _decorate
    template_filter = template_global = template_test = app_template_filter = endpoint = url_value_preprocessor = _decorate

    def add_url_rule(self, *args, **kw):
        pass

    def register_blueprint(self, *args, **kw):
        pass

    def register_error_handler(self, *args, **kw):
        pass


class _Cli:
    def command(self, *args, **kw):
        return lambda function: function

    def group(self, *args, **kw):
        return lambda function: _Cli()

    def add_command(self, *args, **kw):
        pass


class Flask(_Registrar):
    def __init__(self, import_name=None, *args, **kw):
        self.import_name = import_name
        self.name = import_name
        self.root_path = kw.get("root_path") or _os.getcwd()
        self.instance_path = kw.get("instance_path") or _os.path.join(self.root_path, "instance")
        self.config = Config(self.root_path, {"DEBUG": False, "TESTING": False, "SECRET_KEY": None, "SERVER_NAME": None})
        self.extensions = _Extensions(self)
        self.blueprints = {}
        self.cli = _Cli()
        self.logger = _logging.getLogger(import_name)
        self.debug = False
        self.testing = False
        self.wsgi_app = None
        self.jinja_env = _Jinja()
        self.url_map = _Jinja()
        self.jinja_options = {}
        _apps.append(self)

    def app_context(self):
        return _Context(self)

    test_request_context = request_context = app_context

    def run(self, *args, **kw):
        pass

    def make_config(self):
        return self.config


class _Extensions(dict):
    """What extensions registered; Flask-Migrate's also where its setup could not be followed."""

    def __init__(self, app):
        super().__init__()
        self._app = app

    def __missing__(self, name):
        if name != "migrate":
            raise KeyError(name)
        import flask_migrate
        import flask_sqlalchemy
        return flask_migrate._MigrateConfig(None, self.get("sqlalchemy") or flask_sqlalchemy.last())


class _Jinja:
    def __init__(self):
        self.filters = {}
        self.globals = {}
        self.tests = {}
        self.converters = {}

    def add_extension(self, *args):
        pass


class _Context:
    def __init__(self, app):
        self.app = app

    def __enter__(self):
        _stack.append(self.app)
        return self

    def __exit__(self, *args):
        _stack.pop()
        return False

    def push(self):
        _stack.append(self.app)

    def pop(self):
        if _stack:
            _stack.pop()


class Blueprint(_Registrar):
    def __init__(self, name, import_name=None, **kw):
        self.name = name
        self.import_name = import_name
        self.cli = _Cli()


_reason = "no Flask application was found (FLASK_APP names it)"


def _discovered():
    """The application that `flask` would find: FLASK_APP, or the usual files of the project."""
    global _reason
    if _stack:
        return _stack[-1]
    if _apps:
        return _apps[-1]
    import importlib
    named = _os.environ.get("FLASK_APP")
    for place in [named] if named else ["wsgi", "app", "application", "manage", "main", "run"]:
        module, _, name = place.partition(":")
        if module.endswith(".py"):
            module = module[:-3]
        found = importlib.import_module(module.replace("/", "."))
        if _native.is_unresolved(found):
            if named:
                _reason = f"FLASK_APP names `{named}`, which could not be evaluated: {_native.why(found)}"
            continue
        if _apps:
            return _apps[-1]
        why = _native.why(found) or _native.why(found.__dict__.get("app")) or _native.why(found.__dict__.get("application"))
        if why:
            _reason = f"`{module}` made no Flask application: {why}"
        for factory in [name.partition("(")[0]] if name else ["create_app", "make_app"]:
            function = found.__dict__.get(factory)
            if isinstance(function, Flask):
                return function
            if callable(function):
                # An application that can't be set up whole has its configuration by then, as a rule.
                made, error = _native.attempt(function)
                if _apps:
                    return _apps[-1]
                if not made:
                    _reason = f"`{module}.{factory}()` made no Flask application: {error}"
                elif _native.is_unresolved(error):
                    _reason = f"`{module}.{factory}()` made no Flask application: {_native.why(error)}"
    return None


class _Proxy:
    def _get_current_object(self):
        app = _discovered()
        if app is None:
            if _native.is_handled_here("RuntimeError"):
                raise RuntimeError("Working outside of application context.")
            return _native.unresolved_because("flask.current_app", _reason)
        return app

    def __getattr__(self, name):
        if name == "logger" and not _stack and not _apps:
            return _logging.getLogger("flask.app")
        return getattr(self._get_current_object(), name)

    def __bool__(self):
        return bool(_stack or _apps)


current_app = _Proxy()


def has_app_context():
    return bool(_stack or _apps)


def has_request_context():
    return False


class _Globals:
    def get(self, name, default=None):
        return getattr(self, name, default)


g = _Globals()


def get_debug_flag():
    value = _os.environ.get("FLASK_DEBUG")
    return bool(value and value.lower() not in {"0", "false", "no"})


def get_load_dotenv(default=True):
    value = _os.environ.get("FLASK_SKIP_DOTENV")
    return value.lower() in ("0", "false", "no") if value else default
