//! What paints pages for the server: [`painter`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use shirabe_ingest::{PageImage, PageImageRequest, Settings, WorkerPool};
use shirabe_site::page_image::{PagePainter, PageToPaint, PaintedPage};

use crate::setup::worker_pool;

/// Where fonts for Japanese lie on the systems that are known. Official papers are set in 明朝, so that such
/// a font is taken first. Collections begin with the Japanese font.
const FONTS: [&str; 10] = [
    // Debian, Ubuntu: fonts-noto-cjk, fonts-ipaexfont, fonts-ipafont
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/ipaexfont-mincho/ipaexm.ttf",
    "/usr/share/fonts/opentype/ipafont-mincho/ipam.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    // Fedora, Arch, Alpine
    "/usr/share/fonts/google-noto-serif-cjk-fonts/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto-cjk/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/noto/NotoSerifCJK-Regular.ttc",
    // macOS
    "/System/Library/Fonts/ヒラギノ明朝 ProN.ttc",
    "/System/Library/Fonts/Hiragino Mincho ProN.ttc",
];

/// Paints in workers.
#[derive(Debug)]
struct Painter {
    worker_pool: WorkerPool,
    font: Option<PathBuf>,
}

/// What paints pages with this program as worker.
pub(super) fn painter() -> anyhow::Result<Arc<dyn PagePainter>> {
    let worker_pool = worker_pool(Settings::default())?;
    let font = FONTS.iter().map(Path::new).find(|path| path.is_file()).map(Path::to_owned);
    if font.is_none() {
        tracing::warn!(
            "no font for Japanese is installed: pages of PDFs that do not hold theirs lack characters"
        );
    }
    Ok(Arc::new(Painter { worker_pool, font }))
}

impl PagePainter for Painter {
    fn paint(&self, source: &[u8], page: &PageToPaint) -> Result<Option<PaintedPage>, String> {
        let PageToPaint { number, dots_per_inch, wordings } = page.clone();
        let request = PageImageRequest { number, dots_per_inch, wordings };
        let painted = self.worker_pool.page_image(source, request, self.font.as_deref());
        let painted = painted.map_err(|failure| format!("{failure:?}"))?;
        Ok(painted.map(|PageImage { png, n_marks, lacks_font }| PaintedPage {
            png,
            n_marks,
            lacks_font,
        }))
    }
}
