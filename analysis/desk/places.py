"""The places of a corpus, as a person names them."""

from typing import Any

from analysis.errors import TifaError


def find_places(corpus: Any, *places: str) -> list[str]:
    """The places of the corpus a person means: 临平, or 临平区 for it. Raises TifaError for a place
    that is not there.
    """
    known = list(dict.fromkeys(corpus.articles["place"]))
    units = {row.district or row.city: row.place for row in corpus.places.itertuples()}
    names = [place if place in known else units.get(place, "") for place in places]
    for place, name in zip(places, names, strict=True):
        if not name:
            raise TifaError(f"place {place!r} is not in this corpus; it has: {', '.join(known)}")
    return names
