//! The methods of operations.

/// Those that a path item of OpenAPI 3.0 has a member for, as these are called (OpenAPI 3.0.4, 4.8.9).
pub const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
