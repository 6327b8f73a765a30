"""The data dictionary: what each column of each table means, its unit, and where its values come from.

The tables `python -m analysis tables` writes, and those the functions of `analysis` give, by the function's name.
"""

import pandas as pd

COLUMNS = ["table", "column", "meaning", "unit", "source"]

# Columns that mean the same wherever they stand; a table's own line below comes first.
EVERYWHERE = """
article_id | the article: its document's doc_id and its number there | | given in order of the bodies in the file
doc_id | the document: path of its file without suffix | | the folder
file | file it stands in, relative to the corpus folder | | the folder
sentence_id | the sentence it begins in | | the sentences table
start | first character | characters from 0, in article.text | the text
end | after its last character | characters from 0, in article.text | the text
line_from | line of the file in which it begins; of the extracted text for .html, .pdf, .docx | lines from 1 | the offsets table
line_to | line of the file in which it ends | lines from 1 | the offsets table
place | district, county or city the paper speaks for; 不明: unknown | | corpus.csv, folder name, page, or inferred: see place_basis
place_level | level of the place | 省, 市, 区 | corpus.csv or lexicons/admin.csv
place_basis | how the place is known: given, printed, inferred or unknown | | the program
paper | name of the paper; empty: unknown | | corpus.csv or printed on the page
date_published | day the paper came out; empty: unknown | ISO day | corpus.csv, the file name, printed, or inferred: see its basis
date_published_basis | how that day is known: given, printed, inferred or unknown | | the program
n_han | Han characters, the denominator of every rate | characters | counted
n_tokens | words: tokens with a letter, Han character or digit | words | add_token_counts
level | level of government: 中央, 省, 市, 区 (county too), 镇街, 村社, 其他 | | the lexicon or the grammar of names
surface | as printed | | the text
"""
OWN = {
    "documents": """
sha256 | fingerprint of the file's bytes | hexadecimal | computed
encoding | encoding of the file; pdf or docx for those | | found out from its bytes
layout | how the page's lines are set | | measured from its lines
n_chars | characters of the page's text, white space too | characters | counted
n_han | Han characters of the whole page, furniture too | characters | counted
place_rule | the rule the place was found by | | the program
date_published_rule | the rule the day was found by | | the program
""",
    "segments": """
start | first character | characters from 0, in the document's text | the text
end | after its last character | characters from 0, in the document's text | the text
role | what it is: headline, byline, body, subhead, caption, column, furniture, jump or boilerplate | | the repair
article_id | the article it belongs to; empty: none | | the repair
""",
    "articles": """
doc_id | the document the article begins in | | the repair
files | files the article stands in, joined with a bar | | the repair
kicker | line above the title | | printed
title | headline; empty: none was found | | printed
subtitle | lines below the title | | printed
byline | who wrote it, as printed, joined with a bar | | printed
reporters | names in the byline, joined with a bar | | parsed from byline
speaker | who gives the speech or report | | printed
genre | kind of text; photo-caption, weather, boilerplate are in no count | | rules on headline, opening and verbs
date_event | day of what is reported; empty: unknown | ISO day | printed or inferred: see its basis
date_event_basis | how that day is known: printed, inferred or unknown | | the program
jumped_from | page or article it continues, as printed | | printed
jumped_to | page it continues on, as printed | | printed
truncated | whether the other half of a jump is missing | true or false | the repair
n_paragraphs | paragraphs of the text | paragraphs | counted
n_sentences | sentences of the text | sentences | counted
n_han | Han characters of the text | characters | counted
text | body paragraphs, one a line, put back together | | the page, repaired
date_event_rule | the rule that day was found by | | the program
""",
    "sentences": """
sentence_id | the sentence: its article and its number there | | given in order
paragraph_no | its paragraph | from 1 | counted
sentence_no | its place in the article | from 1 | counted
text | the sentence | | article.text
""",
    "tokens": """
token | word, number or punctuation as printed; mentions and place names are one token each | | jieba's dictionary, no guessing of unknown words
""",
    "bodies": """
name | full name of the body, aliases and bare names resolved | | lexicons/bodies.csv or the grammar of names
kind | 党委, 人大, 政府, 政协, 部门 and so on | | lexicons/bodies.csv or the grammar of names
rule | the rule that read it | | the program
place | place of the article's paper | | articles.place
""",
    "slogans": """
name | the slogan's name in the lexicon | | lexicons/slogans.csv
kind | sort of slogan | | lexicons/slogans.csv
level | level that uses it as its own (adoption) | | lexicons/slogans.csv
level_coined | level that coined it | | lexicons/slogans.csv
owner | place whose own it is by the lexicon; empty: nobody's, or not known | | lexicons/slogans.csv
quoted | whether it stands in quotation marks | true or false | the text
contains | slogans inside it that are not counted apart, joined with a bar | | the suppressed matches
gloss | English gloss | | lexicons/slogans.csv
confidence | how sure the lexicon entry is: high, medium or low; unlisted: there is none for this place | | lexicons/slogans.csv
place | place of the article's paper | | articles.place
""",
    "counts": """
feature | name of the slogan or body, or the word | | slogans.name, bodies.name, tokens.token
n | occurrences in counted articles of the place | times | counted
n_articles | counted articles of the place with it | articles | counted
per_10k | n for each 10,000 Han characters of the place's counted articles | per 10,000 characters | computed
kind | what the feature is: slogan, body or word | | the program
""",
    "offsets": """
raw_start | where the run begins in the document's text | characters from 0 | the repair
line | line of the file the run stands in | lines from 1 | counted
""",
    "quality": """
step | what the note is about: unwrap, spacing, headlines, jumps, place, date or doubt | | the program
what | what was done, inferred or is doubtful | | the program
n | how many times | times | counted
""",
}
RESULTS = {
    "places": """
district | full name of its district or county; empty: it is none | | lexicons/admin.csv
city | full name of its city | | lexicons/admin.csv
province | full name of its province | | lexicons/admin.csv
""",
    "failures": """
error | why the file could not be read | | the program
""",
    "suppressed": """
kind | what was kept from being a mention: body or slogan | | the program
name | the name it would have had | | the lexicon or the grammar of names
owner_start | first character of the mention that owns it; its own where no mention does | characters from 0, in article.text | the text
owner_end | after that mention's last character | characters from 0, in article.text | the text
owner | name of that mention; empty: none | | the lexicon or the grammar of names
owner_kind | what that mention is: slogan, body or trap (only looks like one); where there is none: not quoted, of another place | | the program
""",
    "count_features": """
feature | what is counted: a name or a word | | the column asked for
n | occurrences in counted articles of the group | times | counted
n_articles | counted articles of the group with it | articles | counted
per_10k | n for each 10,000 {unit} of the group's counted articles | per 10,000 {unit} | computed
""",
    "keyness": """
feature | what is compared: a word or a name | | the column asked for
n_a | occurrences in A | times | counted
n_b | occurrences in B | times | counted
articles_a | counted articles of A with it | articles | counted
articles_b | counted articles of B with it | articles | counted
per_10k_a | rate in A | per 10,000 {unit} | computed
per_10k_b | rate in B | per 10,000 {unit} | computed
g2 | log-likelihood ratio, four-term; above 0: more in A | G² | Dunning 1993
p_holm | chance of such a g2 if all occurrences were independent, adjusted over all rows | 0 to 1 | Holm 1979
log_ratio | ratio of the rates, 0.5 for a count of zero; above 0: more in A | doublings (log2) | Hardie 2014
lrc | the least log_ratio the counts bear out; 0: not told apart | doublings (log2) | Evert 2022
chi2 | Pearson's chi-squared; above 0: more in A | χ² | Pearson
odds_ratio | odds in A over odds in B; 1: the same | ratio | Haldane 1956
diff_percent | how much higher the rate in A is | per cent of B's rate | Gabrielatos & Marchi 2011
simple_maths | (per million in A + 1) over (per million in B + 1) | ratio | Kilgarriff 2009
log_odds_z | log odds with the pooled counts as prior, over their standard error | standard errors | Monroe, Colaresi & Quinn 2008
size_a | size of A, the denominator of its rates | {unit} | counted
size_b | size of B, the denominator of its rates | {unit} | counted
""",
    "compare": """
feature | what is compared: a name or a word | | the column asked for
n_a | occurrences in A | times | counted
n_b | occurrences in B | times | counted
articles_a | articles of A with it | articles | counted
articles_b | articles of B with it | articles | counted
of_a | articles of A compared | articles | counted
of_b | articles of B compared | articles | counted
per_10k_a | rate in A; matched: averaged over genres | per 10,000 {unit} | computed
per_10k_b | rate in B; matched: averaged over genres | per 10,000 {unit} | computed
log_ratio | ratio of the rates, 0.5 for a count of zero; above 0: more in A | doublings (log2) | Hardie 2014
log_ratio_low | its 95 % interval from; not there with one article on a side | doublings (log2) | articles resampled
log_ratio_high | its 95 % interval to | doublings (log2) | articles resampled
lrc | the least log_ratio the counts bear out if occurrences were independent | doublings (log2) | Evert 2022
g2 | log-likelihood ratio, four-term, takes occurrences as independent | G² | Dunning 1993
p_permutation | chance of so large a difference if the articles' places were exchanged at random | 0 to 1 | articles permuted
p_holm | p_permutation adjusted over all rows | 0 to 1 | Holm 1979
dp | spread over the articles of both; 0: even | 0 to 1 | Gries 2008
loo_low | lowest log_ratio when any one article is left out | doublings (log2) | computed
loo_high | highest log_ratio when any one article is left out | doublings (log2) | computed
verdict | what the articles bear out, one of four sentences | | rules of compare
""",
    "collocations": """
feature | the word near the node | | tokens.token
n | times it stands near a node; without a window, sentences with both | times | counted
n_articles | articles where it does | articles | counted
n_node | nodes; without a window, sentences with one | times | counted
n_feature | its occurrences outside nodes; without a window, sentences with it | times | counted
expected | n if it stood anywhere by chance | times | computed
logdice | strength; +1: twice as often together | at most 14 | Rychlý 2008
pmi | n over expected | doublings (log2) | Church & Hanks 1990
g2 | log-likelihood ratio, four-term; above 0: attraction | G² | Dunning 1993
t | (n - expected) / √n | t score | Church et al. 1991
z | (n - expected) / √expected | z score | Dennis 1965
dice | twice n over the sum of both frequencies | 0 to 1 | Dice 1945
delta_p_2_given_1 | how much likelier the word is near the node than elsewhere | -1 to 1 | Gries 2013
delta_p_1_given_2 | how much likelier the node is near the word than elsewhere | -1 to 1 | Gries 2013
""",
    "dispersion": """
feature | what is spread: a name or a word | | the column asked for
n | occurrences in all parts | times | counted
parts | parts of the corpus | parts | counted
range | parts that hold it | parts | counted
sd | population standard deviation of its counts | times | computed
vc | sd over the mean count | ratio | computed
juilland_d | evenness of the parts' rates; 1: even | 0 to 1 | Juilland 1970
juilland_u | n times juilland_d | times | Juilland 1970
carroll_d2 | entropy of the parts' rates over its maximum; 1: even | 0 to 1 | Carroll 1970
carroll_um | n adjusted by carroll_d2 | times | Carroll 1970
rosengren_s | evenness; 1: even | 0 to 1 | Rosengren 1971
rosengren_af | n times rosengren_s | times | Rosengren 1971
lyne_d3 | evenness from chi-squared; 1: even | at most 1 | Lyne 1985
dp | half the differences between its shares and the parts' shares; 0: even | 0 to 1 | Gries 2008
dp_norm | dp over its maximum; 0: even | 0 to 1 | Lijffijt & Gries 2012
kl | divergence of its shares from the parts' shares; 0: even | bits | Gries 2020
""",
    "concordance": """
title | headline of the article | | articles.title
left | the sentence before the hit | | the sentences table
hit | as printed | | the text
right | the sentence after the hit | | the sentences table
""",
    "evidence": """
title | headline of the article | | articles.title
sentence | the sentence it stands in | | the sentences table
hit_start | first character of it | characters from 0, in the sentence | computed
hit_end | after its last character, at most the sentence's end | characters from 0, in the sentence | computed
""",
    "propose_slogans": """
rank | place in the list, best first | from 1 | computed
candidate | the words proposed, as printed | | the text
frame | how it was noticed: numeral, code, quoted, quoted parallel, parallel, counted or term | | the program
n | times it was noticed | times | counted
n_articles | articles with it | articles | counted
n_quoted | of these in quotation marks, or on a numeral frame | times | counted
level | a guess: level of the only place that uses it, else 其他 | | articles.place_level
expansion | the list printed in brackets after it | | the text
points | sum the list is sorted by | points | rules of propose_slogans
why | that sum in words | | the program
sentence | the sentence of its first use | | the sentences table
accept | empty, to be filled in by a person | | a person
""",
    "look.rates": """
n | hits in the place's articles | times | counted
n_articles | articles of the place with a hit | articles | counted
of_articles | articles of the place searched | articles | counted
n_han | their Han characters, the denominator of the rate | characters | counted
per_10k | rate | per 10,000 Han characters | computed
per_10k_low | its 95 % interval from; not there with one article or no hit | per 10,000 Han characters | articles resampled
per_10k_high | its 95 % interval to | per 10,000 Han characters | articles resampled
""",
    "look.strip": """
position | where the hit falls in the place's articles laid end to end | 0 to 1 | computed
""",
    "look.articles": """
genre | kind of text | | articles.genre
title | headline of the article | | articles.title
n | hits in it | times | counted
per_10k | rate | per 10,000 Han characters | computed
""",
}
OWN["data-dictionary"] = """
table | file of this folder the column is in | | the program
column | its name | | the program
meaning | what it holds | | written by hand
unit | what it is counted or written in | | written by hand
source | where its values come from | | written by hand
"""


