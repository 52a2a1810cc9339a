//! The sandbox of files and the environment: what scripts may read, and what is refused by name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use limbeck_python::{Args, Console, Options, Vm};

use crate::support::{Captured, eval, with_stack};

/// A project folder of its own for one test, removed at the end.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Project {
        let folder = std::env::temp_dir().join(format!("limbeck-python-{}-{name}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("project/data/deep")).expect("a folder");
        for (file, text) in [
            ("project/data/rates.csv", "id,rate\n1,2.5\n2,\"3,5\"\n"),
            ("project/data/deep/x.json", "{\"a\": [1, 2]}"),
            ("project/data/text.txt", "first\r\nsecond\nthird é"),
            ("secret.txt", "secret"),
        ] {
            std::fs::write(folder.join(file), text).expect("a file");
        }
        Project(folder)
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a script whose `ROOT` is the project; gives what it printed, or the message of its error.
fn run(folder: &Path, script: &str) -> String {
    let root = folder.join("project");
    let text = format!("ROOT = {:?}\n{script}", root.to_string_lossy());
    with_stack(move || {
        let console = Rc::new(Captured::default());
        let env = HashMap::from([("DATABASE_URL".to_owned(), "sqlite://".to_owned())]);
        let options = Options {
            console: Rc::clone(&console) as Rc<dyn Console>,
            root: Some(root),
            env: Some(env),
            ..Options::default()
        };
        match eval(&mut Vm::new(options), &text) {
            Ok(_) => console.out.borrow().clone(),
            Err(error) => error.to_string(),
        }
    })
}

#[test]
fn files_below_the_project_are_read() {
    let project = Project::new("read");
    let printed = run(
        &project.0,
        "
import csv, json, os
from pathlib import Path
data = Path(ROOT) / 'data'
with open(data / 'text.txt') as f:
    print([line for line in f], f.closed)
print(f.closed, open(os.path.join(ROOT, 'data', 'text.txt'), 'rb').read())
with open(data / 'rates.csv', newline='') as f:
    print(list(csv.DictReader(f)))
print(json.loads((data / 'deep/x.json').read_text()), json.load(open(data / 'deep' / 'x.json')))
print(os.listdir(data), [p.name for p in sorted(data.iterdir())], [str(p.relative_to(data)) for p in sorted(data.rglob('*.*'))])
print([p.name for p in data.glob('*.csv')], [p.name for p in data.glob('**/*.json')], data.exists(), (data / 'nope').exists(), data.is_dir(), (data / 'text.txt').is_file())
print([(os.path.relpath(top, ROOT), dirs, files) for top, dirs, files in os.walk(ROOT)])
print(os.path.getsize(data / 'deep/x.json'), (data / 'deep/x.json').stat().st_size, Path(ROOT, 'data', '..', 'data').resolve() == data.resolve())
import glob
print([os.path.basename(p) for p in glob.glob(os.path.join(ROOT, 'data', '*.txt'))], [os.path.basename(p) for p in glob.glob(ROOT + '/**/*.json', recursive=True)])
",
    );
    let expected = "\
['first\\n', 'second\\n', 'third é'] False
True b'first\\r\\nsecond\\nthird \\xc3\\xa9'
[{'id': '1', 'rate': '2.5'}, {'id': '2', 'rate': '3,5'}]
{'a': [1, 2]} {'a': [1, 2]}
['deep', 'rates.csv', 'text.txt'] ['deep', 'rates.csv', 'text.txt'] ['deep/x.json', 'rates.csv', 'text.txt']
['rates.csv'] ['x.json'] True False True True
[('.', ['data'], []), ('data', ['deep'], ['rates.csv', 'text.txt']), ('data/deep', [], ['x.json'])]
13 13 True
['text.txt'] ['x.json']
";
    assert_eq!(printed, expected);
}

#[test]
fn a_missing_file_is_an_exception_of_python() {
    let project = Project::new("missing");
    let printed = run(
        &project.0,
        "
import os
from pathlib import Path
for f in [lambda: open(ROOT + '/nope'), lambda: open(ROOT + '/data'), lambda: os.listdir(ROOT + '/nope'), lambda: Path(ROOT, 'nope').read_text(), lambda: os.listdir(ROOT + '/data/text.txt')]:
    try:
        f()
    except OSError as e:
        print(type(e).__name__, e.errno, str(e).replace(ROOT, 'ROOT'), e.filename is not None)
",
    );
    let expected = "\
FileNotFoundError 2 [Errno 2] No such file or directory: 'ROOT/nope' True
IsADirectoryError 21 [Errno 21] Is a directory: 'ROOT/data' True
FileNotFoundError 2 [Errno 2] No such file or directory: 'ROOT/nope' True
FileNotFoundError 2 [Errno 2] No such file or directory: 'ROOT/nope' True
NotADirectoryError 20 [Errno 20] Not a directory: 'ROOT/data/text.txt' True
";
    assert_eq!(printed, expected);
}

#[test]
fn what_lies_outside_of_the_project_is_refused() {
    let project = Project::new("outside");
    for script in [
        "open(ROOT + '/../secret.txt')",
        "open('/etc/passwd')",
        "import os\nos.listdir('/')",
        "from pathlib import Path\nPath(ROOT, '..', 'secret.txt').read_text()",
    ] {
        let message = run(&project.0, script);
        assert!(message.contains("outside of the project"), "{script}: {message}");
        assert!(!message.contains("root:"), "{script}: {message}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_project_is_refused() {
    let project = Project::new("link");
    std::os::unix::fs::symlink(project.0.join("secret.txt"), project.0.join("project/link")).expect("a link");
    let message = run(&project.0, "print(open(ROOT + '/link').read())");
    assert!(message.contains("outside of the project"), "{message}");
}

#[test]
fn writing_and_processes_are_refused_by_name() {
    let project = Project::new("write");
    for (script, name) in [
        ("open(ROOT + '/data/text.txt', 'r+')", "text.txt"),
        ("import os\nos.remove(ROOT + '/data/text.txt')", "os.remove"),
        ("import os\nos.system('true')", "os.system"),
        ("from pathlib import Path\nPath(ROOT, 'new').write_text('x')", "Path.write_text"),
        ("from pathlib import Path\nPath(ROOT, 'data/text.txt').unlink()", "Path.unlink"),
    ] {
        let message = run(&project.0, script);
        assert!(message.contains(name) && message.contains("may not do"), "{script}: {message}");
    }
    assert!(!project.0.join("project/new").exists());
    assert!(project.0.join("project/data/text.txt").exists());
}

#[test]
fn what_an_application_writes_when_it_is_imported_goes_nowhere() {
    let project = Project::new("imported");
    let script = "\
import os, shutil, socket
from pathlib import Path
os.makedirs(ROOT + '/q', exist_ok=True)
Path(ROOT, 'new').mkdir()
with open(ROOT + '/new.txt', 'w') as f:
    f.write('x')
shutil.copyfile('a', 'b')
host = socket.gethostname()
print(os.path.exists('/etc/passwd'))
";
    assert_eq!(run(&project.0, script), "False\n");
    assert!(!project.0.join("project/new.txt").exists() && !project.0.join("project/q").exists());
    let in_revision = |text: &str| {
        let (mut vm, _) = crate::support::vm();
        let module = eval(&mut vm, &format!("def upgrade():\n    {text}\n")).expect("a module");
        let upgrade = module.get("upgrade").expect("upgrade()");
        vm.call_entry(&upgrade, Args::none()).expect_err("refused").to_string()
    };
    for (text, name) in [
        ("open('new.txt', 'w')", "new.txt"),
        ("import os; os.makedirs('q')", "os.makedirs"),
        ("from pathlib import Path; Path('new').mkdir()", "Path.mkdir"),
        ("import subprocess; subprocess.run(['true'])", "subprocess.run"),
        ("import socket; socket.create_connection(('h', 1))", "socket.create_connection"),
    ] {
        let message = in_revision(text);
        assert!(message.contains(name) && message.contains("may not do"), "{text}: {message}");
    }
}

#[test]
fn nothing_is_read_without_a_project() {
    let console = Rc::new(Captured::default());
    let mut vm = Vm::new(Options { console: Rc::clone(&console) as Rc<dyn Console>, ..Options::default() });
    let error = eval(&mut vm, "open('Cargo.toml')").expect_err("refused");
    assert!(error.to_string().contains("`Cargo.toml`"), "{error}");
}

#[test]
fn the_environment_is_the_one_given() {
    let project = Project::new("environment");
    let printed = run(
        &project.0,
        "
import os
print(dict(os.environ), os.environ['DATABASE_URL'], os.getenv('HOME'), os.environ)
os.environ['X'] = '1'
print(os.getenv('X'), os.environ.get('Y', 'default'), sorted(os.environ))
",
    );
    let expected = "\
{'DATABASE_URL': 'sqlite://'} sqlite:// None environ({'DATABASE_URL': 'sqlite://'})
1 default ['DATABASE_URL', 'X']
";
    assert_eq!(printed, expected);
    assert!(std::env::var_os("X").is_none_or(|value| value != "1"));
}

#[test]
fn errors_of_modules_written_in_python_point_to_the_script() {
    let console = Rc::new(Captured::default());
    let mut vm = Vm::new(Options { console: Rc::clone(&console) as Rc<dyn Console>, ..Options::default() });
    let error = eval(&mut vm, "import textwrap\n\n\ntextwrap.dedent(5)\n").expect_err("an exception");
    let place = vm.locate(error.span()).expect("a place");
    assert_eq!((place.line, place.path.to_string_lossy().as_ref()), (4, "snippet.py"));
    assert_eq!(error.traceback().len(), 1);
}

#[test]
fn a_sleep_ends_when_the_evaluation_is_interrupted() {
    let options = Options::default();
    let interrupt = std::sync::Arc::clone(&options.interrupt);
    let waiter = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(100));
        interrupt.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    let begun = std::time::Instant::now();
    let error = eval(&mut Vm::new(options), "import time\ntime.sleep(60)\n").expect_err("interrupted");
    assert_eq!(error.to_string(), "interrupted");
    assert!(begun.elapsed().as_secs() < 20);
    waiter.join().expect("the thread ends");
}

#[test]
fn zones_of_the_tz_database_know_their_summer_time() {
    if !Path::new("/usr/share/zoneinfo/Europe/Berlin").exists() {
        // The machine has no tz database: the name is refused as CPython does.
        let mut vm = Vm::new(Options::default());
        let error = eval(&mut vm, "from zoneinfo import ZoneInfo\nZoneInfo('Europe/Berlin')\n").expect_err("not found");
        assert!(error.to_string().contains("No time zone found with key Europe/Berlin"), "{error}");
        return;
    }
    let console = Rc::new(Captured::default());
    let mut vm = Vm::new(Options { console: Rc::clone(&console) as Rc<dyn Console>, ..Options::default() });
    eval(
        &mut vm,
        "
from datetime import datetime, timezone
from zoneinfo import ZoneInfo
z = ZoneInfo('Europe/Berlin')
for at in [datetime(2024, 1, 1, 12), datetime(2024, 7, 1, 12), datetime(2050, 7, 1), datetime(2024, 3, 31, 2, 30), datetime(2024, 10, 27, 2, 30)]:
    local = at.replace(tzinfo=z)
    print(local, local.tzname(), local.dst(), at.replace(tzinfo=timezone.utc).astimezone(z))
",
    )
    .expect("evaluated");
    let expected = "\
2024-01-01 12:00:00+01:00 CET 0:00:00 2024-01-01 13:00:00+01:00
2024-07-01 12:00:00+02:00 CEST 1:00:00 2024-07-01 14:00:00+02:00
2050-07-01 00:00:00+02:00 CEST 1:00:00 2050-07-01 02:00:00+02:00
2024-03-31 02:30:00+01:00 CET 0:00:00 2024-03-31 04:30:00+02:00
2024-10-27 02:30:00+02:00 CEST 1:00:00 2024-10-27 03:30:00+01:00
";
    assert_eq!(*console.out.borrow(), expected);
}

#[test]
fn extreme_arguments_end_in_errors() {
    for script in [
        "import json\njson.loads('[' * 100000)",
        "import json\nx = []\nfor _ in range(100000):\n    x = [x]\njson.dumps(x)",
        "import copy\nx = []\nfor _ in range(100000):\n    x = [x]\ncopy.deepcopy(x)",
        "import re\nre.compile('(' * 5000)",
        "import re\nre.compile('(?:' * 200 + 'a' + ')' * 200)",
        "import re\nre.compile('(?:a{999}){999}{999}')",
        "import re\nre.match(r'(?:(a|aa)+(?!x))+\\1c', 'a' * 60 + 'b')",
        "import math\nmath.perm(2 ** 4000000, 100000)",
        "import math\nmath.factorial(10 ** 9)",
        "import math\nmath.ldexp(1.0, 10 ** 30)",
        "import random\nrandom.getrandbits(10 ** 12)",
        "import random\nrandom.sample(range(3), 4)",
        "import time\ntime.gmtime(2 ** 63 - 1)",
        "import time\ntime.localtime(-2 ** 63)",
        "import time\ntime.sleep(-1)",
        "import time\ntime.sleep(float('inf') - float('inf'))",
        "from datetime import timedelta\ntimedelta(weeks=10 ** 30)",
        "from datetime import timedelta\ntimedelta(days=1e300)",
        "from datetime import timedelta\ntimedelta(days=999999999) * 10 ** 40",
        "from datetime import datetime\ndatetime.fromtimestamp(10 ** 18)",
        "from datetime import datetime\ndatetime(2024, 1, 1, 10 ** 30)",
        "from datetime import date\ndate.fromordinal(10 ** 12)",
        "from datetime import date\ndate.max.strftime('%' + '9' * 30 + 'd') and 1 / 0",
        "import uuid\nuuid.UUID(int=2 ** 200)",
        "import itertools\nlist(itertools.repeat(1, 10 ** 12))",
        "import hashlib\nhashlib.pbkdf2_hmac('sha256', b'', b'', 0)",
        "import hashlib\nhashlib.blake2b(b'', digest_size=1000)",
        "import base64\nbase64.b64decode('=')  or 1 / 0",
        "import textwrap\ntextwrap.wrap('x', -1)",
        "from pathlib import Path\nPath('\\0').exists()",
        "from fractions import Fraction\nFraction('1e99999999999')",
    ] {
        let text = script.to_owned();
        let failed = with_stack(move || {
            let options = Options { steps: 20_000_000, collection: 1_000_000, ..Options::default() };
            eval(&mut Vm::new(options), &text).is_err()
        });
        assert!(failed, "{script}");
    }
}

#[test]
fn modules_are_loaded_from_files_below_the_project() {
    let project = Project::new("spec");
    std::fs::write(project.0.join("project/data/odd-name.py"), "size = 3\ndef double(n):\n    return n * size\n")
        .expect("a file");
    std::fs::write(project.0.join("outside.py"), "x = 1\n").expect("a file");
    let printed = run(
        &project.0,
        r#"
import importlib.util, os
spec = importlib.util.spec_from_file_location("odd", os.path.join(ROOT, "data", "odd-name.py"))
module = importlib.util.module_from_spec(spec)
print(module.__name__, hasattr(module, "size"))
spec.loader.exec_module(module)
print(module.double(4), module.__file__ == spec.origin, spec.name)
print(importlib.util.find_spec("json").name)
"#,
    );
    assert_eq!(printed, "odd False\n12 True odd\njson\n");
    let refused = run(
        &project.0,
        r#"
import importlib.util
spec = importlib.util.spec_from_file_location("x", ROOT + "/../outside.py")
spec.loader.exec_module(importlib.util.module_from_spec(spec))
"#,
    );
    assert!(refused.contains("lies outside of the project"), "{refused}");
    let unknown = run(&project.0, "import importlib.util\nif importlib.util.find_spec('numpy'):\n    pass\n");
    assert!(unknown.contains("decides what happens next"), "{unknown}");
}
