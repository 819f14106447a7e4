//! Two declarations of one value: which of them says more.

use serde_json::Value;

use crate::model::{Struct, Type};

/// What a declaration says of the values.
pub(super) enum Told {
    Object,
    /// Some values alone.
    Values(Vec<Value>),
    Plain(Type),
    /// An object whose members are of one type.
    Map,
    /// Something that is not compared with anything.
    Else,
}

/// Which of two declarations holds.
pub(super) enum Verdict {
    Earlier,
    Later,
    Joined,
    /// Both are arrays, whose items are joined.
    JoinedItems,
    /// The earlier one, though the later one demands members of it.
    EarlierLoose,
    /// The later one, though the earlier one demands members of it.
    LaterLoose,
    /// The values that both list, as neither list has all of the other's.
    Shared,
    /// None, as each holds under another condition.
    Varying,
    /// The later one, though it says nothing of what the earlier one says.
    Conflict,
    /// The later one, though none of its values is one of the earlier one's.
    Disjoint,
    /// The later one, as nobody can say which is narrower.
    Uncompared,
}

/// Which of two declarations is the narrower one, unless both are objects.
pub(super) fn compare(earlier: &Told, later: &Told) -> Verdict {
    match (earlier, later) {
        (Told::Values(one), Told::Values(other)) if !one.iter().any(|value| other.contains(value)) => Verdict::Disjoint,
        (Told::Values(one), Told::Values(other)) => match narrower(has_all(one, other), has_all(other, one)) {
            Verdict::Conflict => Verdict::Shared,
            narrower => narrower,
        },
        (Told::Plain(one), Told::Values(other)) if holds(one, other) => Verdict::Later,
        (Told::Values(one), Told::Plain(other)) if holds(other, one) => Verdict::Earlier,
        (Told::Plain(Type::Map(_)), Told::Object) => Verdict::Later,
        (Told::Object, Told::Plain(Type::Map(_))) => Verdict::Earlier,
        (Told::Plain(one), Told::Plain(other)) => narrower(contains(one, other), contains(other, one)),
        (Told::Else | Told::Map, _) | (_, Told::Else | Told::Map) => Verdict::Uncompared,
        (Told::Object, Told::Object) => Verdict::Uncompared,
        (Told::Object | Told::Values(_) | Told::Plain(_), Told::Object | Told::Values(_) | Told::Plain(_)) => {
            Verdict::Conflict
        }
    }
}

/// The later one if the earlier one contains it, the earlier one in the opposite case.
pub(super) fn narrower(earlier_contains: bool, later_contains: bool) -> Verdict {
    match (earlier_contains, later_contains) {
        (true, _) => Verdict::Later,
        (false, true) => Verdict::Earlier,
        (false, false) => Verdict::Conflict,
    }
}

/// Are all of `others` among `values`?
fn has_all(values: &[Value], others: &[Value]) -> bool {
    others.iter().all(|other| has(values, other))
}

/// Is the value one of these? `1` and `1.0` are one value.
pub(super) fn has(values: &[Value], value: &Value) -> bool {
    let same = |other: &Value| value == other || (value.is_number() && value.as_f64() == other.as_f64());
    values.iter().any(same)
}

/// Can a value of the type be any of these?
fn holds(plain: &Type, values: &[Value]) -> bool {
    values.iter().all(|value| match plain {
        Type::Any => true,
        Type::String | Type::Format(_) => value.is_string(),
        Type::Boolean => value.is_boolean(),
        Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => value.as_f64().is_some_and(|it| it.fract() == 0.0),
        Type::Float | Type::Double | Type::Decimal => value.is_number(),
        Type::OnlyBoolean(_) | Type::Bytes | Type::File | Type::Array(_) | Type::Map(_) => false,
        Type::Nullable(_) | Type::Named(_) => false,
    })
}

/// Does a struct have all properties of another?
pub(super) fn extends(heir: &Struct, parent: &Struct) -> bool {
    let has = |wire: &str| heir.fields.iter().any(|field| field.name.wire() == wire);
    parent.fields.iter().all(|field| has(field.name.wire()))
}

/// Is every value of `narrow` one of `wide`, as JSON?
fn contains(wide: &Type, narrow: &Type) -> bool {
    match (wide, narrow) {
        (Type::Any, _) | (Type::String, Type::Format(_) | Type::Bytes | Type::File) => true,
        (Type::Int64, Type::Int32 | Type::UInt32) | (Type::UInt64, Type::UInt32) => true,
        (Type::Float | Type::Double | Type::Decimal, other) if is_number(other) => true,
        (Type::Boolean, Type::OnlyBoolean(_)) => true,
        (Type::Array(wide), Type::Array(narrow)) | (Type::Map(wide), Type::Map(narrow)) => contains(wide, narrow),
        (one, other) => one == other,
    }
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 | Type::Float | Type::Double | Type::Decimal)
}
