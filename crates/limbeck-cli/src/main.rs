//! The binary `limbeck`.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    limbeck_cli::run(std::env::args_os().collect()).into()
}
