//! What becomes of addresses when a source is edited and read anew.

use std::collections::BTreeMap;

use proptest::prelude::*;
use shirabe_document::anchors::{keep, revise};
use shirabe_document::{Document, Metadata};

const SOURCE: &str = "\
# 研究の方針

我が国の研究力を高めるため、次の施策を進める。

研究者が自らの発想に基づいて行う研究を支える。

## 人材育成

若手研究者の海外派遣を進める。

研究に専念できる環境を整備する。

### 現状・課題

博士課程への進学者が減少している。

## 創薬の基盤

- 計測の基盤を共有する。
- 生物資源を継続して整備する。

### 現状・課題

創薬の基盤は限られた地域に偏っている。
";

fn read(source: &str) -> Document {
    let metadata = Metadata { title: "計画".to_owned(), ..Metadata::default() };
    shirabe_readers::read(source.as_bytes(), "a.md", metadata).0
}

/// What stood under each address: the section's id with its heading, the paragraph's with its text.
fn addresses(document: &Document) -> BTreeMap<String, String> {
    let mut addresses = BTreeMap::new();
    for section in &document.sections {
        addresses.insert(section.id.to_string(), section.heading.clone());
        for block in &section.blocks {
            addresses.insert(block.id.to_string(), block.text.replace([' ', '\n'], ""));
        }
    }
    addresses
}

/// The addresses that lead to something else than before, or nowhere.
fn changed(before: &Document, after: &Document) -> Vec<String> {
    let after = addresses(after);
    let changed = addresses(before).into_iter().filter(|(id, text)| after.get(id) != Some(text));
    changed.map(|(id, text)| format!("{id} {text}")).collect()
}

/// Reads `SOURCE`, then what `edit` makes of it.
fn edited(edit: impl Fn(&str) -> String) -> (Document, Document) {
    let before = read(SOURCE);
    let text = edit(SOURCE);
    assert_ne!(text, SOURCE, "the edit does something");
    let after = keep(&before, read(&text));
    (before, after)
}

#[test]
fn the_same_source_keeps_every_address() {
    let before = read(SOURCE);
    let after = keep(&before, read(SOURCE));
    assert_eq!(before.sections, after.sections);
    assert!(after.addresses.sections.is_empty() && after.addresses.paragraphs.is_empty());
}

#[test]
fn a_paragraph_inserted_at_the_top_moves_no_address() {
    let (before, after) =
        edited(|text| text.replacen("我が国", "この方針は、毎年度見直す。\n\n我が国", 1));
    assert_eq!(changed(&before, &after), Vec::<String>::new());
    let new = after.sections[0].blocks[1].clone();
    assert_eq!(new.text, "この方針は、毎年度見直す。");
    let highest = addresses(&before).keys().filter(|id| id.starts_with('p')).count();
    assert_eq!(new.id.to_string(), format!("p{}", highest + 1));
}

#[test]
fn a_new_section_at_the_top_moves_no_address() {
    let (before, after) = edited(|text| format!("# 序文\n\n本書の位置付けを述べる。\n\n{text}"));
    assert_eq!(changed(&before, &after), Vec::<String>::new());
}

#[test]
fn a_section_that_is_moved_keeps_its_addresses() {
    let (before, after) = edited(|text| {
        let (first, rest) = text.split_once("## 人材育成").unwrap();
        let (moved, last) = rest.split_once("## 創薬の基盤").unwrap();
        format!("{first}## 創薬の基盤{last}\n## 人材育成{moved}")
    });
    assert_eq!(changed(&before, &after), Vec::<String>::new());
    // Sections of one heading are told apart by what stands in them.
    let headings: Vec<&str> =
        after.sections.iter().map(|section| section.heading.as_str()).collect();
    assert_eq!(headings.iter().filter(|heading| **heading == "現状・課題").count(), 2);
}

#[test]
fn a_corrected_typo_keeps_the_address() {
    let (before, after) = edited(|text| text.replace("継続して整備", "継続的に整備"));
    assert_eq!(changed(&before, &after), ["p11 生物資源を継続して整備する。"]);
    assert!(addresses(&after)["p11"].contains("継続的に"));
    assert!(after.addresses.paragraphs.is_empty());
    let (before, after) = edited(|text| text.replace("## 人材育成", "## 人材の育成"));
    assert_eq!(
        changed(&before, &after).len(),
        2,
        "the heading is a paragraph and names its section"
    );
    assert!(addresses(&after).values().any(|text| text == "人材の育成"));
    assert!(after.addresses.sections.is_empty());
}

#[test]
fn other_line_breaks_keep_every_address() {
    let paragraphs = [
        "我が国の研究力を高めるため、研究者が自らの発想に基づいて行う研究を支え、若手研究者が研究に専念できる環境を\
         整備するとともに、大学と企業の連携を深め、成果を社会に還元する取組を進める。",
        "基礎生命科学の研究力は、論文の数と質のいずれでも低下しており、特に博士課程への進学者の減少と、研究時間の\
         減少が続いていることから、教育と研究の両面から対策を講じる必要がある。",
    ];
    let broken_at = |width: usize| {
        let broken = paragraphs.map(|paragraph| {
            let chars: Vec<char> = paragraph.chars().collect();
            let lines = chars.chunks(width).map(|line| line.iter().collect::<String>());
            lines.collect::<Vec<_>>().join("\n")
        });
        format!("# 研究の方針\n\n{}\n\n# 別の節\n\n{}\n", broken[0], broken[1])
    };
    let before = read(&broken_at(40));
    let after = keep(&before, read(&broken_at(30)));
    assert_eq!(changed(&before, &after), Vec::<String>::new());
    assert_eq!(addresses(&before), addresses(&after));
}

