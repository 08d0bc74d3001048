//! The task list, the intake of requirements, the layout of code, and the skill: as people use them.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests may stop at the first surprise"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

#[path = "../support/mod.rs"]
mod support;

mod load;

const LIST: &str = "tasks/infra-engineer-tasks.md";

struct Project {
    directory: TempDir,
}

impl Project {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/walks/w1");
        fs::create_dir(directory.path().join(".heaptrace")).unwrap();
        fs::copy(
            from.join("profile.json"),
            directory.path().join(".heaptrace/cloud-plan.json"),
        )
        .unwrap();
        fs::copy(
            from.join("requirements.md"),
            directory.path().join("requirements.md"),
        )
        .unwrap();
        Self { directory }
    }

    /// The same at another provider.
    fn at(provider: &str, region: &str) -> Self {
        let project = Self::new();
        let profile = project.read(".heaptrace/cloud-plan.json");
        let profile = profile
            .replace("\"aws\"", &format!("\"{provider}\""))
            .replace("us-east-1", region);
        fs::write(project.path(".heaptrace/cloud-plan.json"), profile).unwrap();
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.directory.path().join(path)
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_default()
    }

    fn run(&self, arguments: &[&str]) -> (i32, String, String) {
        let output = Command::new(cargo_bin("cloud-plan"))
            .args(arguments)
            .current_dir(self.directory.path())
            .env("HOME", self.directory.path())
            .env("XDG_CONFIG_HOME", self.directory.path())
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let (out, error) = (text(output.stdout), text(output.stderr));
        assert!(!error.contains("this is a bug"), "{arguments:?}: {error}");
        (output.status.code().unwrap_or(-1), out, error)
    }

    fn ok(&self, arguments: &[&str]) -> String {
        let (code, out, error) = self.run(arguments);
        assert_eq!(code, 0, "{arguments:?}: {error}");
        out
    }

    fn refused(&self, arguments: &[&str], code: i32, why: &str) {
        let (found, _, error) = self.run(arguments);
        assert_eq!(found, code, "{arguments:?}: {error}");
        assert!(error.contains(why), "{arguments:?} says: {error}");
    }

    fn task(&self, arguments: &[&str]) {
        self.ok(&[&["tasks", "--date", "2026-08-25"], arguments].concat());
    }
}

fn golden(path: &str, text: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, text).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(kept, text, "UPDATE=1 rewrites {}", path.display());
}

// ---- the list ----

#[test]
fn a_task_goes_from_to_do_over_in_progress_to_completed_with_its_day() {
    let project = Project::new();
    project.task(&["add", "Create", "EKS", "cluster", "module"]);
    project.task(&["add", "Create the bucket"]);
    let wanted = "# Infrastructure Engineer Tasks\n\n## In Progress\n\n## To Do\n- [ ] Create EKS cluster module\n- [ ] Create the bucket\n\n## Completed\n";
    assert_eq!(project.read(LIST), wanted);
    project.task(&["start", "1"]);
    project.task(&["done", "eks"]);
    let wanted = "# Infrastructure Engineer Tasks\n\n## In Progress\n\n## To Do\n- [ ] Create the bucket\n\n## Completed\n- [x] Create EKS cluster module (completed: 2026-08-25)\n";
    assert_eq!(project.read(LIST), wanted);
    let listed = project.ok(&["tasks", "list"]);
    assert_eq!(
        listed,
        "To Do\n   1  Create the bucket\nCompleted\n   2  Create EKS cluster module  2026-08-25\n"
    );
}

#[test]
fn a_task_that_is_not_one_is_refused() {
    let project = Project::new();
    project.task(&["add", "Create the bucket\n## Completed\n- [x] all"]);
    assert!(
        project
            .read(LIST)
            .contains("- [ ] Create the bucket ## Completed - [x] all\n")
    );
    project.task(&["add", "Create the queue"]);
    project.refused(&["tasks", "start", "create"], 1, "several tasks say");
    project.refused(&["tasks", "start", "9"], 1, "has no task 9");
    project.refused(&["tasks", "done", "nothing"], 1, "no open task says");
    project.refused(&["tasks", "add", " "], 2, "has no words");
    project.refused(
        &["tasks", "--list", "../x.md", "add", "a"],
        2,
        "is not a path in the project",
    );
}

