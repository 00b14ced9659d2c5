//! What a tool was called with: [`check`] holds it against the tool's own schema, so that a mistake is
//! told in the names that the assistant knows, and [`Arguments`] reads what was found to be right.

use rmcp::model::JsonObject;
use serde_json::Value;
use shirabe_site::error::WebError;

/// Refuses arguments that are missing, unknown, of another type or out of range.
pub(super) fn check(schema: &JsonObject, arguments: &JsonObject) -> Result<(), WebError> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let known = |name: &str| properties.and_then(|properties| properties.get(name));
    for (name, value) in arguments {
        let Some(property) = known(name) else {
            let names: Vec<_> =
                properties.into_iter().flat_map(JsonObject::keys).cloned().collect();
            let detail =
                format!("{name}という引数はありません。使えるのは{}です。", names.join("、"));
            return Err(WebError::bad("unknown_argument".to_owned(), detail));
        };
        check_value(name, property, value)?;
    }
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    for name in required.filter_map(Value::as_str) {
        if !arguments.contains_key(name) {
            let detail = format!("{name}を指定してください。");
            return Err(WebError::bad("missing_argument".to_owned(), detail));
        }
    }
    Ok(())
}

fn check_value(name: &str, property: &Value, value: &Value) -> Result<(), WebError> {
    let bound = |bound: &str| property[bound].as_u64();
    let wrong = match (property["type"].as_str(), value) {
        (Some("string"), Value::String(text)) => {
            let n_chars = text.chars().count() as u64;
            let choices: Vec<_> = property["enum"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .collect();
            if !choices.is_empty() && !choices.contains(&text.as_str()) {
                Some(format!("{}のどれか", choices.join("、")))
            } else if bound("minLength").is_some() && text.trim().is_empty() {
                Some("空でない文字列".to_owned())
            } else {
                let most = bound("maxLength").filter(|most| n_chars > *most);
                most.map(|most| format!("{most}文字以内（今は{n_chars}文字）"))
            }
        }
        (Some("integer"), Value::Number(number)) => {
            let (least, most) = (property["minimum"].as_i64(), property["maximum"].as_i64());
            let (least, most) = (least.unwrap_or(i64::MIN), most.unwrap_or(i64::MAX));
            let is_in = number.as_i64().is_some_and(|number| (least..=most).contains(&number));
            (!is_in).then(|| format!("{least}から{most}までの整数"))
        }
        (Some("array"), Value::Array(items)) => {
            items.iter().try_for_each(|item| check_value(name, &property["items"], item))?;
            let most = bound("maxItems").filter(|most| items.len() as u64 > *most);
            most.map(|most| format!("{most}個まで"))
        }
        (Some("string"), _) => Some("文字列".to_owned()),
        (Some("integer"), _) => Some("整数".to_owned()),
        (Some("array"), _) => Some("配列".to_owned()),
        _ => None,
    };
    match wrong {
        Some(wanted) => {
            let detail = format!("{name}は{wanted}で指定してください。");
            Err(WebError::bad("bad_argument".to_owned(), detail))
        }
        None => Ok(()),
    }
}

/// Arguments that were checked.
pub(super) struct Arguments(JsonObject);

impl Arguments {
    pub(super) fn of(checked: JsonObject) -> Arguments {
        Arguments(checked)
    }

    /// A text; empty if it was not given.
    pub(super) fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Whether it was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Where the rest of an earlier answer begins.
    pub(super) fn cursor(&self) -> Result<usize, WebError> {
        match self.text("cursor") {
            "" => Ok(0),
            cursor => cursor.parse().map_err(|_| {
                let detail = "cursorには、前の応答のnext_cursorをそのまま指定してください。";
                WebError::bad("bad_cursor".to_owned(), detail.to_owned())
            }),
        }
    }

    /// The arguments as the parameters of an address, whose names are shorter here and there.
    pub(super) fn pairs(&self) -> Result<Vec<(String, String)>, WebError> {
        let mut pairs = vec![("offset".to_owned(), self.cursor()?.to_string())];
        for (name, value) in &self.0 {
            let name = match name.as_str() {
                "cursor" => continue,
                "query" => "q",
                "fiscal_year" => "fy",
                "document" => "doc",
                other => other,
            };
            let values = match value {
                Value::Array(values) => values.as_slice(),
                one => std::slice::from_ref(one),
            };
            pairs.extend(values.iter().map(|value| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                (name.to_owned(), text)
            }));
        }
        Ok(pairs)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::tools::all;
    use super::*;

    fn refused(tool: &str, arguments: &Value) -> String {
        let tools = all();
        let tool = tools.iter().find(|known| known.name == tool).unwrap();
        match check(&tool.input_schema, arguments.as_object().unwrap()) {
            Err(WebError::BadRequest { code, detail, .. }) => format!("{code}: {detail}"),
            Ok(()) => "nothing".to_owned(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_mistake_is_told_in_the_names_of_the_tool() {
        let search = |arguments: Value| refused("search", &arguments);
        assert_eq!(search(json!({ "query": "a", "issuer": ["b"], "limit": 20 })), "nothing");
        insta::assert_snapshot!(search(json!({})), @"missing_argument: queryを指定してください。");
        insta::assert_snapshot!(search(json!({ "query": ["a"] })), @"bad_argument: queryは文字列で指定してください。");
        insta::assert_snapshot!(search(json!({ "query": " " })), @"bad_argument: queryは空でない文字列で指定してください。");
        insta::assert_snapshot!(search(json!({ "query": "a", "limit": 50 })), @"bad_argument: limitは1から20までの整数で指定してください。");
        insta::assert_snapshot!(search(json!({ "query": "a", "limit": 0 })), @"bad_argument: limitは1から20までの整数で指定してください。");
        insta::assert_snapshot!(search(json!({ "query": "a", "limit": 1.5 })), @"bad_argument: limitは1から20までの整数で指定してください。");
        insta::assert_snapshot!(search(json!({ "query": "a", "mode": "word" })), @"bad_argument: modeはall、exact、variantのどれかで指定してください。");
        insta::assert_snapshot!(search(json!({ "query": "a", "issuer": "b" })), @"bad_argument: issuerは配列で指定してください。");
        insta::assert_snapshot!(search(json!({ "query": "a".repeat(4001) })), @"bad_argument: queryは4000文字以内（今は4001文字）で指定してください。");
        assert!(search(json!({ "q": "a" })).starts_with("unknown_argument: qという引数は"));
    }

    #[test]
    fn checked_arguments_become_parameters() {
        let arguments = json!({ "query": "創薬", "fiscal_year": [2024, 2025], "cursor": "20" });
        let arguments = Arguments::of(arguments.as_object().unwrap().clone());
        let mut pairs = arguments.pairs().unwrap();
        pairs.sort();
        let shown: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown.join("&"), "fy=2024&fy=2025&offset=20&q=創薬");
        let broken = Arguments::of(json!({ "cursor": "x" }).as_object().unwrap().clone());
        assert!(matches!(broken.cursor(), Err(WebError::BadRequest { .. })));
    }
}
