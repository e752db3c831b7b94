//! The program: read the arguments, run, return the exit code.

use std::io::Write;
use std::process::ExitCode;

use yinfa::cli::{self, Cli, Exit};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let exit = match Cli::read(std::env::args_os()) {
        Ok(cli) => cli::run(cli),
        Err(usage) if usage.is_error => {
            let _ = writeln!(std::io::stderr().lock(), "{}", usage.text);
            Exit::Usage
        }
        Err(usage) => {
            let _ = write!(std::io::stdout().lock(), "{}", usage.text);
            Exit::Done
        }
    };
    ExitCode::from(exit.code())
}
