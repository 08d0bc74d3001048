//! The profile on disk: found, checked line by line, changed without touching the rest, never half written.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

mod knowledge;

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use cloud_plan::cli::vocabulary;
use cloud_plan::diag::Source;
use cloud_plan::diag::render::{Color, render_human};
use cloud_plan::project::files::Mode;
use cloud_plan::project::profile::{self, PATH};
use cloud_plan::project::{FileError, Project, json};
use tempfile::TempDir;

const GOOD: &str = r#"{
    "provider": "aws",
    "owner": { "team": "platform", "cost": 1.50 },
    "regions": [
        "us-east-1"
    ],
    "compliance": ["none"],
    "budget_tier": "mid-market",
    "security_posture": "balanced",
    "environments": ["dev", "prod"],
    "existing_infra": "greenfield",
    "existing_notes": "",
    "set_up_at": "2026-04-24"
}
"#;

fn project(text: &str) -> TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::create_dir(directory.path().join(".heaptrace")).unwrap();
    fs::write(directory.path().join(PATH), text).unwrap();
    directory
}

/// What the program says in a directory: exit code, standard output, standard error.
fn run(directory: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(cargo_bin("cloud-plan"));
    command
        .args(["--builtin", knowledge::directory().to_str().unwrap()])
        .args(arguments);
    let output = command.current_dir(directory).env_clear().output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (
        output.status.code().unwrap(),
        text(output.stdout),
        text(output.stderr),
    )
}

fn profile_of(directory: &Path) -> String {
    fs::read_to_string(directory.join(PATH)).unwrap()
}

/// `UPDATE=1` writes the reports anew; git shows what changed.
#[test]
fn every_wrong_profile_gets_its_report() {
    let kb = knowledge::kb();
    let vocabulary = vocabulary(&kb).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad-profiles");
    let mut cases: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() > 30);
    for case in cases {
        let source = Source::new(
            "profile.json",
            fs::read_to_string(case.join("profile.json")).unwrap(),
        );
        let place = Project::at(&case).unwrap();
        let found = match profile::parse(place, &source, &vocabulary) {
            Ok(stored) => stored.warnings,
            Err(found) => found,
        };
        assert!(!found.is_empty(), "{}", case.display());
        let report = render_human(&found, 90, Color::Plain);
        let expected = case.join("expected.txt");
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&expected, &report).unwrap();
        }
        assert_eq!(
            report,
            fs::read_to_string(&expected).unwrap_or_default(),
            "{}",
            case.display()
        );
    }
}

#[test]
fn a_profile_is_found_from_any_directory_below_it() {
    let directory = project(GOOD);
    let below = directory.path().join("a/b/c");
    fs::create_dir_all(&below).unwrap();
    let (code, out, _) = run(&below, &["profile", "show"]);
    assert_eq!(code, 0);
    assert!(out.contains("Regions:      us-east-1"), "{out}");
    let (code, out, _) = run(
        Path::new("/"),
        &[
            "--project",
            below.to_str().unwrap(),
            "profile",
            "--format",
            "json",
        ],
    );
    assert_eq!((code, out.contains("\"owner\"")), (0, true), "{out}");
}

#[test]
fn the_nearest_profile_counts() {
    let outer = project(GOOD);
    let inner = outer.path().join("inner");
    fs::create_dir_all(inner.join(".heaptrace")).unwrap();
    fs::write(inner.join(PATH), GOOD.replace("us-east-1", "eu-west-1")).unwrap();
    assert!(run(&inner, &["profile"]).1.contains("eu-west-1"));
}

#[test]
fn a_change_keeps_every_other_byte() {
    let directory = project(GOOD);
    let (code, out, err) = run(
        directory.path(),
        &["profile", "set", "security_posture=maximum", "org=acme"],
    );
    assert_eq!(code, 0, "{err}");
    assert!(
        out.starts_with("Profile saved to .heaptrace/cloud-plan.json\n  Provider:     AWS\n"),
        "{out}"
    );
    assert!(err.contains("not a sovereign region"), "{err}");
    let expected = GOOD.replace("\"balanced\"", "\"maximum\"").replace(
        "\"2026-04-24\"\n",
        "\"2026-04-24\",\n    \"org\": \"acme\"\n",
    );
    assert_eq!(profile_of(directory.path()), expected);
    let (code, ..) = run(
        directory.path(),
        &["profile", "set", "org=", "security_posture=balanced"],
    );
    assert_eq!((code, profile_of(directory.path())), (0, GOOD.to_owned()));
}

