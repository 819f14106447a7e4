//! Names the secrets of some teams that are older than a number of days, for a job that runs each night: without async.
//!
//! ```text
//! GENERATED_CLIENT_BEARER_AUTH=… cargo run -p generated-client --features blocking --example stale -- 90 team-1 team-2
//! ```

use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use generated_client::blocking::Blocking;
use generated_client::types::Secret;
use generated_client::{Client, Error};

const USAGE: &str = "\
Usage: stale DAYS TEAM...

Environment:
  GENERATED_CLIENT_BEARER_AUTH  the key of the API
  GENERATED_CLIENT_BASE_URL     where the API is, if not at its usual place";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let days: Option<u32> = arguments.next().and_then(|days| days.parse().ok());
    let teams: Vec<String> = arguments.collect();
    let Some(days) = days.filter(|_| !teams.is_empty()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match name_stale(days, &teams) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Goes through all teams, whatever happens to one of them; says whether all could be asked.
fn name_stale(days: u32, teams: &[String]) -> Result<bool, Error> {
    let client = Client::from_env()?;
    let mut complete = true;
    for team in teams {
        match client.list_team_secrets(team).send_blocking() {
            Ok(secrets) => secrets.iter().filter(|secret| is_older(secret, days)).for_each(|it| print(team, it)),
            Err(error) => {
                eprintln!("{team}: {error}");
                complete = false;
            }
        }
    }
    Ok(complete)
}

/// A secret of an unknown age counts as old.
fn is_older(secret: &Secret, days: u32) -> bool {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |now| now.as_secs());
    let created = secret.dt_created.as_ref().map_or(0, |created| created.timestamp());
    created.saturating_add_unsigned(u64::from(days) * 24 * 60 * 60) < now.try_into().unwrap_or(i64::MAX)
}

fn print(team: &str, secret: &Secret) {
    let name = secret.name.as_deref().unwrap_or("(no name)");
    let created = secret.dt_created.as_ref().map_or_else(|| "(no date)".to_owned(), ToString::to_string);
    println!("{team}\t{name}\t{created}");
}
