//! The synthetic document: the same for every candidate, and on every machine.

/// The first structs refer to no others, so that documents stay finite.
const LEAVES: usize = 100;
/// One string enum for so many structs.
const STRUCTS_PER_ENUM: usize = 20;

pub struct Model {
    pub structs: Vec<Struct>,
    pub enums: Vec<Vec<String>>,
}

pub struct Struct {
    pub fields: Vec<Field>,
}

pub struct Field {
    /// In camel case; the field's name in Rust is derived from it.
    pub wire: String,
    pub ty: Type,
    pub required: bool,
}

pub enum Type {
    String,
    Boolean,
    Int32,
    Int64,
    Number,
    Enum(usize),
    Struct(usize),
    Array(Box<Type>),
    Map(Box<Type>),
}

impl Field {
    pub fn rust(&self) -> String {
        let snake = |c: char| {
            if c.is_ascii_uppercase() { format!("_{}", c.to_ascii_lowercase()) } else { c.into() }
        };
        self.wire.chars().map(snake).collect()
    }
}

impl Model {
    pub fn new(structs: usize) -> Self {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let enums = structs.div_ceil(STRUCTS_PER_ENUM);
        Self {
            structs: (0..structs).map(|index| random.structure(index, enums)).collect(),
            enums: (0..enums).map(|_| random.values()).collect(),
        }
    }

    /// A document with `count` values of a type, as an array. `sorted` puts the members in alphabetical order, as some
    /// servers do, instead of the order of the fields.
    pub fn sample(&self, index: usize, count: usize, sorted: bool) -> String {
        let mut random = Random(0x2545_f491_4f6c_dd1d);
        let values: Vec<String> = (0..count).map(|_| self.object(index, 3, sorted, &mut random)).collect();
        format!("[{}]", values.join(","))
    }

    fn object(&self, index: usize, depth: usize, sorted: bool, random: &mut Random) -> String {
        let mut fields: Vec<&Field> = self.structs[index].fields.iter().collect();
        fields.retain(|field| field.required || random.below(4) > 0);
        if sorted {
            fields.sort_by(|a, b| a.wire.cmp(&b.wire));
        }
        let mut member = |field: &Field| format!("\"{}\":{}", field.wire, self.value(&field.ty, depth, sorted, random));
        format!("{{{}}}", fields.into_iter().map(&mut member).collect::<Vec<_>>().join(","))
    }

    fn value(&self, ty: &Type, depth: usize, sorted: bool, random: &mut Random) -> String {
        match ty {
            Type::String => format!("\"{}\"", random.text()),
            Type::Boolean => (random.below(2) == 0).to_string(),
            Type::Int32 => random.below(100_000).to_string(),
            Type::Int64 => (random.below(1 << 40) as i64 - (1 << 39)).to_string(),
            // Always with a last digit that all candidates write again.
            Type::Number => format!("{}.{:03}5", random.below(10_000), random.below(1000)),
            Type::Enum(index) => format!("{:?}", random.pick(&self.enums[*index])),
            Type::Struct(index) => self.object(*index, depth.saturating_sub(1), sorted, random),
            Type::Array(item) => {
                let items = (0..random.below(depth + 1)).map(|_| self.value(item, depth - 1, sorted, random));
                format!("[{}]", items.collect::<Vec<_>>().join(","))
            }
            Type::Map(item) => {
                let mut member = |key| format!("\"key-{key}\":{}", self.value(item, depth - 1, sorted, random));
                let count = depth.min(2);
                format!("{{{}}}", (0..count).map(&mut member).collect::<Vec<_>>().join(","))
            }
        }
    }
}

/// xorshift64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn pick<'a, T: AsRef<str>>(&mut self, choices: &'a [T]) -> &'a str {
        choices[self.below(choices.len())].as_ref()
    }

    fn structure(&mut self, index: usize, enums: usize) -> Struct {
        const NOUNS: [&str; 14] = [
            "id",
            "name",
            "createdAt",
            "status",
            "owner",
            "items",
            "labels",
            "size",
            "price",
            "enabled",
            "region",
            "description",
            "parentId",
            "updatedAt",
        ];
        let first = self.below(NOUNS.len());
        let count = 4 + self.below(11);
        let wire = |place: usize| match (index + place) % 3 {
            0 => format!("{}Of{place}", NOUNS[(first + place) % NOUNS.len()]),
            _ => NOUNS[(first + place) % NOUNS.len()].to_owned(),
        };
        Struct { fields: (0..count).map(|place| self.field(wire(place), index, enums)).collect() }
    }

    fn field(&mut self, wire: String, index: usize, enums: usize) -> Field {
        let required = self.below(2) == 0;
        let leaf = index < LEAVES;
        let ty = match self.below(if leaf { 14 } else { 20 }) {
            0..5 => Type::String,
            5..7 => Type::Boolean,
            7..9 => Type::Int64,
            9 => Type::Int32,
            10 => Type::Number,
            11 => Type::Enum(self.below(enums)),
            12 => Type::Array(Box::new(Type::String)),
            13 => Type::Map(Box::new(Type::String)),
            14..17 => Type::Struct(self.below(LEAVES)),
            17..19 => Type::Array(Box::new(Type::Struct(self.below(index)))),
            _ if self.below(5) > 0 => Type::String,
            // Rare in documents, and expensive for every candidate: a map of the standard library per type.
            _ => Type::Map(Box::new(Type::Struct(self.below(LEAVES)))),
        };
        Field { wire, ty, required }
    }

    fn values(&mut self) -> Vec<String> {
        const WORDS: [&str; 8] =
            ["pending", "running", "stopped", "failed", "deleted", "archived", "active", "unknown-state"];
        WORDS[..3 + self.below(6)].iter().map(|&word| word.to_owned()).collect()
    }

    fn text(&mut self) -> String {
        const TEXTS: [&str; 8] = [
            "a",
            "us-east-1",
            "2024-05-17T09:30:00Z",
            "f47ac10b-58cc-4372-a567-0e02b2c3d479",
            "Größe und Gewicht",
            "A somewhat longer description, of the kind people write once and never look at again.",
            "line one\\nline two",
            "https://api.example.com/v1/projects/1234/notebooks?limit=100",
        ];
        self.pick(&TEXTS).to_owned()
    }
}
