"""What a page's script reads: JSON inside the page."""

import json

# A total on the page -> the column of the articles it sums up.
SIZES = {"han": "n_han", "words": "n_tokens"}


def script_json(data: object) -> str:
    """JSON that can stand inside a <script> element: no `<`, `>`, `&` or line separators in it.

    >>> print(script_json({"text": "</script>"}))
    {"text":"\\u003c/script\\u003e"}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
