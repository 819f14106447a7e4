//! The command line of the project. Each subcommand is a module with its arguments and one `run`.

mod codegen;
mod corpus;
mod diff;
mod explain;
mod files;
mod lint;
mod lock;
mod output;
mod project;
mod spec;
mod staleness;
mod stats;
mod workspace;
mod write;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates Rust clients from OpenAPI documents and keeps them fresh.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, arg_required_else_help = true)]
#[command(after_help = output::EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Codegen(codegen::Args),
    Diff(diff::Args),
    Lint(lint::Args),
    Explain(explain::Args),
    Stats(stats::Args),
    Corpus(corpus::Args),
    #[command(hide = true)]
    CorpusDocument(corpus::document::Args),
}

fn main() -> ExitCode {
    if let Some(code) = corpus::check::time_rustc_if_asked() {
        return code;
    }
    let exit = match Cli::parse().command {
        Command::Codegen(args) => codegen::run(&args),
        Command::Diff(args) => diff::run(&args),
        Command::Lint(args) => lint::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Stats(args) => stats::run(&args),
        Command::Corpus(args) => corpus::run(&args),
        Command::CorpusDocument(args) => return corpus::document::run(&args),
    };
    exit.into()
}
