//! Codes about defects that are repaired.

use super::Code;

pub(super) const CODES: &[Code] = &[
    Code::warning("OAS2100", "the version of OpenAPI is missing or unknown")
        .what("The document has neither `openapi` nor `swagger`, or both, or a version that doesn't exist.")
        .why("The versions give some keywords different meanings.")
        .recovery("The document is read as the version that it looks like; as 3.2 if it says a later one of 3.x, and by `openapi` if it says both.")
        .fix("add `openapi: 3.0.3` or the version it is written in"),
    Code::warning("OAS2101", "the document has no `paths`")
        .what("There is no `paths` where the version requires it.")
        .why("A document without operations may have been cut off.")
        .recovery("It is read as one without operations; types are generated.")
        .fix("add `paths`; without operations, `paths: {}`"),
    Code::warning("OAS2102", "a string is written as a number or boolean")
        .what("A number or a boolean stands where a string belongs, as in `version: 1.10`.")
        .why("YAML drops the zero of `1.10` for any reader that doesn't look at the text.")
        .recovery("The string is what stands in the text. A value that can't be one is ignored.")
        .fix("put quotes around the value"),
    Code::warning("OAS2103", "an operation has no `responses`")
        .what("An operation doesn't say what it answers.")
        .why("The type of the answer is unknown.")
        .recovery("Any successful status is taken, without a body.")
        .fix("declare what is answered; a `default` with a `description` is enough"),
    Code::warning("OAS2104", "a key has no value")
        .what("There is a key with nothing behind it, such as `parameters:`.")
        .why("In YAML that is `null`, which OpenAPI doesn't allow there.")
        .recovery("It is read as if the key were not there; an empty schema is untyped, and an empty media type has no schema.")
        .fix("give the key a value, or delete it"),
    Code::warning("OAS2105", "a parameter has no `schema`")
        .what("A parameter has neither `schema` nor `content`.")
        .why("The type of its values is unknown.")
        .recovery("It is read as a string.")
        .fix("add a `schema`; for a string, `schema: {type: string}`"),
    Code::warning("OAS2106", "a parameter has the keywords of a schema")
        .what("`type`, `enum` and the like stand on the parameter itself, as in version 2.0.")
        .why("In version 3 they belong into its `schema` and mean nothing elsewhere.")
        .recovery("They are read as its `schema`; beside one, they are ignored.")
        .fix("move the keywords into the `schema` of the parameter, or delete them"),
    Code::warning("OAS2107", "a text is missing")
        .what("A text that OpenAPI requires is missing, such as the `description` of a response or what an OAuth scope is for.")
        .why("The generated documentation is poorer for it.")
        .recovery("It is read as an empty one.")
        .fix("write the text"),
    Code::warning("OAS2110", "a reference has siblings")
        .what("There are other keys beside a `$ref` in a document before version 3.1, or since then keys other than `summary` and `description` beside one that leads to no schema.")
        .why("OpenAPI says that they are ignored; most authors believe that they count.")
        .recovery("Beside a reference to a schema, what documents the place (`description`, `nullable`, `readOnly`, `deprecated` and the like) is taken all the same; the rest is ignored.")
        .fix("delete the other keys, or put a reference to a schema into an `allOf` beside them"),
    Code::warning("OAS2111", "path and parameters don't agree")
        .what("A path parameter is not required, is not declared, has no place in the path, or has it in a query string there, perhaps under a name that another one has.")
        .why("An address can't be made without a value for each of its places.")
        .recovery("It is read as required; one that is not declared as a string; one in the query string as a parameter of the query; one without a place, or a second one of a name, is ignored.")
        .fix("declare each placeholder of the path, and nothing else, `in: path` with `required: true`"),
    Code::warning("OAS2112", "an array has no `items`")
        .what("A schema of type `array` doesn't say what the items are.")
        .why("The type of the items is unknown.")
        .recovery("They are untyped.")
        .fix("add `items`; if they can be anything, `items: {}`"),
    Code::warning("OAS2113", "a type doesn't exist")
        .what("`type` is a word that is no type of OpenAPI, such as `int`, `date` or `String`.")
        .why("Other tools will refuse it or ignore it.")
        .recovery("Words of other languages are read as what they mean there; the name of a component as a reference to it; any other word is ignored.")
        .fix("write one of `string`, `number`, `integer`, `boolean`, `array` and `object`"),
    Code::warning("OAS2114", "`required` is not a list")
        .what("`required: true` stands on a property.")
        .why("Whether a property is required is said by a list in the object that has it.")
        .recovery("It is moved there. What is about no property is ignored.")
        .fix("list the property in `required` of the object that has it"),
    Code::warning("OAS2115", "a keyword is of another version")
        .what("A keyword has the form of another version than the document's.")
        .why("A strict reader of this version would refuse it.")
        .recovery("It is read as that version has it.")
        .fix("write it as the document's version has it, or declare the other version"),
    Code::warning("OAS2116", "a path is not quite one")
        .what("A key of `paths` doesn't begin with `/`, has blanks or a query, has a brace without its other half or with no name in between, has a placeholder written `:id`, or is the same as another but for names; or a method is in upper case, or can't be one.")
        .why("Strict readers drop such operations without a word.")
        .recovery("It is read as the path that was meant; a placeholder without a name has that of a parameter that is left, or else of the segment before. Operations of both are kept; of two that are the same, the one whose path or method is right as it is, else the first. What can't be a method is left out.")
        .fix("write paths as `/pets/{id}`, each once, and methods in lower case"),
    Code::warning("OAS2117", "a status is not quite one")
        .what("A key of `responses` is no status from 100 to 599, no range like `4XX` and not `default`.")
        .why("Strict readers drop such responses without a word.")
        .recovery("Three digits at its beginning count, `40X` is read as `4XX`, and what is beyond 599 is an error as any other. A key without any is ignored, as is one that is there already.")
        .fix("write a status such as `\"404\"`, a range such as `4XX`, or `default`, each once"),
    Code::warning("OAS2118", "a value is of the wrong kind")
        .what("A value is not of the kind that belongs there: one item for a list, `\"true\"` for `true`, `\"10\"` for `10`.")
        .why("Other tools will refuse it.")
        .recovery("It is read as what was meant if there is no doubt, and ignored otherwise.")
        .fix("write a value of the kind that belongs there"),
    Code::warning("OAS2119", "a key means nothing")
        .what("OpenAPI has no such key in this place, or the extension is one that the generator uses for itself.")
        .why("It may be misspelt, or stand at the wrong level.")
        .recovery("It is ignored.")
        .fix("mend its spelling, move it to where it belongs, or delete it"),
    Code::note("OAS2120", "a keyword is without effect")
        .what("A keyword stands in a schema of a type that it says nothing about, such as `minLength` for an integer.")
        .why("It may have been meant for another schema.")
        .recovery("It is ignored.")
        .fix("delete the keyword, or mend the `type`"),
    Code::note("OAS2121", "a schema has no `type`")
        .what("A schema without a `type` has keywords that only make sense for one.")
        .why("Strictly, any value of another type is allowed.")
        .recovery("It is read as having the type its keywords speak of.")
        .fix("add the `type`"),
    Code::warning("OAS2122", "the values of an `enum` are at odds with its type")
        .what("One of the values is not of the type of the schema, is `null` where that is not allowed, or is listed twice.")
        .why("Such a value can never be sent, or the type is wrong.")
        .recovery("Such values are ignored; `null` makes the schema nullable; if no value is of the type, the type is that of the values.")
        .fix("list values of the type, each once; for `null`, let the type allow it"),
    Code::warning("OAS2123", "a bound is not one")
        .what("A minimum is above its maximum, or a length is negative or broken.")
        .why("No value could be valid.")
        .recovery("The bounds are ignored.")
        .fix("write bounds of which the lower is not the greater, and counts as whole numbers"),
    Code::warning("OAS2124", "a default is not allowed by its schema")
        .what("The `default` of a schema is not one of its values.")
        .why("Nobody can tell which of the two is meant.")
        .recovery("The default is ignored.")
        .fix("write a default that the schema allows, or delete it"),
    Code::note("OAS2125", "a header is not a parameter")
        .what("`Accept`, `Content-Type`, `Authorization`, `Content-Length`, `Host`, `Transfer-Encoding` or `Connection` is declared as a parameter.")
        .why("OpenAPI says that such declarations of the first three are ignored: media types and security schemes describe them. The others are made of the request when it is sent.")
        .recovery("The parameter is ignored.")
        .fix("delete the parameter; media types, `security` and the request itself say what it would"),
    Code::warning("OAS2126", "a parameter or header is declared twice")
        .what("A list has two parameters of the same name and location, or a response two headers of one name. Names of headers are the same in any case. Or the query string is declared as a whole, and another parameter is in it too.")
        .why("Only one value can be sent or told from the other.")
        .recovery("The first one counts; what is in the query string is all sent, joined by `&`.")
        .fix("delete one of the two, or rename it"),
    Code::warning("OAS2127", "a security scheme is not defined")
        .what("A security requirement names a scheme that isn't there.")
        .why("What has to be sent for it is unknown, and a request without it would be one that the document forbids.")
        .recovery("Its credential is the whole value of the `Authorization` header; it has a setter like any other.")
        .fix("declare the scheme under `components.securitySchemes`, or mend its name"),
    Code::warning("OAS2128", "a security scheme is incomplete or unknown")
        .what("A security scheme lacks something OpenAPI requires, spells it in another way, or is of a type that is not sent with requests or that OpenAPI doesn't have.")
        .why("The client has to know what to send and where.")
        .recovery("It is completed if there is no doubt. A certificate is left to the transport; of an unknown type, the credential is the whole value of the `Authorization` header.")
        .fix("write the scheme as OpenAPI has it, with a `type` and what goes with it"),
    Code::warning("OAS2129", "the address of a server is incomplete")
        .what("The address is relative, ends in `/`, or has a variable without a declaration or default, or with a default that its `enum` lacks; or a variable is declared that it doesn't have. Or it is none that requests can go to, with the defaults of its variables. Or `schemes`, of version 2.0, are none of a client or lack a `host`.")
        .why("Requests go to the address followed by the path.")
        .recovery("It is read as the address that was meant; a variable without a place is ignored, and a default is one of the values. A variable without a default has to be given to the type of the server, which is no address by default. Schemes that can't be used are ignored. What no URL can have is percent-encoded behind the host. Where no server has a host, or none is an address, a client has no address by default, and its `base_url` has the path of the server in it.")
        .fix("write an address such as `https://api.example.com/v1`, and declare its variables, each with a `default`"),
    Code::warning("OAS2130", "a parameter is in no known place")
        .what("The `in` of a parameter is none of those that OpenAPI has.")
        .why("It says where the value is sent.")
        .recovery("The place that was probably meant is taken.")
        .fix("write one of `path`, `query`, `header` and `cookie`"),
    Code::warning("OAS2131", "content is not described by media type")
        .what("A key of `content` is no media type or the same as another one, `schema` stands outside of it, a schema stands where a media type object belongs, a parameter has too much of it, a whole query string has a `schema` alone, or octets (`format: binary`) are called JSON.")
        .why("The media type decides how a body is written and read.")
        .recovery("`json` and its like are completed; of keys that are then the same, the one that was right is kept, else the first. A schema without a media type is that of JSON, or of what `consumes` and `produces` say, that of a query string the one of a form; of several the first counts. Octets are sent and read as they are.")
        .fix("write `content` with the media type that is sent, and the `schema` within"),
    Code::warning("OAS2132", "a style is not allowed, or has no form for the value")
        .what("The `style` of a parameter, or of a property of a form, is none of those its location has, or it is `deepObject` and the value no object, or there are arrays or objects inside of the value.")
        .why("There is no rule how the value would be written.")
        .recovery("The default style of the location is taken. What `deepObject` has no form for is written as many servers read it, `p[a][b]=1` and `p[a][0]=1`; in an object of style `form` that explodes, an array is a pair for each of its items, `sort=a&sort=b`; else arrays and objects inside of values are JSON, in a list each by itself: `p={…}&p={…}`.")
        .fix("choose a style that the location and the value have, or describe the value by `content`"),
    Code::warning("OAS2133", "a body has no meaning")
        .what("A request of a method such as GET has a body, or a response that can't have one, such as 204.")
        .why("Servers and proxies may drop or refuse it.")
        .recovery("A request body is sent all the same; that of a response is ignored.")
        .fix("delete the body, or declare the method or status that has one"),
    Code::warning("OAS2134", "a body is declared as a parameter")
        .what("A parameter is `in: body` or `in: formData`, as in version 2.0.")
        .why("Version 3 has `requestBody` for it.")
        .recovery("It is read as the request body, of JSON unless `consumes` says more; the fields of a form as its properties. Beside a `requestBody`, they are ignored.")
        .fix("move it into a `requestBody`"),
    Code::warning("OAS2135", "a discriminator is incomplete")
        .what("`discriminator` is a string, as in version 2.0, or has no `propertyName`, or a branch has no such property, or one that is an object or an array.")
        .why("It says which property tells the branches of a union apart.")
        .recovery("A string is read as the name of the property; without a name it is ignored. A branch that lacks the property is sent with it.")
        .fix("write `discriminator: {propertyName: …}`, and declare that property in each branch, as a string"),
    Code::note("OAS2136", "a constraint has no part in the type")
        .what("A keyword restricts values in a way that types can't express: `if`, `contentSchema` or `dependentRequired`, a `not` beside anything else, or an `anyOf` or `oneOf` whose branches say no more than which properties are required; or `patternProperties` or `unevaluatedProperties` says what some members are, and others may be anything; or a bound allows integers beyond 64 bits, or a decimal that is shown has more than 28 digits; or a property can have no value at all.")
        .why("A value that breaks it is only refused by the server.")
        .recovery("It is not checked: the type is what the other keywords say, and whether a property is required is up to its own list. Properties that are there under a condition are optional. Members that may be anything are held by a map of `serde_json::Value`, with those of a pattern; what `unevaluatedProperties` allows beside a union is not kept. An integer beyond 64 bits, or a decimal beyond the type, is an error when it is read.")
        .fix("check values for it where they are made, if it matters"),
    Code::warning("OAS2137", "an object is ignored")
        .what("An object lacks something without which it means nothing.")
        .why("Nothing can be made of it.")
        .recovery("It is ignored.")
        .fix("give the object what it lacks, or delete it"),
    Code::warning("OAS2139", "a reference depends on where it is read")
        .what("`$dynamicRef` or `$recursiveRef` stands for a schema that is only known while a value is checked.")
        .why("A type has to be known before.")
        .recovery("It is read as a plain `$ref`.")
        .fix("write a `$ref` to the schema that is meant"),
    Code::note("OAS2140", "a tuple may be shorter")
        .what("The items of an array have each a schema of their own, but no `minItems` says how many of them are there.")
        .why("JSON Schema lets such an array end early, even before the first item. Hardly any author means that.")
        .recovery("All of them are read as being there; `minItems` says how many if not.")
        .fix("say with `minItems` how many there always are"),
    Code::note("OAS2141", "an example is of another type than its schema")
        .what("An `example`, of a schema, a body, a parameter or a header, or a part of it, is not of the type that its schema says. Bounds, patterns and lists of values are not compared.")
        .why("One of the two is wrong. Where it is the schema, answers of the server can't be read.")
        .recovery("The type is what the schema says; documentation and mocks show the example all the same.")
        .fix("mend the example or the schema"),
    Code::note("OAS2142", "the key of a component has odd characters")
        .what("A key under `components` has other characters than letters, digits, `.`, `-` and `_`, or none.")
        .why("OpenAPI 3 allows no others, and strict readers refuse the document.")
        .recovery("It is a key like any other; names are made of its letters and digits.")
        .fix("letters, digits, `.`, `-` and `_` are allowed"),
    Code::warning("OAS2143", "JSON has comments or trailing commas")
        .what("There are comments, `// …` or `/* … */`, in a JSON document, or a comma stands before a closing bracket.")
        .why("JSON has neither, and other tools will refuse the document.")
        .recovery("It is read as if they were not there. The finding is at the first of them.")
        .fix("delete them, or let the document be YAML, whose comments begin with `#`"),
    Code::warning("OAS2144", "an escape is half of a character")
        .what("A string has an escape from `\\ud800` to `\\udfff` without the other half of the pair.")
        .why("Such halves stand for a character only in pairs (RFC 8259, 7); no text can hold one.")
        .recovery("It is read as U+FFFD, the character that stands for what could not be read.")
        .fix("write the character itself, or both halves"),
    Code::warning("OAS2145", "an `enum` is very long")
        .what("An `enum`, of a schema or of a variable of a server, has more than 10,000 values.")
        .why("It would be a type of more variants than anybody could read, or a compiler could take in good time.")
        .recovery("The type is that of the values, any of which can be given.")
        .fix("leave the `enum` out, or shorten it with an overlay"),
    Code::note("OAS2146", "a path parameter has several segments")
        .what("The `pattern` of a path parameter begins with a word and a slash, as `projects/[^/]+` does.")
        .why("By the letter slashes of a value are percent-encoded; servers with such names expect them as they are.")
        .recovery("Slashes of its value are sent as they are; a segment `.` or `..` is refused.")
        .fix("say `allowReserved: true` (OpenAPI 3.2), or write the path with a parameter for each segment"),
    Code::note("OAS2147", "a branch is meant as `null`")
        .what("A union of a reference and `{type: object, nullable: true}`, as OData writes what may be `null`.")
        .why("By the letter its values may be any object, too.")
        .recovery("It is read as the reference or `null`.")
        .fix("write `{type: object, nullable: true, maxProperties: 0}`, or `type: 'null'` (OpenAPI 3.1)"),
    Code::warning("OAS2148", "an operation is for any method")
        .what("A path with `x-amazon-apigateway-any-method`, as API Gateway exports a route for all methods.")
        .why("OpenAPI has operations of one method each; which ones the server behind the route knows is not said.")
        .recovery("Nothing is generated for it; `client.request(…)` sends what it takes.")
        .fix("declare the methods that there are"),
    Code::warning("OAS2149", "an optional parameter has no name that can be sent")
        .what("A parameter that may be left out has no `name`, or it is a header of a name that no header can have.")
        .why("Nothing can be sent without one.")
        .recovery("The parameter is left out of the operation.")
        .fix("give the parameter a `name` of letters, digits and `-`, or remove it"),
    Code::warning("OAS2150", "a reference is not clear")
        .what("A `$ref` in a schema is `#` or empty, or two schemas have the same `$anchor` or `$id`, or `definitions` and `components.schemas` of one document have different schemas of one name.")
        .why("`#` is the OpenAPI document, which is no schema, unless a schema around it has an `$id`; and what has two meanings has none.")
        .recovery("`#` is read as the component that it is in; of two schemas, the first is meant.")
        .fix("write the pointer of the schema: `#/components/schemas/Pet`"),
    Code::warning("OAS2201", "media types are not declared")
        .what("A document of version 2.0 has bodies, but no `consumes` or `produces` that says what they are written in; or `consumes` has no media type that form fields, or files, can be written in.")
        .why("The media type decides how a body is written and read.")
        .recovery("They are read as JSON, and form fields as a form, with files as `multipart/form-data`.")
        .fix("add `consumes` and `produces`"),
    Code::warning("OAS2202", "a list can't be written that way")
        .what("The `collectionFormat` of a parameter of version 2.0 has no counterpart in version 3, or none in this location.")
        .why("Parameters are written by the rules of version 3.")
        .recovery("Commas separate the items.")
        .fix("write `csv`, or describe the parameter in OpenAPI 3, whose styles say more"),
    Code::warning("OAS2203", "an operation has more than one body")
        .what("An operation of version 2.0 has a parameter `in: body` and others `in: formData`, or two that are `in: body`.")
        .why("A request has one body only.")
        .recovery("The first parameter `in: body` is the body, one of the operation before one of its path item; the others, and the form fields, are ignored.")
        .fix("leave one of the bodies"),
];
