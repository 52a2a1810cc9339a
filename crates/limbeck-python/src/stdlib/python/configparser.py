"""`configparser`: ini files, read."""
import os as _os
import re as _re

DEFAULTSECT = "DEFAULT"
_UNSET = object()


class Error(Exception):
    def __init__(self, message=""):
        self.message = message
        super().__init__(message)


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option = option
        self.section = section


class DuplicateSectionError(Error):
    pass


class DuplicateOptionError(Error):
    pass


class InterpolationError(Error):
    pass


class InterpolationMissingOptionError(InterpolationError):
    pass


class ParsingError(Error):
    pass


class MissingSectionHeaderError(ParsingError):
    pass


class Interpolation:
    def replace(self, parser, section, value, depth=0):
        return value


class BasicInterpolation(Interpolation):
    def replace(self, parser, section, value, depth=0):
        if "%" not in value:
            return value
        if depth > 10:
            raise InterpolationError("Recursion limit exceeded in value substitution")

        def one(found):
            if found.group(0) == "%%":
                return "%"
            name = parser.optionxform(found.group(1))
            inner = parser._raw(section, name)
            if inner is _UNSET:
                raise InterpolationMissingOptionError(
                    f"Bad value substitution: option {name!r} in section {section!r} contains an interpolation key {name!r} which is not a valid option name."
                )
            return self.replace(parser, section, inner, depth + 1)

        return _re.sub(r"%%|%\(([^)]+)\)s", one, value)


class ExtendedInterpolation(Interpolation):
    def replace(self, parser, section, value, depth=0):
        if depth > 10:
            raise InterpolationError("Recursion limit exceeded in value substitution")

        def one(found):
            if found.group(0) == "$$":
                return "$"
            place, _, name = found.group(1).rpartition(":")
            inner = parser._raw(place or section, parser.optionxform(name))
            if inner is _UNSET:
                raise InterpolationMissingOptionError(f"Bad value substitution: {found.group(1)}")
            return self.replace(parser, place or section, inner, depth + 1)

        return _re.sub(r"\$\$|\$\{([^}]+)\}", one, value)


class SectionProxy:
    def __init__(self, parser, name):
        self._parser = parser
        self.name = name

    def __getitem__(self, key):
        if not self._parser.has_option(self.name, key):
            raise KeyError(key)
        return self._parser.get(self.name, key)

    def __setitem__(self, key, value):
        self._parser.set(self.name, key, value)

    def __contains__(self, key):
        return self._parser.has_option(self.name, key)

    def __iter__(self):
        return iter(self._parser.options(self.name) if self.name != DEFAULTSECT else list(self._parser.defaults()))

    def __len__(self):
        return len(list(iter(self)))

    def keys(self):
        return list(iter(self))

    def items(self):
        return [(key, self[key]) for key in self]

    def values(self):
        return [self[key] for key in self]

    def get(self, option, fallback=None, *, raw=False, vars=None):
        return self._parser.get(self.name, option, raw=raw, vars=vars, fallback=fallback)

    def getint(self, option, fallback=None, **kw):
        return self._parser.getint(self.name, option, fallback=fallback)

    def getfloat(self, option, fallback=None, **kw):
        return self._parser.getfloat(self.name, option, fallback=fallback)

    def getboolean(self, option, fallback=None, **kw):
        return self._parser.getboolean(self.name, option, fallback=fallback)


