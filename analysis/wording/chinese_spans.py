"""Chinese inside a page of another language, marked as such."""

import re

from markupsafe import Markup, escape

from analysis.chinese.han import HAN

CHINESE = re.compile(f"[“‘（《]*[{HAN}][{HAN}“”‘’、，。；：！？（）《》·]*")


def zh(text: object) -> Markup:
    """Text escaped, each stretch of Chinese marked `lang="zh-Hans"`.

    >>> zh("the slogan 十五五")
    Markup('the slogan <span lang="zh-Hans">十五五</span>')
    >>> zh("<b>")
    Markup('&lt;b&gt;')
    """
    parts, last, source = [], 0, str(text)
    for hit in CHINESE.finditer(source):
        chinese = Markup('<span lang="zh-Hans">{}</span>').format(hit.group())
        parts += [escape(source[last : hit.start()]), chinese]
        last = hit.end()
    return Markup("").join([*parts, escape(source[last:])])
