//! The CPU time of the compiler, crate by crate: Cargo is told to run this program in its place, which runs it.

use std::env;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Duration;

use crate::corpus::limits;

/// The variable that says where the times go. With it this program is a stand-in for the compiler.
pub const FOLDER: &str = "XTASK_CORPUS_TIMES";

/// The CPU time that the compiler may take for one crate.
const LIMIT: Duration = Duration::from_secs(1_800);

/// Runs the compiler if Cargo called this program for it (Cargo Book, `RUSTC_WORKSPACE_WRAPPER`).
pub fn run_if_asked() -> Option<ExitCode> {
    let folder = env::var_os(FOLDER)?;
    let mut arguments = env::args_os().skip(1);
    let mut command = Command::new(arguments.next()?);
    limits::confine_cpu(LIMIT);
    let status = command.args(arguments).env_remove(FOLDER).status();
    if let (Some(seconds), Ok(package)) = (limits::cpu_seconds_of_children(), env::var("CARGO_PKG_NAME")) {
        // A time that is not known is no reason to fail the crate.
        let _ = fs::write(Path::new(&folder).join(package), seconds.to_string());
    }
    let code = status.ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Some(ExitCode::from(code.unwrap_or(101)))
}

/// The time of the crate, in seconds.
pub fn seconds(folder: &Path, package: &str) -> Option<f64> {
    fs::read_to_string(folder.join(package)).ok()?.parse().ok()
}

/// Forgets the time of an earlier run.
pub fn forget(folder: &Path, package: &str) -> io::Result<()> {
    match fs::remove_file(folder.join(package)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
