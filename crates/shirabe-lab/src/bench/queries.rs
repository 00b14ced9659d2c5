//! The queries of a benchmark: fixed sets, made for the texts of Japanese laws.

use shirabe_plan::notes::Remark;
use shirabe_search::{FacetField, SearchRequest, Snapshot, Sort};

/// One set of queries that cost about the same.
pub(crate) struct QuerySet {
    pub(crate) name: &'static str,
    pub(crate) questions: Vec<Question>,
}

/// One thing that is asked of an index.
pub(crate) enum Question {
    Search(Box<SearchRequest>),
    /// A draft whose quotations are checked.
    Verify(String),
}

impl Question {
    /// What is searched for, of a search.
    pub(crate) fn query(&self) -> Option<&str> {
        match self {
            Question::Search(request) => Some(&request.query),
            Question::Verify(_) => None,
        }
    }

    /// Asks it.
    pub(crate) fn ask(&self, snapshot: &Snapshot) -> anyhow::Result<Answer> {
        Ok(match self {
            Question::Search(request) => {
                let results = snapshot.search(request)?;
                let was_stopped = |remark: &Remark| matches!(remark, Remark::TimeEnded { .. });
                let mut notes = results.query.notes.iter();
                Answer {
                    n_found: results.counts.sections,
                    is_whole: !results.is_refused && !notes.any(|note| was_stopped(&note.remark)),
                }
            }
            Question::Verify(draft) => {
                let checked = shirabe_verify::verify(snapshot, draft)?.quotations;
                let found = checked.iter().filter(|quotation| !quotation.matches.is_empty());
                Answer { n_found: found.count(), is_whole: true }
            }
        })
    }
}

/// What was answered.
pub(crate) struct Answer {
    /// Sections, or quotations.
    pub(crate) n_found: usize,
    /// Whether everything was searched: not where the query was refused, or stopped at its time.
    pub(crate) is_whole: bool,
}

const FREQUENT_WORDS: &str =
    "規定 事業 申請 許可 届出 施行 書類 登録 認定 大臣 政令 期間 施設 業務 承認";
const TWO_WORDS: &str = "船舶 検査|許可 取消し|食品 衛生|道路 占用|河川 管理|医薬品 承認|労働者 安全|\
    電気 工作物|建築 確認|農地 転用|漁業 免許|港湾 施設|保険 給付|年金 支給|税額 控除|特許 出願|会社 設立|\
    公害 防止|廃棄物 処理|水道 水質|消防 設備|危険物 貯蔵|火薬 製造|鉄道 運転|航空 操縦|無線 設備|放送 番組|\
    学校 設置|図書館 資料|文化財 保護|森林 保安|鉱業 試掘|銀行 業務|証券 取引|貸金 利息|保育 児童|介護 認定|\
    障害 福祉|統計 調査|選挙 投票|国籍 帰化|外国人 在留|関税 輸入|酒類 製造|揮発油 税率|計量 検定|意匠 登録|\
    商標 使用|著作 権利|補助金 交付";
const RARE_PHRASES: &str = "麻薬取締員 真珠養殖業 家畜伝染病 特定毒物研究者 航空交通管制 水先人会 公衆浴場 \
    温泉の利用 砂利採取業 臓器の摘出 原子炉設置者 気象測器 海底電線 絶滅のおそれ";
const TEN_CHARACTERS: &str = "「の規定による届出をした」 「の規定により許可を受け」 「することができるものと」 \
    「に掲げる事項を記載した」 「主務省令で定めるところ」 「当該職員に立入検査をさ」 「前項の規定にかかわらず」 \
    「施行の日から起算して三」 「正当な理由がないのに、」 「の全部又は一部の停止を」";
const FREQUENT_CHARACTERS: &str = "「の規定による」 「に関する法律」 「ものとする」 「することができる」 「前項の規定」 「政令で定める」 \
    「次に掲げる」 「により」 「において」";
const CHARACTERS: &str = "法 条 者 国 の 薬 税 海 虫 愛";
/// Stand nowhere in the laws, each for another reason: a wrong character, words that never meet, names of
/// other fields, sentences.
const ABSENT: &str = "麻薬取締職人|真珠養殖産|家畜電染病|特定毒物研修者|航空交通管政|水先人怪|公衆浴槽所|温泉の利益率|\
    砂利採取行|臓器の搬出入口|原子炉接置者|気象速器|海底電腺|絶滅のおそら|月面の土地の登記|量子計算機の使用料|\
    深層学習モデル|仮想空間の不動産|宇宙旅行者保険|恐竜の化石の輸出|忍者の免許|砂漠の灌漑権|氷河の管理者|\
    ロボット税の申告|都道府県知事は月に|主務大臣は猫を|当該職員に立入見学を|前項の規定に関わらぬ|次に掲げる怪獣|\
    政令で決まらない|施行の日から起算して万年|正当な理由がないならば|許可を取消しない|届出をしたふり|\
    食品衛生鑑視員|労働者の平安|道路占用許加|河川菅理者|医薬品製造叛売業|電気通信事業人";
