//! How queries are read: what was typed, its canonical form, and the notes.

use insta::assert_snapshot;
use shirabe_query::{Leaf, parse};

/// The canonical form of a query, and its notes with their positions.
fn read(query: &str) -> String {
    let parsed = parse(query);
    let notes =
        parsed.notes.iter().map(|note| format!("\n{}: {}", note.position_chars, note.message));
    format!("{parsed}{}", notes.collect::<String>())
}

/// One query a line, with its canonical form.
fn read_all(queries: &[&str]) -> String {
    let line = |query: &&str| format!("{query} → {}", read(query).replace('\n', " ⚠ "));
    queries.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_space_of_any_width_means_and() {
    assert_snapshot!(read_all(&["創薬 人材", "創薬　人材", " 創薬\t人材 ", "創薬 AND 人材", "創薬 ＡＮＤ 人材"]), @"
    創薬 人材 → 創薬 人材
    創薬　人材 → 創薬 人材
     創薬	人材  → 創薬 人材
    創薬 AND 人材 → 創薬 人材
    創薬 ＡＮＤ 人材 → 創薬 人材
    ");
}

#[test]
fn a_pasted_line_break_joins_japanese_words() {
    let read = |query| read(query).replace('\n', " ⚠ ");
    let joined = " ⚠ 2: 改行の前後を一続きの語と読みました。別の語として探すには、空白か AND で区切ってください";
    assert_eq!(read("研究\n開発"), format!("研究開発{joined}"));
    assert_eq!(read("研究\r\n　開発の推進 人材"), format!("研究開発の推進 人材{joined}"));
    assert_eq!(read("\"研究\n開発\""), format!("\"研究開発\"{}", joined.replace('2', "3")));
    assert_eq!(read("健康、\n医療"), format!("健康、医療{}", joined.replace('2', "3")));
    for query in
        ["drug\ndiscovery", "創薬\nAI", "図る。\n国は", "創薬\n-人材", "創薬\nー人材", "創薬 人材"]
    {
        assert!(!read(query).contains("改行"), "{query}");
    }
}

#[test]
fn operators_of_other_languages_get_a_hint() {
    assert_snapshot!(read_all(&["創薬 && 人材", "創薬＆＆人材", "創薬＆人材", "創薬 ＆ 人材", "創薬 ｏｒ 人材", "創薬 and 人材"]), @"
    創薬 && 人材 → 創薬 && 人材 ⚠ 3: & は演算子ではないので、文字として探します。すべてを含むものを探すには、空白か AND で区切ってください
    創薬＆＆人材 → 創薬＆＆人材 ⚠ 2: & は演算子ではないので、文字として探します。すべてを含むものを探すには、空白か AND で区切ってください
    創薬＆人材 → 創薬＆人材 ⚠ 2: & は演算子ではないので、文字として探します。すべてを含むものを探すには、空白か AND で区切ってください
    創薬 ＆ 人材 → 創薬 ＆ 人材 ⚠ 3: & は演算子ではないので、文字として探します。すべてを含むものを探すには、空白か AND で区切ってください
    創薬 ｏｒ 人材 → 創薬 ｏｒ 人材 ⚠ 3: 「ｏｒ」を語として探します。演算子にするには OR と大文字で書いてください
    創薬 and 人材 → 創薬 and 人材 ⚠ 3: 「and」を語として探します。演算子にするには AND と大文字で書いてください
    ");
    for query in
        ["M&A", "Ｑ＆Ａ", "research and development", "創薬 R&D", "not 創薬", "\"創薬 or 人材\""]
    {
        assert!(!read(query).contains('\n'), "{}", read(query));
    }
}

#[test]
fn full_width_signs_of_an_expression_are_read_like_half_width_ones() {
    assert_snapshot!(read_all(&["／第［０-９］＋期／", "／（先端｜健康）／", "／第．？期＄／", "／事業\\（Ａ\\）／", "/件\\／年/"]), @r"
    ／第［０-９］＋期／ → /第[0-9]+期/
    ／（先端｜健康）／ → /(先端|健康)/
    ／第．？期＄／ → /第.?期$/
    ／事業\（Ａ\）／ → /事業\(A\)/
    /件\／年/ → /件\/年/
    ");
}

#[test]
fn a_place_in_an_expression_is_known_in_the_query() {
    let parsed = parse("人材 /a\\/b(?!c)/");
    let place =
        parsed.tree.as_ref().unwrap().positive_leaves().into_iter().find_map(|leaf| match leaf {
            Leaf::Regex(regex) => Some(regex.place_in("人材 /a\\/b(?!c)/", 3)),
            _ => None,
        });
    // a, / and b come before it, and a backslash in the query.
    assert_eq!(place, Some(8));
}

#[test]
fn or_is_written_in_several_ways() {
    assert_snapshot!(read_all(&["創薬 OR 人材", "創薬　ＯＲ　人材", "創薬|人材", "創薬｜人材", "創薬 || 人材", "a b OR c d"]), @"
    創薬 OR 人材 → 創薬 OR 人材
    創薬　ＯＲ　人材 → 創薬 OR 人材
    創薬|人材 → 創薬 OR 人材
    創薬｜人材 → 創薬 OR 人材
    創薬 || 人材 → 創薬 OR 人材
    a b OR c d → a b OR c d
    ");
}

#[test]
fn brackets_group() {
    assert_snapshot!(read_all(&["(創薬 OR 再生) 予算", "（創薬｜再生）　予算", "創薬(人材 OR 予算)", "((創薬))", "(a (b c))", "NOT(a OR b)"]), @"
    (創薬 OR 再生) 予算 → (創薬 OR 再生) 予算
    （創薬｜再生）　予算 → (創薬 OR 再生) 予算
    創薬(人材 OR 予算) → 創薬 (人材 OR 予算)
    ((創薬)) → 創薬
    (a (b c)) → a b c
    NOT(a OR b) → -(a OR b) ⚠ 4: 除外する条件だけなので、当てはまるものがとても多くなります
    ");
}

#[test]
fn brackets_within_a_word_are_text() {
    assert_snapshot!(read_all(&[
        "生命科学・創薬研究支援基盤事業（BINDS）",
        "子会社等の範囲(2)",
        "(一財)協会が行う貸付",
        "監視活動 (Observer Mission) の任務は",
        "main() の戻り値",
        "1) 創薬の推進",
    ]), @r"
    生命科学・創薬研究支援基盤事業（BINDS） → 生命科学・創薬研究支援基盤事業（BINDS）
    子会社等の範囲(2) → 子会社等の範囲(2)
    (一財)協会が行う貸付 → \(一財\)協会が行う貸付
    監視活動 (Observer Mission) の任務は → 監視活動 Observer Mission の任務は
    main() の戻り値 → main() の戻り値
    1) 創薬の推進 → 1\) 創薬の推進 ⚠ 0: 対応する開き括弧がないので、閉じ括弧を文字として探します
    ");
}

#[test]
fn a_hyphen_before_a_word_excludes_it() {
    assert_snapshot!(read_all(&[
        "創薬 -予算", "創薬 －予算", "創薬 NOT 予算", "創薬 -(予算 OR 人材)", "創薬 -\"予算案\"", "創薬 -節:予算",
        "創薬 ー予算", "創薬 NOT NOT 予算", "創薬 -(-予算)", "-予算", "気温 -5℃",
    ]), @r#"
    創薬 -予算 → 創薬 -予算
    創薬 －予算 → 創薬 -予算
    創薬 NOT 予算 → 創薬 -予算
    創薬 -(予算 OR 人材) → 創薬 -(予算 OR 人材)
    創薬 -"予算案" → 創薬 -"予算案"
    創薬 -節:予算 → 創薬 -節:予算
    創薬 ー予算 → 創薬 -予算 ⚠ 3: 語の頭の「ー」を、除外の「-」と読みました
    創薬 NOT NOT 予算 → 創薬 予算 ⚠ 3: 否定が二重なので、打ち消し合うものと読みました
    創薬 -(-予算) → 創薬 予算 ⚠ 3: 否定が二重なので、打ち消し合うものと読みました
    -予算 → -予算 ⚠ 1: 除外する条件だけなので、当てはまるものがとても多くなります
    気温 -5℃ → 気温 -5℃ ⚠ 3: 「5℃」を含まないものと読みました。負の数を探すには "-5℃" と書いてください
    "#);
}

#[test]
fn a_hyphen_elsewhere_is_text() {
    assert_snapshot!(read_all(&["iPS-細胞", "2024-04", "9－6－1", "沸点が30 - 200℃", "--workspace", "政策の動向 －創薬の現状－", "創薬—現状"]), @r"
    iPS-細胞 → iPS-細胞
    2024-04 → 2024-04
    9－6－1 → 9－6－1
    沸点が30 - 200℃ → 沸点が30 \- 200℃ ⚠ 6: - は記号だけで条件にならないので、文字として探します
    --workspace → \--workspace
    政策の動向 －創薬の現状－ → 政策の動向 \－創薬の現状\－
    創薬—現状 → 創薬—現状
    ");
}

#[test]
fn quotation_marks_of_all_kinds_quote() {
    assert_snapshot!(read_all(&[
        "\"drug discovery\"", "“drug discovery”", "”創薬”", "＂創薬＂", "「創薬 人材」", "｢創薬｣", "「創薬」「人材」", "「創薬」OR「人材」",
        "\"創薬\"人材", "「「創薬」の現状」", "\"a \\\"b\\\" c\"",
    ]), @r#"
    "drug discovery" → "drug discovery"
    “drug discovery” → "drug discovery"
    ”創薬” → "創薬"
    ＂創薬＂ → "創薬"
    「創薬 人材」 → "創薬 人材"
    ｢創薬｣ → "創薬"
    「創薬」「人材」 → "創薬" "人材"
    「創薬」OR「人材」 → "創薬" OR "人材"
    "創薬"人材 → "創薬" 人材
    「「創薬」の現状」 → "「創薬」の現状"
    "a \"b\" c" → "a \"b\" c"
    "#);
}

#[test]
fn corner_brackets_in_a_sentence_are_text() {
    assert_snapshot!(read("「奈良の大仏」の高さは何メートルなの?"), @"
    「奈良の大仏」の高さは何メートルなの?
    0: 「」が文の一部になっているので、文字として探します。中だけを一つの語句として探すには、「」の前後に空白を入れてください
    ");
    assert_snapshot!(read("いわゆる「創薬」の課題"), @"いわゆる「創薬」の課題");
}

#[test]
fn an_equals_sign_asks_for_this_spelling() {
    assert_snapshot!(read_all(&["=附属", "＝附属", "=\"附属 病院\"", "=(附属 OR 付属)", "節:=附属", "a=b", "==a"]), @r#"
    =附属 → =附属
    ＝附属 → =附属
    ="附属 病院" → ="附属 病院"
    =(附属 OR 付属) → =附属 OR =付属
    節:=附属 → 節:=附属
    a=b → a=b
    ==a → \==a
    "#);
}

#[test]
fn near_and_before_measure_in_characters() {
    assert_snapshot!(read_all(&[
        "創薬 NEAR/20 人材", "創薬　ＮＥＡＲ／２０　人材", "創薬 BEFORE/5 人材", "\"創薬 人材\"~20", "「創薬　人材　予算」～１０",
        "a NEAR/5 b NEAR/5 c", "a NEAR/5 b BEFORE/6 c", "(a OR b) NEAR/5 c", "a b NEAR/5 c d", "-(a NEAR/5 b)", "\"第*期 計画\"~3",
        "a NEAR b", "a NEAR/99999 b", "(a b) NEAR/5 c", "-a NEAR/5 b", "\"創薬\"~20",
    ]), @r#"
    創薬 NEAR/20 人材 → 創薬 NEAR/20 人材
    創薬　ＮＥＡＲ／２０　人材 → 創薬 NEAR/20 人材
    創薬 BEFORE/5 人材 → 創薬 BEFORE/5 人材
    "創薬 人材"~20 → 創薬 NEAR/20 人材
    「創薬　人材　予算」～１０ → 創薬 NEAR/10 人材 NEAR/10 予算
    a NEAR/5 b NEAR/5 c → a NEAR/5 b NEAR/5 c
    a NEAR/5 b BEFORE/6 c → a NEAR/5 b b BEFORE/6 c
    (a OR b) NEAR/5 c → (a OR b) NEAR/5 c
    a b NEAR/5 c d → a b NEAR/5 c d
    -(a NEAR/5 b) → -(a NEAR/5 b) ⚠ 2: 除外する条件だけなので、当てはまるものがとても多くなります
    "第*期 計画"~3 → 第*期 NEAR/3 計画
    a NEAR b → a NEAR/20 b ⚠ 2: 距離の指定がないので、20文字以内と読みました
    a NEAR/99999 b → a NEAR/10000 b ⚠ 2: 指定できる距離は10000文字までなので、10000文字以内と読みました
    (a b) NEAR/5 c → a b c ⚠ 6: NEAR と BEFORE でつなげるのは、語句と、語句を OR でつないだ括弧だけです。ここでは「すべてを含む」と読みました
    -a NEAR/5 b → -a b ⚠ 3: NEAR と BEFORE でつなげるのは、語句と、語句を OR でつないだ括弧だけです。ここでは「すべてを含む」と読みました
    "創薬"~20 → "創薬" ⚠ 0: 近さの指定（~）は二語以上のときに働くので、ここでは無視しました
    "#);
}

#[test]
fn wildcards_stand_for_characters() {
    assert_snapshot!(read_all(&["人*育成", "取＊組", "取?組", "第？期 計画", "\"drug * discovery\"", "*創薬*", "**創薬**", "*", "？", "創薬とは何ですか？", "何ですか？教えて", "\\*印", "a?*?b"]), @r#"
    人*育成 → 人*育成
    取＊組 → 取*組
    取?組 → 取?組
    第？期 計画 → 第?期 計画
    "drug * discovery" → "drug * discovery"
    *創薬* → 創薬 ⚠ 0: 語の両端の * や ? は、なくても結果が同じなので省きました
    **創薬** → 創薬 ⚠ 0: 語の両端の * や ? は、なくても結果が同じなので省きました
    * → \* ⚠ 0: * は記号だけで条件にならないので、文字として探します
    ？ → ？ ⚠ 0: ？ は記号だけで条件にならないので、文字として探します
    創薬とは何ですか？ → 創薬とは何ですか？
    何ですか？教えて → 何ですか？教えて
    \*印 → \*印
    a?*?b → a??*b
    "#);
}

#[test]
fn regular_expressions_are_words_between_slashes() {
    assert_snapshot!(read_all(&["/第[0-9]+期/", "/第(一|二)期/ 計画", "／令和.年／", "/a b/", "/a\\/b\\d/", "件／年", "24/7", "TCP/IP", "/usr", "A / B / C", "題名:/第.期/", "//"]), @r"
    /第[0-9]+期/ → /第[0-9]+期/
    /第(一|二)期/ 計画 → /第(一|二)期/ 計画
    ／令和.年／ → /令和.年/
    /a b/ → /a b/
    /a\/b\d/ → /a\/b\d/
    件／年 → 件／年
    24/7 → 24/7
    TCP/IP → TCP/IP
    /usr → \/usr
    A / B / C → A \/ B \/ C ⚠ 2: / は記号だけで条件にならないので、文字として探します ⚠ 6: / は記号だけで条件にならないので、文字として探します
    題名:/第.期/ → 題名:/第.期/
    // → \// ⚠ 0: // は記号だけで条件にならないので、文字として探します
    ");
}

#[test]
fn fields_have_japanese_and_english_names() {
    assert_snapshot!(read_all(&[
        "題名:創薬", "title:創薬", "節：人材育成 女性", "ＳＥＣＴＩＯＮ：人材", "発行:文部科学省", "issuer:AMED", "種別:白書", "type:白書",
        "年度:R5", "FY:2025", "日付:2024-04", "date:2024", "文書:mext-1", "doc:mext-1", "頁:3", "page:3", "ページ:3",
        "節:\"人材 育成\"", "発行:(文部科学省 OR AMED)", "節:(人材 -育成)", "節: 人材", "節:-人材", "題名:節:人材",
    ]), @r#"
    題名:創薬 → 題名:創薬
    title:創薬 → 題名:創薬
    節：人材育成 女性 → 節:人材育成 女性
    ＳＥＣＴＩＯＮ：人材 → 節:人材
    発行:文部科学省 → 発行:文部科学省
    issuer:AMED → 発行:AMED
    種別:白書 → 種別:白書
    type:白書 → 種別:白書
    年度:R5 → 年度:R5
    FY:2025 → 年度:2025
    日付:2024-04 → 日付:2024-04
    date:2024 → 日付:2024
    文書:mext-1 → 文書:mext-1
    doc:mext-1 → 文書:mext-1
    頁:3 → 頁:3
    page:3 → 頁:3
    ページ:3 → 頁:3
    節:"人材 育成" → 節:"人材 育成"
    発行:(文部科学省 OR AMED) → 発行:文部科学省 OR 発行:AMED
    節:(人材 -育成) → 節:人材 -節:育成
    節: 人材 → 節:人材
    節:-人材 → -節:人材 ⚠ 0: 除外する条件だけなので、当てはまるものがとても多くなります
    題名:節:人材 → 節:人材
    "#);
}

#[test]
fn other_words_before_a_colon_are_text() {
    assert_snapshot!(read_all(&["主査：宮園", "https://www.example.jp/a?b=c", "第1節:概要", "注:予算", "12:30"]), @"
    主査：宮園 → 主査：宮園
    https://www.example.jp/a?b=c → https://www.example.jp/a?b=c
    第1節:概要 → 第1節:概要
    注:予算 → 注:予算
    12:30 → 12:30
    ");
}

#[test]
fn ranges_are_kept_as_typed() {
    assert_snapshot!(read_all(&[
        "年度:R5..R8", "年度：令和５年度．．令和８年度", "日付:2024-04..", "日付:..2025-03-31", "頁:3..5", "頁:3～5", "年度:R5‥R8", "年度:(R1..R2 OR R5..R8)",
        "年度:..", "節:a..b", "-年度:R5..R8",
    ]), @r"
    年度:R5..R8 → 年度:R5..R8
    年度：令和５年度．．令和８年度 → 年度:令和５年度..令和８年度
    日付:2024-04.. → 日付:2024-04..
    日付:..2025-03-31 → 日付:..2025-03-31
    頁:3..5 → 頁:3..5
    頁:3～5 → 頁:3..5
    年度:R5‥R8 → 年度:R5..R8
    年度:(R1..R2 OR R5..R8) → 年度:R1..R2 OR 年度:R5..R8
    年度:.. → 年度:\.\. ⚠ 3: 「年度:」の範囲に始まりも終わりもないので、文字として探します
    節:a..b → 節:a..b
    -年度:R5..R8 → -年度:R5..R8 ⚠ 0: 除外する条件だけなので、当てはまるものがとても多くなります
    ");
}

#[test]
fn the_scope_is_a_field_of_the_whole_query() {
    assert_snapshot!(read_all(&["創薬 人材 範囲:文", "scope:paragraph 創薬", "範囲：頁 a OR b", "範囲: 段落 創薬", "創薬 範囲:章", "範囲:文 範囲:節 a", "-範囲:文 a", "範囲:文"]), @r"
    創薬 人材 範囲:文 → 創薬 人材 範囲:文
    scope:paragraph 創薬 → 創薬 範囲:段落
    範囲：頁 a OR b → a OR b 範囲:頁
    範囲: 段落 創薬 → 創薬 範囲:段落
    創薬 範囲:章 → 創薬 範囲\:章 ⚠ 3: 「章」という範囲はないので、文字として探します。使えるのは文・段落・節・頁・文書です
    範囲:文 範囲:節 a → a 範囲:節 ⚠ 5: 範囲の指定が二つあるので、後の「節」を使いました
    -範囲:文 a → a 範囲:文 ⚠ 1: 範囲の指定は検索全体に働くので、前に付いた記号や項目を無視しました
    範囲:文 → 範囲:文
    ");
}

#[test]
fn operators_with_nothing_to_act_on_are_text() {
    assert_snapshot!(read_all(&[
        "OR", "NOT", "AND", "NEAR/20", "OR 創薬", "創薬 OR", "創薬 AND", "創薬 NOT", "創薬 OR OR 人材", "a OR AND b", "(OR)", "-", "=", "|", "||||",
        "((((", "()", "( )", "\"", "\"\"", "「」", "\"  \"", "節:", "題名：", "NOT 節:", "~", "\\", "創薬 )", "創薬)",
    ]), @r#"
    OR → \OR ⚠ 0: OR が働きかける語がないので、文字として探します
    NOT → \NOT ⚠ 0: NOT が働きかける語がないので、文字として探します
    AND → \AND ⚠ 0: AND が働きかける語がないので、文字として探します
    NEAR/20 → \NEAR/20 ⚠ 0: NEAR/20 が働きかける語がないので、文字として探します
    OR 創薬 → \OR 創薬 ⚠ 0: OR が働きかける語がないので、文字として探します
    創薬 OR → 創薬 \OR ⚠ 3: OR が働きかける語がないので、文字として探します
    創薬 AND → 創薬 \AND ⚠ 3: AND が働きかける語がないので、文字として探します
    創薬 NOT → 創薬 \NOT ⚠ 3: NOT が働きかける語がないので、文字として探します
    創薬 OR OR 人材 → 創薬 OR 人材
    a OR AND b → a \OR b ⚠ 2: OR が働きかける語がないので、文字として探します
    (OR) → \OR ⚠ 1: OR が働きかける語がないので、文字として探します
    - → \- ⚠ 0: - は記号だけで条件にならないので、文字として探します
    = → \= ⚠ 0: = は記号だけで条件にならないので、文字として探します
    | → \| ⚠ 0: | が働きかける語がないので、文字として探します
    |||| → \| ⚠ 0: | が働きかける語がないので、文字として探します
    (((( → \(\(\(\( ⚠ 0: (((( は記号だけで条件にならないので、文字として探します
    () → \(\) ⚠ 0: () は記号だけで条件にならないので、文字として探します
    ( ) → \( \) ⚠ 0: ( は記号だけで条件にならないので、文字として探します ⚠ 2: ) は記号だけで条件にならないので、文字として探します
    " → \" ⚠ 0: " は記号だけで条件にならないので、文字として探します
    "" → \"" ⚠ 0: "" は記号だけで条件にならないので、文字として探します
    「」 → \「」 ⚠ 0: 「」 は記号だけで条件にならないので、文字として探します
    "  " → \" \" ⚠ 0: " は記号だけで条件にならないので、文字として探します ⚠ 3: " は記号だけで条件にならないので、文字として探します
    節: → 節\: ⚠ 0: 節: が働きかける語がないので、文字として探します
    題名： → 題名\： ⚠ 0: 題名： が働きかける語がないので、文字として探します
    NOT 節: → -節\: ⚠ 4: 節: が働きかける語がないので、文字として探します ⚠ 4: 除外する条件だけなので、当てはまるものがとても多くなります
    ~ → ~ ⚠ 0: ~ は記号だけで条件にならないので、文字として探します
    \ → \\ ⚠ 0: \ は記号だけで条件にならないので、文字として探します
    創薬 ) → 創薬 \) ⚠ 3: ) は記号だけで条件にならないので、文字として探します
    創薬) → 創薬\) ⚠ 0: 対応する開き括弧がないので、閉じ括弧を文字として探します
    "#);
}

#[test]
fn what_is_not_closed_is_read_sensibly() {
    assert_snapshot!(read_all(&["「創薬", "創薬 \"人材 育成", "(創薬 OR 人材", "予算 （創薬　人材", "創薬(人材 OR 予算", "「創薬 OR 人材"]), @r#"
    「創薬 → "創薬" ⚠ 0: 引用符 「 が閉じられていないので、次の空白までを引用符の中と読みました
    創薬 "人材 育成 → 創薬 "人材" 育成 ⚠ 3: 引用符 " が閉じられていないので、次の空白までを引用符の中と読みました
    (創薬 OR 人材 → 創薬 OR 人材 ⚠ 0: 括弧が閉じられていないので、最後までを括弧の中と読みました
    予算 （創薬　人材 → 予算 創薬 人材 ⚠ 3: 括弧が閉じられていないので、最後までを括弧の中と読みました
    創薬(人材 OR 予算 → 創薬 (人材 OR 予算) ⚠ 2: 括弧が閉じられていないので、最後までを括弧の中と読みました
    「創薬 OR 人材 → "創薬" OR 人材 ⚠ 0: 引用符 「 が閉じられていないので、次の空白までを引用符の中と読みました
    "#);
}

#[test]
fn an_empty_query_has_no_tree() {
    for query in ["", " ", "　\n\t", "\0"] {
        assert_eq!(parse(query).tree, None, "{query:?}");
    }
}

#[test]
fn a_backslash_makes_a_sign_text() {
    assert_snapshot!(read_all(&["\\OR", "\\-創薬", "\\(a\\)", "節\\:人材", "a\\ b", "C:\\new\\d", "a\\\\b", "\\\"a\\\""]), @r#"
    \OR → \OR
    \-創薬 → \-創薬
    \(a\) → \(a\)
    節\:人材 → 節\:人材
    a\ b → a\ b
    C:\new\d → C:\\new\\d
    a\\b → a\\b
    \"a\" → \"a"
    "#);
}

#[test]
fn small_letters_are_words() {
    assert_snapshot!(read_all(&["research and development or not", "ORCID", "NEARBY"]), @"
    research and development or not → research and development or not
    ORCID → ORCID
    NEARBY → NEARBY
    ");
}

#[test]
fn notes_are_few_and_in_order() {
    let parsed = parse(&") ".repeat(100));
    assert!(parsed.notes.len() <= 10);
    assert!(parsed.notes.is_sorted_by_key(|note| note.position_chars));
}

#[test]
fn every_leaf_knows_its_place() {
    let query = "　題名:創薬 「人材 育成」 -予算 \"a \\\"b c\"~5 /第.期/ 人*材";
    let characters: Vec<char> = query.chars().collect();
    let tree = parse(query).tree.unwrap();
    let places = tree.positive_leaves().into_iter().map(|leaf| match leaf {
        Leaf::Phrase(phrase) => phrase.chars.clone(),
        Leaf::Pattern(pattern) => pattern.chars.clone(),
        Leaf::Regex(regex) => regex.chars.clone(),
    });
    let texts: Vec<String> = places.map(|place| characters[place].iter().collect()).collect();
    assert_eq!(texts, ["「人材 育成」", "a", "\\\"b", "c", "/第.期/", "人*材"]);
}

#[test]
fn positive_phrases_leave_out_what_is_excluded_and_fields() {
    let tree = parse("創薬 -予算 節:人材 (a OR b) c NEAR/3 d").tree.unwrap();
    let texts: Vec<_> = tree.positive_phrases().map(|phrase| phrase.text.as_str()).collect();
    assert_eq!(texts, ["創薬", "a", "b", "c", "d"]);
}
