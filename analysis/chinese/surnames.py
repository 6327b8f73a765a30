"""Chinese surnames: by them bylines, signatures and lists of people are told from other short
text.
"""

from analysis.chinese.lexicons import word_list
from analysis.chinese.normal import simplified, traditional_forms

# Used only where no other sign tells where a name begins.
SURNAMES = "".join(word_list("surnames.single"))
SURNAMES += traditional_forms(SURNAMES)


def has_double_surname(name: str) -> bool:
    """Whether a name begins with a surname of two characters.

    >>> has_double_surname("欧阳小文"), has_double_surname("歐陽小文"), has_double_surname("陈小文")
    (True, True, False)
    """
    return simplified(name[:2]) in word_list("surnames.double_surnames")
