//! How much an ingest takes on: [`Limits`], and the configuration file that sets them ([`Settings`]).
//!
//! Every limit has a usual value, can be set by its name, and has a message of its own where it is met.

use serde::{Deserialize, Serialize};

use crate::IngestError;

/// The limits of an ingest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// What a reader takes on.
    pub readers: shirabe_readers::Limits,
    /// What a worker process may use.
    pub worker: WorkerLimits,
}

/// What a configuration file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// `[limits]`
    pub limits: Limits,
    /// `ocr = true`: characters are recognised on pages that are pictures.
    pub ocr: bool,
    /// `convert = true`: older office files are converted by an installed LibreOffice.
    pub convert: bool,
    /// `require_sandbox = true`: no reader runs where something is missing that confines it.
    pub must_be_confined: bool,
}

/// What a worker process may use for one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkerLimits {
    /// Address space.
    pub max_memory_bytes: u64,
    /// Address space where pdfium reads, which maps more than it uses.
    pub max_pdfium_memory_bytes: u64,
    /// Processor time for any file.
    pub max_cpu_seconds: u64,
    /// More processor time for each page.
    pub cpu_page_millis: u64,
    /// Stack of the thread that reads.
    pub stack_bytes: u64,
    /// Time on the clock for any file.
    pub clock_seconds: u64,
    /// More time on the clock for each page.
    pub clock_page_millis: u64,
    /// Time on the clock for the longest file.
    pub max_clock_seconds: u64,
    /// What it may answer.
    pub max_answer_bytes: u64,
    /// A text up to this size is read without a worker.
    pub max_trusted_text_bytes: u64,
    /// Pages of one file whose characters are recognised; those after them stay pictures.
    pub max_ocr_pages: u64,
    /// Time on the clock for recognising one page.
    pub ocr_clock_seconds: u64,
    /// Address space of the program that recognises.
    pub max_ocr_memory_bytes: u64,
    /// Time on the clock and of the processor for converting one file.
    pub convert_clock_seconds: u64,
    /// Address space of the program that converts.
    pub max_convert_memory_bytes: u64,
}

impl Default for WorkerLimits {
    fn default() -> WorkerLimits {
        WorkerLimits {
            max_memory_bytes: 1 << 30,
            max_pdfium_memory_bytes: 3 << 30,
            max_cpu_seconds: 15,
            cpu_page_millis: 20,
            stack_bytes: 64 << 20,
            clock_seconds: 20,
            clock_page_millis: 50,
            max_clock_seconds: 120,
            max_answer_bytes: 64 << 20,
            max_trusted_text_bytes: 1 << 20,
            max_ocr_pages: 500,
            ocr_clock_seconds: 60,
            max_ocr_memory_bytes: 1 << 30,
            convert_clock_seconds: 120,
            max_convert_memory_bytes: 4 << 30,
        }
    }
}

impl Settings {
    /// Reads a configuration file; limits such as `max_pages=500` come after it.
    pub fn read(text: &str, limits: &[String]) -> Result<Settings, IngestError> {
        let refused = |reason: String| IngestError::Limits { reason };
        let parsed: toml::Table =
            toml::from_str(text).map_err(|error| refused(error.to_string()))?;
        let mut table = match parsed.get("limits") {
            None => toml::Table::new(),
            Some(toml::Value::Table(table)) => table.clone(),
            Some(_) => return Err(refused("`limits` is not a table".to_owned())),
        };
        let switch = |name: &str| match parsed.get(name) {
            None => Ok(false),
            Some(toml::Value::Boolean(is_on)) => Ok(*is_on),
            Some(_) => Err(refused(format!("`{name}` is neither true nor false"))),
        };
        let (ocr, convert) = (switch("ocr")?, switch("convert")?);
        let must_be_confined = switch("require_sandbox")?;
        for setting in limits {
            let value = setting.split_once('=').and_then(|(name, value)| {
                Some((name.trim().to_owned(), value.trim().replace('_', "").parse::<i64>().ok()?))
            });
            let Some((name, value)) = value else {
                return Err(refused(format!("{setting:?} is not of the form max_pages=500")));
            };
            table.insert(name, toml::Value::Integer(value));
        }
        let stored = table.try_into::<LimitsShape>();
        let limits = stored.map_err(|error| refused(error.message().to_owned()))?.into();
        Ok(Settings { limits, ocr, convert, must_be_confined })
    }
}

impl Limits {
    /// The same limits with the processor time that a file of that many pages may take.
    pub(crate) fn of_pages(&self, n_pages: u64) -> Limits {
        let mut limits = self.clone();
        let worker = &mut limits.worker;
        let more_seconds = worker.cpu_page_millis.saturating_mul(n_pages) / 1000;
        let seconds = worker.max_cpu_seconds.saturating_add(more_seconds);
        worker.max_cpu_seconds = seconds.min(worker.max_clock_seconds.max(worker.max_cpu_seconds));
        limits
    }

