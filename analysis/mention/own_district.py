"""Names of bodies with 本区 for the paper's own district, so that the bodies of two districts can
be compared.
"""

import pandas as pd

OWN = "本区"


def own_names(bodies: pd.DataFrame, places: pd.DataFrame, place: str) -> dict[str, str]:
    """The names of a place's bodies that hold its own district -> the same with 本区 for it.

    bodies : of `find_mentions` (name, place); places : of the corpus (place, district, city).
    A name that would become equal to another of the same place keeps its own form: one name, one
    row.

    >>> bodies = pd.DataFrame({"name": ["望州市青禾区财政局", "望州市财政局"], "place": "青禾"})
    >>> own_names(bodies, pd.DataFrame({"place": ["青禾"], "district": ["青禾区"], "city": ["望州市"]}),
    ...     "青禾")
    {'望州市青禾区财政局': '本区财政局'}
    """
    known = places.set_index("place")
    district = str(known.loc[place, "district"]) if place in known.index else ""
    if not district:
        return {}
    own: dict[str, str] = {}
    for name in bodies.loc[bodies["place"] == place, "name"].value_counts().index:
        general = name.replace(f"{known.loc[place, 'city']}{district}", district).replace(
            district, OWN
        )
        if general != name and general not in own.values():
            own[name] = general
    return own


def with_own_names(
    bodies: pd.DataFrame, places: pd.DataFrame, compared: tuple[str, str]
) -> tuple[pd.DataFrame, str]:
    """The bodies with the names of `own_names` for each of the two places, and a line that says
    what 本区 stands for.
    """
    own = {place: own_names(bodies, places, place) for place in compared}
    names = [
        own.get(p, {}).get(name, name)
        for name, p in zip(bodies["name"], bodies["place"], strict=True)
    ]
    district = places.set_index("place")["district"]
    said = " or ".join(str(district[place]) for place in compared if own[place])
    return bodies.assign(
        name=names
    ), f"{OWN} stands for each paper's own district, {said}" if said else ""