#[test]
fn a_change_that_does_not_fit_changes_nothing() {
    let directory = project(GOOD);
    let (code, _, err) = run(
        directory.path(),
        &["profile", "set", "provider=azure", "budget_tier=cheap"],
    );
    assert_eq!(code, 1);
    assert!(
        err.contains("nobody has acknowledged") || err.contains("us-east-1"),
        "{err}"
    );
    assert_eq!(profile_of(directory.path()), GOOD);
}

#[test]
fn fields_can_be_changed_added_and_removed_in_any_layout() {
    let check = |text: &str, field: &str, value: Option<&str>, expected: &str| {
        let value = value.map(serde_json::Value::from);
        assert_eq!(json::with(text, field, value.as_ref()), expected);
    };
    check("{}", "a", Some("x"), "{\n  \"a\": \"x\"\n}");
    check(r#"{"a": "b"}"#, "a", Some("x"), r#"{"a": "x"}"#);
    check(
        r#"{"a": [1, {"b": "}"}], "c": "d"}"#,
        "a",
        None,
        r#"{"c": "d"}"#,
    );
    check(r#"{"a": "\"", "c": "d"}"#, "c", None, r#"{"a": "\""}"#);
    check(r#"{"a": "b"}"#, "a", None, "{}");
    check(r#"{"a": "b"}"#, "c", Some("é"), r#"{"a": "b", "c": "é"}"#);
    check(
        "\u{feff}{\n\t\"a\": 1\n}\n",
        "c",
        Some("d"),
        "\u{feff}{\n\t\"a\": 1,\n\t\"c\": \"d\"\n}\n",
    );
    check(r#"{"a": "b"}"#, "c", None, r#"{"a": "b"}"#);
}

#[test]
fn init_works_by_flags_and_never_overwrites() {
    let directory = tempfile::tempdir().unwrap();
    let init = [
        "init",
        "--provider",
        "gcp",
        "--regions",
        "europe-west1",
        "--compliance",
        "gdpr + soc2",
        "--date",
        "2026-04-24",
    ];
    let mut whole = init.to_vec();
    whole.extend(["--existing-infra", "greenfield"]);
    let (code, _, err) = run(directory.path(), &init);
    assert_eq!(code, 1);
    assert!(
        err.contains("there is no answer to `existing_infra`"),
        "{err}"
    );
    assert!(!directory.path().join(".heaptrace").exists());
    let (code, out, err) = run(directory.path(), &whole);
    assert_eq!(code, 0, "{err}");
    assert!(
        out.contains("Compliance:   GDPR + SOC 2")
            && out.contains("Now describe what you want to plan"),
        "{out}"
    );
    let written = profile_of(directory.path());
    assert!(
        written.contains(r#""set_up_at": "2026-04-24""#),
        "{written}"
    );
    let (code, _, err) = run(directory.path(), &whole);
    assert_eq!(
        (code, err.contains("there is a profile already")),
        (1, true),
        "{err}"
    );
    assert_eq!(profile_of(directory.path()), written);
}

#[test]
fn init_by_force_keeps_the_fields_of_other_tools() {
    let directory = project(GOOD);
    let (code, _, err) = run(
        directory.path(),
        &[
            "init",
            "--force",
            "--provider",
            "azure",
            "--regions",
            "westeurope",
            "--compliance",
            "none",
            "--existing",
            "greenfield",
        ],
    );
    assert_eq!(code, 0, "{err}");
    let written = profile_of(directory.path());
    assert!(
        written.contains("westeurope") && written.contains("\"team\":\"platform\""),
        "{written}"
    );
}

#[test]
fn answers_come_from_yaml_and_json_and_are_checked_on_their_lines() {
    let check = |name: &str, text: &str, code: i32, says: &[&str]| {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join(name), text).unwrap();
        let (found, out, err) = run(directory.path(), &["init", "--answers", name]);
        assert_eq!(found, code, "{name}: {err}");
        for part in says {
            assert!(
                out.contains(part) || err.contains(part),
                "{part}: {out}{err}"
            );
        }
        assert_eq!(directory.path().join(PATH).exists(), code == 0);
    };
    let yaml = "provider: aws\nregions: [us-east-1]\ncompliance: hipaa + soc2\nexisting_infra: greenfield\nset_up_at: 2026-01-02\n";
    check("a.yaml", yaml, 0, &["HIPAA + SOC 2"]);
    check(
        "a.json",
        &GOOD.replace(
            "    \"owner\": { \"team\": \"platform\", \"cost\": 1.50 },\n",
            "",
        ),
        0,
        &["None"],
    );
    check(
        "b.yaml",
        &yaml.replace("us-east-1", "eastus, 7"),
        1,
        &["b.yaml:2:11", "region of Azure", "`7` is not a region"],
    );
    check(
        "c.yaml",
        &format!("{yaml}budgettier: startup\n"),
        1,
        &["c.yaml:6:1", "did you mean `budget_tier`?"],
    );
    check(
        "d.yaml",
        &format!("{yaml}budget_tier: startup\n"),
        1,
        &["startup_acknowledged"],
    );
    check(
        "e.yaml",
        &format!("{yaml}budget_tier: startup\nstartup_acknowledged: true\n"),
        0,
        &["Startup (cost-first"],
    );
    check(
        "f.yaml",
        &format!("{yaml}budget_tier: startup\nstartup_acknowledged: no\n"),
        1,
        &["f.yaml:7"],
    );
    check("g.yaml", "- aws\n", 1, &["not a map"]);
    check("h.yaml", "", 1, &["not a map"]);
    check("i.yaml", "a: &a [*a, *a]\n", 1, &["i.yaml"]);
}

#[test]
fn edit_takes_questions_and_phrases() {
    let directory = project(GOOD);
    let (code, _, err) = run(directory.path(), &["profile", "edit"]);
    assert_eq!((code, err.contains("nobody to ask")), (2, true), "{err}");
    let (code, _, err) = run(
        directory.path(),
        &[
            "profile",
            "edit",
            "different cloud: azure",
            "--regions",
            "northeurope",
        ],
    );
    assert_eq!(code, 0, "{err}");
    assert!(profile_of(directory.path()).contains("\"northeurope\""));
    let (code, _, err) = run(
        directory.path(),
        &["profile", "edit", "--environments", "dev+staging+prod"],
    );
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = run(directory.path(), &["profile", "edit", "budget_teir"]);
    assert_eq!(
        (code, err.contains("did you mean `budget_tier`?")),
        (2, true),
        "{err}"
    );
}

#[test]
fn a_wrong_profile_can_be_mended_field_by_field() {
    let directory = project(
        &GOOD
            .replace("mid-market", "mid")
            .replace("    \"compliance\": [\"none\"],\n", ""),
    );
    let (code, _, err) = run(directory.path(), &["profile", "set", "compliance=none"]);
    assert_eq!(
        (code, err.contains("cloud-plan.json:7:20")),
        (1, true),
        "{err}"
    );
    let (code, _, err) = run(
        directory.path(),
        &[
            "profile",
            "edit",
            "--budget-tier",
            "mid-market",
            "--compliance",
            "none",
        ],
    );
    assert_eq!(code, 0, "{err}");
}

#[test]
fn a_tier_without_acknowledgement_is_told_and_stays_usable() {
    let directory = project(&GOOD.replace("mid-market", "startup"));
    let (code, out, err) = run(directory.path(), &["profile"]);
    assert_eq!(code, 0);
    assert!(out.contains("Budget:       Startup"), "{out}");
    assert!(
        err.contains("warning: ") && err.contains("profile edit startup_acknowledged"),
        "{err}"
    );
}

#[test]
fn without_a_profile_the_way_to_one_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let (code, _, err) = run(directory.path(), &["profile"]);
    assert_eq!((code, err.contains("cloud-plan init")), (1, true), "{err}");
}

#[test]
fn what_cannot_be_read_is_told() {
    let check = |prepare: &dyn Fn(&Path), says: &str| {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join(".heaptrace")).unwrap();
        prepare(&directory.path().join(PATH));
        let (code, _, err) = run(directory.path(), &["profile"]);
        assert_eq!((code, err.contains(says)), (1, true), "{says}: {err}");
    };
    check(&|path| fs::create_dir(path).unwrap(), "is a directory");
    check(
        &|path| fs::write(path, b"{\"provider\": \"\xff\"}").unwrap(),
        "is not UTF-8 text",
    );
    check(
        &|path| fs::write(path, "x".repeat(2 << 20)).unwrap(),
        "is longer than",
    );
    check(
        &|path| fs::write(path, "[".repeat(100_000)).unwrap(),
        "nest too deep",
    );
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn tempdirs() -> (TempDir, TempDir) {
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap())
    }

    #[test]
    fn a_link_out_of_the_project_is_refused() {
        let (inside, outside) = tempdirs();
        let project = Project::at(inside.path()).unwrap();
        symlink(outside.path(), inside.path().join("tasks")).unwrap();
        let refused = project.write(Path::new("tasks/a.md"), "x", Mode::New);
        assert!(
            matches!(refused, Err(FileError::Outside { .. })),
            "{refused:?}"
        );
        let refused = project.write(Path::new("tasks/deeper/a.md"), "x", Mode::New);
        assert!(
            matches!(refused, Err(FileError::Outside { .. })),
            "{refused:?}"
        );
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
        let refused = project.write(Path::new("../a.md"), "x", Mode::New);
        assert!(
            matches!(refused, Err(FileError::Outside { .. })),
            "{refused:?}"
        );
        let refused = project.write(Path::new("/tmp/a.md"), "x", Mode::New);
        assert!(
            matches!(refused, Err(FileError::Outside { .. })),
            "{refused:?}"
        );
    }

    #[test]
    fn a_file_that_links_out_of_the_project_is_refused_and_one_inside_is_followed() {
        let (inside, outside) = tempdirs();
        let project = Project::at(inside.path()).unwrap();
        fs::write(outside.path().join("a"), "old").unwrap();
        symlink(outside.path().join("a"), inside.path().join("a")).unwrap();
        symlink(outside.path().join("none"), inside.path().join("dangling")).unwrap();
        for name in ["a", "dangling"] {
            let refused = project.write(Path::new(name), "new", Mode::Replace);
            assert!(
                matches!(refused, Err(FileError::Outside { .. })),
                "{refused:?}"
            );
        }
        assert_eq!(fs::read_to_string(outside.path().join("a")).unwrap(), "old");
        fs::write(inside.path().join("real"), "old").unwrap();
        symlink("real", inside.path().join("link")).unwrap();
        project
            .write(Path::new("link"), "new", Mode::Replace)
            .unwrap();
        assert_eq!(
            fs::read_to_string(inside.path().join("real")).unwrap(),
            "new"
        );
        assert!(inside.path().join("link").is_symlink());
    }

    #[test]
    fn permissions_are_those_of_any_file_and_survive_a_change() {
        let directory = tempfile::tempdir().unwrap();
        let project = Project::at(directory.path()).unwrap();
        let mode = |name: &str| {
            fs::metadata(directory.path().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        fs::write(directory.path().join("ordinary"), "").unwrap();
        project.write(Path::new("new"), "x", Mode::New).unwrap();
        assert_eq!(mode("new"), mode("ordinary"));
        fs::set_permissions(
            directory.path().join("new"),
            fs::Permissions::from_mode(0o640),
        )
        .unwrap();
        project.write(Path::new("new"), "y", Mode::Replace).unwrap();
        assert_eq!(mode("new"), 0o640);
    }

    #[test]
    fn a_protected_file_is_not_replaced() {
        let directory = project(GOOD);
        fs::set_permissions(
            directory.path().join(PATH),
            fs::Permissions::from_mode(0o444),
        )
        .unwrap();
        let (code, _, err) = run(directory.path(), &["profile", "set", "org=acme"]);
        assert_eq!(
            (code, err.contains("permission denied")),
            (1, true),
            "{err}"
        );
        assert_eq!(profile_of(directory.path()), GOOD);
    }

    #[test]
    fn a_read_only_directory_is_told() {
        let directory = tempfile::tempdir().unwrap();
        fs::set_permissions(directory.path(), fs::Permissions::from_mode(0o555)).unwrap();
        let probe = fs::write(directory.path().join("probe"), "");
        if probe.is_ok() {
            // The superuser may write anywhere: nothing can be shown here.
            return;
        }
        let project = Project::at(directory.path()).unwrap();
        let refused = project.write(Path::new("a/b"), "x", Mode::New);
        assert!(matches!(refused, Err(FileError::Denied(_))), "{refused:?}");
    }

    /// A small file system of its own, where the machine lets us make one.
    struct Tmpfs(TempDir);

    impl Tmpfs {
        fn mount(options: &str) -> Option<Self> {
            let directory = tempfile::tempdir().unwrap();
            let mounted = Command::new("mount")
                .args(["-t", "tmpfs", "-o", options, "tmpfs"])
                .arg(directory.path())
                .output()
                .is_ok_and(|output| output.status.success());
            mounted.then_some(Self(directory))
        }
    }

    impl Drop for Tmpfs {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(self.0.path()).status();
        }
    }

    #[test]
    fn a_full_or_read_only_file_system_leaves_nothing_behind() {
        if let Some(full) = Tmpfs::mount("size=16k") {
            let project = Project::at(full.0.path()).unwrap();
            let refused = project.write(Path::new("a/b.md"), &"x".repeat(64 * 1024), Mode::New);
            assert!(matches!(refused, Err(FileError::Full(_))), "{refused:?}");
            assert_eq!(fs::read_dir(full.0.path().join("a")).unwrap().count(), 0);
        }
        if let Some(read_only) = Tmpfs::mount("ro") {
            let project = Project::at(read_only.0.path()).unwrap();
            let refused = project.write(Path::new("a/b.md"), "x", Mode::New);
            assert!(
                matches!(refused, Err(FileError::ReadOnly(_))),
                "{refused:?}"
            );
        }
    }
}

#[test]
fn a_write_that_fails_in_the_middle_leaves_the_old_file_and_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let project = Project::at(directory.path()).unwrap();
    project.write(Path::new("a"), "old", Mode::New).unwrap();
    let failed = project.write_with(Path::new("a"), Mode::Replace, &mut |file| {
        file.write_all(b"half")?;
        Err(io::Error::from(io::ErrorKind::StorageFull))
    });
    assert!(matches!(failed, Err(FileError::Full(_))), "{failed:?}");
    assert_eq!(
        fs::read_to_string(directory.path().join("a")).unwrap(),
        "old"
    );
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[test]
fn a_file_is_only_replaced_when_that_is_said() {
    let directory = tempfile::tempdir().unwrap();
    let project = Project::at(directory.path()).unwrap();
    project.write(Path::new("a"), "old", Mode::New).unwrap();
    assert!(matches!(
        project.write(Path::new("a"), "new", Mode::New),
        Err(FileError::Exists(_))
    ));
    assert_eq!(
        fs::read_to_string(directory.path().join("a")).unwrap(),
        "old"
    );
    fs::write(directory.path().join("file"), "").unwrap();
    let refused = project.write(Path::new("file/a"), "x", Mode::New);
    assert!(
        matches!(refused, Err(FileError::NotDirectory(_))),
        "{refused:?}"
    );
}

#[test]
fn a_profile_that_changed_in_the_meantime_is_not_overwritten() {
    let directory = project(GOOD);
    let kb = knowledge::kb();
    let vocabulary = vocabulary(&kb).unwrap();
    let place = profile::find(directory.path()).unwrap().unwrap();
    let stored = profile::read(&place, &vocabulary).unwrap();
    let changed = GOOD.replace("\"dev\", ", "");
    fs::write(directory.path().join(PATH), &changed).unwrap();
    let mut fields = stored.fields.clone();
    fields.insert("org".to_owned(), "acme".into());
    assert!(profile::update(&stored, &fields).is_err());
    assert_eq!(profile_of(directory.path()), changed);
}

#[test]
fn an_exception_in_the_profile_is_one_line_of_its_record() {
    let record = serde_json::json!({
        "exceptions": [
            { "setting": "human-mfa", "owner": "the CISO", "reason": "break-glass", "until": "2027-03-31" },
            "encryption-at-rest",
            { "owner": "nobody" }
        ]
    });
    let profile = profile::typed(record.as_object().unwrap());
    assert_eq!(
        profile.values("exceptions"),
        [
            "human-mfa | the CISO | break-glass | 2027-03-31",
            "encryption-at-rest"
        ]
    );
}
