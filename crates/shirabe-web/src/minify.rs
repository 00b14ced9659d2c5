//! Comments and white space that browsers do not need, taken out of our own style sheet and script.
//!
//! These are not general minifiers: they know how our two files are written. [`css`] keeps strings as
//! they are; [`js`] drops only whole-line comments and indentation, which is safe because the script
//! has no text that spans lines.

/// A style sheet without comments and unneeded white space.
pub(crate) fn css(source: &str) -> String {
    let mut small = String::with_capacity(source.len());
    let mut rest = source.chars().peekable();
    let mut quote = None;
    while let Some(char) = rest.next() {
        if quote.is_some() {
            small.push(char);
            quote = quote.filter(|open| *open != char);
        } else if char == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest);
        } else if char.is_whitespace() {
            let binds = |char: char| "{};,:>(".contains(char);
            let is_needed = small.chars().next_back().is_some_and(|last| !binds(last))
                && rest
                    .peek()
                    .is_some_and(|next| !"{};,>)".contains(*next) && !next.is_whitespace());
            if is_needed {
                small.push(' ');
            }
        } else {
            quote = (char == '"').then_some(char);
            if char == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push(char);
        }
    }
    small
}

fn skip_comment(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let mut last = ' ';
    // The opening star must not close the comment.
    rest.next();
    for char in rest {
        if last == '*' && char == '/' {
            return;
        }
        last = char;
    }
}

/// A script without whole-line comments, indentation and empty lines.
pub(crate) fn js(source: &str) -> String {
    let lines = source.lines().map(str::trim);
    let kept = lines.filter(|line| !line.is_empty() && !line.starts_with("//"));
    kept.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn css_loses_white_space_but_not_meaning() {
        let source = "/* a **/\nmain > a:not(.b) , p ::before {\n  content: \" {;  \" ;\n margin: 0 1px;\n}\n\n@media (width > 3em) {\n b { top: calc(1px + 2px); }\n}";
        insta::assert_snapshot!(css(source), @r#"main>a:not(.b),p ::before{content:" {;  ";margin:0 1px}@media (width>3em){b{top:calc(1px + 2px)}}"#);
    }

    #[test]
    fn js_loses_comments_and_indentation() {
        let source = "// why\nconst a = 1;\n\n  // more\n  go(a); // stays\n";
        insta::assert_snapshot!(js(source), @r"
        const a = 1;
        go(a); // stays
        ");
    }
}