#[test]
fn a_paragraph_that_is_gone_keeps_its_last_text_and_its_number() {
    let (before, after) = edited(|text| text.replace("若手研究者の海外派遣を進める。\n\n", ""));
    let gone = &after.addresses.paragraphs;
    assert_eq!(gone.len(), 1);
    assert_eq!(gone[0].text, "若手研究者の海外派遣を進める。");
    assert!(gone[0].successors.is_empty());
    // A paragraph that comes later gets another number.
    let last =
        keep(&after, read(&SOURCE.replace("若手研究者の海外派遣を進める", "全く新しい段落を置く")));
    assert!(!addresses(&last).contains_key(gone[0].id.as_str()));
    assert_eq!(last.addresses.paragraphs, after.addresses.paragraphs);
    assert_eq!(changed(&after, &last), Vec::<String>::new());
    assert_eq!(changed(&before, &last).len(), 1);
}

#[test]
fn a_section_whose_text_went_into_another_names_it() {
    let (_, after) = edited(|text| text.replace("## 人材育成\n\n", ""));
    let gone = &after.addresses.sections;
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0].heading, "人材育成");
    let successor = &gone[0].successors;
    assert_eq!(successor.len(), 1);
    let holder = after.section(&successor[0]).unwrap();
    assert!(holder.text().contains("海外派遣"));
}

#[test]
fn two_paragraphs_joined_lead_to_the_joined_one() {
    let (_, after) = edited(|text| text.replace("進める。\n\n研究に専念", "進める。研究に専念"));
    let gone = &after.addresses.paragraphs;
    assert_eq!(gone.len(), 1, "{gone:?}");
    assert_eq!(gone[0].successors.len(), 1);
    let (_, block) = after.paragraph(&gone[0].successors[0]).unwrap();
    assert!(block.text.contains(&gone[0].text));
}

#[test]
fn a_paragraph_written_anew_is_another_paragraph() {
    let (before, after) = edited(|text| {
        text.replace("研究に専念できる環境を整備する。", "大学病院の収支は悪化の一途をたどる。")
    });
    let id = before.sections[1].blocks[2].id.clone();
    assert!(after.paragraph(&id).is_none());
    assert_eq!(after.addresses.paragraphs[0].id, id);
}

#[test]
fn another_source_of_another_day_is_a_new_edition() {
    let dated = |source: &str, date: &str| {
        let mut document = read(source);
        document.metadata.issued = date.parse().ok();
        document.metadata.sha256 = format!("{:064}", source.len());
        document
    };
    let first = dated(SOURCE, "2025-02-21");
    let corrected = SOURCE.replace("継続して", "継続的に");
    let same_day = revise(first.clone(), dated(&corrected, "2025-02-21"));
    assert!(same_day.replaced.is_none() && same_day.document.addresses.editions.is_empty());
    let wrong_date = revise(first.clone(), dated(SOURCE, "2025-02-22"));
    assert!(wrong_date.replaced.is_none(), "the same source is the same edition");
    let longer = format!("{SOURCE}\n補足を加える。\n");
    let newer = revise(first.clone(), dated(&longer, "2026-02-21"));
    let (name, replaced) = newer.replaced.unwrap();
    assert_eq!((name.as_str(), &replaced.sections), ("2025-02-21", &first.sections));
    assert_eq!(newer.document.addresses.editions.len(), 1);
    assert_eq!(changed(&first, &newer.document), Vec::<String>::new());
    let newest = revise(newer.document, dated(SOURCE, "2025-02-21"));
    let names: Vec<&str> =
        newest.document.addresses.editions.iter().map(|edition| edition.name.as_str()).collect();
    assert_eq!(names, ["2026-02-21", "2025-02-21"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Paragraphs are taken out, put in and moved; whatever is left whole keeps its address, no
    /// number is given twice, and nothing is both there and gone.
    #[test]
    fn whatever_is_left_whole_keeps_its_address(
        first in proptest::collection::vec(0usize..40, 1..12),
        second in proptest::collection::vec(0usize..40, 1..12),
        third in proptest::collection::vec(0usize..40, 1..12),
    ) {
        let first = read(&numbered(&first));
        let second = keep(&first, read(&numbered(&second)));
        let third = keep(&second, read(&numbered(&third)));
        for (before, after) in [(&first, &second), (&second, &third)] {
            let (known, present) = (addresses(before), addresses(after));
            for (id, text) in &known {
                let n_before = known.values().filter(|other| *other == text).count();
                let n_after = present.values().filter(|other| *other == text).count();
                if id.starts_with('p') && n_before == 1 && n_after == 1 {
                    prop_assert_eq!(present.get(id), Some(text));
                }
            }
            for gone in &after.addresses.paragraphs {
                prop_assert!(!present.contains_key(gone.id.as_str()));
            }
            let n_paragraphs: usize = after.sections.iter().map(|section| section.blocks.len()).sum();
            let n_ids = present.keys().filter(|id| id.starts_with('p')).count();
            prop_assert_eq!(n_paragraphs, n_ids);
        }
    }
}

/// A text of paragraphs that have nothing in common but a word.
fn numbered(numbers: &[usize]) -> String {
    let words = ["創薬", "計測", "育成", "派遣", "基盤", "共有", "審査"];
    let paragraph = |n: &usize| {
        let kind = words[n % words.len()];
        let letters: String = (0..8)
            .map(|i| char::from_u32(0x30A2 + ((n * 31 + i * 7) % 80) as u32).unwrap_or('ア'))
            .collect();
        format!("{kind}の第{n}項は{letters}による。\n\n")
    };
    format!("# 題\n\n{}", numbers.iter().map(paragraph).collect::<String>())
}
