"""Any row -> its sentences with file and line; the one grammar of anchors."""
