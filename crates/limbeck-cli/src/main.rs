//! The binary `limbeck`.

fn main() -> std::process::ExitCode {
    limbeck_cli::run(std::env::args_os().collect()).into()
}
