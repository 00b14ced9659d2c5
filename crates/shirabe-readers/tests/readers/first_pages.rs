//! First pages of official papers: what a person would say of them is what the reader finds.
//!
//! Each paper is written for this test in the form of its kind; [`found_on`] reads it as text.

use shirabe_document::Metadata;

/// Title, issuer, date and kind, each on a line of its own; – where there is none.
fn found_on(page: &str) -> String {
    let metadata = Metadata::default();
    let (document, _) = shirabe_readers::read(page.as_bytes(), "paper.txt", metadata);
    let metadata = document.metadata;
    let issued = metadata.issued.map(|date| date.to_string()).unwrap_or_default();
    let shown = |value: &str| if value.is_empty() { "–".to_owned() } else { value.to_owned() };
    [&metadata.title, &metadata.issuer, &issued, &metadata.kind]
        .map(|value| shown(value))
        .join("\n")
}

#[test]
fn a_letter_to_several_offices() {
    insta::assert_snapshot!(
        found_on(
            "事　務　連　絡\n\
         令和８年３月９日\n\
         各都道府県衛生主管部（局）薬務主管課　御中\n\
         各保健所設置市衛生主管部（局）薬務主管課　御中\n\
         各特別区衛生主管部（局）薬務主管課　御中\n\
         厚生労働省医薬局医薬品審査管理課\n\
         医薬品の製造販売承認申請に係る添付資料の取扱いについて\n\
         標記の件について、下記のとおり取り扱うこととしたので、御了知の上、貴管内の関係機関に周知いただきますようお願いいたします。\n\
         記\n\
         １　対象となる申請\n\
         令和８年４月１日以降に行われる申請を対象とする。"
        ),
        @r"
        医薬品の製造販売承認申請に係る添付資料の取扱いについて
        厚生労働省
        2026-03-09
        事務連絡
        "
    );
}

#[test]
fn a_letter_of_two_ministries() {
    insta::assert_snapshot!(
        found_on(
            "７環総第１２３号\n\
         令和７年６月１３日\n\
         一般社団法人日本経済団体連合会会長　殿\n\
         農林水産省大臣官房環境バイオマス政策課長\n\
         経済産業省ＧＸグループ環境政策課長\n\
         食品廃棄物等の発生抑制の取組の推進について（依頼）\n\
         標記の件について、下記のとおり取り扱うこととしたので、御了知の上、貴管内の関係機関に周知いただきますようお願いいたします。"
        ),
        @r"
        食品廃棄物等の発生抑制の取組の推進について（依頼）
        農林水産省
        2025-06-13
        –
        "
    );
}

#[test]
fn a_question_to_a_council() {
    insta::assert_snapshot!(
        found_on(
            "府食第４５６号\n\
         令和６年１１月２０日\n\
         食品安全委員会\n\
         委員長　山本　茂貴　殿\n\
         内閣総理大臣　石破　茂\n\
         食品健康影響評価について（諮問）\n\
         食品安全基本法（平成15年法律第48号）第24条第１項の規定に基づき、下記事項に係る食品健康影響評価について、貴委員会の意見を求めます。\n\
         記\n\
         添加物「アスパルテーム」の規格基準の改正"
        ),
        @r"
        食品健康影響評価について（諮問）
        –
        2024-11-20
        諮問
        "
    );
}

#[test]
fn the_order_of_the_day() {
    insta::assert_snapshot!(
        found_on(
            "第１２回　次世代医療基盤検討会　議事次第\n\
         日　時：令和７年９月２日（火）10：00～12：00\n\
         場　所：中央合同庁舎第８号館　特別大会議室\n\
         １．開会\n\
         ２．議題\n\
         （１）匿名加工医療情報の利活用について\n\
         （２）その他\n\
         ３．閉会\n\
         （配布資料）\n\
         資料１　匿名加工医療情報の利活用の状況（内閣府健康・医療戦略推進事務局提出資料）"
        ),
        @r"
        第１２回　次世代医療基盤検討会　議事次第
        –
        2025-09-02
        議事次第
        "
    );
}

#[test]
fn a_press_release_with_those_to_ask() {
    insta::assert_snapshot!(
        found_on(
            "Press Release\n\
         厚生労働省\n\
         令和７年８月２９日（金）\n\
         【照会先】\n\
         職業安定局雇用政策課\n\
         課長　佐藤　一郎（内線5732）\n\
         （代表電話）03-5253-1111\n\
         報道関係者　各位\n\
         一般職業紹介状況（令和７年７月分）について\n\
         厚生労働省では、公共職業安定所（ハローワーク）における求人、求職、就職の状況を取りまとめ、求人倍率等の指標を作成し、一般職業紹介状況として毎月公表しています。"
        ),
        @r"
        一般職業紹介状況（令和７年７月分）について
        厚生労働省
        2025-08-29
        報道発表
        "
    );
}

