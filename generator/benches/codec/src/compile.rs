//! How long the compiler takes for the crate alone: this program stands between cargo and rustc and takes the time.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::thread::sleep;
use std::time::Duration;
use std::{env, fs};

use crate::{Better, CANDIDATES, median, row};

/// Names the file that a wrapped rustc reports to.
pub const LOG: &str = "CODEC_BENCH_LOG";

/// The kernel counts the time of processes in hundredths of a second.
const TICKS_PER_SECOND: f64 = 100.0;

#[derive(Clone, Copy)]
pub enum Command {
    Check,
    Build,
    Release,
}

impl Command {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Self::Check => &["check"],
            Self::Build => &["build"],
            Self::Release => &["build", "--release"],
        }
    }
}

/// Compiles every candidate once for its dependencies, then all in turns.
pub fn measure(workspace: &Path, command: Command, rounds: usize) {
    let mut seconds = CANDIDATES.map(|_| Vec::new());
    let mut memory = CANDIDATES.map(|_| Vec::new());
    for round in 0..=rounds {
        for (index, candidate) in CANDIDATES.iter().enumerate() {
            let (time, peak) = compile(workspace, command, candidate);
            if round > 0 {
                seconds[index].push(time);
                memory[index].push(peak);
            }
        }
    }
    let name = format!("cargo {}", command.arguments().join(" "));
    row(&format!("`{name}`, CPU s"), &seconds.map(median), 1, Better::Less);
    row(&format!("`{name}`, peak MiB"), &memory.map(median), 0, Better::Less);
}

fn compile(workspace: &Path, command: Command, candidate: &str) -> (f64, f64) {
    let source = workspace.join(candidate).join("src/lib.rs");
    let text = fs::read(&source).expect("the source");
    fs::write(&source, text).expect("a source that is newer than what was made of it");
    let log = workspace.join("rustc.log");
    let status = cargo(workspace)
        .args(command.arguments())
        .args(["--package", candidate])
        .env(LOG, &log)
        .env("RUSTC_WRAPPER", env::current_exe().expect("this program"))
        .env("CARGO_INCREMENTAL", "0")
        .status();
    assert!(status.expect("cargo").success(), "{candidate} must compile");
    report(&log, candidate)
}

pub fn cargo(workspace: &Path) -> Process {
    let mut cargo = Process::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace).env("CARGO_TARGET_DIR", workspace.join("target"));
    cargo.args(["--quiet", "--offline"]);
    cargo.env_remove(LOG);
    cargo
}

fn report(log: &Path, candidate: &str) -> (f64, f64) {
    let text = fs::read_to_string(log).expect("a report");
    let line = text.lines().rfind(|line| line.starts_with(&format!("{candidate} "))).expect("a line of this crate");
    let mut numbers = line.split(' ').skip(1).map(|number| number.parse().expect("a number"));
    (numbers.next().expect("seconds"), numbers.next().expect("memory"))
}

/// Runs the rustc that cargo asked for and reports what it took.
pub fn wrap_rustc() -> ! {
    let arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let mut rustc = Process::new(&arguments[0]).args(&arguments[1..]).stdin(Stdio::null()).spawn().expect("rustc");
    let mut peak = 0.0;
    let status = loop {
        peak = peak_memory(rustc.id()).unwrap_or(peak);
        if let Some(status) = rustc.try_wait().expect("rustc") {
            break status;
        }
        sleep(Duration::from_millis(3));
    };
    if let Some(name) = arguments.iter().skip_while(|argument| *argument != "--crate-name").nth(1) {
        let line = format!("{} {} {peak}\n", name.to_string_lossy(), children_seconds());
        let log = env::var_os(LOG).expect("the report's place");
        fs::write(&log, fs::read_to_string(&log).unwrap_or_default() + &line).expect("a report");
    }
    std::process::exit(status.code().unwrap_or(1));
}

/// User and system time of the children that have ended: fields 16 and 17 of proc_pid_stat(5).
fn children_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").expect("Linux");
    let after_name = stat.rsplit_once(") ").expect("proc_pid_stat(5)").1;
    let ticks = after_name.split(' ').skip(13).take(2).map(|ticks| ticks.parse::<f64>().expect("proc_pid_stat(5)"));
    ticks.sum::<f64>() / TICKS_PER_SECOND
}

/// In MiB.
fn peak_memory(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0)
}
