//! What can be typed.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Shirabe（調べ）: a search engine for Japanese policy documents.
#[derive(Debug, Parser)]
#[command(name = "shirabe", version, about)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the pages and the API, after preparing what is missing.
    #[command(after_help = "Example: shirabe serve --listen 127.0.0.1:8080")]
    Serve(ServeArguments),
    /// Read the documents of the corpus into the index.
    #[command(
        long_about = "Read documents into the index: PDF, Word, PowerPoint, HTML, Markdown, text and \
                      JSONL. What has not changed is not read again; what is gone is taken out. Exits 0 \
                      if every file is searchable, 1 if some could not be read, 2 on error.",
        after_help = "Examples: shirabe ingest\n          shirabe ingest 資料/ 報告書.pdf --report report.json"
    )]
    Ingest(IngestArguments),
    /// Look after the index: what it holds, whether it is sound, what can go.
    #[command(after_help = "Example: shirabe index verify")]
    Index(IndexArguments),
    /// Read one document from standard input, with as few rights as possible; started by ingest.
    #[command(hide = true)]
    Worker(WorkerArguments),
    /// Become LibreOffice, with as few rights as possible; started by ingest.
    #[command(hide = true)]
    Convert(ConvertArguments),
    /// Search, and print the sections that answer. Exits 0 if something is found, 1 if not, 2 on error.
    #[command(after_help = "Example: shirabe search '創薬 人材育成 -予算'")]
    Search(SearchArguments),
    /// Write the texts in bulk, one JSON object a line; the last line says that it is complete.
    #[command(
        after_help = "Example: shirabe export --unit document --issuer 文部科学省 -o texts.ndjson"
    )]
    Export(ExportArguments),
    /// Publish the generation that serves, for other machines to follow.
    #[command(
        long_about = "Publish the generation that serves, for other machines to follow by `shirabe serve --follow`: \
                      to a folder, or to an S3-compatible store (s3://bucket/prefix), for which the usual \
                      variables hold (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT, \
                      AWS_ALLOW_HTTP). Files that are there already are not copied again; what is named last is \
                      always complete. One index publishes to one target.",
        after_help = "Examples: shirabe replicate /srv/replica\n          shirabe replicate s3://bucket/shirabe\n          shirabe replicate /srv/replica --rsync web1:/srv/replica"
    )]
    Replicate(ReplicateArguments),
    /// List every occurrence of a wording in its context. Exits 0 if there is one, 1 if not, 2 on error.
    #[command(
        after_help = "Example: shirabe concordance 推進する --mode exact --sort right:1,right:2 --format csv > 推進する.csv"
    )]
    Concordance(ConcordanceArguments),
    /// Count wordings by year, issuer and so on, per million characters.
    #[command(
        after_help = "Example: shirabe frequency 'デジタル/情報化' --by fy --ratio デジタル/情報化 --format csv"
    )]
    Frequency(FrequencyArguments),
    /// Write the citation of a document, a section, a paragraph or some characters.
    #[command(
        after_help = "Examples: shirabe cite mext-lifescience-2025-02 s12 --style sist02\n          shirabe cite '/d/mext-lifescience-2025-02/s12#p87' --style bibtex"
    )]
    Cite(CiteArguments),
    /// Check the quotations of a draft against the corpus. Exits 0 if all stand there word for word, 1 if
    /// not, 2 on error.
    #[command(after_help = "Example: shirabe verify draft.md")]
    Verify(VerifyArguments),
    /// Show how a text is read: match form, bigrams, words, variants.
    #[command(after_help = "Example: shirabe analyze '令和７年度の取り組み'")]
    Analyze(AnalyzeArguments),
    /// Show a document as it was read: sections, paragraphs, and every repair.
    #[command(after_help = "Example: shirabe inspect amed-dai3ki-2026-02 --repairs")]
    Inspect(InspectArguments),
    /// Prepare the dictionary, or say which one is in use.
    #[command(
        after_help = "Example: shirabe dictionary install ./sudachidict_core-20260723-py3-none-any.whl"
    )]
    Dictionary(DictionaryArguments),
    /// Look whether all is there that a service needs, and say what helps where it is not. Exits 0 if
    /// nothing is missing, 1 if something is to do, 2 on error.
    #[command(after_help = "Example: shirabe doctor --corpus 資料 --index index")]
    Doctor(Places),
}

/// Where things are.
#[derive(Clone, Debug, Args)]
pub struct Places {
    /// The folder of documents.
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    pub corpus: PathBuf,
    /// The folder of the index.
    #[arg(long, value_name = "DIR", default_value = "index")]
    pub index: PathBuf,
}

