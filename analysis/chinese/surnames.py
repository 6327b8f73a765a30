"""Chinese surnames: by them bylines, signatures and lists of people are told from other short
text.
"""

from analysis.chinese.word_lists import word_list

# The commonest first. Used only where no other sign tells where a name begins.
SURNAMES = "".join(word_list("surnames.single"))
DOUBLE_SURNAMES = word_list("surnames.double_surnames")
