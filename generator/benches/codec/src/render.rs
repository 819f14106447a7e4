//! The types of the synthetic document, as each candidate would have them.

use std::fmt::Write;

use crate::model::{Field, Model, Struct, Type};

pub fn library(candidate: &str, model: &Model) -> String {
    let mut out = String::new();
    out.push_str(match candidate {
        "derive" => "use std::collections::BTreeMap;\n\n",
        "slots" => "pub mod json;\n\nuse std::collections::BTreeMap;\n\nuse json::{Decode, DecodeError, Encode, Field, Reader, Writer};\n\n",
        _ => "pub mod json;\n\nuse std::collections::BTreeMap;\n\nuse json::table::Take;\nuse json::{DecodeError, Encode, Field, Reader, Writer};\n\n",
    });
    for (index, values) in model.enums.iter().enumerate() {
        enumeration(candidate, index, values, &mut out);
    }
    for (index, structure) in model.structs.iter().enumerate() {
        declaration(candidate, index, structure, &mut out);
        match candidate {
            "derive" => {}
            "slots" => slots(index, structure, &mut out),
            _ => table(index, structure, &mut out),
        }
        if candidate != "derive" {
            encode(index, structure, &mut out);
            serde_impls(&format!("Type{index}"), &mut out);
        }
        entry_points(candidate, index, &mut out);
    }
    out
}

fn rust_type(ty: &Type) -> String {
    match ty {
        Type::String => "String".into(),
        Type::Boolean => "bool".into(),
        Type::Int32 => "i32".into(),
        Type::Int64 => "i64".into(),
        Type::Number => "f64".into(),
        Type::Enum(index) => format!("Enum{index}"),
        Type::Struct(index) => format!("Type{index}"),
        Type::Array(item) => format!("Vec<{}>", rust_type(item)),
        Type::Map(item) => format!("BTreeMap<String, {}>", rust_type(item)),
    }
}

fn field_type(field: &Field) -> String {
    let ty = rust_type(&field.ty);
    if field.required { ty } else { format!("Option<{ty}>") }
}

fn declaration(candidate: &str, index: usize, structure: &Struct, out: &mut String) {
    let derive = candidate == "derive";
    let serde = if derive { ", serde::Serialize, serde::Deserialize" } else { "" };
    let _ = writeln!(out, "#[derive(Debug, Clone, PartialEq{serde})]\npub struct Type{index} {{");
    for field in &structure.fields {
        let name = field.rust();
        if derive && name != field.wire {
            let _ = writeln!(out, "    #[serde(rename = {:?})]", field.wire);
        }
        if derive && !field.required {
            let _ = writeln!(out, "    #[serde(default, skip_serializing_if = \"Option::is_none\")]");
        }
        let _ = writeln!(out, "    pub {name}: {},", field_type(field));
    }
    out.push_str("}\n\n");
}

fn variant(wire: &str) -> String {
    wire.split('-').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

fn enumeration(candidate: &str, index: usize, values: &[String], out: &mut String) {
    let derive = candidate == "derive";
    let serde = if derive { ", serde::Serialize, serde::Deserialize" } else { "" };
    let _ = writeln!(out, "#[derive(Debug, Clone, PartialEq{serde})]\npub enum Enum{index} {{");
    for value in values {
        let rename = if derive { format!("    #[serde(rename = {value:?})]\n") } else { String::new() };
        let _ = writeln!(out, "{rename}    {},", variant(value));
    }
    let _ = writeln!(out, "{}    Unknown(Box<str>),\n}}\n", if derive { "    #[serde(untagged)]\n" } else { "" });
    if !derive {
        string_enum(candidate, index, values, out);
        serde_impls(&format!("Enum{index}"), out);
    }
}

fn string_enum(candidate: &str, index: usize, values: &[String], out: &mut String) {
    let decode = if candidate == "table" { TAKE_ENUM } else { READ_ENUM }.replace("{index}", &index.to_string());
    let mut from = String::new();
    let mut to = String::new();
    for (place, value) in values.iter().enumerate() {
        let _ = writeln!(from, "            {place} => Self::{},", variant(value));
        let _ = writeln!(to, "            Self::{} => {value:?},", variant(value));
    }
    let _ = writeln!(
        out,
        "impl Enum{index} {{
    pub const VALUES: &'static [&'static str] = &{values:?};
    pub fn as_str(&self) -> &str {{
        match self {{
{to}            Self::Unknown(value) => value,
        }}
    }}
}}
impl From<&str> for Enum{index} {{
    fn from(value: &str) -> Self {{
        match json::position(Self::VALUES, value) {{
{from}            _ => Self::Unknown(value.into()),
        }}
    }}
}}
impl Encode for Enum{index} {{
    fn encode(&self, writer: &mut Writer) {{
        writer.string(self.as_str());
    }}
}}
{decode}"
    );
}

const TAKE_ENUM: &str = "impl Take for Enum{index} {
    fn take(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.string().map(|value| Self::from(&*value))
    }
}";

