//! Which operations give pages of a list, and how they go on: as `codegen.toml` says, as an extension says, or as
//! parameters and answers look, if they leave no doubt.

mod detect;
mod extension;
mod page;

use openapiv3::{ParameterSchemaOrContent, SchemaKind, Type as SchemaType};

use super::Lowering;
use super::operation::Draft;
use crate::config::{Next as Said, Pages, Pagination as Told, Token};
use crate::diagnostics::{Diagnostic, Severity};
use crate::model::{Location, Next, Operation, PageArgument, PageToken, Pagination, Type, TypeDef};
use crate::pointer::escape;
use crate::token::is_token;
use page::Page;

impl<'a> Lowering<'a> {
    pub(super) fn pagination(&mut self, draft: &Draft<'a>, operation: &Operation) -> Option<Pagination> {
        let id = draft.operation.operation_id.as_deref();
        match self.config.operation(draft.method, draft.path, id).and_then(|pin| pin.pages.as_ref()) {
            Some(Pages::None) => None,
            Some(Pages::Some(told)) => self.pages_told(draft, operation, told, "codegen.toml"),
            None => self.pages_of_several(draft, operation),
        }
    }

    /// What `codegen.toml` says of several operations holds for those that are so.
    fn pages_of_several(&mut self, draft: &Draft<'a>, operation: &Operation) -> Option<Pagination> {
        match self.config.operations_like(draft.subject()).and_then(|entry| entry.pages.as_ref()) {
            Some(Pages::None) => None,
            Some(Pages::Some(told)) => {
                self.as_told(draft, operation, told).ok().or_else(|| self.pages_untold(draft, operation))
            }
            None => self.pages_untold(draft, operation),
        }
    }

    /// What the document says, or looks like.
    fn pages_untold(&mut self, draft: &Draft<'a>, operation: &Operation) -> Option<Pagination> {
        match extension::read(&draft.operation.extensions) {
            Some((name, Some(told))) => self.pages_told(draft, operation, &told, name),
            Some((name, None)) => self.unfit(draft, name, "it is not understood"),
            None if self.config.detect_pages => self.detected(draft, operation),
            None => None,
        }
    }

    fn detected(&self, draft: &Draft<'a>, operation: &Operation) -> Option<Pagination> {
        let page = Page::new(&self.types, operation)?;
        let told = detect::detect(&page, &|parameter| self.first_page(draft, parameter))?;
        settle(&page, &told).ok()
    }

    /// What somebody says, if the operation is like that.
    fn pages_told(&mut self, draft: &Draft<'a>, operation: &Operation, told: &Told, by: &str) -> Option<Pagination> {
        match self.as_told(draft, operation, told) {
            Ok(pagination) => Some(pagination),
            Err(problem) => self.unfit(draft, by, &problem),
        }
    }

    fn as_told(&self, draft: &Draft<'a>, operation: &Operation, told: &Told) -> Result<Pagination, String> {
        let told = Told { next: self.with_first(draft, &told.next), ..told.clone() };
        settled(&self.types, operation, &told)
    }

    fn unfit(&mut self, draft: &Draft<'a>, by: &str, problem: &str) -> Option<Pagination> {
        let message = format!("the operation does not go on from page to page as `{by}` says: {problem}");
        let pointer = if by.starts_with("x-") { draft.pointer.key(by) } else { draft.pointer.clone() };
        let finding = Diagnostic::new(Severity::Warning, "OAS3014", &pointer, message);
        let key = draft.identity();
        let help = format!("say it in codegen.toml: [operations.\"{key}\"] pagination = {{ … }}, or `false` for none");
        self.diagnostics.push(finding.at_key().help(help));
        None
    }

    /// Pages are counted from one unless something else is said.
    fn with_first(&self, draft: &Draft<'a>, next: &Said) -> Said {
        let mut next = next.clone();
        if let Said::Page { argument, first: first @ None, .. } = &mut next {
            *first = Some(self.first_page(draft, argument).unwrap_or(1));
        }
        next
    }

    /// The number of the first page: the one that a request without a number gives, or the least that there is.
    fn first_page(&self, draft: &Draft<'a>, wire: &str) -> Option<u32> {
        let schema = self.query_schema(&draft.operation.parameters, wire)?;
        let default = schema.schema_data.default.as_ref();
        let minimum = match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Integer(integer)) => integer.minimum.filter(|minimum| *minimum == 1),
            _ => None,
        };
        let number = default.map_or(minimum, serde_json::Value::as_i64)?;
        u32::try_from(number).ok().filter(|number| *number <= 1)
    }

    fn query_schema(
        &self,
        parameters: &'a [openapiv3::ReferenceOr<openapiv3::Parameter>],
        wire: &str,
    ) -> Option<&'a openapiv3::Schema> {
        let found = self.query_parameter(parameters, wire)?;
        match &found.format {
            ParameterSchemaOrContent::Schema(openapiv3::ReferenceOr::Item(schema)) => Some(schema),
            ParameterSchemaOrContent::Schema(openapiv3::ReferenceOr::Reference { reference }) => {
                self.component_schema(&super::component_key(reference, "schemas")?)?.as_item()
            }
            ParameterSchemaOrContent::Content(_) => None,
        }
    }
}

