//! Building a dictionary folder from `system.dic`.
//!
//! Enter at [`build`]. The folder holds lindera's files, `parts-of-speech.txt`, `facts.bin`,
//! `spellings.bin` and `info.json`.

use std::io::{BufWriter, Write};
use std::path::Path;

use lindera_dictionary::LinderaResult;
use lindera_dictionary::builder::DictionaryBuilder;
use lindera_dictionary::dictionary::Dictionary;
use lindera_dictionary::dictionary::metadata::Metadata;
use lindera_dictionary::dictionary::schema::Schema;
use lindera_dictionary::util::mmap_file;
use shirabe_text::segment::entry::{COLUMNS, Facts};

use crate::convert::{ConvertError, spellings, write_sources};
use crate::lattice::Lattice;
use crate::sudachi::{Matrix, SystemDic};
use crate::{DictionaryError, Progress};

pub(crate) const PARTS_OF_SPEECH: &str = "parts-of-speech.txt";
pub(crate) const SPELLINGS: &str = "spellings.bin";
pub(crate) const FACTS: &str = "facts.bin";
const NAME: &str = "SudachiDict for Shirabe";
/// The first four columns, which lindera reads itself.
const LINDERA_COLUMNS: [&str; 4] = ["surface", "left_context_id", "right_context_id", "cost"];

/// What was built.
pub(crate) struct Built {
    /// The publisher's description of the source.
    pub(crate) description: String,
    pub(crate) n_words: u32,
}

/// Build everything from this `system.dic` into `folder`, using `scratch` for files that are not
/// needed afterwards. `source` is what the user knows the file as.
pub(crate) fn build(
    system_dic: &Path,
    source: &Path,
    scratch: &Path,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Built, DictionaryError> {
    let bytes = mmap_file(system_dic).map_err(|error| refused(&error))?;
    let at_source = |error: ConvertError| error.at(source);
    let dic = SystemDic::parse(&bytes).map_err(|error| at_source(error.into()))?;
    let image = spellings(&dic, progress).map_err(at_source)?;
    fs_err::write(folder.join(SPELLINGS), image)?;
    let lattice = write_sources(&dic, scratch, progress).map_err(at_source)?;
    fs_err::write(folder.join(PARTS_OF_SPEECH), dic.parts_of_speech.join("\n"))?;
    write_matrix(&dic.matrix, &lattice, &folder.join("matrix.mtx"))?;
    let n_words = lattice.entries.len() as u32;
    drop(lattice);
    progress.stage("building the dictionary");
    build_words(scratch, folder).map_err(|error| refused(&error))?;
    write_facts(folder, n_words)?;
    Ok(Built { description: dic.description, n_words })
}

fn build_words(sources: &Path, folder: &Path) -> LinderaResult<()> {
    let builder = DictionaryBuilder::new(metadata());
    builder.build_metadata(folder, None)?;
    let characters = builder.build_character_definition(sources, folder)?;
    builder.build_unknown_dictionary(sources, folder, &characters, None)?;
    builder.build_prefix_dictionary(sources, folder, None)
}

/// The facts of all words, in the order of the ids that the builder has given them.
fn write_facts(folder: &Path, n_words: u32) -> Result<(), DictionaryError> {
    let dictionary = Dictionary::load_from_path(folder).map_err(|error| refused(&error))?;
    let facts = (0..n_words)
        .flat_map(|word| Facts::of(dictionary.word_details_iter(word as usize)).to_bytes());
    Ok(fs_err::write(folder.join(FACTS), facts.collect::<Vec<u8>>())?)
}

/// lindera's matrix file, whose costs are in Sudachi's order. Its builder would read them from 36
/// million lines of text.
fn write_matrix(
    matrix: &Matrix<'_>,
    lattice: &Lattice,
    path: &Path,
) -> Result<(), DictionaryError> {
    let mut file = BufWriter::new(fs_err::File::create(path)?);
    file.write_all(&(-1_i16).to_le_bytes())?;
    file.write_all(&matrix.n_before.to_le_bytes())?;
    file.write_all(&matrix.n_behind.to_le_bytes())?;
    for row in lattice.rows(matrix) {
        file.write_all(&row)?;
    }
    Ok(file.flush()?)
}

fn metadata() -> Metadata {
    let columns = LINDERA_COLUMNS.iter().chain(&COLUMNS).map(|name| (*name).to_owned()).collect();
    Metadata {
        name: NAME.to_owned(),
        dictionary_schema: Schema::new(columns),
        ..Metadata::default()
    }
}

fn refused(error: &lindera_dictionary::error::LinderaError) -> DictionaryError {
    DictionaryError::Build { reason: error.to_string() }
}
