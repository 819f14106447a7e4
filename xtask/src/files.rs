//! Reading documents, and the files that they refer to.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use generator::diagnostics::Diagnostic;
use generator::diagnostics::report::Report;
use generator::load::{self, Files, Source, Sources};

use crate::output::nearby;

/// More than the generator takes: what it turns away need not be read to the end.
const MOST: u64 = load::BYTES as u64 + (1 << 20);

/// The text of a document.
pub fn text(path: &Path) -> Result<String, String> {
    let bytes = bytes(path).map_err(|error| error.to_string())?;
    load::text(&bytes).map(|text| text.into_owned()).map_err(|mistake| no_text(path, &bytes, &mistake))
}

/// Why the bytes are no text, and where.
fn no_text(path: &Path, bytes: &[u8], mistake: &Diagnostic) -> String {
    let source = Source::unread(&nearby(path), &String::from_utf8_lossy(bytes));
    let report = Report::new(Sources::from(source), |pointer| (0, pointer.clone()));
    format!("it is no text\n{}", report.render(mistake, false).trim_end())
}

fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Calls `use_it` with the files that the document at `spec` may refer to: those in its folder and in `others`.
pub fn with<T>(spec: &Path, others: &[PathBuf], use_it: impl FnOnce(&Files<'_>) -> T) -> T {
    let folder = spec.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folders: Vec<PathBuf> = [folder]
        .into_iter()
        .chain(others.iter().map(PathBuf::as_path))
        .filter_map(|it| it.canonicalize().ok())
        .collect();
    let read = |path: &Path| inside(path, &folders);
    use_it(&others.iter().fold(Files::new(&read), |files, folder| files.allow(&nearby(folder))))
}

/// Reads a file that is in one of the folders, wherever the links on the way to it lead.
fn inside(path: &Path, folders: &[PathBuf]) -> io::Result<Vec<u8>> {
    let path = path.canonicalize()?;
    if !folders.iter().any(|folder| path.starts_with(folder)) {
        return Err(io::Error::other("a symbolic link leads out of the folder of the document"));
    }
    if !fs::metadata(&path)?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    bytes(&path)
}
