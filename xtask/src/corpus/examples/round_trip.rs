/// Reading a value as a type of the crate and writing it again.
mod round_trip {
    use crate::runtime::json::{Decode, Encode, from_slice, to_vec};

    pub type Trip = fn(&str) -> Result<String, String>;

    /// As users do it who have JSON elsewhere.
    pub fn by_serde<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> Result<String, String> {
        let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
        serde_json::to_string(&value).map_err(|error| error.to_string())
    }

    /// As a call does it.
    pub fn by_codec<T: Decode + Encode>(text: &str) -> Result<String, String> {
        let value: T = from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
        String::from_utf8(to_vec(&value)).map_err(|error| error.to_string())
    }

    /// One line of the report.
    pub fn line(trip: Trip, text: &str) -> String {
        let result = std::panic::catch_unwind(|| trip(text)).unwrap_or_else(|_| Err("it panics".to_owned()));
        match result {
            Ok(got) => format!("{{\"got\":{got}}}"),
            Err(error) => format!("{{\"error\":{}}}", serde_json::Value::from(error)),
        }
    }
}

fn main() {
    for (text, trip) in std::io::stdin().lines().zip(TRIPS) {
        println!("{}", round_trip::line(*trip, &text.unwrap_or_default()));
    }
}
