//! Parameters: arguments and setters of a call.

use indexmap::IndexSet;
use openapiv3::{
    CookieStyle, Example, HeaderStyle, Parameter as Declared, ParameterData, ParameterSchemaOrContent, PathStyle,
    QueryStyle, ReferenceOr, Schema,
};

use super::{Lowering, Place, component_key};
use crate::model::{Docs, Location, Parameter, Style, Type};
use crate::names::{CALL_METHODS, CALL_PREFIXES, Name, Scope, Wish};
use crate::pointer::Pointer;

/// The operation that parameters belong to.
pub(super) struct Owner<'o> {
    /// Its name.
    pub name: &'o Name,
    /// Where it is.
    pub pointer: &'o Pointer,
    /// `GET /pets/{id}`
    pub identity: &'o str,
    /// `/pets/{id}`
    pub path: &'o str,
}

/// A parameter, and where it is written.
struct Found<'a> {
    declared: &'a Declared,
    pointer: Pointer,
}

impl<'a> Lowering<'a> {
    /// Those of the operation and of its path, in one order that does not depend on the document's: path parameters
    /// as the template has them, then query, header and cookie by name.
    pub(super) fn parameters(
        &mut self,
        own: &'a [ReferenceOr<Declared>],
        common: &'a [ReferenceOr<Declared>],
        owner: &Owner<'_>,
    ) -> Vec<Parameter> {
        let mut found = self.found(own, &owner.pointer.key("parameters"));
        let path_pointer = owner.pointer.parent().unwrap_or_default();
        for inherited in self.found(common, &path_pointer.key("parameters")) {
            if !found.iter().any(|own| key(own.declared) == key(inherited.declared)) {
                found.push(inherited);
            }
        }
        found.retain(|parameter| !is_ignored(parameter.declared));
        found.sort_by_cached_key(|parameter| position(parameter.declared, owner.path));
        let names = self.parameter_names(&found, owner.identity);
        found.iter().zip(names).map(|(found, name)| self.parameter(found, name, owner)).collect()
    }

    fn found(&self, declared: &'a [ReferenceOr<Declared>], pointer: &Pointer) -> Vec<Found<'a>> {
        let numbered = declared.iter().enumerate();
        numbered.filter_map(|(at, parameter)| self.find_parameter(parameter, pointer.index(at))).collect()
    }

    fn find_parameter(&self, parameter: &'a ReferenceOr<Declared>, pointer: Pointer) -> Option<Found<'a>> {
        match parameter {
            ReferenceOr::Item(declared) => Some(Found { declared, pointer }),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "parameters")?;
                let declared = self.document.components.as_ref()?.parameters.get(&key)?.as_item()?;
                Some(Found { declared, pointer: Pointer::root().keys(&["components", "parameters", &key]) })
            }
        }
    }

    /// A parameter of the query, by its name on the wire.
    pub(super) fn query_parameter(
        &self,
        declared: &'a [ReferenceOr<Declared>],
        wire: &str,
    ) -> Option<&'a ParameterData> {
        let found = self.found(declared, &Pointer::root()).into_iter();
        found
            .map(|found| found.declared)
            .find(|it| key(it) == (Location::Query, wire))
            .map(Declared::parameter_data_ref)
    }

    fn parameter_names(&self, found: &[Found<'_>], operation: &str) -> Vec<Name> {
        let wishes: Vec<Wish> = found.iter().map(|parameter| self.parameter_wish(parameter, operation)).collect();
        let scope = Scope::reserving(CALL_METHODS, "param").reserving_prefixes(CALL_PREFIXES).in_snake_case();
        let grants = { scope }.grant(&wishes);
        grants.into_iter().map(|grant| grant.name).collect()
    }

    fn parameter_wish(&self, parameter: &Found<'_>, operation: &str) -> Wish {
        let (location, wire) = key(parameter.declared);
        let place = location.as_str();
        let identity = crate::lock::argument_identity(operation, location, wire);
        let memory = self.memory.name("arg", &identity);
        // Of two parameters of one name, that of the path has it, and then in the order of the arguments.
        let rank = location as u8;
        Wish { memory, rank, apart: Some(place.to_owned()), ..Wish::new(identity, wire) }
    }

    fn parameter(&mut self, found: &Found<'a>, name: Name, owner: &Owner<'_>) -> Parameter {
        let data = found.declared.parameter_data_ref();
        let (style, explode) = style(found.declared, data.explode);
        let (ty, json) = self.parameter_type(found, &name, owner);
        Parameter {
            location: key(found.declared).0,
            style,
            explode,
            allow_reserved: matches!(found.declared, Declared::Query { allow_reserved: true, .. }),
            json,
            required: data.required,
            constant: None,
            docs: Docs { description: data.description.clone().unwrap_or_default(), ..self.parameter_facts(data) },
            deprecated: data.deprecated.unwrap_or_default(),
            // A parameter that is `null` is one that is left out.
            ty: ty.without_null(),
            name,
        }
    }

    /// The facts of the schema and the parameter's own examples, which go before the schema's (OpenAPI 3.0.3, 4.7.12.2).
    fn parameter_facts(&self, data: &'a ParameterData) -> Docs {
        let named = data.examples.values().filter_map(|example| self.example(example)?.value.as_ref());
        let own: IndexSet<String> = data.example.iter().chain(named).filter_map(super::docs::example).collect();
        let of_schema = schema_facts(data).into_iter();
        let kept = of_schema.filter(|fact| own.is_empty() || !fact.starts_with("Example: "));
        // An argument cannot carry the attribute that a setter has.
        let deprecated = data.required && data.deprecated.unwrap_or_default();
        let deprecated = deprecated.then(|| "Deprecated".to_owned());
        Docs { facts: deprecated.into_iter().chain(kept).chain(own.iter().cloned()).collect(), ..Docs::default() }
    }

    fn example(&self, example: &'a ReferenceOr<Example>) -> Option<&'a Example> {
        match example {
            ReferenceOr::Item(example) => Some(example),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "examples")?;
                self.document.components.as_ref()?.examples.get(&key)?.as_item()
            }
        }
    }

    /// A parameter with `content` is written as JSON text (OpenAPI 3.0.3, 4.7.12.2).
    fn parameter_type(&mut self, found: &Found<'a>, name: &Name, owner: &Owner<'_>) -> (Type, bool) {
        match &found.declared.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(schema) => {
                (self.shared(schema, place(found, found.pointer.key("schema"), name, owner)), false)
            }
            ParameterSchemaOrContent::Content(content) => {
                let Some((media_type, media)) = content.first() else { return (Type::String, false) };
                let Some(schema) = &media.schema else { return (Type::Any, true) };
                let pointer = found.pointer.keys(&["content", media_type, "schema"]);
                (self.shared(schema, place(found, pointer, name, owner)), super::content::is_json(media_type))
            }
        }
    }

    /// Lowers the schema at a place only once, however many operations share it.
    pub(super) fn shared(&mut self, schema: &'a ReferenceOr<Schema>, place: Place) -> Type {
        let identity = place.identity.to_string();
        if let Some(known) = self.shared.get(&identity) {
            return known.clone();
        }
        let ty = self.type_of(schema, &place);
        self.shared.insert(identity, ty.clone());
        ty
    }
}

