//! Packs the style sheet, the script and the icon, so that no server does it at its start: Brotli at its best
//! takes a tenth of a second.

#[path = "build/packing.rs"]
mod packing;

use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=assets");
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    for name in ["site.css", "site.js", "icon.svg"] {
        let text = fs_err::read_to_string(Path::new("assets").join(name))?;
        let plain = packing::without_comments(&text).into_bytes();
        fs_err::write(out.join(format!("{name}.br")), packing::brotli(&plain)?)?;
        fs_err::write(out.join(format!("{name}.gz")), packing::gzip(&plain)?)?;
        fs_err::write(out.join(name), plain)?;
    }
    Ok(())
}