/// A look reads one file of 72 bytes; of a store that is paid by request, 5,760 in a day.
const FOLLOW_EVERY: NonZeroU32 = NonZeroU32::new(15).expect("it is not zero");

/// How a server is started.
#[derive(Debug, Args)]
pub struct ServeArguments {
    /// Where the documents and the index are.
    #[command(flatten)]
    pub places: Places,
    /// The address to serve at.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The address under which visitors know the site, for permalinks and citations, such as
    /// `https://shirabe.example.jp` or `https://example.jp/shirabe`; without it, the host they asked for is
    /// taken.
    #[arg(long, value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// A further host name under which visitors may ask; may be given several times. Without one, and
    /// without --public-url, a server that listens beyond this machine answers under every name.
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
    /// Believe X-Forwarded-For, X-Forwarded-Proto and X-Forwarded-Host: only behind a proxy that sets them.
    #[arg(long)]
    pub trust_proxy: bool,
    /// How many requests one client may send in a minute.
    #[arg(long, value_name = "N")]
    pub rate_limit: Option<NonZeroU32>,
    /// Write a line to standard error for every request; it names the client and what was asked.
    #[arg(long, value_name = "FORMAT", num_args = 0..=1, default_missing_value = "text")]
    pub access_log: Option<AccessLogFormat>,
    /// Follow what `shirabe replicate` publishes, in a folder or at s3://bucket/prefix, in place of reading
    /// the corpus. What is taken goes into the folder of the index.
    #[arg(long, value_name = "SOURCE")]
    pub follow: Option<String>,
    /// How many seconds pass between two looks at the source.
    #[arg(long, value_name = "SECONDS", default_value_t = FOLLOW_EVERY, requires = "follow")]
    pub follow_every: NonZeroU32,
    /// Answer /metrics, /healthz and /readyz at this address, and /metrics at no other.
    #[arg(long, value_name = "ADDR")]
    pub metrics_listen: Option<SocketAddr>,
}

#[derive(Debug, Args)]
pub(crate) struct ReplicateArguments {
    /// A folder, or s3://bucket/prefix.
    pub(crate) target: String,
    /// The folder of the index.
    #[arg(long, value_name = "DIR", default_value = "index")]
    pub(crate) index: PathBuf,
    /// Copy all files again, as where the target has damaged ones.
    #[arg(long)]
    pub(crate) anew: bool,
    /// Then bring the folder to another place by an installed rsync, such as web1:/srv/replica; may be given
    /// several times.
    #[arg(long, value_name = "DEST")]
    pub(crate) rsync: Vec<String>,
}

/// How a request is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AccessLogFormat {
    /// A line of words.
    Text,
    /// A JSON object.
    Json,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct IngestArguments {
    /// Files and folders to read, in place of the corpus. Documents from elsewhere stay in the index.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) places: Places,
    /// Write what was met as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// Go on, and read again whatever changes.
    #[arg(long)]
    pub(crate) watch: bool,
    /// Read files again that have not changed.
    #[arg(long)]
    pub(crate) reread: bool,
    /// List every file, not only those that need attention.
    #[arg(long)]
    pub(crate) all: bool,
    /// Recognise characters (OCR) on pages that are pictures, with an installed tesseract that knows
    /// Japanese.
    #[arg(long)]
    pub(crate) ocr: bool,
    /// Have an installed LibreOffice convert .doc, .ppt, .rtf, .odt, .odp and .xls, and read the result.
    #[arg(long)]
    pub(crate) convert: bool,
    /// Refuse to read where this system cannot confine the readers in full (Landlock and seccomp).
    #[arg(long)]
    pub(crate) require_sandbox: bool,
    /// A TOML file whose `[limits]` say how much a file may take, `ocr = true` to recognise characters, and
    /// `require_sandbox = true`.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Set one limit, such as `max_pages=500`.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) limit: Vec<String>,
    /// Write what was found of title, issuer and date as a TOML file beside each document that has none, to
    /// be looked at and edited. Guesses stand in it as comments.
    #[arg(long)]
    pub(crate) write_sidecars: bool,
    /// The language of the table.
    #[arg(long, value_enum, default_value_t = LanguageArgument::En)]
    pub(crate) lang: LanguageArgument,
}

/// The language for what a command tells a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageArgument {
    /// English
    En,
    /// 日本語
    Ja,
}

#[derive(Debug, Args)]
pub(crate) struct IndexArguments {
    #[command(subcommand)]
    pub(crate) command: IndexCommand,
    /// The folder of the index.
    #[arg(long, value_name = "DIR", default_value = "index", global = true)]
    pub(crate) index: PathBuf,
}

