//! What people are shown of a run: one line a document, then rates.

use super::outcome::{Check, Generation, Measured, RoundTrips};

/// The columns: what stands above each, and whether it holds numbers.
const COLUMNS: [(&str, bool); 11] = [
    ("document", false),
    ("version", false),
    ("operations", true),
    ("types", true),
    ("lines", true),
    ("warnings", true),
    ("untyped", true),
    ("generate", true),
    ("check", true),
    ("examples", true),
    ("result", false),
];

/// How much of a reason stands in the table, in characters.
const REASON_LENGTH: usize = 100;

/// Every document with its numbers.
pub fn table(all: &[Measured]) -> String {
    let rows: Vec<_> = std::iter::once(COLUMNS.map(|(title, _)| title.to_owned())).chain(all.iter().map(row)).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: Vec<_> = (0..COLUMNS.len()).map(width).collect();
    rows.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String; COLUMNS.len()], widths: &[usize]) -> String {
    let cell = |((text, &width), (_, is_number)): ((&String, &usize), (&str, bool))| {
        if is_number { format!("{text:>width$}") } else { format!("{text:<width$}") }
    };
    let cells: Vec<_> = row.iter().zip(widths).zip(COLUMNS).map(cell).collect();
    format!("{}\n", cells.join("  ").trim_end())
}

fn row(measured: &Measured) -> [String; COLUMNS.len()] {
    let (document, generation) = (&measured.document, measured.generation.as_ref().ok());
    let count = |number: fn(&Generation) -> usize| generation.map_or("-".to_owned(), |each| number(each).to_string());
    let seconds = |seconds: Option<f64>| seconds.map_or("-".to_owned(), |seconds| format!("{seconds:.2}s"));
    let examples = measured.examples.as_ref().and_then(|trips| trips.as_ref().ok());
    let result = measured.failure().map_or("ok".to_owned(), |(step, reason)| failure(step, &reason));
    [
        document.name.clone(),
        document.version.clone(),
        count(|each| each.operations),
        count(|each| each.types),
        count(|each| each.lines),
        count(|each| each.warnings),
        count(|each| each.untyped),
        seconds(generation.map(|each| each.seconds)),
        seconds(measured.check.as_ref().and_then(|check| check.seconds)),
        examples.map_or("-".to_owned(), |trips| format!("{}/{}", trips.passed, trips.valid())),
        result,
    ]
}

/// The start of the reason; all of it is told below the table.
fn failure(step: &str, reason: &str) -> String {
    let word = match step {
        "check" => "NOT CLEAN",
        "examples" => "CHANGED",
        _ => "FAILED",
    };
    let start: String = reason.chars().take(REASON_LENGTH).collect();
    format!("{word}: {start}{}", if start.len() < reason.len() { "…" } else { "" })
}

/// Rates and sums, one a line.
pub fn summary(all: &[Measured]) -> Vec<String> {
    let generated: Vec<_> = all.iter().filter_map(|each| each.generation.as_ref().ok()).collect();
    let sum = |number: fn(&Generation) -> usize| generated.iter().map(|each| number(each)).sum::<usize>();
    let (operations, types, untyped) = (sum(|each| each.operations), sum(|each| each.types), sum(|each| each.untyped));
    let mut lines = vec![format!("generated   {}", rate(generated.len(), all.len(), "documents"))];
    lines.extend(checked(all));
    lines.extend(examples(all));
    lines.push(format!("content     {operations} operations, {types} types, {} lines", sum(|each| each.lines)));
    lines.push(format!("warnings    {}", sum(|each| each.warnings)));
    lines.push(format!("untyped     {untyped} places, {:.1} for each 100 types", per_hundred(untyped, types)));
    lines.push(times("generate", all, |each| Some(each.generation.as_ref().ok()?.seconds)));
    if all.iter().any(|each| each.check.is_some()) {
        lines.push(times("check", all, |each| each.check.as_ref()?.seconds));
    }
    lines
}

