//! The command: exit statuses, formats, the baseline, comments, and this workspace.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const LEAK: &str = "impl S { async fn handle(&self, id: u64) {
    self.pending.lock().unwrap().insert(id, ());
    work(id).await;
    self.pending.lock().unwrap().remove(&id);
} }
";

/// A folder of its own with these files.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    _ = fs::remove_dir_all(&folder);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().expect("it is in a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
    folder
}

fn audit(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-scoped-entry"));
    command.current_dir(folder).args(["scoped-entry", "audit"]).args(arguments).output().expect("it runs")
}

#[track_caller]
fn ends(output: &Output, status: i32) -> String {
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(status), "{out}\n{err}");
    out.into_owned()
}

#[test]
fn clean_code_ends_with_0() {
    let folder = folder("clean", &[("src/lib.rs", "fn f() {}")]);
    assert_eq!(ends(&audit(&folder, &[]), 0), "");
}

#[test]
fn a_finding_ends_with_1_and_says_what_to_paste() {
    let folder = folder("leak", &[("src/lib.rs", LEAK)]);
    let report = ends(&audit(&folder, &[]), 1);
    for part in [
        "warning[await]",
        "src/lib.rs:2",
        "inserted here",
        "removed here",
        "stays if the future is dropped here",
        "#[scoped_entry(map = self.pending, key = id)]",
    ] {
        assert!(report.contains(part), "{part} is not in:\n{report}");
    }
    assert!(!report.contains('\u{1b}'), "colours are for terminals: {report}");
}

#[test]
fn wrong_usage_and_nothing_to_read_end_with_2() {
    let folder = folder("nothing", &[("src/readme.txt", "")]);
    ends(&audit(&folder, &[]), 2);
    ends(&audit(&folder, &["missing"]), 2);
    ends(&audit(&folder, &["--no-such-option"]), 2);
}

#[test]
fn files_that_do_not_parse_are_named() {
    let folder = folder("broken", &[("src/lib.rs", "fn f() { map.insert( }")]);
    let output = audit(&folder, &[]);
    ends(&output, 0);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.contains("src/lib.rs is not read: line 1") && errors.contains("1 files not read"), "{errors}");
}

#[test]
fn a_baseline_outlives_moved_lines_and_notices_what_is_gone() {
    let root = folder("baseline", &[("src/lib.rs", LEAK)]);
    ends(&audit(&root, &["--write-baseline", "known.json"]), 0);
    fs::write(root.join("src/lib.rs"), format!("// moved\n\n{LEAK}")).expect("the file can be written");
    ends(&audit(&root, &["--baseline", "known.json", "--exact"]), 0);
    fs::write(root.join("src/lib.rs"), format!("{LEAK}{}", LEAK.replace("handle", "other")))
        .expect("it can be written");
    ends(&audit(&root, &["--baseline", "known.json"]), 1);
    fs::write(root.join("src/lib.rs"), "fn f() {}").expect("the file can be written");
    ends(&audit(&root, &["--baseline", "known.json"]), 0);
    ends(&audit(&root, &["--baseline", "known.json", "--exact"]), 1);
    ends(&audit(&root, &["--baseline", "missing.json"]), 2);
}

#[test]
fn a_comment_with_a_reason_accepts_a_finding() {
    let with = |comment: &str| {
        LEAK.replace(
            "    self.pending.lock().unwrap().insert",
            &format!("    {comment}\n    self.pending.lock().unwrap().insert"),
        )
    };
    let root = folder("comments", &[("src/lib.rs", &with("// scoped-entry: allow(await) the server drops no future"))]);
    ends(&audit(&root, &[]), 0);
    fs::write(root.join("src/lib.rs"), with("// scoped-entry: allow(await)")).expect("the file can be written");
    let output = audit(&root, &[]);
    ends(&output, 1);
    assert!(String::from_utf8_lossy(&output.stderr).contains("needs a reason"));
    fs::write(root.join("src/lib.rs"), with("// scoped-entry: allow(lazy) another class")).expect("it can be written");
    ends(&audit(&root, &[]), 1);
}

#[test]
fn machines_read_it() {
    let folder = folder("formats", &[("src/lib.rs", LEAK)]);
    let parse = |format: &str| -> serde_json::Value {
        serde_json::from_str(&ends(&audit(&folder, &["--format", format]), 1)).expect("it is JSON")
    };
    let json = parse("json");
    assert_eq!((&json[0]["class"], &json[0]["inserted"]["line"]), (&"await".into(), &2.into()));
    let sarif = parse("sarif");
    let result = &sarif["runs"][0]["results"][0];
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!((&result["ruleId"], &place["region"]["startLine"]), (&"await".into(), &2.into()));
    assert_eq!(place["artifactLocation"]["uri"], "src/lib.rs");
    let github = ends(&audit(&folder, &["--format", "github"]), 1);
    assert!(github.starts_with("::warning file=./src/lib.rs,line=2,col="), "{github}");
    assert_eq!(github.lines().count(), 1, "{github}");
}

#[test]
fn modules_and_members_that_stand_elsewhere_are_read() {
    let root = folder(
        "elsewhere",
        &[
            ("app/Cargo.toml", "[workspace]\nmembers = [\"../member\"]\n"),
            ("app/src/lib.rs", "#[path = \"../../shared/service.rs\"]\nmod service;"),
            ("shared/service.rs", LEAK),
            ("member/src/lib.rs", LEAK),
        ],
    );
    let report = ends(&audit(&root.join("app"), &["--format", "github"]), 1);
    assert_eq!(report.lines().count(), 2, "{report}");
}

#[test]
fn tests_are_read_on_request() {
    let root = folder("tests", &[("src/lib.rs", "fn f() {}"), ("tests/all.rs", LEAK)]);
    ends(&audit(&root, &[]), 0);
    ends(&audit(&root, &["--tests"]), 1);
}

/// The examples, ports and measurements that leak on purpose are found, and nothing else.
#[test]
fn this_workspace_has_the_leaks_that_it_is_meant_to_have() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    ends(&audit(&root, &["--tests", "--baseline", ".ci/audit-baseline.json", "--exact"]), 0);
}