SAME = {"look.lines": "concordance", "look.collocates": "collocations"}  # tables with the columns of another
UNITS = {"han": "Han characters", "tokens": "words"}  # what {unit} stands for


def data_dictionary(columns: dict[str, list[str]]) -> pd.DataFrame:
    """table, column, meaning, unit, source: one row a column of each written table, in their order.

    columns : the columns of each table. Raises KeyError for a column that is not described (a test holds them equal).

    >>> data_dictionary({"tokens": ["token"]})["source"].tolist()
    ["jieba's dictionary, no guessing of unknown words"]
    """
    rows = []
    for table, names in columns.items():
        known = describe_columns(table)
        rows += [(table, name, *known[name]) for name in names]
    return pd.DataFrame(rows, columns=COLUMNS)


def describe_columns(table: str, *, rows: str = "", unit: str = "") -> dict[str, list[str]]:
    """Meaning, unit and source of the columns a table may have; {} for a table that is not described.

    rows : the table its rows come from, whose columns it may have too. unit : of its rates, "han" or "tokens".

    >>> describe_columns("keyness", unit="tokens")["size_a"][1]
    'words'
    """
    texts = [text for name in (rows, SAME.get(table, table)) for text in (OWN.get(name), RESULTS.get(name)) if text]
    if not texts:
        return {}
    lines = {k: v for text in (EVERYWHERE, *texts) for k, v in _lines(text).items()}
    return {k: [cell.replace("{unit}", UNITS.get(unit, "Han characters or words")) for cell in v] for k, v in lines.items()}


def _lines(text: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {row[0]: row[1:] for row in cells}
