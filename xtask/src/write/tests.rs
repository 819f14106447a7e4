use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, SystemTime};

use generator::File;
use tempfile::TempDir;

use super::{Disk, Plan, Policy, Problem, apply, is_generated, keep_manifest_tail, plan};

const LOCK: &str = "# @generated\nlock 1\n";

fn file(path: &str, rest: &str) -> File {
    File { path: path.to_owned(), contents: format!("// @generated\n{rest}\n") }
}

/// A folder of ours with these files, each with header.
fn crate_with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "API.lock", LOCK);
    for (path, rest) in files {
        put(folder.path(), path, &file(path, rest).contents);
    }
    folder
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn planned(root: &Path, files: &[File], policy: Policy) -> Result<Plan, Vec<Problem>> {
    plan(&Disk::read(root, &["src"]).unwrap(), files, policy)
}

fn write(root: &Path, files: &[File]) -> Plan {
    let plan = planned(root, files, Policy::Own).unwrap();
    apply(&[(root, &plan)]).unwrap();
    plan
}

fn problems(root: &Path, files: &[File]) -> Vec<Problem> {
    planned(root, files, Policy::Own).unwrap_err()
}

/// Every path below a folder with the text of the files, to compare states of the disk.
fn state(root: &Path) -> Vec<(String, Option<String>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            found.push((name, fs::read_to_string(&path).ok()));
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

fn names(changes: &[super::Change]) -> Vec<&str> {
    changes.iter().map(|change| change.path.as_str()).collect()
}

#[test]
fn a_plan_creates_updates_keeps_and_deletes() {
    let folder = crate_with(&[("src/lib.rs", "old"), ("src/same.rs", "same"), ("src/types/gone.rs", "gone")]);
    put(folder.path(), "src/mine.rs", "fn mine() {}\n");
    let files = [file("src/lib.rs", "new"), file("src/same.rs", "same"), file("src/api/pets.rs", "pets")];
    let plan = planned(folder.path(), &files, Policy::Own).unwrap();
    assert_eq!(names(&plan.create), ["src/api/pets.rs"]);
    assert_eq!(names(&plan.update), ["src/lib.rs"]);
    assert_eq!(names(&plan.delete), ["src/types/gone.rs"]);
    assert_eq!(plan.unchanged, ["src/same.rs"]);
    assert_eq!((plan.update[0].lines(), plan.update[0].first_line()), ((1, 1), 2));
    assert_eq!(plan.lines(), (3, 3));
}

#[test]
fn applying_a_plan_leaves_nothing_to_do() {
    let folder = crate_with(&[("src/lib.rs", "old"), ("src/types/gone.rs", "gone"), ("tests/wire.rs", "test")]);
    put(folder.path(), "src/mine/mod.rs", "fn mine() {}\n");
    let files = [file("src/lib.rs", "new"), file("src/api/pets.rs", "pets")];
    write(folder.path(), &files);
    assert!(planned(folder.path(), &files, Policy::Own).unwrap().is_empty());
    let paths: Vec<_> = state(folder.path()).into_iter().map(|(path, _)| path).collect();
    let expected = [
        "API.lock",
        "src",
        "src/api",
        "src/api/pets.rs",
        "src/lib.rs",
        "src/mine",
        "src/mine/mod.rs",
        "tests",
        "tests/wire.rs",
    ];
    assert_eq!(paths, expected);
}

#[test]
fn an_unchanged_file_keeps_its_time() {
    let folder = crate_with(&[("src/lib.rs", "same"), ("src/b.rs", "old")]);
    let path = folder.path().join("src/lib.rs");
    let long_ago = SystemTime::now() - Duration::from_secs(3600);
    fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
    write(folder.path(), &[file("src/lib.rs", "same"), file("src/b.rs", "new")]);
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn a_failing_run_leaves_the_disk_as_it_was() {
    let folder = crate_with(&[("src/a.rs", "old"), ("src/gone.rs", "gone"), ("src/z.rs", "old")]);
    let root = folder.path();
    let files = [file("src/a.rs", "new"), file("src/new/b.rs", "new"), file("src/z.rs", "new")];
    let plan = planned(root, &files, Policy::Own).unwrap();
    // Since the plan was made, the last file to be replaced became a folder.
    fs::remove_file(root.join("src/z.rs")).unwrap();
    fs::create_dir_all(root.join("src/z.rs/full")).unwrap();
    let before = state(root);
    let error = apply(&[(root, &plan)]).unwrap_err().to_string();
    assert!(error.contains("src/z.rs") && error.ends_with("nothing was changed"), "{error}");
    assert_eq!(state(root), before);
}

#[test]
fn a_failure_in_one_crate_undoes_the_other() {
    let (one, other) = (crate_with(&[("src/a.rs", "old")]), crate_with(&[]));
    let first = planned(one.path(), &[file("src/a.rs", "new")], Policy::Own).unwrap();
    let second = planned(other.path(), &[file("src/b.rs", "new")], Policy::Own).unwrap();
    put(other.path(), "src/b.rs", "appeared meanwhile");
    let before = (state(one.path()), state(other.path()));
    apply(&[(one.path(), &first), (other.path(), &second)]).unwrap_err();
    assert_eq!((state(one.path()), state(other.path())), before);
}

#[test]
fn a_write_protected_file_is_refused_before_anything_is_written() {
    let folder = crate_with(&[("src/a.rs", "old"), ("src/b.rs", "old")]);
    let path = folder.path().join("src/b.rs");
    let mut permissions = fs::metadata(&path).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    let files = [file("src/a.rs", "new"), file("src/b.rs", "new")];
    assert_eq!(problems(folder.path(), &files), [Problem::ReadOnly("src/b.rs".to_owned())]);
    assert_eq!(planned(folder.path(), &files, Policy::Compare).unwrap().update.len(), 2, "comparing is allowed");
}

#[test]
fn a_foreign_folder_is_refused_unless_forced() {
    let folder = tempfile::tempdir().unwrap();
    assert!(planned(folder.path(), &[file("src/lib.rs", "")], Policy::Own).is_ok(), "an empty folder is free");
    fs::create_dir(folder.path().join(".git")).unwrap();
    assert!(planned(folder.path(), &[file("src/lib.rs", "")], Policy::Own).is_ok(), "a new repository is empty");
    put(folder.path(), "src/lib.rs", "fn mine() {}\n");
    assert_eq!(problems(folder.path(), &[file("src/lib.rs", "")]), [Problem::ForeignFolder]);
    put(folder.path(), "API.lock", "of another tool");
    assert_eq!(problems(folder.path(), &[file("src/lib.rs", "")]), [Problem::ForeignFolder]);
    assert!(planned(folder.path(), &[file("src/lib.rs", "")], Policy::Force).is_ok());
}

#[test]
fn a_file_without_header_is_in_the_way() {
    let folder = crate_with(&[]);
    put(folder.path(), "src/lib.rs", "let mention = \"@generated\";\n");
    assert_eq!(problems(folder.path(), &[file("src/lib.rs", "")]), [Problem::ForeignFile("src/lib.rs".to_owned())]);
    let plan = planned(folder.path(), &[file("src/other.rs", "")], Policy::Force).unwrap();
    assert_eq!(plan.delete, [], "a file of the user's is no stray");
}

#[test]
fn a_lock_that_a_merge_tore_apart_is_still_ours() {
    let folder = crate_with(&[]);
    put(folder.path(), "API.lock", "<<<<<<< HEAD\nlock 1\n=======\n>>>>>>> main\n");
    let lock = File { path: "API.lock".to_owned(), contents: LOCK.to_owned() };
    write(folder.path(), &[lock]);
    assert_eq!(fs::read_to_string(folder.path().join("API.lock")).unwrap(), LOCK);
}

#[test]
fn where_the_lock_is_lost_all_else_must_be_ours() {
    let folder = crate_with(&[("src/lib.rs", "old"), ("src/gone.rs", "gone")]);
    let files = [file("src/lib.rs", "new"), File { path: "API.lock".to_owned(), contents: LOCK.to_owned() }];
    for lost in [None, Some(""), Some(" \n")] {
        fs::remove_file(folder.path().join("API.lock")).unwrap();
        lost.into_iter().for_each(|text| put(folder.path(), "API.lock", text));
        put(folder.path(), "Cargo.toml", "# @generated by another\n");
        assert_eq!(problems(folder.path(), &files), [Problem::ForeignFolder]);
        put(folder.path(), "Cargo.toml", "# @generated by `cargo xtask codegen`. Do not edit.\n");
        put(folder.path(), "src/mine.rs", "fn mine() {}\n");
        assert_eq!(problems(folder.path(), &files), [Problem::ForeignFolder]);
        fs::remove_file(folder.path().join("src/mine.rs")).unwrap();
        put(folder.path(), "README.md", "Mine.\n");
        put(folder.path(), "API.lock", lost.unwrap_or_default());
        assert_eq!(names(&planned(folder.path(), &files, Policy::Own).unwrap().delete), ["src/gone.rs"]);
    }
}

#[test]
fn no_link_is_followed_out_of_the_folder() {
    let (folder, outside) = (crate_with(&[]), crate_with(&[("src/stray.rs", "theirs")]));
    symlink(outside.path().join("src"), folder.path().join("src")).unwrap();
    let files = [file("src/lib.rs", ""), file("src/types/pet.rs", "")];
    assert_eq!(problems(folder.path(), &files), [Problem::Symlink("src".to_owned())], "told once");
    assert_eq!(planned(folder.path(), &[file("Cargo.toml", "")], Policy::Force).unwrap().delete, []);

    fs::remove_file(folder.path().join("src")).unwrap();
    fs::create_dir(folder.path().join("src")).unwrap();
    symlink(outside.path().join("src/stray.rs"), folder.path().join("src/lib.rs")).unwrap();
    assert_eq!(problems(folder.path(), &[file("src/lib.rs", "")]), [Problem::Symlink("src/lib.rs".to_owned())]);
}

#[test]
fn what_is_in_the_way_is_not_replaced() {
    let folder = crate_with(&[("src/api", "a file"), ("src/lib.rs/mod.rs", "a folder")]);
    let files = [file("src/api/pets.rs", ""), file("src/lib.rs", "")];
    let expected = ["src/api", "src/lib.rs"].map(|path| Problem::InTheWay(path.to_owned()));
    assert_eq!(planned(folder.path(), &files, Policy::Force).unwrap_err(), expected);
}

#[test]
fn mistakes_of_the_generator_are_caught() {
    let folder = crate_with(&[]);
    let bare = File { path: "src/bare.rs".to_owned(), contents: "fn bare() {}".to_owned() };
    let files = [file("../escape.rs", ""), file("src/Pet.rs", ""), file("src/pet.rs", ""), bare];
    let expected = [
        Problem::Path("../escape.rs".to_owned(), "it leaves its folder"),
        Problem::SamePath("src/Pet.rs".to_owned(), "src/pet.rs".to_owned()),
        Problem::NoHeader("src/bare.rs".to_owned()),
    ];
    assert_eq!(planned(folder.path(), &files, Policy::Force).unwrap_err(), expected);
    let nested = [file("src/a", ""), file("src/a/b.rs", "")];
    let expected = Problem::SamePath("src/a".to_owned(), "src/a/b.rs".to_owned());
    assert_eq!(planned(folder.path(), &nested, Policy::Force).unwrap_err(), [expected]);
}

#[test]
fn what_a_killed_run_left_is_cleaned_up() {
    let folder = crate_with(&[("src/.lib.rs.codegen-new12", "new"), (".Cargo.toml.codegen-old12", "old")]);
    let plan = write(folder.path(), &[file("src/lib.rs", "")]);
    assert_eq!(names(&plan.delete), [".Cargo.toml.codegen-old12", "src/.lib.rs.codegen-new12"]);
    assert_eq!(state(folder.path()).len(), 3, "API.lock, src and src/lib.rs");
}

#[test]
fn only_a_comment_near_the_top_is_a_header() {
    assert!(is_generated("//! Docs.\n// @generated by `cargo xtask codegen`\n"));
    assert!(is_generated("# @generated\n"));
    assert!(!is_generated("const MARK: &str = \"@generated\";\n"));
    assert!(!is_generated(&format!("{}// @generated\n", "\n".repeat(20))));
}

#[test]
fn the_end_of_a_manifest_is_kept() {
    let head = |version: &str| format!("# @generated\nversion = \"{version}\"\n{}\n", generator::manifest_tail::MARKER);
    let folder = crate_with(&[]);
    put(folder.path(), "Cargo.toml", &(head("1") + "[dev-dependencies]\n"));
    let kept = |version: &str| {
        let mut files = [File { path: "Cargo.toml".to_owned(), contents: head(version) }];
        keep_manifest_tail(&Disk::read(folder.path(), &["src"]).unwrap(), &mut files);
        planned(folder.path(), &files, Policy::Own).unwrap()
    };
    assert!(kept("1").is_empty(), "what people wrote is no difference");
    let update = kept("2").update.remove(0);
    assert_eq!((update.lines(), update.after), ((1, 1), head("2") + "[dev-dependencies]\n"));
    put(folder.path(), "Cargo.toml", &(head("1") + "[dev-dependencies]\n").replace("# @generated", ""));
    let mut files = [File { path: "Cargo.toml".to_owned(), contents: head("2") }];
    keep_manifest_tail(&Disk::read(folder.path(), &["src"]).unwrap(), &mut files);
    assert_eq!(files[0].contents, head("2"), "a manifest that was not generated has no such end");
}
