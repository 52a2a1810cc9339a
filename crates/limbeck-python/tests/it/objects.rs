//! What objects and modules give of themselves: `__dict__`, `globals()`, metaclasses.

use crate::support::{run, with_stack};

fn prints(script: &'static str, expected: &str) {
    let (out, error) = with_stack(move || run(script));
    assert_eq!((out.as_str(), error), (expected, None), "{script}");
}

#[test]
fn changes_of_the_dictionary_of_an_object_change_the_object() {
    prints(
        "\
class A:
    def __init__(self, **k): self.__dict__.update(k)
a = A(x=1, y=2)
a.__dict__['z'] = 3
vars(a).pop('x')
copy = dict(a.__dict__)
copy['q'] = 1
print(a.y, a.z, hasattr(a, 'x'), hasattr(a, 'q'), vars(a))
",
        "2 3 False False {'y': 2, 'z': 3}\n",
    );
}

#[test]
fn globals_reads_and_writes_the_names_of_the_module() {
    prints(
        "\
def first(): return 1
names = globals()
names['second'] = 2
print(globals()['first'](), second, 'third' in names, names.get('third', 3))
try:
    names['third']
except KeyError as e:
    print(repr(e))
",
        "1 2 False 3\nKeyError('third')\n",
    );
}

#[test]
fn a_metaclass_may_decide_what_calling_a_class_gives() {
    prints(
        "\
class Single(type):
    made = {}
    def __call__(cls, *args):
        if cls not in cls.made:
            cls.made[cls] = super().__call__(*args)
        return cls.made[cls]
class A(metaclass=Single):
    def __init__(self, x): self.x = x
print(A(1) is A(2), A(3).x)
",
        "True 1\n",
    );
}

#[test]
fn struct_and_configparser_read_what_they_should() {
    prints(
        "\
import struct, configparser, calendar
print(calendar.monthrange(2024, 2), calendar.timegm((1970, 1, 2, 0, 0, 1)), calendar.month_abbr[3], calendar.isleap(1900))
print(struct.unpack('>q', struct.pack('>q', -5)), struct.calcsize('<ihb'), struct.unpack('<2sHd', struct.pack('<2sHd', b'ab', 7, 1.5)))
c = configparser.ConfigParser()
c.read_string('[DEFAULT]\\nhost = db\\n[main]\\nurl = %(host)s/x\\nport = 5\\non = yes\\nlong = a\\n  b\\n')
print(c.get('main', 'url'), c.getint('main', 'port'), c['main'].getboolean('on'), repr(c['main']['long']), c.sections(), c.get('main', 'none', fallback=None))
",
        "(3, 29) 86401 Mar False\n(-5,) 7 (b'ab', 7, 1.5)\ndb/x 5 True 'a\\nb' ['main'] None\n",
    );
}