#[derive(Clone, Debug, Subcommand)]
pub(crate) enum IndexCommand {
    /// Say which generations there are, what the serving one holds, and who writes.
    Status,
    /// Read all of the serving generation, and say what is wrong with it.
    Verify,
    /// Remove every generation but the serving one, unless it is being read, and the kept sources that
    /// no document or edition names any more.
    Prune,
    /// Take a document, or one earlier edition of it, down for good: out of the index, the archive and all
    /// former generations. Its addresses answer 410 with the reason, and no ingest takes it in again.
    #[command(
        after_help = "Example: shirabe index forget kaigi-2024 2024-05-01 --reason '個人情報を含むため'"
    )]
    Forget {
        /// The document's id.
        document: String,
        /// The edition, as in /d/kaigi-2024@2024-05-01.
        edition: Option<String>,
        /// Why, for those who ask for its address.
        #[arg(long, default_value = "")]
        reason: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct WorkerArguments {
    /// The limits, as JSON.
    pub(crate) limits: String,
    /// The library that PDF is read with, in place of the usual engine.
    pub(crate) pdfium: Option<PathBuf>,
    /// A font for Japanese text whose own is not in the file, where a page is painted.
    #[arg(long)]
    pub(crate) font: Option<PathBuf>,
    /// Read nothing where something is missing that confines the process.
    #[arg(long)]
    pub(crate) must_be_confined: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ConvertArguments {
    /// The limits, as JSON.
    pub(crate) limits: String,
    /// LibreOffice.
    pub(crate) soffice: PathBuf,
    /// The folder that it may write into.
    pub(crate) folder: PathBuf,
    /// The file in it.
    pub(crate) source: PathBuf,
    /// What it is to become.
    pub(crate) to: String,
}

#[derive(Debug, Args)]
pub(crate) struct SearchArguments {
    /// The query; see docs/query-syntax.md.
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) places: Places,
    /// Print the answer of the API instead of text.
    #[arg(long)]
    pub(crate) json: bool,
    /// Which steps may answer.
    #[arg(long, value_enum, default_value_t = ModeArgument::All)]
    pub(crate) mode: ModeArgument,
    /// How many sections to print, at most 100.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Say how each score came about.
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ModeArgument {
    /// All steps together.
    All,
    /// 完全一致
    Exact,
    /// 完全一致 and 表記ゆれ
    Variant,
    /// 語の組合せ, with the steps before it
    Word,
}

/// What narrows a study of occurrences, and how it is written.
#[derive(Debug, Args)]
pub(crate) struct StudyArguments {
    #[command(flatten)]
    pub(crate) places: Places,
    /// variant, or exact for the wording as it is written.
    #[arg(long, value_name = "MODE", default_value = "variant")]
    pub(crate) mode: String,
    /// Only documents of this issuer; may be repeated.
    #[arg(long, value_name = "NAME")]
    pub(crate) issuer: Vec<String>,
    /// Only documents of this fiscal year; may be repeated.
    #[arg(long, value_name = "YEAR")]
    pub(crate) fy: Vec<String>,
    /// Only this document; may be repeated.
    #[arg(long, value_name = "ID")]
    pub(crate) doc: Vec<String>,
    /// Count equal sentences once.
    #[arg(long)]
    pub(crate) unique: bool,
    /// tsv, csv, ndjson, xlsx or json; frequencies over time also svg.
    #[arg(long, value_name = "FORMAT", default_value = "tsv")]
    pub(crate) format: String,
    /// Any other parameter of the API, such as `type=白書`.
    #[arg(long, value_name = "NAME=VALUE")]
    pub(crate) set: Vec<String>,
    /// The address of the site, for the links.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) site: String,
}

#[derive(Debug, Args)]
pub(crate) struct ConcordanceArguments {
    /// The query; see docs/query-syntax.md.
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) study: StudyArguments,
    /// Up to three keys: left, right, left:1, right:w1, hit, issuer, -issued, fy, doc, section, type.
    #[arg(long, value_name = "KEYS")]
    pub(crate) sort: Option<String>,
    /// One or two keys: count in place of listing.
    #[arg(long, value_name = "KEYS")]
    pub(crate) group: Option<String>,
    /// What must stand right before: a text, one with * and ?, or a /regular expression/.
    #[arg(long, value_name = "TEXT")]
    pub(crate) left: Option<String>,
    /// What must stand right behind.
    #[arg(long, value_name = "TEXT")]
    pub(crate) right: Option<String>,
    /// Characters on either side (20 or 20:40), sentence or paragraph.
    #[arg(long, value_name = "CONTEXT")]
    pub(crate) context: Option<String>,
    /// Draw so many occurrences.
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<usize>,
    /// The seed of the sample: the same seed draws the same.
    #[arg(long, value_name = "SEED", default_value_t = 0)]
    pub(crate) seed: u64,
}

#[derive(Debug, Args)]
pub(crate) struct FrequencyArguments {
    /// Up to eight wordings, divided by a slash.
    pub(crate) wordings: String,
    #[command(flatten)]
    pub(crate) study: StudyArguments,
    /// One or two of fy, year, month, issuer, type, document.
    #[arg(long, value_name = "UNITS", default_value = "fy")]
    pub(crate) by: String,
    /// Pool the years on either side.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) smooth: u32,
    /// Set one wording in relation to another: A/B.
    #[arg(long, value_name = "A/B")]
    pub(crate) ratio: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct CiteArguments {
    /// The document's id, or an address as `search` prints it.
    pub(crate) document: String,
    /// The section's id, such as s12.
    pub(crate) section: Option<String>,
    #[command(flatten)]
    pub(crate) places: Places,
    /// sist02, footnote, apa, bibtex, ris, csl-json, markdown or plain.
    #[arg(long, value_name = "NAME", default_value = "sist02")]
    pub(crate) style: String,
    /// One paragraph of the section, such as 87.
    #[arg(long, value_name = "ID", conflicts_with = "chars")]
    pub(crate) paragraph: Option<String>,
    /// Characters of the section's text, such as 120-165, as the API counts them.
    #[arg(long, value_name = "A-B")]
    pub(crate) chars: Option<String>,
    /// The address of the site, for the link.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) site: String,
}

#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The draft, of up to 64,000 characters: UTF-8 text, Markdown or HTML, a DOCX, or a PDF; `-` reads
    /// a text from standard input.
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    #[command(flatten)]
    pub(crate) places: Places,
    /// Print the answer of the API instead of text.
    #[arg(long)]
    pub(crate) json: bool,
    /// Write a report as a page of its own.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Write a report as a table for spreadsheets.
    #[arg(long, value_name = "FILE")]
    pub(crate) csv: Option<PathBuf>,
    /// The address of the site, for the links in citations.
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    pub(crate) site: String,
}

#[derive(Debug, Args)]
pub(crate) struct AnalyzeArguments {
    /// The text.
    pub(crate) text: String,
}

#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    #[command(flatten)]
    pub(crate) places: Places,
    /// What one line holds: section, document or definition.
    #[arg(long, default_value = "section")]
    pub(crate) unit: String,
    /// Documents of this issuer; may be given several times.
    #[arg(long)]
    pub(crate) issuer: Vec<String>,
    /// Documents of this kind.
    #[arg(long = "type", value_name = "KIND")]
    pub(crate) kind: Vec<String>,
    /// Documents of this fiscal year.
    #[arg(long, value_name = "YEAR")]
    pub(crate) fy: Vec<i32>,
    /// The document with this id.
    #[arg(long, value_name = "ID")]
    pub(crate) doc: Vec<String>,
    /// Issued on or after this day, such as 2024-04.
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Issued on or before this day.
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Go on behind the line with this cursor.
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
    /// As which files: the lines of the API, or the mapping and the bulk requests of an index of OpenSearch,
    /// into the folder that --output names.
    #[arg(long, value_enum, default_value_t = ExportFormat::Ndjson)]
    pub(crate) format: ExportFormat,
    /// Write to a file.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<std::path::PathBuf>,
}

