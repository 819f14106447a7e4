//! What a call through a generated client costs, against the same call written by hand with reqwest and serde's derive.
//!
//! Both talk to the same server, a process of its own, over the same reqwest on one thread. Prints a Markdown table of
//! allocations and allocated bytes, the medians of several runs in turns in one process; and of instructions, the same in
//! a process under valgrind, where there is that. Times are left out: on a busy machine they say nothing.
//!
//! ```text
//! cargo run --release --manifest-path generator/benches/overhead/Cargo.toml [-- <runs>]
//! ```

mod allocations;
mod generated;
mod hand;
mod server;

use std::env;
use std::hint::black_box;
use std::path::Path;
use std::process::{Child, Command, Stdio};

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
        ["count", runs, url] => count(runs.parse().expect("a number of runs"), url),
        [] => measure(15),
        [runs] => measure(runs.parse().expect("a number of runs")),
        _ => panic!("too many arguments"),
    }
}

/// Both ways, over one runtime.
struct Ways {
    runtime: Runtime,
    hand: hand::Hand,
    generated: generated::Generated,
}

impl Ways {
    fn new(url: &str) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { runtime, hand: hand::Hand::new(url), generated: generated::Generated::new(url) }
    }

    /// `runs` runs of each way in turns, and what `around` makes of each.
    fn in_turns<T>(&self, case: Case, runs: usize, around: impl Fn(&dyn Fn()) -> T) -> [Vec<T>; 2] {
        let by_hand = || self.run(&self.hand, case);
        let by_client = || self.run(&self.generated, case);
        // Whatever is made once is there before it is measured.
        by_hand();
        by_client();
        let mut outcomes = [Vec::new(), Vec::new()];
        for _ in 0..runs {
            outcomes[0].push(around(&by_hand));
            outcomes[1].push(around(&by_client));
        }
        outcomes
    }

    fn run(&self, caller: &impl Caller, case: Case) {
        self.runtime.block_on(async {
            for _ in 0..CALLS {
                assert!(caller.call(case).await > 0, "an answer");
            }
        });
    }
}

fn measure(runs: usize) {
    let (mut server, url) = start();
    let ways = Ways::new(&url);
    let mut instructions = instructions(runs, &url).into_iter();
    println!("| | by hand | generated | times |\n|---|---|---|---|");
    for (case, name) in CASES {
        let allocated = ways.in_turns(case, runs, |run| {
            let before = Allocated::so_far();
            run();
            Allocated::so_far() - before
        });
        let figure = |what: &str, digits, of: fn(&Allocated) -> u64| {
            let all = allocated.each_ref().map(|all| all.iter().map(|run| of(run) as f64).collect());
            row(&format!("{name}: {what}"), digits, all);
        };
        figure("allocations", 1, |run| run.count);
        figure("bytes allocated", 0, |run| run.bytes);
        if let Some(counted) = instructions.next() {
            row(&format!("{name}: instructions"), 0, counted);
        }
    }
    server.kill().expect("the server ends");
}

/// Does what is measured, and tells valgrind where each run begins and ends.
fn count(runs: usize, url: &str) {
    let ways = Ways::new(url);
    for (case, _) in CASES {
        ways.in_turns(case, runs, |run| {
            boundary_of_a_run();
            run();
            boundary_of_a_run();
        });
    }
}

/// Valgrind writes down at each call of it what was counted since the one before.
#[inline(never)]
fn boundary_of_a_run() {
    black_box(());
}

/// The instructions of each run, by case and way; nothing without valgrind.
fn instructions(runs: usize, url: &str) -> Vec<[Vec<f64>; 2]> {
    let folder = env::temp_dir().join(format!("overhead-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--dump-before=*boundary_of_a_run*"]);
    valgrind.arg(format!("--callgrind-out-file={}", folder.join("counts").display()));
    let counted = valgrind.arg(env::current_exe().expect("a path")).args(["count", &runs.to_string(), url]).output();
    let mut counts = (1..).map_while(|number| total(&folder.join(format!("counts.{number}"))));
    let cases = match counted {
        Ok(output) if output.status.success() => CASES.len(),
        _ => 0,
    };
    let of_cases = (0..cases).map(|_| {
        let mut of_ways = [Vec::new(), Vec::new()];
        for _ in 0..runs {
            for of_way in &mut of_ways {
                // What came before the run, then the run.
                of_way.extend(counts.by_ref().take(2).last());
            }
        }
        of_ways
    });
    let of_cases = of_cases.collect();
    std::fs::remove_dir_all(&folder).expect("the folder is gone");
    of_cases
}

/// The number of instructions in a file of callgrind.
fn total(file: &Path) -> Option<f64> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix("totals: ")).map(|count| count.trim().parse().expect("a number"))
}

/// What one call costs, by the median of all runs.
fn row(name: &str, digits: usize, runs: [Vec<f64>; 2]) {
    let [hand, generated] = runs.map(|runs| median(runs) / CALLS as f64);
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
