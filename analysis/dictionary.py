"""The data dictionary: what each column of each written table means, its unit, and where its values come from."""

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
place | district, county or city the paper speaks for; empty: unknown | | corpus.csv, folder name, page, or inferred: see place_basis
place_level | level of the place | 省, 市, 区 | corpus.csv or lexicons/admin.csv
place_basis | how the place is known: given, printed, inferred or unknown | | the program
paper | name of the paper; empty: unknown | | corpus.csv or printed on the page
date_published | day the paper came out; empty: unknown | ISO day | corpus.csv, the file name, printed, or inferred: see its basis
date_published_basis | how that day is known: given, printed, inferred or unknown | | the program
n_han | Han characters, the denominator of every rate | characters | counted
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
token | word, number or punctuation as printed; a mention of a slogan or body is one token | | jieba's dictionary, no guessing of unknown words
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
quoted | whether it stands in quotation marks | true or false | the text
contains | slogans inside it that are not counted apart, joined with a bar | | the suppressed matches
gloss | English gloss | | lexicons/slogans.csv
confidence | how sure the lexicon entry is: high, medium or low | | lexicons/slogans.csv
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
OWN["data-dictionary"] = """
table | file of this folder the column is in | | the program
column | its name | | the program
meaning | what it holds | | written by hand
unit | what it is counted or written in | | written by hand
source | where its values come from | | written by hand
"""


def data_dictionary(columns: dict[str, list[str]]) -> pd.DataFrame:
    """table, column, meaning, unit, source: one row a column of each table, in their order.

    columns : the columns of each table. Raises KeyError for a column that is not described (a test holds them equal).

    >>> data_dictionary({"tokens": ["token"]})["source"].tolist()
    ["jieba's dictionary, no guessing of unknown words"]
    """
    shared, rows = _lines(EVERYWHERE), []
    for table, names in columns.items():
        own = _lines(OWN[table])
        rows += [(table, name, *(own[name] if name in own else shared[name])) for name in names]
    return pd.DataFrame(rows, columns=COLUMNS)


def _lines(text: str) -> dict[str, list[str]]:
    cells = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    return {row[0]: row[1:] for row in cells}
