//! Parameters: arguments and setters of a call.

use openapiv3::{
    APIKeyLocation, CookieStyle, HeaderStyle, Operation, Parameter as Declared, ParameterData,
    ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr, Schema, SecurityScheme,
};

use super::place::component_modules;
use super::said::Said;
use super::{Lowering, Place, component_key};
use crate::diagnostics::{Diagnostic, Severity, defect};
use crate::model::{Constant, Docs, Location, Notation, Parameter, Style, Type};
use crate::names::{CALL_METHODS, CALL_PREFIXES, Name, Scope, Wish, has_one_symbol};
use crate::normalize::facts;
use crate::pointer::Pointer;
use crate::token::is_token;

/// The operation that parameters belong to.
pub(super) struct Owner<'o> {
    /// Its name.
    pub name: &'o Name,
    /// Where it is.
    pub pointer: &'o Pointer,
    /// `GET /pets/{id}`
    pub identity: &'o str,
    /// `/pets/{id}`, as it is requested.
    pub path: &'o str,
}

/// A parameter, and where it is written.
struct Found<'a> {
    declared: &'a Declared,
    pointer: Pointer,
    /// What the reference to it says.
    said: Said<'a>,
}

impl<'a> Lowering<'a> {
    /// Those of the operation and of its path, in one order that does not depend on the document's: path parameters
    /// as the template has them, then query, header and cookie by name.
    pub(super) fn parameters(
        &mut self,
        operation: &'a Operation,
        common: &'a [ReferenceOr<Declared>],
        owner: &Owner<'_>,
    ) -> Vec<Parameter> {
        let mut found = self.all_found(operation, common, owner.pointer);
        let ignored: Vec<_> = found.extract_if(.., |found| self.is_of_credential(operation, found)).collect();
        for ignored in ignored {
            let name = &ignored.declared.parameter_data_ref().name;
            self.diagnostics.push(defect::header_of_credential(&ignored.pointer, name));
        }
        found.sort_by_cached_key(|parameter| position(parameter.declared, owner.path));
        let names = self.parameter_names(&found, owner.identity);
        found.iter().zip(names).map(|(found, name)| self.parameter(found, name, owner)).collect()
    }

    /// Those of a request that the server makes: where each is, and its name on the wire.
    pub(super) fn incoming_parameters(
        &self,
        operation: &'a Operation,
        common: &'a [ReferenceOr<Declared>],
    ) -> Vec<(Location, String)> {
        let found = self.all_found(operation, common, &Pointer::root());
        let mut places: Vec<_> = found.iter().map(|found| key(found.declared)).collect();
        places.sort_unstable();
        places.into_iter().map(|(location, wire)| (location, wire.to_owned())).collect()
    }

