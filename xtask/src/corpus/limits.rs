//! Bounds for processes: what a document can do to the generator must not end the run over all the others.

use std::io;
use std::process::{Child, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

/// The address space a process may use, in bytes.
#[cfg(unix)]
const MEMORY: u64 = 8 << 30;

/// How much longer than its CPU time a process may take where it has to share the machine.
const PATIENCE: u32 = 8;

/// The CPU time this process has used so far; the time since `started` where the system doesn't tell.
#[cfg(unix)]
pub fn cpu_time(_started: Instant) -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let (seconds, nanoseconds) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanoseconds.unwrap_or_default())
}

/// The CPU time this process has used so far; the time since `started` where the system doesn't tell.
#[cfg(not(unix))]
pub fn cpu_time(started: Instant) -> Duration {
    started.elapsed()
}

/// Bounds the CPU time and the memory of this process, and lets it leave no core dump.
pub fn confine(cpu: Duration) {
    confine_cpu(cpu);
    #[cfg(unix)]
    {
        bound(rustix::process::Resource::As, MEMORY);
        bound(rustix::process::Resource::Core, 0);
    }
}

/// Bounds the CPU time of this process, and of each that it starts; only the limit of [`wait`] is there for all systems.
pub fn confine_cpu(cpu: Duration) {
    #[cfg(unix)]
    bound(rustix::process::Resource::Cpu, cpu.as_secs().max(1));
    #[cfg(not(unix))]
    let _ = cpu;
}

/// A system that has no such limit still has the one of [`wait`].
#[cfg(unix)]
fn bound(resource: rustix::process::Resource, limit: u64) {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let _ = setrlimit(resource, Rlimit { current: Some(limit), ..getrlimit(resource) });
}

/// The CPU time of the processes that this one has waited for, in seconds; `None` where the system doesn't tell.
#[cfg(target_os = "linux")]
#[allow(clippy::cast_precision_loss, reason = "no process lives for so many ticks")]
pub fn cpu_seconds_of_children() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    Some(ticks_of_children(&stat)? as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// The CPU time of the processes that this one has waited for, in seconds; `None` where the system doesn't tell.
#[cfg(not(target_os = "linux"))]
pub fn cpu_seconds_of_children() -> Option<f64> {
    None
}

/// `cutime` and `cstime`, the fields 16 and 17 (proc_pid_stat(5)); the name before them may hold anything.
#[cfg(target_os = "linux")]
fn ticks_of_children(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(13).take(2).map(|field| field.parse::<u64>().ok());
    ticks.sum::<Option<u64>>()
}

/// Waits for the end of a process that may take `cpu`; `None` if it had to be ended.
pub fn wait(mut child: Child, cpu: Duration) -> io::Result<Option<ExitStatus>> {
    let (started, mut pause) = (Instant::now(), Duration::from_millis(1));
    while started.elapsed() < cpu.saturating_mul(PATIENCE) {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status).filter(|status| !used_up(status)));
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(None)
}

/// Did the system end the process because its CPU time was used up?
#[cfg(unix)]
fn used_up(status: &ExitStatus) -> bool {
    use std::os::unix::process::ExitStatusExt as _;
    status.signal() == Some(rustix::process::Signal::XCPU.as_raw())
}

#[cfg(not(unix))]
fn used_up(_status: &ExitStatus) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::{Duration, Instant};

    use super::{cpu_time, wait};

    #[cfg(unix)]
    #[test]
    fn a_process_that_does_not_end_is_ended() {
        let sleeper = Command::new("sleep").arg("60").spawn().unwrap();
        assert_eq!(wait(sleeper, Duration::from_millis(20)).unwrap(), None);
        let quick = Command::new("true").spawn().unwrap();
        assert!(wait(quick, Duration::from_secs(60)).unwrap().unwrap().success());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_times_of_children_are_found_behind_any_name() {
        let stat = "7 (a ) b) S 1 2 3 4 5 6 7 8 9 10 11 12 300 45 20 0";
        assert_eq!(super::ticks_of_children(stat), Some(345));
        assert!(super::cpu_seconds_of_children().is_some());
    }

    #[test]
    fn cpu_time_grows_with_work() {
        let started = Instant::now();
        let before = cpu_time(started);
        let sum = (0..20_000_000_u64).fold(0, |sum, next| std::hint::black_box(sum ^ next));
        assert!(cpu_time(started) > before, "{sum}");
    }
}
