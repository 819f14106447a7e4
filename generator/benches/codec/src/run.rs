//! How fast the compiled candidates read and write.

use std::path::Path;
use std::process::Command;

use crate::compile::cargo;
use crate::{Better, CANDIDATES, median, row};

const TIMES: &str = "20";

pub fn measure(workspace: &Path, rounds: usize) {
    let built = cargo(workspace).args(["build", "--release", "--package", "speed"]).status();
    assert!(built.expect("cargo").success(), "the program must compile");
    let program = workspace.join("target/release/speed");
    for candidate in CANDIDATES {
        run(Command::new(&program), candidate, "compare", "1");
    }
    for what in ["decode", "decode-sorted", "encode"] {
        throughput(&program, what, rounds);
    }
    if Command::new("valgrind").arg("--version").output().is_ok() {
        for what in ["decode", "decode-sorted", "encode"] {
            row(
                &format!("{what}, instructions per byte"),
                &CANDIDATES.map(|it| instructions(&program, it, what)),
                1,
                Better::Less,
            );
        }
    }
    let bytes =
        |name: &str| std::fs::metadata(workspace.join(format!("target/release/lib{name}.rlib"))).map(|it| it.len());
    row("release library, MB", &CANDIDATES.map(|name| bytes(name).expect("a library") as f64 / 1e6), 1, Better::Less);
}

/// In turns, so that a busy moment of the machine hits all of them.
fn throughput(program: &Path, what: &str, rounds: usize) {
    let mut speeds = CANDIDATES.map(|_| Vec::new());
    for _ in 0..rounds * 3 {
        for (index, candidate) in CANDIDATES.iter().enumerate() {
            let (seconds, bytes) = run(Command::new(program), candidate, what, TIMES);
            speeds[index].push(bytes / seconds / 1e6);
        }
    }
    row(&format!("{what}, MB/s"), &speeds.map(median), 0, Better::More);
}

fn run(mut program: Command, candidate: &str, what: &str, times: &str) -> (f64, f64) {
    let output = program.args([candidate, what, times]).output().expect("the program");
    assert!(output.status.success(), "{candidate}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let (seconds, bytes) = text.trim().split_once(' ').expect("two numbers");
    (seconds.parse().expect("seconds"), bytes.parse().expect("bytes"))
}

/// What two more repetitions cost; the machine's other work does not change it.
fn instructions(program: &Path, candidate: &str, what: &str) -> f64 {
    let count = |times: &str| {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program);
        let output = valgrind.args([candidate, what, times]).output().expect("valgrind");
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = report.lines().find_map(|line| line.split_once("Collected : ")).expect("callgrind's count");
        let bytes = String::from_utf8_lossy(&output.stdout).trim().split_once(' ').map(|it| it.1.parse::<f64>());
        (line.1.trim().parse::<f64>().expect("a count"), bytes.expect("two numbers").expect("bytes"))
    };
    let ((few, bytes_of_few), (many, bytes_of_many)) = (count("1"), count("3"));
    (many - few) / (bytes_of_many - bytes_of_few)
}
