//! `jianfan completions`: what a shell completes after `jianfan`, made from the command line
//! itself.

use std::io::Write;

use clap::{Args, CommandFactory};
use clap_complete::{Shell, generate};

use super::{Ending, Line};

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// 哪种命令窗口：bash、zsh、fish、powershell 或 elvish
    #[arg(value_name = "外壳", help_heading = "参数", hide_possible_values = true)]
    shell: Shell,
}

pub(crate) fn run(options: &Options) -> Ending {
    let mut script = Vec::new();
    let mut command = Line::command();
    let name = command.get_name().to_owned();
    generate(options.shell, &mut command, name, &mut script);
    match std::io::stdout().lock().write_all(&script) {
        Ok(()) => Ending::Done,
        // Whoever reads it has gone.
        Err(_) => Ending::Failed,
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_shell_learns_every_command() {
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            generate(*shell, &mut Line::command(), "jianfan", &mut script);
            let script = String::from_utf8(script).unwrap();
            for command in Line::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {command}");
            }
        }
    }
}