fn checked(all: &[Measured]) -> Option<String> {
    let checks: Vec<&Check> = all.iter().filter_map(|each| each.check.as_ref()).collect();
    let compiled = checks.iter().filter(|check| check.errors == 0).count();
    let clean = checks.iter().filter(|check| check.is_clean()).count();
    let text = format!("compiled    {}, {clean} without a warning", rate(compiled, checks.len(), "crates"));
    (!checks.is_empty()).then_some(text)
}

fn examples(all: &[Measured]) -> Option<String> {
    let trips: Vec<&RoundTrips> = all.iter().filter_map(|each| each.examples.as_ref()?.as_ref().ok()).collect();
    let sum = |number: fn(&RoundTrips) -> usize| trips.iter().map(|trips| number(trips)).sum::<usize>();
    let (found, invalid) = (sum(|trips| trips.examples), sum(|trips| trips.invalid.len()));
    let rate = rate(sum(|trips| trips.passed), sum(RoundTrips::valid), "valid ones");
    let kept = sum(|trips| trips.kept.len());
    let text = format!(
        "examples    {rate} come back as they were, {kept} with a value of no variant; {invalid} of {found} are not valid"
    );
    (!trips.is_empty()).then_some(text)
}

fn rate(part: usize, all: usize, of: &str) -> String {
    format!("{part} of {all} {of} ({:.1} %)", per_hundred(part, all))
}

#[allow(clippy::cast_precision_loss, reason = "numbers of documents are small, and the rate is rounded anyway")]
fn per_hundred(part: usize, all: usize) -> f64 {
    if all == 0 { 0.0 } else { 100.0 * part as f64 / all as f64 }
}

/// The sum of times and the slowest document.
fn times(step: &str, all: &[Measured], seconds: impl Fn(&Measured) -> Option<f64>) -> String {
    let timed: Vec<_> = all.iter().filter_map(|each| Some((seconds(each)?, &each.document.name))).collect();
    let total: f64 = timed.iter().map(|(seconds, _)| seconds).sum();
    let slowest = timed.iter().max_by(|one, other| one.0.total_cmp(&other.0));
    let slowest = slowest.map_or(String::new(), |(seconds, name)| format!("; slowest {seconds:.2} s: {name}"));
    format!("{step:<11} {total:.1} s of CPU{slowest}")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{summary, table};
    use crate::corpus::find::Document;
    use crate::corpus::outcome::{Check, Generation, Measured};

    fn measured(name: &str, generation: Result<Generation, String>, check: Option<Check>) -> Measured {
        let (path, package) = (PathBuf::from(name), name.to_owned());
        let document = Document { path, name: name.to_owned(), version: "3.0.3".to_owned(), package, bytes: 1 };
        Measured { document, generation, check, examples: None }
    }

    fn some() -> Vec<Measured> {
        let generation = Generation { operations: 12, types: 40, untyped: 2, seconds: 0.25, ..Generation::default() };
        let warned = Check { warnings: 1, first: Some("unused".to_owned()), seconds: Some(1.5), ..Check::default() };
        vec![
            measured("pets.yaml", Ok(generation.clone()), Some(Check::default())),
            measured("long/name.json", Err("no".to_owned()), None),
            measured("warned.json", Ok(generation), Some(warned)),
        ]
    }

    #[test]
    fn columns_are_aligned() {
        let expected = "\
document        version  operations  types  lines  warnings  untyped  generate  check  examples  result
pets.yaml       3.0.3            12     40      0         0        2     0.25s      -         -  ok
long/name.json  3.0.3             -      -      -         -        -         -      -         -  FAILED: no
warned.json     3.0.3            12     40      0         0        2     0.25s  1.50s         -  NOT CLEAN: unused
";
        assert_eq!(table(&some()), expected);
    }

    #[test]
    fn rates_and_sums() {
        let lines = summary(&some());
        assert_eq!(lines[0], "generated   2 of 3 documents (66.7 %)");
        assert_eq!(lines[1], "compiled    2 of 2 crates (100.0 %), 1 without a warning");
        assert!(lines.contains(&"untyped     4 places, 5.0 for each 100 types".to_owned()), "{lines:?}");
        assert_eq!(lines.last().unwrap(), "check       1.5 s of CPU; slowest 1.50 s: warned.json");
        assert_eq!(summary(&[])[0], "generated   0 of 0 documents (0.0 %)");
    }
}