class RawConfigParser:
    BOOLEAN_STATES = {"1": True, "yes": True, "true": True, "on": True, "0": False, "no": False, "false": False, "off": False}
    _plain = Interpolation()

    def __init__(self, defaults=None, dict_type=dict, allow_no_value=False, *, delimiters=("=", ":"), comment_prefixes=("#", ";"), inline_comment_prefixes=None, strict=True, empty_lines_in_values=True, default_section=DEFAULTSECT, interpolation=_UNSET, converters=None):
        self._defaults = {}
        self._sections = {}
        self._allow_no_value = allow_no_value
        self._delimiters = tuple(delimiters)
        self._comments = tuple(comment_prefixes)
        self._inline = tuple(inline_comment_prefixes or ())
        self.default_section = default_section
        self._interpolation = self._plain if interpolation is _UNSET or interpolation is None else interpolation
        for key, value in (defaults or {}).items():
            self._defaults[self.optionxform(key)] = value

    def optionxform(self, option):
        return option.lower()

    def read(self, filenames, encoding=None):
        if isinstance(filenames, (str, bytes)) or hasattr(filenames, "__fspath__"):
            filenames = [filenames]
        done = []
        for name in filenames:
            if not _os.path.isfile(name):
                continue
            with open(name, encoding=encoding) as file:
                self._parse(file.read())
            done.append(name)
        return done

    def read_file(self, f, source=None):
        self._parse("".join(f))

    readfp = read_file

    def read_string(self, string, source="<string>"):
        self._parse(string)

    def read_dict(self, dictionary, source="<dict>"):
        for section, values in dictionary.items():
            if section != self.default_section and section not in self._sections:
                self._sections[section] = {}
            place = self._defaults if section == self.default_section else self._sections[section]
            for key, value in values.items():
                place[self.optionxform(str(key))] = None if value is None else str(value)

    def _parse(self, text):
        place = None
        key = None
        indent = 0
        for number, line in enumerate(text.splitlines(), 1):
            bare = line.strip()
            if not bare or bare.startswith(self._comments):
                if not bare and key is not None and place is not None and place[key] is not None:
                    place[key] += "\n"
                continue
            for prefix in self._inline:
                at = line.find(" " + prefix)
                if at >= 0:
                    line = line[:at]
                    bare = line.strip()
            depth = len(line) - len(line.lstrip())
            if key is not None and depth > indent and place is not None:
                place[key] = (place[key] or "") + "\n" + bare
                continue
            indent = depth
            found = _re.match(r"\[(.+)\]", bare)
            if found:
                name = found.group(1)
                key = None
                if name == self.default_section:
                    place = self._defaults
                else:
                    place = self._sections.setdefault(name, {})
                continue
            if place is None:
                raise MissingSectionHeaderError(f"File contains no section headers.\nfile: '<string>', line: {number}\n{line!r}")
            cut = min([at for at in [bare.find(mark) for mark in self._delimiters] if at >= 0] or [-1])
            if cut < 0:
                if not self._allow_no_value:
                    raise ParsingError(f"Source contains parsing errors: '<string>'\n\t[line {number:2}]: {line!r}")
                key = self.optionxform(bare)
                place[key] = None
                continue
            key = self.optionxform(bare[:cut].rstrip())
            place[key] = bare[cut + 1:].strip()
        for values in [self._defaults, *self._sections.values()]:
            for name, value in values.items():
                if isinstance(value, str):
                    values[name] = value.rstrip("\n")

    def defaults(self):
        return self._defaults

    def sections(self):
        return list(self._sections)

    def add_section(self, section):
        if section in self._sections:
            raise DuplicateSectionError(f"Section {section!r} already exists")
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        if section not in self._sections:
            raise NoSectionError(section)
        return list({**self._sections[section], **self._defaults})

    def has_option(self, section, option):
        return self._raw(section, self.optionxform(option)) is not _UNSET

    def _raw(self, section, option):
        if section in self._sections and option in self._sections[section]:
            return self._sections[section][option]
        if section in self._sections or not section or section == self.default_section:
            return self._defaults.get(option, _UNSET)
        return _UNSET

    def get(self, section, option, *, raw=False, vars=None, fallback=_UNSET):
        option = self.optionxform(option)
        if vars and option in vars:
            return vars[option]
        if section not in self._sections and section != self.default_section:
            if fallback is not _UNSET:
                return fallback
            raise NoSectionError(section)
        value = self._raw(section, option)
        if value is _UNSET:
            if fallback is not _UNSET:
                return fallback
            raise NoOptionError(option, section)
        if raw or value is None:
            return value
        return self._interpolation.replace(self, section, value)

    def _converted(self, convert, section, option, kw):
        fallback = kw.get("fallback", _UNSET)
        value = self.get(section, option, fallback=fallback)
        return value if value is fallback else convert(value)

    def getint(self, section, option, **kw):
        return self._converted(int, section, option, kw)

    def getfloat(self, section, option, **kw):
        return self._converted(float, section, option, kw)

    def getboolean(self, section, option, **kw):
        return self._converted(self._boolean, section, option, kw)

    def _boolean(self, value):
        if value.lower() not in self.BOOLEAN_STATES:
            raise ValueError(f"Not a boolean: {value}")
        return self.BOOLEAN_STATES[value.lower()]

    def items(self, section=_UNSET, raw=False, vars=None):
        if section is _UNSET:
            return [(name, self[name]) for name in [self.default_section, *self._sections]]
        return [(option, self.get(section, option, raw=raw)) for option in self.options(section)]

    def set(self, section, option, value=None):
        place = self._defaults if section == self.default_section else self._sections.get(section)
        if place is None:
            raise NoSectionError(section)
        place[self.optionxform(option)] = value

    def remove_option(self, section, option):
        return self._sections[section].pop(self.optionxform(option), _UNSET) is not _UNSET

    def remove_section(self, section):
        return self._sections.pop(section, None) is not None

    def __getitem__(self, name):
        if name != self.default_section and name not in self._sections:
            raise KeyError(name)
        return SectionProxy(self, name)

    def __setitem__(self, name, values):
        self._sections[name] = {}
        self.read_dict({name: values})

    def __contains__(self, name):
        return name == self.default_section or name in self._sections

    def __iter__(self):
        return iter([self.default_section, *self._sections])

    def keys(self):
        return list(iter(self))

    def __len__(self):
        return len(self._sections) + 1


class ConfigParser(RawConfigParser):
    _plain = BasicInterpolation()


SafeConfigParser = ConfigParser
