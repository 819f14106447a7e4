//! What a call through a generated client costs, against the same call written by hand with reqwest and serde's derive.
//!
//! Both talk to the same server, a process of its own, over the same reqwest on one thread. Prints a Markdown table of
//! allocations, allocated bytes and times, the medians of several runs in turns in one process; and of instructions where
//! there is valgrind, as the machine's other work does not change them.
//!
//! ```text
//! cargo run --release --manifest-path generator/benches/overhead/Cargo.toml [-- <runs>]
//! ```

mod allocations;
mod generated;
mod hand;
mod server;

use std::env;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use allocations::Allocated;
use tokio::runtime::{Builder, Runtime};

/// Calls in one run.
const CALLS: usize = 200;

/// What is called: one small answer, a long one, and a request with a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    One,
    Hundred,
    Body,
}

const CASES: [(Case, &str); 3] =
    [(Case::One, "GET, 1 item"), (Case::Hundred, "GET, 100 items"), (Case::Body, "PUT with a body")];

/// One of the two ways to call.
trait Caller {
    async fn call(&self, case: Case) -> usize;
}

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["serve"] => server::serve(),
        ["call", way, case, calls, url] => only(way, case.parse().expect("a case"), calls.parse().expect("a number"), url),
        [] => measure(15),
        [runs] => measure(runs.parse().expect("a number of runs")),
        _ => panic!("too many arguments"),
    }
}

/// Calls in one way alone, for valgrind to count.
fn only(way: &str, case: usize, calls: usize, url: &str) {
    let runtime = runtime();
    match way {
        "hand" => repeat(&runtime, &hand::Hand::new(url), CASES[case].0, calls),
        _ => repeat(&runtime, &generated::Generated::new(url), CASES[case].0, calls),
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

fn repeat(runtime: &Runtime, caller: &impl Caller, case: Case, calls: usize) {
    runtime.block_on(async {
        for _ in 0..calls {
            assert!(caller.call(case).await > 0, "an answer");
        }
    });
}

fn measure(runs: usize) {
    let (mut server, url) = start();
    let runtime = runtime();
    let (hand, generated) = (hand::Hand::new(&url), generated::Generated::new(&url));
    println!("| | by hand | generated | times |\n|---|---|---|---|");
    for (index, (case, name)) in CASES.into_iter().enumerate() {
        // Whatever is made once is there before it is measured.
        repeat(&runtime, &hand, case, CALLS);
        repeat(&runtime, &generated, case, CALLS);
        let (mut by_hand, mut by_client) = (Vec::new(), Vec::new());
        for _ in 0..runs {
            by_hand.push(run(&runtime, &hand, case));
            by_client.push(run(&runtime, &generated, case));
        }
        let figure = |what: &str, digits, of: fn(&Run) -> f64| {
            row(&format!("{name}: {what}"), digits, [&by_hand, &by_client].map(|all| median(all.iter().map(of).collect())));
        };
        figure("allocations", 1, |run| run.allocated.count as f64 / CALLS as f64);
        figure("bytes allocated", 0, |run| run.allocated.bytes as f64 / CALLS as f64);
        figure("µs", 1, |run| run.seconds * 1e6 / CALLS as f64);
        if Command::new("valgrind").arg("--version").output().is_ok() {
            row(&format!("{name}: instructions"), 0, ["hand", "generated"].map(|way| instructions(way, index, &url)));
        }
    }
    server.kill().expect("the server ends");
}

struct Run {
    allocated: Allocated,
    seconds: f64,
}

fn run(runtime: &Runtime, caller: &impl Caller, case: Case) -> Run {
    let (before, started) = (Allocated::so_far(), Instant::now());
    repeat(runtime, caller, case, CALLS);
    Run { seconds: started.elapsed().as_secs_f64(), allocated: Allocated::so_far() - before }
}

/// What one more call costs.
fn instructions(way: &str, case: usize, url: &str) -> f64 {
    let count = |calls: usize| {
        let mut valgrind = Command::new("valgrind");
        valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(env::current_exe().expect("a path"));
        let output = valgrind.args(["call", way, &case.to_string(), &calls.to_string(), url]).output().expect("valgrind");
        let report = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = report.lines().find_map(|line| line.split_once("Collected : "));
        line.expect("callgrind's count").1.trim().parse::<f64>().expect("a number")
    };
    (count(300) - count(100)) / 200.0
}

fn row(name: &str, digits: usize, [hand, generated]: [f64; 2]) {
    println!("| {name} | {hand:.digits$} | {generated:.digits$} | {:.2} |", generated / hand);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// The server as a process of its own, so that nothing of it is counted, and its URL.
fn start() -> (Child, String) {
    let mut command = Command::new(env::current_exe().expect("a path"));
    let mut server = command.arg("serve").stdout(Stdio::piped()).spawn().expect("the server");
    let output = server.stdout.take().expect("its output");
    let mut url = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(output), &mut url).expect("its URL");
    (server, url.trim().to_owned())
}
