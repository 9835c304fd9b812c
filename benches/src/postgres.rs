//! Durable appending beside PostgreSQL: a table whose rows are chained by SHA-256
//! in a trigger, filled by the server's own `pgbench`. It signs nothing.

use crate::append::{BATCH, Ledger};
use crate::measure::{Scale, median, ratio};
use crate::row::Row;
use std::error::Error;
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;
use tempfile::TempDir;

/// Rows that hold their own hash behind the one before them.
const TABLE: &str = r"
CREATE TABLE chained (seq bigserial PRIMARY KEY, body bytea NOT NULL, link bytea);
CREATE FUNCTION chain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    NEW.link := sha256(
        coalesce((SELECT link FROM chained WHERE seq = NEW.seq - 1), '\x00') || NEW.body);
    RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON chained FOR EACH ROW EXECUTE FUNCTION chain();
";
/// A server in a folder of its own, reached by a socket there.
struct Postgres {
    folder: TempDir,
    programs: PathBuf,
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // A server that did not start is not there to be stopped.
        let _ = self.run("pg_ctl", &["stop", "-s", "-m", "immediate"]);
    }
}

impl Postgres {
    /// Starts a server that has the table.
    fn start() -> Result<Self, Box<dyn Error>> {
        let folder = tempfile::tempdir()?;
        let programs = programs().ok_or("is not installed")?;
        let server = Self { folder, programs };
        if is_root()? {
            let folder = server.folder.path();
            let given = Command::new("chown").arg("postgres").arg(folder).status()?;
            if !given.success() {
                return Err("does not run as root, and there is no user `postgres`".into());
            }
        }
        server.run("initdb", &["--no-sync", "--auth=trust", "--locale=C"])?;
        let socket = server.folder.path().display();
        let options = format!("-c listen_addresses= -c unix_socket_directories={socket}");
        server.run(
            "pg_ctl",
            &["start", "-s", "-w", "-l", "log", "-o", &options],
        )?;
        server.run("psql", &["-q", "-c", TABLE])?;
        Ok(server)
    }

    /// Runs one of PostgreSQL's programs, and tells what it prints.
    fn run(&self, name: &str, arguments: &[&str]) -> Result<String, Box<dyn Error>> {
        let program = self.programs.join(name);
        let mut command = Command::new(&program);
        if is_root()? {
            // The server refuses to run as root.
            command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        let folder = self.folder.path();
        let said = command
            .args(arguments)
            .current_dir(folder)
            .env("PGHOST", folder)
            .env("PGDATA", folder.join("data"))
            .env("PGDATABASE", "postgres")
            // What it tells is read.
            .env("LC_ALL", "C")
            .output()?;
        if said.status.success() {
            return Ok(String::from_utf8(said.stdout)?);
        }
        let why = String::from_utf8_lossy(&said.stderr);
        let why = why.lines().last().unwrap_or_default().to_owned();
        Err(format!("fails in `{name}`: {why}").into())
    }

    /// Transactions a second of one client, connecting not counted.
    fn rate(&self, script: &str, transactions: u64) -> Result<f64, Box<dyn Error>> {
        std::fs::write(self.folder.path().join("script"), script)?;
        let count = transactions.to_string();
        let told = self.run(
            "pgbench",
            &["-n", "-M", "prepared", "-f", "script", "-t", &count],
        )?;
        let rate = told.lines().find_map(|line| line.strip_prefix("tps = "));
        let rate = rate.and_then(|rate| rate.split(' ').next());
        Ok(rate.ok_or("tells no rate")?.parse()?)
    }
}

/// Where Debian has the programs of the newest server that is installed.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |name: &std::ffi::OsStr| name.to_str()?.parse::<u32>().ok();
    let newest = versions.max_by_key(|version| number(&version.file_name()))?;
    let programs = newest.path().join("bin");
    programs.join("initdb").exists().then_some(programs)
}

fn is_root() -> std::io::Result<bool> {
    Ok(std::fs::metadata("/proc/self")?.uid() == 0)
}

/// The rows `append.durable.one.postgres` and `append.durable.batch.postgres`
/// that are wanted.
///
/// # Errors
///
/// If the peer does not run, besides faults of our own.
pub(crate) fn rows(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    let (one, batch) = (
        "append.durable.one.postgres",
        "append.durable.batch.postgres",
    );
    if !wanted(one) && !wanted(batch) {
        return Ok(());
    }
    let server = Postgres::start().map_err(|reason| {
        format!(
            "append.durable.*.postgres: the peer {reason}; it comes of `apt-get install postgresql`"
        )
    })?;
    if wanted(one) {
        let note = "commits of 1; peer: PostgreSQL trigger chain, unsigned, one row of 256 bytes by one INSERT, pgbench over a socket, prepared, one client";
        show(row(scale, &server, one, 1, note)?);
    }
    if wanted(batch) {
        let note = "commits of 1000, signed elsewhere; peer: PostgreSQL trigger chain, unsigned, as many rows of 256 bytes by one INSERT, pgbench over a socket, prepared, one client";
        show(row(scale, &server, batch, BATCH, note)?);
    }
    Ok(())
}

/// Our windows and the peer's in turn, with `each` acts or rows a commit; the
/// first of each warms up.
fn row(
    scale: Scale,
    server: &Postgres,
    name: &'static str,
    each: u64,
    note: &'static str,
) -> Result<Row, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::open(folder.path())?;
    // One statement is one transaction, and so one commit.
    let script = format!(
        "INSERT INTO chained (body) SELECT decode(repeat('5a', 256), 'hex') \
         FROM generate_series(1, {each});"
    );
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let mut transactions = 2;
    for window in 0..=scale.windows {
        let mine = rate(scale, &mut ledger, each)?;
        let other = server.rate(&script, transactions)?;
        transactions = ((other * scale.window.as_secs_f64()) as u64).max(2);
        if window > 0 {
            ours.push(mine);
            theirs.push(other * each as f64);
        }
    }
    Ok(Row {
        name,
        value: median(&ours),
        unit: "acts/s",
        ceiling: None,
        ratio: None,
        peer: Some(median(&theirs)),
        peer_ratio: Some(ratio(&ours, &theirs)),
        note,
    })
}

/// Acts a second, for as long as a window lasts. What a batch takes has been
/// signed before.
fn rate(scale: Scale, ledger: &mut Ledger, each: u64) -> Result<f64, Box<dyn Error>> {
    let (mut done, mut seconds) = (0, 0.0);
    while seconds < scale.window.as_secs_f64() {
        let signed = match each {
            1 => Vec::new(),
            _ => ledger.signed(each)?,
        };
        let started = Instant::now();
        match each {
            1 => done += ledger.append_one()?,
            _ => {
                ledger.append_all(&signed)?;
                done += each;
            }
        }
        seconds += started.elapsed().as_secs_f64();
    }
    Ok(done as f64 / seconds)
}
