"""`oslo_config.cfg`: options with their defaults."""
import _files


class Error(Exception):
    pass


class NoSuchOptError(Error, AttributeError):
    pass


class ConfigFileValueError(Error):
    pass


class Opt:
    def __init__(self, name, type=None, dest=None, short=None, default=None, positional=False, metavar=None, help=None, secret=False, required=None, deprecated_name=None, deprecated_group=None, deprecated_opts=None, sample_default=None, deprecated_for_removal=False, deprecated_reason=None, deprecated_since=None, mutable=False, advanced=False, **kw):
        self.name = name
        self.dest = dest or name.replace("-", "_")
        self.default = default
        self.help = help


StrOpt = BoolOpt = IntOpt = FloatOpt = ListOpt = DictOpt = PortOpt = IPOpt = URIOpt = HostAddressOpt = HostnameOpt = HostDomainOpt = Opt
MultiOpt = MultiStrOpt = SubCommandOpt = Opt


class DeprecatedOpt:
    def __init__(self, name, group=None):
        self.name = name
        self.group = group


class OptGroup:
    def __init__(self, name, title=None, help=None, dynamic_group_owner="", driver_option=""):
        self.name = name
        self.title = title


class _Group:
    def __init__(self, name):
        self._name = name
        self._values = {}

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._values:
            return self._values[name]
        return _files.unresolved(f"oslo_config.cfg.CONF.{self._name}.{name}")

    def __getitem__(self, name):
        return getattr(self, name)

    def __contains__(self, name):
        return name in self._values

    def get(self, name, default=None):
        return self._values.get(name, default)


class ConfigOpts:
    def __init__(self):
        self._values = {}
        self._groups = {}

    def __call__(self, args=None, project=None, prog=None, version=None, usage=None, default_config_files=None, **kw):
        return None

    def _group(self, group):
        if group is None or group == "DEFAULT":
            return None
        name = getattr(group, "name", group)
        if name not in self._groups:
            self._groups[name] = _Group(name)
        return self._groups[name]

    def _place(self, group):
        found = self._group(group)
        return self._values if found is None else found._values

    def register_opt(self, opt, group=None, cli=False):
        self._place(group).setdefault(opt.dest, opt.default)
        return True

    register_cli_opt = register_opt

    def register_opts(self, opts, group=None):
        for opt in opts:
            self.register_opt(opt, group)

    register_cli_opts = register_opts

    def register_group(self, group):
        self._group(group)

    def unregister_opt(self, opt, group=None):
        self._place(group).pop(opt.dest, None)

    def unregister_opts(self, opts, group=None):
        for opt in opts:
            self.unregister_opt(opt, group)

    def import_opt(self, name, module_str, group=None):
        import importlib
        importlib.import_module(module_str)

    def import_group(self, group, module_str):
        import importlib
        importlib.import_module(module_str)

    def set_override(self, name, override, group=None):
        self._place(group)[name] = override

    def set_default(self, name, default, group=None):
        self._place(group)[name] = default

    def clear_override(self, name, group=None):
        pass

    def list_all_sections(self):
        return list(self._groups)

    def reset(self):
        pass

    clear = reload_config_files = register_mutate_hook = log_opt_values = reset

    @property
    def config_file(self):
        return []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._values:
            return self._values[name]
        if name in self._groups:
            return self._groups[name]
        # It may have been registered by a module that can't be evaluated here.
        return _files.unresolved(f"oslo_config.cfg.CONF.{name}")

    def __getitem__(self, name):
        return getattr(self, name)

    def __contains__(self, name):
        return name in self._values or name in self._groups

    def get(self, name, default=None):
        return getattr(self, name, default)


CONF = ConfigOpts()


def set_defaults(opts, **kw):
    for opt in opts:
        if opt.dest in kw:
            opt.default = kw[opt.dest]


def find_config_files(project=None, prog=None, extension=".conf"):
    return []


class _Types:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kw: None


types = _Types()
