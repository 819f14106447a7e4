//! `cargo xtask codegen`: documents -> crates on disk, or the news that they are stale.

mod findings;

use std::path::PathBuf;
use std::time::Instant;

use generator::{File, Generated, Input, Tolerance, manifest_tail};

use crate::output::{Exit, Failure, Options, Output, nearby, show};
use crate::project::{self, Target};
use crate::write::{Disk, Plan, Policy};
use crate::{files, lock, output, staleness, workspace, write};

/// How many changes of the API are printed.
const MAX_CHANGES: usize = 40;

/// The end of `--help`.
const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen                                regenerate everything spec/codegen.toml lists
  cargo xtask codegen --check                        is everything fresh? (for CI; writes nothing)
  cargo xtask codegen --dry-run                      what would change?
  cargo xtask codegen --spec api.yaml --out ../api   a crate from any document, without codegen.toml
  cargo xtask codegen --check --format github        stale files as annotations of a pull request";

/// Generates the client crates from their documents.
///
/// Without arguments, every crate that spec/codegen.toml lists is regenerated: only files that differ
/// are written, files that are no longer wanted are deleted, and what changed in the Rust API is printed.
/// Only files with the `@generated` header are ever replaced or deleted; `tests/` and `examples/` of a
/// crate are yours, and so is what stands below the last line of its generated Cargo.toml. A run that fails leaves the disk as it was.
#[derive(clap::Args, Debug)]
#[command(verbatim_doc_comment, after_help = format!("{EXAMPLES}\n\n{}", output::EXIT_CODES))]
pub struct Args {
    /// The codegen.toml to follow instead of the workspace's spec/codegen.toml.
    #[arg(long, value_name = "FILE", conflicts_with = "spec")]
    config: Option<PathBuf>,
    /// Generate only this crate of codegen.toml.
    #[arg(long, value_name = "CRATE", conflicts_with = "spec")]
    api: Option<String>,
    /// Generate from this document; codegen.toml is not read.
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,
    /// The folder of the crate that --spec gives; it must be empty or generated before.
    #[arg(long, value_name = "DIR", requires = "spec")]
    out: Option<PathBuf>,
    /// The name of the crate that --spec gives [default: that of the folder].
    #[arg(long, value_name = "CRATE", requires = "spec")]
    name: Option<String>,
    /// Write nothing; fail if a crate is stale, and say which files and why.
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change.
    #[arg(long, conflicts_with = "check")]
    dry_run: bool,
    /// Fail if the document would change the API or its names, that is the items of API.lock.
    #[arg(long)]
    locked: bool,
    /// Let warnings fail the run.
    #[arg(long, visible_alias = "deny-warnings")]
    strict: bool,
    /// Leave out or untype what has an error, and generate all the rest.
    #[arg(long, conflicts_with = "strict")]
    tolerant: bool,
    /// Take over a folder that was not generated, and replace files in the way.
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    output: Options,
}

impl Args {
    fn tolerance(&self) -> Tolerance {
        match (self.strict, self.tolerant) {
            (true, _) => Tolerance::Strict,
            (false, true) => Tolerance::Tolerant,
            (false, false) => Tolerance::Normal,
        }
    }
}

/// A crate that is generated but not yet on disk.
struct Job {
    target: Target,
    generated: Generated,
    disk: Disk,
    plan: Plan,
}

/// Carries out the command.
pub fn run(args: &Args) -> Exit {
    let mut output = Output::new(&args.output);
    let exit = codegen(args, &mut output).unwrap_or_else(|failure| {
        output.failure(&failure);
        failure.exit
    });
    output.finish();
    exit
}

fn codegen(args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    let started = Instant::now();
    let jobs = jobs(targets(args, output)?, args, output)?;
    let exit = if args.check { check(&jobs, output) } else { update(&jobs, args, output)? };
    if exit == Exit::Done {
        output.status("Finished", &format!("in {:.2}s", started.elapsed().as_secs_f64()));
    }
    Ok(exit)
}

fn targets(args: &Args, output: &mut Output) -> Result<Vec<Target>, Failure> {
    match (&args.spec, &args.out) {
        (Some(spec), Some(out)) => Ok(vec![project::given(spec, out, args.name.as_deref())?]),
        _ => project::listed(args.config.as_deref(), args.api.as_deref(), output),
    }
}