const READ_ENUM: &str = "impl Decode for Enum{index} {
    fn blank() -> Self {
        Self::Unknown(Box::default())
    }
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        *self = Self::from(&*reader.string()?);
        Ok(())
    }
}";

fn fields_table(index: usize, structure: &Struct, out: &mut String) {
    let _ = writeln!(out, "static TYPE{index}: [Field; {}] = [", structure.fields.len());
    for field in &structure.fields {
        let kind = if field.required { "required" } else { "optional" };
        let _ = writeln!(out, "    Field::{kind}({:?}),", field.wire);
    }
    out.push_str("];\n");
}

fn slots(index: usize, structure: &Struct, out: &mut String) {
    fields_table(index, structure, out);
    let blanks: String = structure.fields.iter().map(|field| format!("{}: Decode::blank(), ", field.rust())).collect();
    let slots: String = structure.fields.iter().map(|field| format!("&mut self.{}, ", field.rust())).collect();
    let _ = writeln!(
        out,
        "impl Decode for Type{index} {{
    fn blank() -> Self {{
        Self {{ {blanks} }}
    }}
    fn read(&mut self, reader: &mut Reader<'_>) -> Result<(), DecodeError> {{
        reader.object(&TYPE{index}, &mut [{slots}])
    }}
}}"
    );
}

fn table(index: usize, structure: &Struct, out: &mut String) {
    fields_table(index, structure, out);
    let fields = &structure.fields;
    let locals: String = fields.iter().map(|field| format!("        let mut {} = None;\n", field.rust())).collect();
    let arm = |(place, field): (usize, &Field)| match field.required {
        true => format!("                {place} => {} = Some(Take::take(reader)?),\n", field.rust()),
        false => format!("                {place} => {} = Take::take(reader)?,\n", field.rust()),
    };
    let arms: String = fields.iter().enumerate().map(arm).collect();
    let finish = finish(structure);
    let _ = writeln!(
        out,
        "impl Take for Type{index} {{
    fn take(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {{
{locals}        let start = reader.offset();
        let mut members = json::table::Members::new(&TYPE{index});
        while let Some(index) = members.next(reader)? {{
            match index {{
{arms}                _ => reader.skip()?,
            }}
        }}
{finish}    }}
}}"
    );
}

/// Takes the required fields out of their options, all at once: one branch, one error.
fn finish(structure: &Struct) -> String {
    let all = structure.fields.iter().map(|field| field.rust() + ", ").collect::<String>();
    let required = || structure.fields.iter().filter(|field| field.required);
    if required().next().is_none() {
        return format!("        let _ = start;\n        Ok(Self {{ {all} }})\n");
    }
    let taken: String = required().map(|field| field.rust() + ", ").collect();
    let some: String = required().map(|field| format!("Some({}), ", field.rust())).collect();
    format!(
        "        match ({taken}) {{
            ({some}) => Ok(Self {{ {all} }}),
            _ => Err(json::table::missing(start)),
        }}\n"
    )
}

fn encode(index: usize, structure: &Struct, out: &mut String) {
    let values: String = structure.fields.iter().map(|field| format!("&self.{}, ", field.rust())).collect();
    let _ = writeln!(
        out,
        "impl Encode for Type{index} {{
    fn encode(&self, writer: &mut Writer) {{
        writer.object(&TYPE{index}, &[{values}]);
    }}
}}"
    );
}

fn serde_impls(name: &str, out: &mut String) {
    let _ = writeln!(
        out,
        "impl serde::Serialize for {name} {{
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {{
        json::serialize(self, serializer)
    }}
}}
impl<'de> serde::Deserialize<'de> for {name} {{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {{
        json::deserialize(deserializer)
    }}
}}"
    );
}

/// What the operations of a client do: read and write every type once, and some as arrays.
fn entry_points(candidate: &str, index: usize, out: &mut String) {
    let (read, write, error) = match candidate {
        "derive" => ("serde_json::from_slice(bytes)", "serde_json::to_vec(value).unwrap()", "serde_json::Error"),
        "table" => ("json::table::from_slice(bytes)", "json::to_vec(value)", "DecodeError"),
        _ => ("json::from_slice(bytes)", "json::to_vec(value)", "DecodeError"),
    };
    let _ = writeln!(
        out,
        "pub fn read_{index}(bytes: &[u8]) -> Result<Type{index}, {error}> {{ {read} }}
pub fn write_{index}(value: &Type{index}) -> Vec<u8> {{ {write} }}"
    );
    if index.is_multiple_of(crate::workspace::LISTED) {
        let _ = writeln!(
            out,
            "pub fn read_list_{index}(bytes: &[u8]) -> Result<Vec<Type{index}>, {error}> {{ {read} }}
pub fn write_list_{index}(value: &Vec<Type{index}>) -> Vec<u8> {{ {write} }}"
        );
    }
    out.push('\n');
}
