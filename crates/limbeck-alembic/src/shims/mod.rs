//! Stand-ins for the packages that env.py and revisions import most, one file a package.

mod dotenv;

use limbeck_python::Vm;

/// Registers every stand-in.
pub fn register(vm: &mut Vm) {
    dotenv::register(vm);
}