/// Twenty with wildcards, twenty regular expressions; some name what every match contains, some do not.
const PATTERNS: &str = "特定*事業者 第?種免許 許可*取消し 海?保安庁 指定*機関 都道府県*知事 労働*安全 食品?衛生 \
    *取締員 第?条 電気*工作物 水先*人 河川??者 船舶*検査*証書 家畜?染病 特許*出願 環境*影響*評価 ?大臣 \
    *に関する法律 登録??機関 /第[0-9]+号様式/ /[一二三四五六七八九十]+年以下の(懲役|禁錮)/ \
    /(船舶|航空機)の[所使]有者/ /昭和.{1,4}年法律第.{1,6}号/ /第.{1,4}条の[二三四]/ \
    /(許可|認可|承認)を(受け|得)/ /都(道府県|知事)/ /.{2}大臣/ /罰金.{0,6}科料/ /[ァ-ヶー]{8,}/ /[A-Z]{3,}/ \
    /(届出|申請)書の写し/ /同条第[一二三]項(前段|後段)/ /毎年.{1,3}月/ /(国|地方公共団体)の(責務|義務)/ \
    /施行の日から起算して.{1,3}(年|月)/ /当該(職|委)員/ /保[険健]/ /第[一二]種.{2,6}免許/ \
    /(取消|停止)(し|の命令)/";
const NEAR: &str = "許可 NEAR/20 取消し|船舶 NEAR/10 検査|申請 NEAR/30 却下|医薬品 BEFORE/20 承認|\
    届出 NEAR/20 変更|保険 NEAR/15 給付";

/// As they stand, in another spelling, with a word changed, with a part left out, and invented.
const QUOTATIONS: &str = "「都道府県知事は、前項の規定による届出をした者が」|\
    「正当な理由がないのに、その業務を行わなかつたとき」|「この法律の施行に關し必要な事項は」|\
    「厚生労働大臣は、前項の認可をしようとするときは」|「当該職員に立入検査をさせることができる」|\
    「許可の取消し（中略）をすることができる」|「すべての国民は月に移り住むものとする」";

/// All sets.
pub(crate) fn query_sets() -> Vec<QuerySet> {
    let set = |name, requests: Vec<SearchRequest>| QuerySet {
        name,
        questions: requests
            .into_iter()
            .map(|request| Question::Search(Box::new(request)))
            .collect(),
    };
    let faceted = |request| SearchRequest {
        facets: vec![FacetField::Issuer, FacetField::Kind, FacetField::FiscalYear],
        ..request
    };
    let lines = |request| SearchRequest { sort: Sort::DocumentOrder, limit: 100, ..request };
    vec![
        set("one frequent word", spaced(FREQUENT_WORDS).collect()),
        set("two words", barred(TWO_WORDS).collect()),
        set("rare phrase", spaced(RARE_PHRASES).collect()),
        set("phrase of 10 characters", spaced(TEN_CHARACTERS).collect()),
        set("phrase of frequent characters", spaced(FREQUENT_CHARACTERS).collect()),
        set("one character", spaced(CHARACTERS).collect()),
        set("phrase that stands nowhere", barred(ABSENT).collect()),
        set("wildcard, regular expression", spaced(PATTERNS).collect()),
        set("NEAR", barred(NEAR).collect()),
        set("two words with facets", barred(TWO_WORDS).map(faceted).collect()),
        set("concordance of a frequent word", spaced(FREQUENT_WORDS).map(lines).collect()),
        QuerySet {
            name: "one quotation checked",
            questions: QUOTATIONS.split('|').map(|draft| Question::Verify(draft.into())).collect(),
        },
    ]
}

fn spaced(queries: &str) -> impl Iterator<Item = SearchRequest> {
    queries.split_whitespace().map(request)
}

fn barred(queries: &str) -> impl Iterator<Item = SearchRequest> {
    queries.split('|').map(|query| request(query.trim()))
}

fn request(query: &str) -> SearchRequest {
    SearchRequest { query: query.to_owned(), ..SearchRequest::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_queries_as_the_report_says() {
        assert_eq!((barred(ABSENT).count(), spaced(PATTERNS).count()), (40, 40));
        let is_regex = |request: &SearchRequest| request.query.starts_with('/');
        let n_regexes = spaced(PATTERNS).filter(is_regex).count();
        let n_closed = spaced(PATTERNS).filter(|request| request.query.ends_with('/')).count();
        assert_eq!((n_regexes, n_closed), (20, 20));
    }
}
