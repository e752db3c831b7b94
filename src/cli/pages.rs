//! What is made of the arguments themselves: help, completions, manual pages.

use std::path::{Path, PathBuf};

use clap_complete::Shell;

use super::args::command;
use super::findings::Printer;
use super::{Abort, Exit, say, table};
use crate::diag::{Code, Diagnostic, Place};
use crate::env;
use crate::fonts::FontSet;
use crate::standard::GENERAL;

const NAME: &str = "yinfa";

/// The program, the sum of its sources, the system that it is built for, and its fonts.
pub(super) fn version() -> String {
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let fonts = FontSet::load(&[]).value;
    let fonts =
        fonts.map_or("没有随附的字体".to_owned(), |fonts| table::fonts(&fonts, &GENERAL));
    let (version, build) = (env!("CARGO_PKG_VERSION"), env!("YINFA_BUILD"));
    format!("{NAME} {version}（构建 {build}，{system} {machine}）\n{fonts}\n")
}

/// Prints the completions of a shell.
pub(super) fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), NAME, &mut script);
    say(String::from_utf8_lossy(&script).trim_end());
    Exit::Done
}

/// Prints the manual page, or writes one for each command.
pub(super) fn manual(out: Option<&Path>) -> Result<Exit, Abort> {
    let mut whole = command();
    // Names of commands within commands are put together here.
    whole.build();
    let Some(out) = out else {
        let page = page(whole).map_err(|error| broken(Path::new(NAME), &error))?;
        say(String::from_utf8_lossy(&page).trim_end());
        return Ok(Exit::Done);
    };
    let mut pages = Vec::new();
    add(whole, NAME, &mut pages).map_err(|error| broken(out, &error))?;
    env::make_folder(out).map_err(|error| broken(out, &error))?;
    for (name, bytes) in pages {
        let path = out.join(format!("{name}.1"));
        env::replace_together(&[(path.clone(), &bytes)])
            .map_err(|(path, error)| broken(&path, &error))?;
        say(&path.display().to_string());
    }
    Ok(Exit::Done)
}

/// The pages of a command and of those below it, by names such as `yinfa-kind-check`.
fn add(
    command: clap::Command,
    name: &str,
    pages: &mut Vec<(String, Vec<u8>)>,
) -> std::io::Result<()> {
    let below: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    pages.push((name.to_owned(), page(command.name(name.to_owned()))?));
    for command in below {
        let name = format!("{name}-{}", command.get_name());
        add(command, &name, pages)?;
    }
    Ok(())
}

fn page(command: clap::Command) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command).render(&mut bytes)?;
    Ok(bytes)
}

fn broken(path: &Path, error: &std::io::Error) -> Abort {
    let message = format!("手册页写不进去：{}", env::io_reason(error));
    let place = Place::File(PathBuf::from(path));
    Abort::one(Diagnostic::new(Code::FileUnwritable, place, message), Exit::Disk)
}

/// Prints the help of a command.
pub(super) fn help(commands: &[String], printer: &Printer) -> Exit {
    let mut whole = command();
    whole.build();
    let mut found = &mut whole;
    for name in commands {
        match found.find_subcommand_mut(name) {
            Some(below) => found = below,
            None => {
                printer.line(&format!("没有“{name}”这个命令\n看用法：yinfa --help"));
                return Exit::Usage;
            }
        }
    }
    say(found.render_help().to_string().trim_end());
    Exit::Done
}
