/// Reading a value as a type of the crate and writing it again.
mod round_trip {
    use std::fmt::Debug;

    use crate::runtime::json::{Decode, Encode, from_slice, to_vec};

    /// What is written again, and whether some of it is a value that no type has a place for.
    pub type Trip = fn(&str) -> Result<(String, bool), String>;

    /// As users do it who have JSON elsewhere.
    pub fn by_serde<T: Debug + serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> Result<(String, bool), String> {
        let value: T = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let got = serde_json::to_string(&value).map_err(|error| error.to_string())?;
        Ok((got, is_kept(&value)))
    }

    /// As a call does it.
    pub fn by_codec<T: Debug + Decode + Encode>(text: &str) -> Result<(String, bool), String> {
        let value: T = from_slice(text.as_bytes()).map_err(|error| error.to_string())?;
        let got = String::from_utf8(to_vec(&value)).map_err(|error| error.to_string())?;
        Ok((got, is_kept(&value)))
    }

    /// Is there a value in it that is kept as it came, because no variant of an enum or union is for it?
    fn is_kept(value: &dyn Debug) -> bool {
        format!("{value:?}").contains("Unknown(")
    }

    /// One line of the report.
    pub fn line(trip: Trip, text: &str) -> String {
        let result = std::panic::catch_unwind(|| trip(text)).unwrap_or_else(|_| Err("it panics".to_owned()));
        match result {
            Ok((got, is_kept)) => format!("{{\"got\":{got},\"kept\":{is_kept}}}"),
            Err(error) => format!("{{\"error\":{}}}", serde_json::Value::from(error)),
        }
    }
}

fn main() {
    for (text, trip) in std::io::stdin().lines().zip(TRIPS) {
        println!("{}", round_trip::line(*trip, &text.unwrap_or_default()));
    }
}
