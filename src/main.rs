//! The program `jianfan`: hands the command line to the library and ends with its exit code.

use std::process::ExitCode;

/// See Cargo.toml; only the program has it, the library takes what it is given.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    jianfan::run(std::env::args_os())
}