/// An inline type of a parameter. One that several operations share through a component is named after that:
/// `types::parameters::page_size::PageSize`.
fn place(found: &Found<'_>, pointer: Pointer, name: &Name, owner: &Owner<'_>) -> Place {
    let reserved = ["body", "response", "params"].contains(&name.snake());
    let name = if reserved { name.suffixed("param") } else { name.clone() };
    match &found.pointer.segments()[..] {
        [components, section, component] if components == "components" && section == "parameters" => {
            let modules = vec!["parameters".to_owned(), Name::new(component).snake().to_owned()];
            Place::owned(pointer, modules, name)
        }
        _ => {
            let (location, wire) = key(found.declared);
            let identity = owner.pointer.keys(&["parameters", location.as_str(), wire]);
            Place::owned(pointer, vec![owner.name.snake().to_owned()], name).identified(identity)
        }
    }
}

/// What a parameter is: its location and its name (OpenAPI 3.0.3, 4.7.12).
fn key(parameter: &Declared) -> (Location, &str) {
    let location = match parameter {
        Declared::Path { .. } => Location::Path,
        Declared::Query { .. } => Location::Query,
        Declared::Header { .. } => Location::Header,
        Declared::Cookie { .. } => Location::Cookie,
    };
    (location, &parameter.parameter_data_ref().name)
}

/// `Accept`, `Content-Type` and `Authorization` as parameters are ignored (OpenAPI 3.0.3, 4.7.12.1).
fn is_ignored(parameter: &Declared) -> bool {
    let (location, name) = key(parameter);
    let ignored = ["accept", "content-type", "authorization"];
    location == Location::Header && ignored.iter().any(|header| header.eq_ignore_ascii_case(name))
}

fn position(parameter: &Declared, path: &str) -> (Location, usize, String) {
    let (location, name) = key(parameter);
    let at = path.find(&format!("{{{name}}}")).unwrap_or(usize::MAX);
    (location, if location == Location::Path { at } else { 0 }, name.to_owned())
}

/// The style and whether it explodes: `form` does unless told otherwise (OpenAPI 3.0.3, 4.7.12.2).
fn style(parameter: &Declared, explode: Option<bool>) -> (Style, bool) {
    let style = match parameter {
        Declared::Path { style, .. } => match style {
            PathStyle::Matrix => Style::Matrix,
            PathStyle::Label => Style::Label,
            PathStyle::Simple => Style::Simple,
        },
        Declared::Query { style, .. } => match style {
            QueryStyle::Form => Style::Form,
            QueryStyle::SpaceDelimited => Style::SpaceDelimited,
            QueryStyle::PipeDelimited => Style::PipeDelimited,
            QueryStyle::DeepObject => Style::DeepObject,
        },
        Declared::Header { style: HeaderStyle::Simple, .. } => Style::Simple,
        Declared::Cookie { style: CookieStyle::Form, .. } => Style::Form,
    };
    (style, explode.unwrap_or(style == Style::Form))
}

fn schema_facts(data: &ParameterData) -> Vec<String> {
    match &data.format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => super::docs::of_schema(schema).facts,
        ParameterSchemaOrContent::Schema(ReferenceOr::Reference { .. }) | ParameterSchemaOrContent::Content(_) => {
            Vec::new()
        }
    }
}