/// Generates every crate; all of their mistakes are reported before the first ends the run.
fn jobs(targets: Vec<Target>, args: &Args, output: &mut Output) -> Result<Vec<Job>, Failure> {
    let mut jobs = Vec::new();
    let mut worst: Option<Failure> = None;
    for target in targets {
        match job(target, args, output) {
            Ok(job) => jobs.push(job),
            Err(failure) => {
                let (worse, other) = match worst.take() {
                    Some(before) if before.exit > failure.exit => (before, Some(failure)),
                    before => (failure, before),
                };
                other.iter().for_each(|other| output.failure(other));
                worst = Some(worse);
            }
        }
    }
    worst.map_or(Ok(jobs), Err)
}

fn job(target: Target, args: &Args, output: &mut Output) -> Result<Job, Failure> {
    output.status("Loading", &show(&target.spec));
    let text = files::text(&target.spec).map_err(|reason| unloadable(&target, &reason))?;
    let lock = lock::read(&target.output)?;
    let path = nearby(&target.spec);
    let (lock, tolerance) = (lock.as_deref(), args.tolerance());
    let Target { client: config, overlays, references, .. } = &target;
    let outcome = files::with(&path, references, |files| {
        generator::generate(&Input { path: &path, text: &text, overlays, config, lock, tolerance, files: Some(files) })
    });
    findings::report(&outcome, &target, output);
    if !outcome.loaded {
        return Err(unloadable(&target, "it is not an OpenAPI document"));
    }
    let mut generated = outcome.generated.ok_or_else(|| ungenerated(&target))?;
    let (disk, plan) = compare(&target, &mut generated.files, args)?;
    Ok(Job { target, generated, disk, plan })
}

fn unloadable(target: &Target, reason: &str) -> Failure {
    let message = format!("`{}` cannot be loaded: {reason}", show(&target.spec));
    Failure { exit: Exit::Unloadable, message, help: None }
}

fn ungenerated(target: &Target) -> Failure {
    let message = format!("`{}` was not generated because of the errors above", target.client.package.name);
    Failure { exit: Exit::Findings, message, help: None }
}

fn compare(target: &Target, files: &mut [File], args: &Args) -> Result<(Disk, Plan), Failure> {
    let folders: Vec<_> = files.iter().filter_map(|file| Some(file.path.split_once('/')?.0)).chain(["src"]).collect();
    let root = &target.output;
    let disk = Disk::read(root, &folders)
        .map_err(|error| Failure::usage(format!("`{}` cannot be read: {error}", show(root))))?;
    let policy = match (args.check, args.force) {
        (true, _) => Policy::Compare,
        (false, true) => Policy::Force,
        (false, false) => Policy::Own,
    };
    write::keep_manifest_tail(&disk, files);
    let plan = write::plan(&disk, files, policy).map_err(|problems| refused(target, &problems))?;
    // What is as it was generated has nothing of anybody else.
    if policy == Policy::Own && staleness::is_touched(&disk) != Some(false) {
        lost_entries(target, &disk, files)?;
    }
    Ok((disk, plan))
}

fn refused(target: &Target, problems: &[write::Problem]) -> Failure {
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    let message = format!("`{}` cannot be written: {}", show(&target.output), lines.join("; "));
    let forcible =
        |problem: &write::Problem| matches!(problem, write::Problem::ForeignFolder | write::Problem::ForeignFile(_));
    let failure = Failure::usage(message);
    if problems.iter().all(forcible) {
        return failure.help("move it away, or let `--force` replace it");
    }
    failure
}

/// Refuses to drop what people wrote where codegen writes.
fn lost_entries(target: &Target, disk: &Disk, files: &[File]) -> Result<(), Failure> {
    let Some(problem) = write::lost_entries(disk, files) else { return Ok(()) };
    let help = format!("move it below the line `{}`, or let `--force` drop it", manifest_tail::MARKER);
    Err(refused(target, &[problem]).help(help))
}