/// As which files texts are written in bulk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a line, as the API has it.
    Ndjson,
    /// mapping.json and bulk-000001.ndjson with those that follow.
    Opensearch,
}

#[derive(Debug, Args)]
pub(crate) struct InspectArguments {
    /// The document's id.
    pub(crate) document: String,
    #[command(flatten)]
    pub(crate) places: Places,
    /// List every repair with the text before and after.
    #[arg(long)]
    pub(crate) repairs: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DictionaryArguments {
    #[command(subcommand)]
    pub(crate) command: DictionaryCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DictionaryCommand {
    /// Fetch and prepare the dictionary, or prepare the wheel or system.dic at PATH.
    Install {
        /// A wheel of sudachidict-core, or its system.dic.
        path: Option<PathBuf>,
    },
    /// Say which dictionary is in use and where it lies.
    Info,
}

/// A web address without a path, such as `https://shirabe.example.jp`.
fn public_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let rest = rest.map(|rest| rest.trim_end_matches('/')).unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:[]/".contains(c);
    if host.is_empty() || !rest.chars().all(is_plain) || rest.contains("//") {
        let forms = "https://shirabe.example.jp or https://example.jp/shirabe";
        return Err(format!("write it as {forms}"));
    }
    Ok(text.trim_end_matches('/').to_owned())
}
