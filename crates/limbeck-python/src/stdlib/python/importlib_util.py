"""`importlib.util`: modules from files below the project, whatever their names."""
import _files
import _limbeck_import


class _Loader:
    def __init__(self, name, path):
        self.name, self.path = name, path

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        _limbeck_import.run(module)


class ModuleSpec:
    def __init__(self, name, loader, *, origin=None, loader_state=None, is_package=None):
        self.name, self.loader, self.origin, self.loader_state = name, loader, origin, loader_state
        self.submodule_search_locations = [] if is_package else None
        self.has_location = origin is not None

    @property
    def parent(self):
        return self.name if self.submodule_search_locations is not None else self.name.rpartition(".")[0]

    def __repr__(self):
        return f"ModuleSpec(name={self.name!r}, loader={self.loader!r}, origin={self.origin!r})"


def spec_from_file_location(name, location=None, *, loader=None, submodule_search_locations=None):
    path = str(location)
    spec = ModuleSpec(name, loader or _Loader(name, path), origin=path)
    spec.submodule_search_locations = submodule_search_locations
    return spec


def module_from_spec(spec):
    module = _limbeck_import.from_file(spec.name, spec.origin)
    module.__name__, module.__file__, module.__spec__, module.__loader__ = spec.name, spec.origin, spec, spec.loader
    return module


def find_spec(name, package=None):
    if name.startswith("."):
        if not package:
            raise ImportError(f"no package specified for {name!r} (required for relative module names)")
        level = len(name) - len(name.lstrip("."))
        name = ".".join(package.split(".")[:len(package.split(".")) - level + 1] + [name[level:]])
    if _limbeck_import.known(name):
        return ModuleSpec(name, _Loader(name, None), origin=None)
    # Whether a package is installed beside the project is not to be known here.
    return _files.unresolved(f"importlib.util.find_spec({name!r})")