/// What comes back on the calendar stands on the list with its cadence, once, in the words of the provider.
#[test]
fn recurring_work_is_put_on_the_list_with_its_cadence() {
    let project = Project::new();
    project.refused(
        &["tasks", "guide", "continuous-improvment"],
        1,
        "continuous-improvement",
    );
    for _ in 0..2 {
        project.ok(&["tasks", "guide", "continuous-improvement"]);
    }
    let list = project.ok(&["tasks", "list"]);
    for (cadence, work) in [
        ("Monthly", "Bill against plan"),
        ("Monthly", "Provider and module updates"),
        ("Quarterly", "Recovery drill"),
        ("Quarterly", "Access review"),
        ("Quarterly", "Alerts"),
        ("Quarterly", "Provider news"),
        ("Quarterly", "Feedback"),
        ("Twice a year", "Incident exercise"),
        ("Yearly", "Penetration test"),
        ("After every incident", "One cause"),
    ] {
        let line = format!("{cadence}: {work}");
        assert_eq!(list.matches(&line).count(), 1, "{line}: {list}");
    }
    assert!(
        !list.contains("In Progress"),
        "nothing is begun by it: {list}"
    );
}

#[test]
fn the_path_of_the_list_is_a_setting_and_the_usual_other_one_is_accepted() {
    let project = Project::new();
    let other = ".claude/tasks/infra-engineer-tasks.md";
    fs::create_dir_all(project.path(".claude/tasks")).unwrap();
    fs::write(
        project.path(other),
        "# Mine\r\n\r\n## In Progress\r\n\r\n## To Do\r\n\r\n## Completed\r\n",
    )
    .unwrap();
    project.task(&["add", "a"]);
    assert_eq!(
        project.read(other),
        "# Mine\r\n\r\n## In Progress\r\n\r\n## To Do\r\n- [ ] a\r\n\r\n## Completed\r\n"
    );
    project.task(&["--list", "own/list.md", "add", "b"]);
    assert!(project.read("own/list.md").contains("- [ ] b\n"));
    let profile = project.read(".heaptrace/cloud-plan.json");
    let profile = profile.replacen('{', "{\n  \"task_list\": \"from/profile.md\",", 1);
    fs::write(project.path(".heaptrace/cloud-plan.json"), profile).unwrap();
    project.task(&["add", "c"]);
    assert!(project.read("from/profile.md").contains("- [ ] c\n"));
}

// ---- requirements ----

/// Reads the requirements of the project.
const FROM: [&str; 8] = [
    "-q",
    "tasks",
    "--date",
    "2026-08-24",
    "from",
    "requirements.md",
    "--start",
    "2026-08-31",
];

#[test]
fn requirements_become_a_plan_in_nine_layers_and_tasks() {
    let project = Project::new();
    let from = [&FROM[..], &["--save"]].concat();
    let page = project.ok(&from);
    golden("tests/walks/w1/expected.md", &page);
    golden("tests/walks/w1/tasks.md", &project.read(LIST));
    assert_eq!(project.ok(&from), page, "the same input, the same page");
    let first = project.read(LIST);
    assert_eq!(first, project.read(LIST), "a task is not added twice");
}