    /// The operation's own and those of its path that it does not override; `pointer` is the operation's.
    fn all_found(
        &self,
        operation: &'a Operation,
        common: &'a [ReferenceOr<Declared>],
        pointer: &Pointer,
    ) -> Vec<Found<'a>> {
        let said = |at: usize| Said::at(&operation.extensions, &["parameters", &at.to_string()]);
        let mut found = self.found(&operation.parameters, &pointer.key("parameters"), said);
        let path_pointer = pointer.parent().unwrap_or_default();
        for inherited in self.found(common, &path_pointer.key("parameters"), |_| Said::default()) {
            if !found.iter().any(|own| key(own.declared) == key(inherited.declared)) {
                found.push(inherited);
            }
        }
        found.retain(|parameter| !is_ignored(parameter.declared));
        found
    }

    /// Is it what a credential of the operation is sent as: the key of a scheme that it names, or the header `Authorization`,
    /// where that is not ignored anyway?
    fn is_of_credential(&self, operation: &Operation, parameter: &Found<'a>) -> bool {
        let (location, name) = key(parameter.declared);
        let security = operation.security.as_ref().or(self.document.security.as_ref());
        let mut named = security.into_iter().flatten().flat_map(|alternative| alternative.keys()).peekable();
        let header =
            location == Location::Header && name.eq_ignore_ascii_case("authorization") && named.peek().is_some();
        header || named.any(|name| self.scheme(name).is_some_and(|scheme| is_key_of(scheme, parameter)))
    }

    fn scheme(&self, name: &str) -> Option<&'a SecurityScheme> {
        self.document.components.as_ref()?.security_schemes.get(name)?.as_item()
    }

    fn found(
        &self,
        declared: &'a [ReferenceOr<Declared>],
        pointer: &Pointer,
        said: impl Fn(usize) -> Said<'a>,
    ) -> Vec<Found<'a>> {
        let numbered = declared.iter().enumerate();
        numbered.filter_map(|(at, parameter)| self.find_parameter(parameter, pointer.index(at), said(at))).collect()
    }

    fn find_parameter(
        &self,
        parameter: &'a ReferenceOr<Declared>,
        pointer: Pointer,
        said: Said<'a>,
    ) -> Option<Found<'a>> {
        match parameter {
            ReferenceOr::Item(declared) => Some(Found { declared, pointer, said }),
            ReferenceOr::Reference { reference } => {
                let key = component_key(reference, "parameters")?;
                let declared = self.document.components.as_ref()?.parameters.get(&key)?.as_item()?;
                let pointer = Pointer::root().keys(&["components", "parameters", &key]);
                Some(Found { declared, pointer, said })
            }
        }
    }

    /// A parameter of the query, by its name on the wire.
    pub(super) fn query_parameter(
        &self,
        declared: &'a [ReferenceOr<Declared>],
        wire: &str,
    ) -> Option<&'a ParameterData> {
        let found = self.found(declared, &Pointer::root(), |_| Said::default()).into_iter();
        found
            .map(|found| found.declared)
            .find(|it| key(it) == (Location::Query, wire))
            .map(Declared::parameter_data_ref)
    }

    fn parameter_names(&self, found: &[Found<'_>], operation: &str) -> Vec<Name> {
        let keys: Vec<(Location, &str)> = found.iter().map(|found| key(found.declared)).collect();
        let names: Vec<Name> = keys.iter().map(|(_, wire)| Name::new(wire)).collect();
        let elsewhere = |at: usize| {
            let others = keys.iter().zip(&names).filter(|((location, _), _)| *location != keys[at].0);
            others.map(|(_, name)| name).any(|name| name.snake() == names[at].snake())
        };
        let each = keys.iter().enumerate();
        let wishes: Vec<Wish> = each.map(|(at, key)| self.parameter_wish(*key, elsewhere(at), operation)).collect();
        let scope = Scope::reserving(CALL_METHODS, "param").reserving_prefixes(CALL_PREFIXES).in_snake_case();
        let grants = { scope }.grant(&wishes);
        grants.into_iter().map(|grant| grant.name).collect()
    }

    /// One that has its name in another place too is told apart by its own, and of those in one place each by the symbol
    /// that it is spelled with.
    fn parameter_wish(&self, (location, wire): (Location, &str), elsewhere: bool, operation: &str) -> Wish {
        let place = Some(location.as_str().to_owned()).filter(|_| elsewhere || !has_one_symbol(wire));
        let identity = crate::lock::argument_identity(operation, location, wire);
        let memory = self.memory.name("arg", &identity);
        // Of two parameters of one name, that of the path has it, and then in the order of the arguments.
        let rank = location as u8;
        Wish { memory, rank, apart: place, ..Wish::new(identity, wire) }
    }

    fn parameter(&mut self, found: &Found<'a>, name: Name, owner: &Owner<'_>) -> Parameter {
        let data = found.declared.parameter_data_ref();
        let (style, mut explode) = style(found.declared, data.explode);
        self.note_unfit_name(found, style);
        let only = self.only_text(found, &name, owner);
        let (ty, notation) = match only {
            Some(_) => (Type::String, Notation::Styled),
            None => self.parameter_type(found, &name, owner),
        };
        if style == Style::Cookie && !explode && self.is_several(&ty) {
            self.diagnostics.push(defect::joined_cookie(&found.pointer.key("explode")));
            explode = true;
        }
        if notation == Notation::Styled {
            let as_json = "describe the list by `content` with `application/json`";
            self.note_outline((style, explode), &data.name, &ty, (&found.pointer, as_json));
        }
        let mut docs = self.parameter_docs(data, found.said);
        docs.facts.extend(self.empty_value(found, &ty).filter(|_| notation == Notation::Styled));
        let constant = only.or_else(|| self.constant_parameter(data, &ty));
        let separator = self.separator(key(found.declared).0, style, explode, &ty);
        docs.facts.extend(separator.filter(|_| notation == Notation::Styled));
        docs.facts.extend(self.items_as_json(style, &ty).filter(|_| notation == Notation::Styled));
        docs.facts.extend(unencoded(style));
        docs.facts.extend(slashes(found.declared));
        Parameter {
            location: key(found.declared).0,
            style,
            explode,
            allow_reserved: allows_reserved(found.declared),
            notation,
            required: data.required,
            secret: self.is_secret_value(data) || self.is_key(found),
            docs,
            deprecated: data.deprecated.unwrap_or_default(),
            // A parameter that is `null` is one that is left out.
            ty: if matches!(constant, Some(Constant::Json(_))) { Type::Any } else { ty.without_null() },
            constant,
            name,
        }
    }

    fn is_secret_value(&self, data: &ParameterData) -> bool {
        match &data.format {
            ParameterSchemaOrContent::Schema(schema) => self.is_secret(schema),
            ParameterSchemaOrContent::Content(_) => false,
        }
    }

    /// Is it what a security scheme sends its key as? Some documents declare that too.
    fn is_key(&self, found: &Found<'a>) -> bool {
        let schemes = self.document.components.iter().flat_map(|components| components.security_schemes.values());
        schemes.filter_map(ReferenceOr::as_item).any(|scheme| is_key_of(scheme, found))
    }

    /// How a value is left empty that has no empty text (`allowEmptyValue`, OpenAPI 3.0.3, 4.7.12.2).
    fn empty_value(&mut self, found: &Found<'a>, ty: &Type) -> Option<String> {
        let Declared::Query { allow_empty_value: Some(true), parameter_data: data, .. } = found.declared else {
            return None;
        };
        let kind = match self.resolve(&ty.clone().without_null()) {
            Type::Boolean | Type::OnlyBoolean(_) => "boolean",
            Type::Int32 | Type::Int64 | Type::UInt32 | Type::UInt64 => "integer",
            Type::Float | Type::Double | Type::Decimal => "number",
            Type::Format(_) => "value of this format",
            Type::String | Type::Bytes | Type::File | Type::Any => return None,
            Type::Array(_) | Type::Map(_) | Type::Named(_) | Type::Nullable(_) => return None,
        };
        let name = &data.name;
        self.diagnostics.push(defect::empty_value(&found.pointer.key("allowEmptyValue"), name, kind));
        Some(format!("Empty: `.with_query({name:?}, \"\")`"))
    }

    /// A cookie has a token for a name (RFC 6265, 4.1.1).
    fn note_unfit_name(&mut self, found: &Found<'a>, style: Style) {
        let (location, name) = key(found.declared);
        if location == Location::Cookie && !is_token(name) {
            let sent = match style {
                Style::Cookie => "a value for it is an error",
                _ => "the name is sent percent-encoded",
            };
            let message = format!("no cookie can be called `{name}`; {sent}");
            let pointer = found.pointer.key("name");
            self.diagnostics.push(Diagnostic::new(Severity::Warning, "OAS3020", &pointer, message));
        }
    }

    /// What separates several values, if it looks the same inside of one: nothing tells them apart then, and it is for the
    /// caller to choose values without it, or an escape that the server knows (OpenAPI 3.0.4, 4.7.12.3).
    fn separator(&self, location: Location, style: Style, explode: bool, ty: &Type) -> Option<String> {
        let separator = match style {
            Style::Simple if location == Location::Header => "`,`",
            Style::PipeDelimited if !explode => "`|`",
            Style::SpaceDelimited if !explode => "a blank",
            Style::Simple | Style::PipeDelimited | Style::SpaceDelimited => return None,
            Style::Matrix | Style::Label | Style::Form | Style::DeepObject | Style::Cookie => return None,
        };
        self.is_several(ty).then(|| format!("Separator: {separator}; a value with one inside is read as two"))
    }

    fn is_several(&self, ty: &Type) -> bool {
        matches!(self.resolve(ty), Type::Array(_)) || self.is_object(ty)
    }

    /// What it says of itself and what its schema says; its own examples go before the schema's (OpenAPI 3.0.3,
    /// 4.7.12.2).
    fn parameter_docs(&self, data: &'a ParameterData, said: Said<'a>) -> Docs {
        let own = self.example_facts(data.example.as_ref(), &data.examples);
        let of_schema = schema_facts(data).into_iter();
        let kept = of_schema.filter(|fact| own.is_empty() || !fact.starts_with("Example: "));
        // An argument cannot carry the attribute that a setter has.
        let deprecated = data.required && data.deprecated.unwrap_or_default();
        let deprecated = deprecated.then(|| "Deprecated".to_owned());
        let facts = deprecated.into_iter().chain(kept).chain(own.iter().cloned()).collect();
        let own = said.description(data.description.as_deref());
        let of_schema = inline_schema(data).map(super::docs::description).filter(|text| *text != own);
        let texts = [own].into_iter().chain(of_schema);
        let description = texts.filter(|text| !text.trim().is_empty()).collect::<Vec<_>>().join("\n\n");
        Docs { description, facts, ..Docs::default() }
    }

    /// The text that a parameter always is: nobody has to give it, so it needs no type. One that had a type keeps it.
    fn only_text(&self, found: &Found<'a>, name: &Name, owner: &Owner<'_>) -> Option<Constant> {
        let data = found.declared.parameter_data_ref();
        let text = super::constants::only_text(inline_schema(data)?).filter(|_| data.required)?;
        let place = self.parameter_place(found, found.pointer.key("schema"), name, owner);
        let had_type = self.memory.name("type", &place.identity.to_string()).is_some();
        (!had_type).then(|| Constant::Text(text.to_owned()))
    }

    fn parameter_type(&mut self, found: &Found<'a>, name: &Name, owner: &Owner<'_>) -> (Type, Notation) {
        match &found.declared.parameter_data_ref().format {
            ParameterSchemaOrContent::Schema(schema) => {
                let pointer = found.pointer.key("schema");
                let place = self.parameter_place(found, pointer.clone(), name, owner);
                let ty = self.shared(schema, place);
                (self.without_octets(ty, &pointer), Notation::Styled)
            }
            ParameterSchemaOrContent::Content(content) => {
                let Some((media_type, media)) = content.first() else { return (Type::String, Notation::Styled) };
                let pointer = found.pointer.keys(&["content", media_type, "schema"]);
                let place = self.parameter_place(found, pointer.clone(), name, owner);
                let (ty, notation) = self.document_type(key(found.declared).0, media_type, media, place);
                (self.without_octets(ty, &pointer), notation)
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

    /// An inline type of a parameter. One that several operations share through a component is named after that:
    /// `types::parameters::page_size::PageSize`.
    fn parameter_place(&self, found: &Found<'_>, pointer: Pointer, name: &Name, owner: &Owner<'_>) -> Place {
        let reserved = ["body", "response", "params"].contains(&name.snake());
        let name = if reserved { name.suffixed("param") } else { name.clone() };
        match &found.pointer.segments()[..] {
            [components, section, component] if components == "components" && section == "parameters" => {
                let modules = component_modules(self.memory, "parameters", component);
                Place::owned(pointer, modules, name)
            }
            _ => {
                let (location, wire) = key(found.declared);
                let identity = owner.pointer.keys(&["parameters", location.as_str(), wire]);
                Place::owned(pointer, vec![owner.name.snake().to_owned()], name).identified(identity)
            }
        }
    }
}

/// What a parameter is: its location and its name (OpenAPI 3.0.3, 4.7.12).
fn key(parameter: &Declared) -> (Location, &str) {
    let location = match parameter {
        Declared::Path { .. } => Location::Path,
        Declared::Query { parameter_data: data, .. } if data.extensions.contains_key(facts::QUERY_STRING) => {
            Location::QueryString
        }
        Declared::Query { .. } => Location::Query,
        Declared::Header { .. } => Location::Header,
        Declared::Cookie { .. } => Location::Cookie,
    };
    (location, &parameter.parameter_data_ref().name)
}

/// Parameters like `Accept` are ignored (OpenAPI 3.0.3, 4.7.12.1), and those that are made of the request, like `Host`.
fn is_ignored(parameter: &Declared) -> bool {
    parameter.parameter_data_ref().extensions.contains_key(facts::IGNORED_HEADER)
}

fn position(parameter: &Declared, path: &str) -> (Location, usize, String) {
    let (location, name) = key(parameter);
    let at = path.find(&format!("{{{name}}}")).unwrap_or(usize::MAX);
    (location, if location == Location::Path { at } else { 0 }, name.to_owned())
}

/// The style and whether it explodes: `form` does unless told otherwise (OpenAPI 3.0.3, 4.7.12.2). A document has none,
/// and is written as a string is by default.
fn style(parameter: &Declared, explode: Option<bool>) -> (Style, bool) {
    let is_document = is_document(parameter);
    let style = match parameter {
        Declared::Path { .. } if is_document => Style::Simple,
        Declared::Query { .. } if is_document => Style::Form,
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
        Declared::Cookie { parameter_data: data, .. } if !is_document && is_plain(data) => Style::Cookie,
        Declared::Cookie { style: CookieStyle::Form, .. } => Style::Form,
    };
    (style, explode.filter(|_| !is_document).unwrap_or(matches!(style, Style::Form | Style::Cookie)))
}

/// Is it a cookie of 3.2's style `cookie`?
fn is_plain(data: &ParameterData) -> bool {
    data.extensions.get(facts::STYLE).is_some_and(|style| style == "cookie")
}

/// What a value can't have inside that is sent as it is (RFC 6265, 4.1.1).
fn unencoded(style: Style) -> Option<String> {
    let fact = "Sent as it is: a blank, quote, comma, semicolon, backslash or letter beyond ASCII in it is an error";
    (style == Style::Cookie).then(|| fact.to_owned())
}

/// Is it where the scheme has its key?
fn is_key_of(scheme: &SecurityScheme, found: &Found<'_>) -> bool {
    let (location, name) = key(found.declared);
    match scheme {
        SecurityScheme::APIKey { location: APIKeyLocation::Header, name: key, .. } => {
            location == Location::Header && key.eq_ignore_ascii_case(name)
        }
        SecurityScheme::APIKey { location: APIKeyLocation::Query, name: key, .. } => {
            location == Location::Query && key == name
        }
        // A cookie never shows.
        SecurityScheme::APIKey { location: APIKeyLocation::Cookie, .. } => false,
        SecurityScheme::HTTP { .. } | SecurityScheme::OAuth2 { .. } | SecurityScheme::OpenIDConnect { .. } => false,
    }
}

/// What a path parameter may have inside that others may not.
fn slashes(parameter: &Declared) -> Option<String> {
    let path = matches!(parameter, Declared::Path { .. }) && allows_reserved(parameter);
    path.then(|| "Slashes in it are sent as they are".to_owned())
}

/// Do reserved characters of its value stay as they are? Of 3.0 only those of the query may (OpenAPI 3.2, 4.12).
fn allows_reserved(parameter: &Declared) -> bool {
    let allows = match parameter {
        Declared::Query { allow_reserved, .. } => *allow_reserved,
        Declared::Path { parameter_data: data, .. } => {
            data.extensions.get(facts::ALLOW_RESERVED).is_some_and(|flag| flag == true)
        }
        Declared::Header { .. } | Declared::Cookie { .. } => false,
    };
    allows && !is_document(parameter)
}

/// Does it have `content`?
fn is_document(parameter: &Declared) -> bool {
    matches!(parameter.parameter_data_ref().format, ParameterSchemaOrContent::Content(_))
}

/// The schema, if it is written here.
fn inline_schema(data: &ParameterData) -> Option<&Schema> {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => schema.as_item(),
        ParameterSchemaOrContent::Content(_) => None,
    }
}

fn schema_facts(data: &ParameterData) -> Vec<String> {
    match &data.format {
        ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => super::docs::of_schema(schema).facts,
        ParameterSchemaOrContent::Schema(ReferenceOr::Reference { .. }) => Vec::new(),
        ParameterSchemaOrContent::Content(content) => {
            let media_type = content.keys().find(|name| !name.contains('`'));
            media_type.map(|name| format!("Media type: `{name}`")).into_iter().collect()
        }
    }
}
