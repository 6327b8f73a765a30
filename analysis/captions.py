"""The sentences of the figures, in English and Chinese: titles, subtitles and alternative texts with gaps to fill."""

CAPTIONS: dict[str, tuple[str, str]] = {
    "corpus.title": (
        "{articles} from {places}: most of the text is from {most} ({share} %), most of it {genre} "
        "({genre_share} %)",
        "{places}，{articles}：{share}% 的文字来自{most}，{genre_share}% 为{genre}",
    ),
    "corpus.subtitle": (
        "each block is an article, as wide as it is long ({chars} in all); hatched = place or date "
        "inferred; {omitted} more items are in no count (captions, weather, web furniture)",
        "每块为一篇文章，宽度为字数（共{chars}）；斜线表示地点或日期为推断；另有 {omitted} 项不计入（图片说明、天气、网页模板）",
    ),
    "corpus.alt": (
        "Blocks by place and date, {chars} in all. {rows}. {inferred} have an inferred place or date. "
        "The longest is {longest} in {place}, {length} characters, {long_share} % of the text.",
        "按地点和日期排列的文章块，共{chars}。{rows}。{inferred}的地点或日期为推断。最长的是{place}的{longest}，{length}字，占全部文字的 {long_s"
        "hare}%。",
    ),
    "repair.title": (
        "Repair changes the count of {changed} of {all} terms: {term} is found {raw} in the raw files, "
        "{repaired} in the articles",
        "修复改变了 {all} 个词中 {changed} 个的计数：{term}在原始文件中找到 {raw}，在文章中 {repaired}",
    ),
    "repair.title.same": (
        "Repair changes the count of none of these {all} terms",
        "修复没有改变这 {all} 个词的计数",
    ),
    "repair.subtitle": (
        "times the exact string is found; raw: {files} as printed; repaired: {articles}, wraps joined, "
        "halves of a report joined, captions and web furniture out",
        "逐字检索到的次数；原始：{files} 个文件照印；修复：{articles}，断行接合，转版接合，图片说明与网页模板除外",
    ),
    "repair.alt": (
        "Dumbbell of {all} terms, raw count against repaired count. {rows}.",
        "{all} 个词的哑铃图，原始计数对修复后计数。{rows}。",
    ),
    "repair.row": ("{term} {raw} to {repaired}", "{term} {raw} 变为 {repaired}"),
    "top.title": ("Most used: {pairs}", "最常用：{pairs}"),
    "top.pair": ("{term} in {place}", "{place}是{term}"),
    "top.subtitle": (
        "the {rank} most frequent {kind} of each place, {unit}; {sizes}",
        "每个地方最常用的 {rank} 个{kind}，{unit}；{sizes}",
    ),
    "size": ("{place} {articles}", "{place} {articles}"),
    "top.alt": (
        "Bars, one panel a place, the same scale. {rows}.",
        "条形图，每个地方一栏，尺度相同。{rows}。",
    ),
    "top.row": ("{place}: {terms}", "{place}：{terms}"),
    "keyness.title": (
        "{a_n} of {all} {kind} are clearly more frequent in {a}{a_terms}, {b_n} in {b}{b_terms}",
        "{all} 个{kind}中，{a_n} 个明显多见于{a}{a_terms}，{b_n} 个多见于{b}{b_terms}",
    ),
    "keyness.title.none": (
        "For none of {all} {kind} do the articles bear out a difference between {a} and {b}",
        "{all} 个{kind}中，没有一个能由文章证明{a}与{b}有差别",
    ),
    "such": (" ({terms})", "（{terms}）"),
    "keyness.subtitle": (
        "{unit}, {a} {a_articles} against {b} {b_articles}; {interval}; {few} have too few articles to tell",
        "{unit}，{a} {a_articles}对{b} {b_articles}；{interval}；{few} 个篇数太少，不能判断",
    ),
    "keyness.title.few": (
        "{a_articles} of {a} and {b_articles} of {b} are too few to tell any of these {all} {kind} apart",
        "{a}{a_articles}、{b}{b_articles}，太少，不能判断这 {all} 个{kind}的差别",
    ),
    "keyness.alt": (
        "Ratio of rates, {a} against {b}, for {all} {kind}, each with an interval. Furthest to {a}: "
        "{right}. Furthest to {b}: {left}. Clearly more in {a}: {a_terms}. Clearly more in {b}: "
        "{b_terms}. No clear difference: {unclear}. Too few articles to tell: {few}.",
        "{a}对{b}的频率比，共 {all} 个{kind}，各带区间。最偏{a}：{right}。最偏{b}：{left}。明显{a}更多：{a_terms}。明显{b}更多：{b_terms}"
        "。无明显差别：{unclear} 个。篇数太少：{few} 个。",
    ),
    "dumbbell.title": (
        "{term} differs most: {high} per 10,000 characters in {more}, {low} in {less}",
        "差距最大的是{term}：{more}每万字 {high} 次，{less} {low} 次",
    ),
    "dumbbell.subtitle": (
        "the most frequent {kind}, {unit}; numbers at the right are counts; {a} {a_articles}, {b} "
        "{b_articles}; {verdict}",
        "最常用的{kind}，{unit}；右侧为次数；{a} {a_articles}，{b} {b_articles}；{verdict}",
    ),
    "dumbbell.alt": (
        "Rates of {all} {kind} in {a} / {b} (counts in brackets): {rows}. {verdict}.",
        "{all} 个{kind}在{a} / {b}的频率（括号内为次数）：{rows}。{verdict}。",
    ),
    "verdict.few": ("too few articles to tell a difference", "篇数太少，不能判断差别"),
    "verdict.some": (
        "{a_n} clearly more in {a}, {b_n} in {b}, {unclear} not clear",
        "{a_n} 个明显{a}更多，{b_n} 个{b}更多，{unclear} 个不明显",
    ),
    "none": ("none", "无"),
    "scatter.title": (
        "{both} of {all} {kind} are used in both places; {a_only} only in {a}, {b_only} only in {b}",
        "{all} 个{kind}中，{both} 个两地都用；{a_only} 个只见于{a}，{b_only} 个只见于{b}",
    ),
    "scatter.subtitle": (
        "{unit} (logarithmic); area = count in both; {a} {a_articles}, {b} {b_articles}; on the line "
        "both rates are equal",
        "{unit}（对数尺）；面积为两地次数之和；{a} {a_articles}，{b} {b_articles}；线上两地频率相等",
    ),
    "scatter.alt": (
        "Scatter of the rates of {all} {kind} in {a} (across) and {b} (up). Most used in both: {top}. "
        "Only in {a}: {a_terms}. Only in {b}: {b_terms}.",
        "{all} 个{kind}在{a}（横轴）与{b}（纵轴）的频率散点图。两地都常用：{top}。只见于{a}：{a_terms}。只见于{b}：{b_terms}。",
    ),
    "clouds.title": (
        "The words of {a} and {b} on one scale: {a_top} is largest in {a}, {b_top} in {b}",
        "{a}与{b}的词云，同一尺度：{a}最大的是{a_top}，{b}最大的是{b_top}",
    ),
    "clouds.subtitle": (
        "size = {unit}, colour = the place whose articles clearly use it more, grey = not clear; {a} "
        "{a_articles}, {b} {b_articles}; read it beside {beside}",
        "字号为{unit}，颜色表示明显更常用的一地，灰色为不明显；{a} {a_articles}，{b} {b_articles}；请与{beside}对照阅读",
    ),
    "clouds.alt": (
        "Two word clouds on one scale. Largest in {a}: {a_terms}. Largest in {b}: {b_terms}. The bars "
        "give the numbers.",
        "同一尺度的两幅词云。{a}最大的词：{a_terms}。{b}最大的词：{b_terms}。数字见条形图。",
    ),
    "ladder.title": (
        "{place} names bodies of the {level} level most ({share} %){rest}",
        "{place}提到最多的是{level}级机构（{share}%）{rest}",
    ),
    "ladder.rest": (", {place} the {level} level ({share} %)", "，{place}是{level}级（{share}%）"),
    "ladder.subtitle": (
        "share of each place's mentions of bodies by level, counts at the bars; {sizes}",
        "各地机构提及次数按层级的比例，条旁为次数；{sizes}",
    ),
    "ladder.alt": (
        "A ladder of levels from 中央 down, one column a place. {rows}.",
        "自中央而下的层级阶梯，每地一栏。{rows}。",
    ),
    "levels.title": (
        "{share} % of the slogan mentions of {place} come from the {level} level{rest}",
        "{place}的提法中 {share}% 来自{level}一级{rest}",
    ),
    "levels.rest": (", {share} % in {place}", "，{place}为 {share}%"),
    "levels.subtitle": (
        "mentions of slogans by the level that adopted them, as a share of each place's mentions, "
        "counts in the bars; {sizes}",
        "提法按采用层级，占各地提及次数的比例，条内为次数；{sizes}",
    ),
    "levels.alt": (
        "Stacked bars, one a place, from 中央 to the lowest level. {rows}.",
        "堆积条形图，每地一条，自中央至最低一级。{rows}。",
    ),
}