/// Why none of these operations goes on as `told`, which is said of several; `None` if one does.
pub(super) fn fits_none<'o>(
    types: &[TypeDef],
    told: &Told,
    mut operations: impl Iterator<Item = &'o Operation>,
) -> Option<String> {
    let unfit = |operation| settled(types, operation, told).err();
    let first = unfit(operations.next()?)?;
    operations.all(|operation| unfit(operation).is_some()).then_some(first)
}

/// What is told of an operation, if it is like that.
fn settled(types: &[TypeDef], operation: &Operation, told: &Told) -> Result<Pagination, String> {
    settle(&Page::new(types, operation).ok_or("it answers with no JSON")?, told)
}

/// Finds everything that is told of in the operation; the error completes "it does not go on so: …".
fn settle(page: &Page<'_>, told: &Told) -> Result<Pagination, String> {
    let items = told.items.clone().or_else(|| page.items());
    let items = items.ok_or("it is not clear which array of the answer has the items")?;
    let item = match page.at(&items).map(|ty| page.resolve(ty)) {
        Some(Type::Array(item)) => (**item).clone(),
        Some(Type::Any) => Type::Any,
        Some(_) | None => return Err(format!("the answer has no array at `{items}`")),
    };
    let place = |pointer: &Option<String>| pointer.as_ref().map(|pointer| known(page, pointer)).transpose();
    let next = match &told.next {
        Said::Cursor { argument: said, token } => {
            let counts = matches!(token, Token::Body(pointer) if page.at(pointer).is_some_and(|ty| page.is_number(ty)));
            let (argument, takes) = argument(page, said, counts)?;
            Next::Cursor { argument, token: self::token(page, token, takes)? }
        }
        Said::Page { argument: said, first, current, pages } => {
            let (current, pages) = (place(current)?, place(pages)?);
            Next::Page { argument: argument(page, said, true)?.0, first: *first, current, pages }
        }
        Said::Offset { argument: said, total } => {
            Next::Offset { argument: argument(page, said, true)?.0, total: place(total)? }
        }
        Said::Link | Said::Header(_) | Said::Url(_) if page.operation.method != "GET" => {
            return Err("a link is for GET".to_owned());
        }
        Said::Link => Next::Link,
        Said::Header(name) => Next::Header(header(name)?),
        Said::Url(pointer) => Next::Url(known(page, pointer)?),
    };
    Ok(Pagination { items, item, next, more: place(&told.more)? })
}

fn known(page: &Page<'_>, pointer: &str) -> Result<String, String> {
    page.at(pointer).map(|_| pointer.to_owned()).ok_or_else(|| format!("the answer has nothing at `{pointer}`"))
}

/// The token is text or a number, or something else if what takes it can be that.
fn token(page: &Page<'_>, told: &Token, takes: &Type) -> Result<PageToken, String> {
    let pointer = match told {
        Token::Header(name) => return Ok(PageToken::Header(header(name)?)),
        Token::Body(pointer) => known(page, pointer)?,
    };
    let can_be_several = |ty: &Type| page.is_several(ty) || *page.resolve(ty) == Type::Any;
    let ty = page.at(&pointer).unwrap_or(&Type::Any);
    if can_be_several(ty) && can_be_several(takes) {
        return Ok(PageToken::Json(pointer));
    }
    match page.is_several(ty) {
        true => Err(format!("what the answer has at `{pointer}` is no token")),
        false => Ok(PageToken::Body(pointer)),
    }
}

/// A name of a header, in lower case.
fn header(name: &str) -> Result<String, String> {
    is_token(name).then(|| name.to_ascii_lowercase()).ok_or_else(|| format!("no header can be called `{name}`"))
}

/// What of a request says which page it asks for, and its type: a parameter by its name, or a member of the body by its JSON
/// pointer, or by its name alone if no parameter has that. A member of any type is a number if what it gets `counts`.
fn argument<'l>(page: &Page<'l>, said: &str, counts: bool) -> Result<(PageArgument, &'l Type), String> {
    let found = page.operation.parameters.iter().position(|parameter| {
        parameter.name.wire() == said && matches!(parameter.location, Location::Query | Location::Header)
    });
    if let Some(index) = found {
        return Ok((PageArgument::Parameter(index), &page.operation.parameters[index].ty));
    }
    let is_pointer = said.starts_with('/');
    let pointer = if is_pointer { said.to_owned() } else { format!("/{}", escape(said)) };
    if let Some(ty) = page.sent(&pointer) {
        let number = page.is_number(ty) || counts && *page.resolve(ty) == Type::Any;
        return Ok((PageArgument::Member { pointer, number }, ty));
    }
    match page.sent_in_form(&pointer) {
        // In a form it is one pair, so it is text whatever its type is.
        Some(name) => Ok((PageArgument::Field(name), &Type::String)),
        None if is_pointer => Err(format!("it sends neither JSON nor a form that has a place for `{said}`")),
        None => Err(format!("it has no parameter `{said}` in query or header")),
    }
}