/// Reports what is stale.
fn check(jobs: &[Job], output: &mut Output) -> Exit {
    let stale: Vec<_> = jobs.iter().filter(|job| !job.plan.is_empty()).collect();
    for job in &stale {
        let causes = staleness::causes(&job.disk, &job.plan, job.new_lock());
        let findings = staleness::findings(&show(&job.target.output), &causes, &job.plan, output.color());
        findings.into_iter().for_each(|finding| output.finding(finding));
    }
    for job in jobs.iter().filter(|job| job.plan.is_empty()) {
        output.status("Fresh", &format!("{} ({} files)", show(&job.target.output), job.generated.files.len()));
    }
    if stale.is_empty() { Exit::Done } else { Exit::Findings }
}

/// Writes what differs, or shows it.
fn update(jobs: &[Job], args: &Args, output: &mut Output) -> Result<Exit, Failure> {
    for job in jobs {
        job.miss_lock(output);
        job.announce(output);
        if args.dry_run {
            job.list(output);
        }
    }
    if args.locked {
        jobs.iter().try_for_each(Job::locked)?;
    }
    if !args.dry_run {
        let plans: Vec<_> = jobs.iter().map(|job| (job.target.output.as_path(), &job.plan)).collect();
        write::apply(&plans).map_err(|broken| Failure::usage(broken.to_string()))?;
    }
    for job in jobs {
        job.sum_up(if args.dry_run { "Would write" } else { "Wrote" }, output);
    }
    Ok(Exit::Done)
}

impl Job {
    fn old_lock(&self) -> Option<&str> {
        self.disk.text(lock::FILE)
    }

    fn new_lock(&self) -> &str {
        let lock = self.generated.files.iter().find(|file| file.path == lock::FILE);
        lock.map_or("", |file| file.contents.as_str())
    }

    /// Warns of names that are given anew.
    fn miss_lock(&self, output: &mut Output) {
        if staleness::is_lock_lost(&self.disk) {
            let path = self.target.output.join(lock::FILE);
            let message = format!("`{}` is gone or empty", show(&path));
            output.finding(output::warning(&path, &message, staleness::TAKE_IT_BACK, output.color()));
        }
    }

    /// What is generated, and how its API differs from what `API.lock` remembers.
    fn announce(&self, output: &Output) {
        let (files, summary) = (self.generated.files.len(), &self.generated.summary);
        let size = format!("{} operations, {} types", summary.operations, summary.types);
        let path = show(&self.target.output);
        output.status("Generating", &format!("{path} ({files} files; {size}; skipped: {})", summary.skipped));
        // Of a merge, the items of both sides.
        let Some(old) = self.old_lock().filter(|lock| !lock::is_lost(Some(lock))) else { return };
        let changes = lock::changes(old, self.new_lock());
        for change in changes.iter().take(MAX_CHANGES) {
            output.status(change.verb, &change.item);
        }
        if changes.len() > MAX_CHANGES {
            output.status("…", &format!("{} more, see the diff of {}", changes.len() - MAX_CHANGES, lock::FILE));
        }
    }

    /// Each file that would be written or deleted.
    fn list(&self, output: &Output) {
        let kinds = [("create", &self.plan.create), ("update", &self.plan.update), ("delete", &self.plan.delete)];
        for (verb, changes) in kinds {
            for change in changes {
                let (added, removed) = change.lines();
                let path = show(&self.target.output.join(&change.path));
                output.status(verb, &format!("{path}   (+{added} −{removed})"));
            }
        }
    }

    /// Does `API.lock` say of the API what it will say?
    fn locked(&self) -> Result<(), Failure> {
        if self.old_lock().is_some_and(|old| lock::is_same_api(old, self.new_lock())) {
            return Ok(());
        }
        let path = show(&self.target.output.join(lock::FILE));
        let failure = Failure { exit: Exit::Findings, ..Failure::usage(format!("`{path}` would change")) };
        Err(failure.help("run `cargo xtask codegen` without `--locked`, and review the diff of API.lock"))
    }

    fn sum_up(&self, verb: &str, output: &Output) {
        let plan = &self.plan;
        let (added, removed) = plan.lines();
        let written = plan.create.len() + plan.update.len();
        let counts = format!("{written} files, {} unchanged, {} removed", plan.unchanged.len(), plan.delete.len());
        output.status(verb, &format!("{counts}   (+{added} −{removed} lines)"));
        if let Some(hint) = workspace::hint(&self.target.output) {
            output.status("Hint", &hint);
        }
    }
}
