//! How far a long run has come.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What a bar looks like: under the verbs of the status lines.
const TEMPLATE: &str = "{prefix:>12} [{bar:30}] {pos}/{len} {wide_msg}";

/// A bar of `length` steps, drawn on a terminal only.
pub fn bar(verb: &str, length: usize, shown: bool) -> ProgressBar {
    let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let style = ProgressStyle::with_template(TEMPLATE).unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(u64::try_from(length).ok(), target);
    bar.set_style(style.progress_chars("=> "));
    bar.set_prefix(verb.to_owned());
    bar
}

#[cfg(test)]
mod tests {
    use super::TEMPLATE;

    #[test]
    fn the_template_is_one() {
        assert!(indicatif::ProgressStyle::with_template(TEMPLATE).is_ok());
    }
}
