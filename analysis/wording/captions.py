"""The sentences of the figures, in English and Chinese: titles, subtitles and alternative texts
with gaps to fill.
"""

CAPTIONS: dict[str, tuple[str, str]] = {
    "corpus.title": (
        "{articles} from {places}: {most} has most of the text ({share} %), the main genre "
        "is {genre} "
        "({genre_share} %)",
        "{places}，{articles}：{most}的文字最多（{share}%），主要体裁为{genre}（{genre_share}%）",
    ),
    "corpus.subtitle": (
        "each block is an article, as wide as it is long ({chars} in all); hatched = place or date "
        "inferred; {omitted} more items are in no count (captions, weather, web furniture){shown}",
        "每块为一篇文章，宽度为字数（共 {chars}）；斜线表示地点或日期为推断；另有 {omitted} "
        "项不计入（图片说明、天气、网页模板）{shown}",
    ),
    "corpus.alt": (
        "Blocks by place and date, {chars} in all. {rows}. {inferred} have an inferred place "
        "or date. "
        "The longest is {longest} in {place}, {length} characters, {long_share} % of the text.",
        "按地点和日期排列的文章块，"
        "共 {chars}。{rows}。{inferred}的地点或日期为推断。最长的是{place}的{longest}，"
        "{length}字，占全部文字的 {long_"
        "share}%。",
    ),
    "repair.title": (
        "{term}: a search of the raw files finds {raw}, the repaired articles hold "
        "{repaired}, jieba "
        "alone sees {jieba}",
        "{term}：检索原始文件得 {raw} 次，修复后的文章有 {repaired} 次，jieba 单独切分得 "
        "{jieba} 次",
    ),
    "repair.subtitle": (
        "times the exact string is found; raw: {files} files as they came; repaired: "
        "{articles}, broken "
        "lines and halves joined, captions and web furniture out; {changed} of these {all} slogans "
        "change",
        "逐字检索的次数；原始：{files} 个文件照原样；修复：{articles}，断行与转版接合，"
        "图片说明与网页模板除外；这 {all} 条提法中 {changed} 条有变化",
    ),
    "repair.alt": (
        "Three counts of {all} slogans: raw files, repaired articles, jieba's words. {rows}.",
        "{all} 条提法的三种计数：原始文件、修复后的文章、jieba 的词。{rows}。",
    ),
    "repair.row": ("{term} {raw}, {repaired}, {jieba}", "{term} {raw}、{repaired}、{jieba}"),
    "top.tie": ("{term} (as often as {n} more)", "{term}（另有 {n} 个同样多）"),
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
        "{unit}, {a} {a_articles} against {b} {b_articles}; {interval}; {few} have too few "
        "articles to "
        "tell",
        "{unit}，{a} {a_articles}对{b} {b_articles}；{interval}；{few} 个篇数太少，不能判断",
    ),
    "keyness.title.few": (
        "{a_articles} of {a} and {b_articles} of {b} are too few to say that any of these "
        "{all} {kind} "
        "differs",
        "{a} {a_articles}、{b} {b_articles}，太少，不能判断这 {all} 个{kind}有无差别",
    ),
    "keyness.alt": (
        "Ratio of rates, {a} against {b}, for {all} {kind}, each with an interval. Furthest "
        "to {a}: "
        "{right}. Furthest to {b}: {left}. Clearly more in {a}: {a_terms}. Clearly more in {b}: "
        "{b_terms}. No clear difference: {unclear}. Too few articles to tell: {few}.",
        "{a}对{b}的频率比，共 {all} 个{kind}，"
        "各带区间。最偏{a}：{right}。最偏{b}：{left}。明显{a}更多：{a_terms}。明显{b}更多：{b"
        "_terms}"
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
    "scatter.title": (
        "{both} of {all} {kind} are used in both places; {a_only} only in {a}, {b_only} only "
        "in {b}",
        "{all} 个{kind}中，{both} 个两地都用；{a_only} 个只见于{a}，{b_only} 个只见于{b}",
    ),
    "scatter.subtitle": (
        "{unit} (logarithmic); area = count in both; {a} {a_articles}, {b} {b_articles}; on "
        "the line "
        "both rates are equal",
        "{unit}（对数尺）；面积为两地次数之和；{a} {a_articles}，{b} "
        "{b_articles}；线上两地频率相等",
    ),
    "scatter.alt": (
        "Scatter of the rates of {all} {kind} in {a} (across) and {b} (up). Most used in "
        "both: {top}. "
        "Only in {a}: {a_terms}. Only in {b}: {b_terms}.",
        "{all} 个{kind}在{a}（横轴）与{b}（纵轴）的频率散点图。两地都常用：{top}。只见于{a}："
        "{a_terms}。只见于{b}：{b_terms}。",
    ),
    "clouds.title": (
        "The words of {a} and {b} on one scale: {a_top} is largest in {a}, {b_top} in {b}",
        "{a}与{b}的词云，同一尺度：{a}最大的是{a_top}，{b}最大的是{b_top}",
    ),
    "clouds.subtitle": (
        "area = {unit}; colour = how far the rate leans to a place, grey = equal{few}; {a} "
        "{a_articles}, {b} {b_articles}; the numbers stand in the bars of the top words",
        "面积为{unit}；颜色表示偏向哪一地，灰色为相等{few}；{a} {a_articles}，{b} "
        "{b_articles}；数字见常用词条形图",
    ),
    "clouds.alt": (
        "Two word clouds on one scale. Largest in {a}: {a_terms}. Largest in {b}: {b_terms}. "
        "The bars "
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
    "none": ("none", "无"),
    "dispersion.title": (
        "{term} is spread over {k} of {all}, {n} mentions",
        "{term}见于 {all}中的 {k} 篇，共 {n} 次",
    ),
    "dispersion.subtitle": (
        "each row is an article from start to end, each stroke a mention, in the colour of "
        "its place; "
        "{shown} of {all} shown",
        "每行为一篇文章，自开头至结尾，每条竖线为一次提及，颜色为地方；{all}中显示 {shown} 篇",
    ),
    "dispersion.row": ("{term} {n} in {articles}", "{term} {n}，{articles}"),
    "dispersion.alt": (
        "Strips of articles with a stroke at every mention. {rows}; {all} in all.",
        "文章条带，每次提及一条竖线。{rows}；共 {all}。",
    ),
    "term.title": ("{term} is mentioned {n} times: {parts}", "{term}共提及 {n} 次：{parts}"),
    "term.part": ("{place} {n}", "{place} {n}"),
    "term.subtitle": (
        "every mention at its place in its article, {articles}; bold: number of mentions; "
        "right: other "
        "slogans of the same sentences",
        "每次提及在文章中的位置，{articles}；粗体为次数；右侧为同句的其他提法",
    ),
    "term.alt": (
        "{term}, {n} mentions in {articles}: {parts}. Most often in one sentence with {partners}.",
        "{term}，{articles}中共 {n} 次：{parts}。最常与之同句的是{partners}。",
    ),
    "matrix.title": (
        "{term} stands in {k} of {all}; {every} of these {slogans} in all {places}",
        "{term}见于 {all}中的 {k} 篇；这 {slogans}中 {every} 条见于所有 {places}",
    ),
    "matrix.subtitle": (
        "the most widespread slogans by article ({shown} of {all} shown); area and number = "
        "mentions, "
        "colour = place",
        "流传最广的提法与文章（{all}中显示 {shown} 篇）；面积与数字为次数，颜色为地方",
    ),
    "matrix.alt": (
        "Matrix of {slogans} by {shown} articles. {rows}.",
        "{slogans}与 {shown} 篇文章的矩阵。{rows}。",
    ),
    "collocates.title": (
        "The words that keep closest to {term} are {top}",
        "与{term}最紧密的词是{top}",
    ),
    "collocates.subtitle": (
        "words within {window} words of {term} in its sentence, ranked by logDice; area = times "
        "together; {nodes}, {articles}",
        "同句中{term}前后 {window} 个词以内的词，按 logDice "
        "排列；面积为共现次数；{nodes}，{articles}",
    ),
    "collocates.alt": (
        "Ranked dots of {all} collocates of {term}, logDice (times together): {rows}.",
        "{term}的 {all} 个搭配词排序，logDice（共现次数）：{rows}。",
    ),
    "together.title": (
        "{a} and {b} are named together most: in {n} of {all}",
        "最常一起出现的是{a}与{b}：{all}中 {n} 篇",
    ),
    "together.title.once": (
        "No two bodies are named together in more than one of {all}",
        "{all}中，没有两个机构在一篇以上一起出现",
    ),
    "together.subtitle": (
        "the {nodes} bodies named in most articles, by level; line width = articles that "
        "name both{least}, "
        "disc = articles that name it; {all}",
        "提及篇数最多的 {nodes} 个机构，按层级；线宽为同时提及的篇数{least}，"
        "圆面积为提及篇数；{all}",
    ),
    "together.least": (" ({n} or more)", "（{n} 篇以上）"),
    "together.alt": (
        "Network of {nodes} bodies in rows by level. Widest lines: {rows} articles.",
        "{nodes} 个机构按层级排列的网络。最粗的线：{rows} 篇。",
    ),
    "shared.title": (
        "{share} % of {slogans} are used in one place only, {every} in all {places}; {home} are "
        "home-made",
        "{slogans}中 {share}% 只见于一地，{every} 条见于所有 {places}；{home} 条为本地自创",
    ),
    "shared.subtitle": (
        "slogans by the set of places that use them, coloured by the level that adopted "
        "them; dots say "
        "which places; grey: examples",
        "按使用地方的组合统计提法，颜色为采用层级；圆点表示地方；灰字为例子",
    ),
    "shared.alt": (
        "Bars of slogans by the places that use them. {rows}.",
        "按使用地方的组合统计的提法条形图。{rows}。",
    ),
    "verdicts.title": (
        "{a} and {b}: of {all} claims {a_n} hold for {a}, {b_n} for {b}, {unclear} are not "
        "clear, {few} "
        "cannot be told",
        "{a}与{b}：{all} 个说法中 {a_n} 个{a}更多，{b_n} 个{b}更多，{unclear} "
        "个不明显，{few} 个不能判断",
    ),
    "verdicts.title.few": (
        "{a_articles} of {a} and {b_articles} of {b}: too few to tell any of {all} differences",
        "{a} {a_articles}、{b} {b_articles}：太少，{all} 个差别都不能判断",
    ),
    "verdicts.subtitle": (
        "ratio of rates per 10,000 Han characters; {interval}; numbers: articles that have it; {a} "
        "{a_articles}, {b} {b_articles}",
        "每万字频率之比；{interval}；数字为含有该项的篇数；{a} {a_articles}，{b} {b_articles}",
    ),
    "verdicts.row": ("{term} {n_a} to {n_b}, {verdict}", "{term} {n_a} 比 {n_b}，{verdict}"),
    "verdicts.alt": (
        "Panel of {all} differences between {a} and {b} with intervals and verdicts: {rows}.",
        "{a}与{b}的 {all} 个差别，附区间与判断：{rows}。",
    ),
    "loo.title": (
        "{hold} of {all} differences keep their side without any one article, {turn} hang on "
        "a single "
        "one",
        "{all} 个差别中 {hold} 个去掉任一篇仍在同一侧，{turn} 个取决于单独一篇",
    ),
    "loo.subtitle": (
        "dot: ratio of rates with all articles; band: its range when each article in turn is "
        "left out; "
        "{a} {a_articles}, {b} {b_articles}",
        "圆点为全部文章的频率比；色带为逐一去掉一篇时的范围；{a} {a_articles}，{b} {b_articles}",
    ),
    "loo.alt": (
        "Ranges of {all} ratios, leaving out one article at a time. Hanging on one article: "
        "{terms}. "
        "Widest: {widest}, from {low} to {high} times.",
        "{all} 个频率比逐篇剔除的范围。取决于一篇的：{terms}。最宽的是{widest}，{low} 至 "
        "{high} 倍。",
    ),
    "confounds.title": (
        "{a} and {b} differ in more than their words: {far}, {far_a} against {far_b}",
        "{a}与{b}不只用词不同：{far} {far_a} 对 {far_b}",
    ),
    "confounds.title.alike": (
        "{a} and {b}: no share of a genre, of guessed dates or of one article is 10 points apart",
        "{a}与{b}：体裁、推断日期与最长一篇的比例相差都不到 10 个百分点",
    ),
    "confounds.subtitle": (
        "what else differs; shares on one scale, other rows each on its own; {warned} of "
        "{all} rows "
        "carry a warning",
        "其他差别；比例用同一尺度，其余各行自成尺度；{all} 行中 {warned} 行附有提醒",
    ),
    "confounds.row": ("{name} {a} / {b}", "{name} {a} / {b}"),
    "confounds.alt": (
        "Beside any contrast of {a} / {b}: {rows}.",
        "与{a} / {b}的任何对比并读：{rows}。",
    ),
}