#[test]
fn a_paper_laid_before_a_meeting() {
    insta::assert_snapshot!(
        found_on(
            "参考資料１\n\
         令和６年度第２回\n\
         こども未来戦略推進会議\n\
         令和６年10月７日\n\
         地域におけるこども・子育て支援の現状について\n\
         こども家庭庁　成育局\n\
         １　現状\n\
         少子化の進行は危機的な状況にあり、こども・子育て支援の抜本的な強化が必要となっている。"
        ),
        @r"
        地域におけるこども・子育て支援の現状について
        こども家庭庁
        2024-10-07
        –
        "
    );
}

#[test]
fn a_list_of_errata() {
    insta::assert_snapshot!(
        found_on(
            "正　誤　表\n\
         令和７年２月１４日に公表した「令和６年版消費者白書」に誤りがありましたので、次のとおり訂正いたします。\n\
         令和７年３月３日\n\
         消費者庁\n\
         頁　誤　正\n\
         12　3,456件　3,465件"
        ),
        @r"
        正　誤　表
        消費者庁
        2025-03-03
        正誤表
        "
    );
}

#[test]
fn a_call_whose_title_has_three_lines() {
    insta::assert_snapshot!(
        found_on(
            "令和７年度\n\
         地域脱炭素移行・再エネ推進交付金\n\
         公　募　要　領\n\
         令和７年１月\n\
         環境省地域脱炭素推進審議官グループ\n\
         １．公募の目的\n\
         地域脱炭素ロードマップに基づき、脱炭素先行地域づくりに取り組む地方公共団体を支援する。"
        ),
        @r"
        令和７年度　地域脱炭素移行・再エネ推進交付金　公募要領
        環境省
        2025-01
        公募要領
        "
    );
}

#[test]
fn senders_above_the_day() {
    insta::assert_snapshot!(
        found_on(
            "内閣府政策統括官（防災担当）\n\
         消防庁国民保護・防災部防災課長\n\
         ２０２５年７月１日\n\
         避難情報に関するガイドラインの改定について\n\
         標記について、別紙のとおり改定したので通知します。各都道府県におかれては、貴管内の市町村に周知をお願いします。"
        ),
        @r"
        避難情報に関するガイドラインの改定について
        内閣府
        2025-07-01
        ガイドライン
        "
    );
}

#[test]
fn addressees_and_a_sender_of_several_lines() {
    insta::assert_snapshot!(
        found_on(
            "生食発0331第５号\n\
         令和３年３月31日\n\
         都道府県知事\n\
         各　保健所設置市長　殿\n\
         特別区長\n\
         厚生労働省大臣官房\n\
         生活衛生・食品安全審議官\n\
         食品衛生法施行規則の一部を改正する省令の公布について\n\
         標記の件について、下記のとおり取り扱うこととしたので、御了知の上、貴管内の関係機関に周知いただきますようお願いいたします。"
        ),
        @r"
        食品衛生法施行規則の一部を改正する省令の公布について
        厚生労働省
        2021-03-31
        –
        "
    );
}

#[test]
fn an_answer_of_a_council() {
    insta::assert_snapshot!(
        found_on(
            "答　申　書\n\
         中央教育審議会\n\
         令和６年８月27日\n\
         「令和の日本型学校教育」を担う質の高い教師の確保のための環境整備に関する総合的な方策について\n\
         文部科学大臣　盛山　正仁　殿\n\
         令和５年５月22日付け５文科初第516号で諮問のありました標記の件について、次のとおり答申します。"
        ),
        @r"
        「令和の日本型学校教育」を担う質の高い教師の確保のための環境整備に関する総合的な方策について
        中央教育審議会
        2024-08-27
        答申
        "
    );
}

#[test]
fn a_title_that_goes_on_in_brackets() {
    insta::assert_snapshot!(
        found_on(
            "資料３－２\n\
         社会保障審議会　介護給付費分科会（第239回）\n\
         令和６年６月20日\n\
         介護報酬改定の効果検証及び調査研究に係る調査\n\
         （令和６年度調査）の実施内容について（案）\n\
         厚生労働省老健局老人保健課\n\
         １．調査の目的\n\
         介護報酬改定の効果の検証等を行うため、調査を実施する。"
        ),
        @r"
        介護報酬改定の効果検証及び調査研究に係る調査（令和６年度調査）の実施内容について（案）
        厚生労働省
        2024-06-20
        調査
        "
    );
}

#[test]
fn a_letter_of_fields() {
    insta::assert_snapshot!(
        found_on(
            "発行日：2024年12月25日\n\
         件名：電気通信番号計画の変更について\n\
         宛先：電気通信事業者各位\n\
         発信者：総務省総合通信基盤局番号企画室\n\
         電気通信番号計画（令和元年総務省告示第６号）の一部を変更しますので、お知らせします。"
        ),
        @r"
        電気通信番号計画の変更について
        総務省
        2024-12-25
        –
        "
    );
}
