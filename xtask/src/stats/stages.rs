//! How long the stages take.

use std::time::{Duration, Instant};

use generator::Tolerance;
use generator::diagnostics::Diagnostics;
use generator::load::{Files, Sources};
use generator::normalize;
use generator::overlay::Origins;

use crate::spec::Spec;

/// The time of each stage, as far as it can be told from outside.
///
/// Each run does all that the run before it does and more, and the difference is the time of what it does more.
pub fn text(spec: &Spec) -> String {
    let [load, normalize, lower, all] = spec.with_input(Tolerance::Tolerant, |input| {
        let none = Files::none();
        let read = || Sources::load(input.path, input.text, input.files.unwrap_or(&none));
        let (sources, load) = timed(read);
        let normalized = sources.map(|sources| {
            timed(|| {
                normalize::normalize_files(&sources, Origins::default(), &|_, _| None, &mut Diagnostics::default())
            })
            .1
        });
        let lower = timed(|| generator::model(input)).1;
        let all = timed(|| generator::generate(input)).1;
        [load, load + normalized.unwrap_or_default(), lower, all]
    });
    let stages =
        [("load", load), ("normalize", normalize.saturating_sub(load)), ("lower", lower.saturating_sub(normalize))];
    let stages = stages.into_iter().chain([("render", all.saturating_sub(lower)), ("in all", all)]);
    let stages: Vec<_> = stages.map(|(stage, time)| format!("{stage} {:.2}s", time.as_secs_f64())).collect();
    format!("  {}\n", stages.join(" · "))
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let result = work();
    (result, started.elapsed())
}
