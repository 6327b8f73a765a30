"""The one error a person sees: a line that says what came, what was allowed, and where."""


class TifaError(ValueError):
    """Bad input, told in one line: the command line prints it and exits with 2, a notebook shows
    it.

    >>> raise TifaError("corpus.csv row 3: file 'x.txt' is not in the folder")
    Traceback (most recent call last):
    analysis.errors.TifaError: corpus.csv row 3: file 'x.txt' is not in the folder
    """

    def _render_traceback_(self) -> list[str]:
        """What IPython asks an exception for in place of its traceback."""
        return [f"{type(self).__name__}: {self}"]
