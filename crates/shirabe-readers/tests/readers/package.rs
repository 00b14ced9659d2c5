//! Office documents made of readable XML.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A package of parts.
#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, text) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Relationships of a part: id, kind and target.
pub(crate) fn relationships(entries: &[(&str, &str, &str)]) -> String {
    let entry = |(id, kind, target): &(&str, &str, &str)| {
        format!(
            "<Relationship Id='{id}' Type='http://example.jp/relationships/{kind}' Target='{target}'/>"
        )
    };
    format!("<Relationships>{}</Relationships>", entries.iter().map(entry).collect::<String>())
}