/// The example beside the repository, where it is there: headings, order, first dates, items, services.
#[test]
fn the_execution_plan_says_what_the_example_says() {
    let Some(shared) = support::shared() else {
        return support::skipped("there is no ../shared");
    };
    let Ok(example) = fs::read_to_string(shared.join("examples/w1/plan.md")) else {
        return support::skipped("there is no example w1");
    };
    let page = Project::new().ok(&FROM);
    let headings = |text: &str| -> Vec<String> {
        text.lines()
            .filter(|line| line.starts_with('#'))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(headings(&page), headings(&example));
    let layers = |text: &str| -> Vec<String> {
        let rows = text
            .lines()
            .filter(|line| line.starts_with("| ") && line.split(" | ").count() == 5);
        rows.filter_map(|row| row.split(" | ").nth(1))
            .map(str::to_owned)
            .collect()
    };
    assert_eq!(layers(&page), layers(&example));
    for words in [
        "(11 items read, 11 used)",
        "Task list: tasks/infra-engineer-tasks.md",
        "2026-08-31 to 2026-09-01 |",
        "| 2026-09-02 |",
        "2026-09-03 to 2026-09-08 |",
        "| Backend |",
        "Step 4, 2026-09-09 |",
        "| Security group | Inbound | From |",
        "| prod-web-alb-sg | 443 | Internet |",
        "| prod-data-rds-sg | 5432 | prod-app-",
        "| What runs | Quantity | $/month |",
        "Multi-AZ",
    ] {
        assert!(example.contains(words), "the example does not say: {words}");
        assert!(page.contains(words), "{words}\n{page}");
    }
}

/// Dollars of the last cell of a row, such as `$5-1,022`.
pub fn dollars(row: &str) -> (u64, u64) {
    let cell = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
    let plain = cell.replace(['$', ',', '*'], "");
    let (low, high) = plain.split_once('-').unwrap_or((&plain, &plain));
    (low.parse().unwrap(), high.parse().unwrap())
}

/// At each provider: its region, and who may reach entry, application and data on which port.
const RULES: [(&str, &str, [&str; 3]); 3] = [
    (
        "aws",
        "us-east-1",
        [
            "| prod-web-alb-sg | 443 | Internet |",
            "| prod-app-eks-sg | target ports, node to node | prod-web-alb-sg, itself |",
            "| prod-data-rds-sg | 3306 | prod-app-eks-sg |",
        ],
    ),
    (
        "azure",
        "westeurope",
        [
            "| nsg-prod-web-application-gateway | 443 | Internet |",
            "| nsg-prod-app-aks | target ports, node to node | nsg-prod-web-application-gateway, itself |",
            "| nsg-prod-data-mysql-flexible | 3306 | nsg-prod-app-aks |",
        ],
    ),
    (
        "gcp",
        "europe-west1",
        [
            "| prod-web-cloud-load-balancing | 443 | Internet |",
            "| prod-app-gke | target ports, node to node | prod-web-cloud-load-balancing, itself |",
            "| prod-data-cloud-sql | 3306 | prod-app-gke |",
        ],
    ),
];

/// The rows of the cost add up, say what they count, and count nothing twice; rules name port and source.
#[test]
fn the_execution_plan_adds_up_and_its_rules_name_port_and_source() {
    for (provider, region, rules) in RULES {
        let project = Project::at(provider, region);
        let bullets = "# R: x\n## Infrastructure Requirements\n- API: containers on a Kubernetes cluster, 200 requests per second\n- Database: MySQL, 20 GB\n";
        fs::write(project.path("r.md"), bullets).unwrap();
        let page = project.ok(&["-q", "tasks", "from", "r.md"]);
        for rule in rules {
            assert!(page.contains(rule), "{provider}: {rule}\n{page}");
        }
        let (_, cost) = page
            .split_once("| What runs | Quantity | $/month |")
            .unwrap();
        let rows: Vec<&str> = cost
            .lines()
            .skip(2)
            .take_while(|line| line.starts_with('|'))
            .collect();
        let (total, parts) = rows.split_last().unwrap();
        let sums = parts.iter().map(|row| dollars(row));
        let sum = sums.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        assert_eq!(sum, dollars(total), "{provider}: {cost}");
        for row in parts {
            let counted = row.split(" | ").nth(1).unwrap();
            assert!(counted.contains(|one: char| one.is_ascii_digit()), "{row}");
        }
        for label in ["| Network (", "| Logs (", "| Images (", "| dev, staging: "] {
            let count = parts.iter().filter(|row| row.starts_with(label)).count();
            assert_eq!(count, 1, "{provider}: {label}\n{cost}");
        }
        let entries = cost.matches("| Entry (").count() + cost.matches("one ALB").count();
        assert_eq!(entries, 1, "{provider}: {cost}");
    }
}

#[test]
fn a_bullet_that_is_not_understood_is_a_question_with_its_line() {
    let project = Project::new();
    fs::write(
        project.path("r.md"),
        "# R: x\n## Infrastructure Requirements\n- Database: PostgreSQL, 20 GB, RPO 5 minutes\n- Frobnicate the gonkulator\n",
    )
    .unwrap();
    let page = project.ok(&["-q", "tasks", "from", "r.md"]);
    assert!(page.contains("(2 items read, 1 used)"), "{page}");
    assert!(
        page.contains("Line 4: what does `Frobnicate the gonkulator` ask for?"),
        "{page}"
    );
    assert!(page.contains("RPO 5 minutes (required)"), "{page}");
    assert!(
        page.contains("`--start YYYY-MM-DD` gives them dates"),
        "{page}"
    );
}

#[test]
fn a_document_without_the_section_is_refused() {
    let project = Project::new();
    fs::write(project.path("r.md"), "# R\n- Database: PostgreSQL\n").unwrap();
    project.refused(
        &["tasks", "from", "r.md"],
        1,
        "has no section `Infrastructure Requirements`",
    );
    project.refused(&["tasks", "from", "none.md"], 1, "there is no `none.md`");
    fs::write(
        project.path("e.md"),
        "## Infrastructure Requirements\nwords\n",
    )
    .unwrap();
    project.refused(&["tasks", "from", "e.md"], 1, "has no bullets");
}

// ---- the layout ----

#[test]
fn the_layout_has_modules_environments_state_versions_tags_and_a_pipeline() {
    let project = Project::new();
    project.ok(&[
        "-q",
        "scaffold",
        "Create a PostgreSQL RDS database for orders, 100 GB",
    ]);
    for env in ["dev", "staging", "prod"] {
        let folder = format!("infrastructure/environments/{env}");
        assert!(
            project
                .read(&format!("{folder}/backend.tf"))
                .contains("use_lockfile = true")
        );
        assert!(
            project
                .read(&format!("{folder}/versions.tf"))
                .contains("version = \"~> ")
        );
        assert!(
            project
                .read(&format!("{folder}/main.tf"))
                .contains("module \"relational-db\"")
        );
        assert!(
            project
                .read(&format!("{folder}/providers.tf"))
                .contains("tags = local.tags")
        );
    }
    let database = project.read("infrastructure/modules/relational-db/main.tf");
    assert!(
        database.contains("manage_master_user_password         = true"),
        "{database}"
    );
    assert!(!database.contains("password ="), "no secret value");
    let workflow = project.read(".github/workflows/infrastructure.yml");
    let order: Vec<Option<usize>> = [
        "  test:",
        "  scan:",
        "  plan-dev:",
        "  apply-dev:",
        "  smoke-dev:",
        "  plan-prod:",
        "  apply-prod:",
        "  smoke-prod:",
    ]
    .iter()
    .map(|job| workflow.find(&format!("\n{job}\n")))
    .collect();
    assert!(
        order.iter().all(Option::is_some) && order.is_sorted(),
        "{order:?}\n{workflow}"
    );
    assert!(workflow.contains("environment: prod"));
    assert!(!workflow.contains("secrets."), "the identity is federated");
}

/// No blank of a template is left in a file, and a database is logged, watched and closed.
#[test]
fn the_layout_has_no_blank_left_and_a_database_is_watched() {
    let project = Project::new();
    let request = "Set up a network and a PostgreSQL database for orders";
    project.ok(&["-q", "scaffold", request]);
    let modules = ["network", "relational-db"].map(|module| {
        ["main", "variables", "outputs"]
            .map(|file| project.read(&format!("infrastructure/modules/{module}/{file}.tf")))
    });
    let text = modules.concat().concat();
    for (at, _) in text.match_indices('{') {
        let inside = text[at + 1..]
            .split(['}', '\n', ' '])
            .next()
            .unwrap_or_default();
        let ended = text[at + 1 + inside.len()..].starts_with('}');
        let blank = ended && !inside.is_empty() && !text[..at].ends_with('$');
        assert!(!blank, "`{{{inside}}}` is left in {text}");
    }
    for line in [
        "resource \"aws_flow_log\"",
        "monitoring_interval             = 60",
        "rds.force_ssl",
        "log_min_duration_statement",
        "publicly_accessible    = false",
        "manage_master_user_password         = true",
        "arn:aws:s3:::",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
}

#[test]
fn the_layout_never_writes_over_a_file() {
    let project = Project::new();
    fs::create_dir_all(project.path("infrastructure/environments/prod")).unwrap();
    fs::write(
        project.path("infrastructure/environments/prod/main.tf"),
        "# mine\n",
    )
    .unwrap();
    project.refused(
        &["scaffold", "Create an S3 bucket for invoices"],
        1,
        "infrastructure/environments/prod/main.tf",
    );
    assert_eq!(
        project.read("infrastructure/environments/prod/main.tf"),
        "# mine\n"
    );
    assert!(
        !project.path("infrastructure/modules").exists(),
        "nothing else was written"
    );
    project.refused(
        &["scaffold", "--dir", "../out", "Create an S3 bucket"],
        2,
        "is not a path in the project",
    );
    let shown = project.ok(&[
        "-q",
        "scaffold",
        "--dry-run",
        "--dir",
        "x",
        "Create an S3 bucket for invoices",
    ]);
    assert!(
        shown.contains("==> x/modules/object-storage/main.tf"),
        "{shown}"
    );
    assert!(!project.path("x").exists());
}

// ---- the conventions of a project ----

const CONVENTIONS: &str = "# Conventions\n\n- Cloud: everything runs on AWS, region eu-west-1\n- Environments: dev, staging and prod\n- We are audited for SOC 2\n\n```\ngcloud config set project x\n```\n\n- Run `make test` before a commit\n";

/// What a file of conventions says plainly is taken and shown with its line; answers win, contradictions are asked.
#[test]
fn init_takes_hints_of_conventions_and_shows_each_with_its_line() {
    let project = Project::new();
    let saved = ".heaptrace/cloud-plan.json";
    let init = |text: &str, more: &[&str]| {
        fs::remove_file(project.path(saved)).unwrap_or_default();
        fs::write(project.path("CLAUDE.md"), text).unwrap();
        let rest = [
            "init",
            "--hints",
            "CLAUDE.md",
            "--budget-tier",
            "mid-market",
            "--security-posture",
            "balanced",
            "--existing-infra",
            "greenfield",
        ];
        let (code, _, said) = project.run(&[&rest[..], more].concat());
        (code, said, project.read(saved).replace([' ', '\n'], ""))
    };
    let (code, said, profile) = init(CONVENTIONS, &[]);
    assert_eq!(code, 0, "{said}");
    for part in [
        "\"provider\":\"aws\"",
        "\"regions\":[\"eu-west-1\"]",
        "\"compliance\":[\"soc2\"]",
        "\"environments\":[\"dev\",\"staging\",\"prod\"]",
    ] {
        assert!(profile.contains(part), "{part}: {profile}");
    }
    for part in [
        "note: provider aws is taken from CLAUDE.md, line 3: `Cloud: everything runs on AWS, region eu-west-1`",
        "note: regions eu-west-1 is taken from CLAUDE.md, line 3",
        "note: environments dev, staging, prod is taken from CLAUDE.md, line 4",
        "note: compliance soc2 is taken from CLAUDE.md, line 5",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    // An answer wins over a hint.
    let (code, said, profile) = init(CONVENTIONS, &["--environments", "prod"]);
    assert_eq!(code, 0, "{said}");
    assert!(profile.contains("\"environments\":[\"prod\"]"), "{profile}");
    assert!(!said.contains("note: environments"), "{said}");
    // Two lines that differ decide nothing: the field stays open.
    let both = format!("{CONVENTIONS}- The data platform runs on Azure\n");
    let (code, said, _) = init(&both, &[]);
    assert_ne!(code, 0, "{said}");
    assert!(
        said.contains("provider is not taken from CLAUDE.md: line 3"),
        "{said}"
    );
    assert!(
        said.contains("line 12: `The data platform runs on Azure` says azure"),
        "{said}"
    );
    assert!(!project.path(saved).exists(), "nothing is half written");
}

// ---- the skill ----

/// The files of the other agents, with the names and flags that editors look for.
fn other_agents(project: &Project) -> String {
    let architect = project.read(".claude/agents/infrastructure-architecture-agent.md");
    assert!(architect.contains("name: infrastructure-architecture-agent\ndescription: "));
    assert!(architect.contains("`cloud-plan architecture FEATURE"));
    let infra = project.read(".claude/skills/infra/SKILL.md");
    for line in [
        "name: infra",
        "description: Design and operate resilient, secure, automatable infrastructure",
        "activation-mode: auto",
        "user-invocable: true",
        "disable-model-invocation: true",
    ] {
        assert!(infra.lines().any(|found| found == line), "{line}: {infra}");
    }
    [architect, infra].concat()
}

#[test]
fn the_skill_is_installed_and_described_in_under_a_thousand_characters() {
    let project = Project::new();
    project.ok(&["init", "--with-skill"]);
    let skill = project.read(".claude/skills/cloud-plan/SKILL.md");
    let (_, rest) = skill.split_once("description: >-\n").unwrap();
    let (description, _) = rest.split_once("\n---\n").unwrap();
    let words: Vec<&str> = description.split_whitespace().collect();
    let description = words.join(" ");
    assert!(
        description.chars().count() < 1000,
        "{} characters",
        description.chars().count()
    );
    for word in [
        "task",
        "feature",
        "roadmap",
        "AWS",
        "Azure",
        "GCP",
        "Use it when",
    ] {
        assert!(description.contains(word), "{word}");
    }
    assert!(
        project
            .read(".claude/commands/cloud-plan.md")
            .contains("$ARGUMENTS")
    );
    assert!(
        project
            .read(".claude/agents/infra-engineer.md")
            .contains("name: infra-engineer")
    );
    let others = other_agents(&project);
    let skill = [skill, others].concat();
    // Every command that the files name is one.
    let commands = skill
        .split("`cloud-plan ")
        .skip(1)
        .filter_map(|rest| rest.split([' ', '`']).next());
    for command in commands.filter(|command| !command.starts_with('-')) {
        project.ok(&[command, "--help"]);
    }
    project.ok(&["init", "--with-skill"]);
    fs::write(project.path(".claude/commands/cloud-plan.md"), "mine").unwrap();
    project.refused(
        &["init", "--with-skill"],
        1,
        "exists already and says something else",
    );
    assert_eq!(project.read(".claude/commands/cloud-plan.md"), "mine");
}

// ---- the checklist of the seeds ----

/// Every row names an id, a state, and for what is done the tests that prove it; the tests are there.
#[test]
fn every_proof_in_the_checklist_is_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for folder in [
        "tests",
        "tests/tasks",
        "src/project",
        "src/project/walk",
        "src/cli/walk",
        "src/cli/intake",
        "src/kb/check",
    ] {
        for entry in fs::read_dir(root.join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push_str(&fs::read_to_string(path).unwrap());
            }
        }
    }
    let text = fs::read_to_string(root.join("tests/seed-checklist.tsv")).unwrap();
    let mut seen: Vec<&str> = Vec::new();
    for (number, row) in text.lines().enumerate().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [id, state, proof] = cells.as_slice() else {
            panic!("line {}: {} cells", number + 1, cells.len());
        };
        assert!(!seen.contains(id), "{id} stands twice");
        seen.push(id);
        match *state {
            "done" => {
                for test in proof.split(", ") {
                    assert!(
                        sources.contains(&format!("fn {test}(")),
                        "{id}: there is no test `{test}`"
                    );
                }
            }
            "open" | "elsewhere" | "not done" => assert!(!proof.is_empty(), "{id}: say why"),
            other => panic!("{id}: `{other}` is no state"),
        }
    }
    assert!(
        seen.iter().any(|id| id.starts_with("S1.")) && seen.iter().any(|id| id.starts_with("S2."))
    );
}