    /// How long a worker may take for a file of that many pages.
    pub(crate) fn clock(&self, n_pages: u64) -> std::time::Duration {
        let worker = &self.worker;
        let millis = worker.clock_seconds.saturating_mul(1000);
        let millis = millis.saturating_add(worker.clock_page_millis.saturating_mul(n_pages));
        std::time::Duration::from_millis(millis.min(worker.max_clock_seconds.saturating_mul(1000)))
    }

    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(&LimitsShape::from(self)).expect("a struct of numbers is JSON")
    }

    pub(crate) fn from_json(text: &str) -> Result<Limits, serde_json::Error> {
        serde_json::from_str::<LimitsShape>(text).map(Limits::from)
    }
}

/// Writes [`LimitsShape`], which names every limit once, and the ways there and back.
macro_rules! limits_shape {
    (readers: $($reader:ident: $reader_type:ty,)*; worker: $($worker:ident,)*) => {
        /// The limits as they are written down. An unknown name is an error, since it is most often
        /// misspelt.
        #[derive(Serialize, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct LimitsShape {
            $($reader: $reader_type,)*
            $($worker: u64,)*
        }

        impl From<&Limits> for LimitsShape {
            fn from(limits: &Limits) -> LimitsShape {
                LimitsShape {
                    $($reader: limits.readers.$reader,)*
                    $($worker: limits.worker.$worker,)*
                }
            }
        }

        impl From<LimitsShape> for Limits {
            fn from(shape: LimitsShape) -> Limits {
                Limits {
                    readers: shirabe_readers::Limits { $($reader: shape.$reader,)* },
                    worker: WorkerLimits { $($worker: shape.$worker,)* },
                }
            }
        }
    };
}

limits_shape! {
    readers:
    max_file_bytes: u64,
    max_text_bytes: u64,
    max_pages: usize,
    max_page_glyphs: usize,
    max_glyphs: usize,
    max_page_rules: usize,
    max_picture_pixels: usize,
    max_zip_parts: usize,
    max_zip_part_bytes: u64,
    max_zip_bytes: u64,
    max_zip_ratio: u64,
    max_cells: usize,
    max_xml_nodes: u32,
    max_xml_depth: usize,
    max_html_depth: usize,
    max_html_nodes: usize,
    ; worker:
    max_memory_bytes,
    max_pdfium_memory_bytes,
    max_cpu_seconds,
    cpu_page_millis,
    stack_bytes,
    clock_seconds,
    clock_page_millis,
    max_clock_seconds,
    max_answer_bytes,
    max_trusted_text_bytes,
    max_ocr_pages,
    ocr_clock_seconds,
    max_ocr_memory_bytes,
    convert_clock_seconds,
    max_convert_memory_bytes,
}

impl Default for LimitsShape {
    fn default() -> LimitsShape {
        LimitsShape::from(&Limits::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_set_by_its_name_in_the_file_and_on_the_command_line() {
        let text = "[limits]\nmax_pages = 500\nmax_memory_bytes = 2_000_000_000\n";
        let limits = Settings::read(text, &["max_pages=7".to_owned()]).unwrap().limits;
        assert_eq!(limits.readers.max_pages, 7);
        assert_eq!(limits.worker.max_memory_bytes, 2_000_000_000);
        assert_eq!(limits.readers.max_glyphs, shirabe_readers::Limits::default().max_glyphs);
    }

    #[test]
    fn a_misspelt_limit_is_an_error_that_names_it() {
        let error = Settings::read("[limits]\nmax_page = 5\n", &[]).unwrap_err().to_string();
        assert!(error.contains("max_page"), "{error}");
        assert!(Settings::read("", &["max_pages=many".to_owned()]).is_err());
    }

    #[test]
    fn recognition_is_switched_on_in_the_file() {
        assert!(Settings::read("ocr = true\n[limits]\nmax_ocr_pages = 3\n", &[]).unwrap().ocr);
        assert!(!Settings::read("", &[]).unwrap().ocr);
        assert!(Settings::read("ocr = 1", &[]).is_err());
    }

    #[test]
    fn limits_reach_the_worker_as_they_are() {
        let limits = Settings::read("", &["max_html_depth=3".to_owned()]).unwrap().limits;
        assert_eq!(Limits::from_json(&limits.to_json()).unwrap(), limits);
    }

    #[test]
    fn time_grows_with_the_pages_up_to_a_bound() {
        let limits = Limits::default();
        assert_eq!(limits.clock(0).as_secs(), 20);
        assert_eq!(limits.clock(100).as_secs(), 25);
        assert_eq!(limits.clock(u64::MAX).as_secs(), 120);
        let seconds = |n_pages| limits.of_pages(n_pages).worker.max_cpu_seconds;
        assert_eq!([0, 49, 2_000, u64::MAX].map(seconds), [15, 15, 55, 120]);
    }
}
