"""What notebook 3 says: who is named, at which level, under which names, and together with whom."""

import pandas as pd
from markupsafe import Markup

from analysis.evidence.links import anchor
from analysis.page.answers import MANY, counted, listing, per_place, plural
from analysis.page.open_corpus import Desk
from analysis.page.page_parts import cite, fill

LEVELS = ("中央", "省", "市", "区", "镇街", "村社", "其他")


def answer(desk: Desk) -> Markup:
    """How many mentions of how many bodies, the most named body of each place, and the level most
    named.
    """
    bodies = desk.study.bodies
    if bodies.empty:
        return fill("No body is named in the counted articles.")
    names = bodies["name"].nunique()
    said = []
    for place in desk.study.places[:MANY]:
        own = bodies[bodies["place"] == place]["name"].value_counts()
        if len(own):
            name = min(own.index[own == own.max()])
            n = cite(desk.tables, "bodies", name=name, place=place)
            said.append(fill("in {place} {name} ({n})", place=place, name=name, n=n))
    level = bodies["level"].value_counts()
    top = min(level.index[level == level.max()])
    return fill(
        "{mentions} of {names} {bodies} are found ({places}). Most named: {said}. The level "
        "most named is {level}, "
        "with {n}, {share} of all.",
        mentions=counted(desk, "bodies", "mention"),
        names=names,
        bodies=plural(names, "body", "bodies"),
        places=per_place(desk, "bodies"),
        said=listing(said),
        level=top,
        n=cite(desk.tables, "bodies", level=top),
        share=f"{level[top] / len(bodies):.0%}",
    )


def ladder(desk: Desk) -> Markup:
    """For each place, how much of its naming goes up to the city, the province and the centre."""
    bodies, said = desk.study.bodies, []
    for place in desk.study.places[:MANY]:
        own = bodies[bodies["place"] == place]
        if own.empty:
            continue
        levels = [
            fill(
                "{level} {n}", level=level, n=cite(desk.tables, "bodies", level=level, place=place)
            )
            for level in LEVELS
            if (own["level"] == level).any()
        ]
        said.append(fill("{place}: {levels}", place=place, levels=Markup(", ").join(levels)))
    return (
        fill("By level, from the top down: {said}.", said=Markup("; ").join(said))
        if said
        else Markup("")
    )


def readings(desk: Desk) -> pd.DataFrame:
    """What is printed and what it means, by place: surface, place, name, level, n, where the two
    differ.
    """
    bodies = desk.study.bodies
    own = bodies[bodies["surface"] != bodies["name"]]
    table = own.groupby(["surface", "place", "name", "level"], as_index=False, sort=True).size()
    table = table.rename(columns={"size": "n"})
    return table.sort_values(
        ["n", "surface", "place", "name"], ascending=[False, True, True, True], ignore_index=True
    )


def reading_link(row: dict) -> str:
    """The anchor of a row of `readings`."""
    return anchor("bodies", surface=row["surface"], place=row["place"], name=row["name"])


def same_words(desk: Desk) -> Markup:
    """Printed words that stand for different bodies in different places."""
    table = readings(desk)
    meanings = table.groupby("surface")["name"].nunique()
    shared = sorted(
        meanings.index[meanings > 1],
        key=lambda s: (-table.loc[table["surface"] == s, "n"].sum(), s),
    )
    if not shared:
        return fill("In this corpus no printed name stands for two bodies.")
    surface = shared[0]
    said = [
        fill(
            "{name} ({n} in {place})",
            name=row["name"],
            n=cite(desk.tables, "bodies", surface=surface, name=row["name"], place=row["place"]),
            place=row["place"],
        )
        for row in table[table["surface"] == surface].head(MANY).to_dict("records")
    ]
    return fill(
        "The same word names different bodies. {surface} is {said}. {n} printed {names} in "
        "this corpus "
        "{have} more than one meaning.",
        surface=surface,
        said=listing(said),
        n=len(shared),
        names=plural(len(shared), "name"),
        have=plural(len(shared), "has", "have"),
    )


def together(desk: Desk, *, most: int = 60) -> pd.DataFrame:
    """Pairs of bodies by the number of articles that name both: a, b, n."""
    joint = desk.tables["joint"]
    pairs = joint[joint["table"] == "bodies"].groupby(["a", "b"], as_index=False, sort=True).size()
    pairs = pairs.rename(columns={"size": "n"}).sort_values(
        ["n", "a", "b"], ascending=[False, True, True]
    )
    return pairs.head(most).reset_index(drop=True)


def pair_link(row: dict) -> str:
    """The anchor of a row of `together`: the articles that name both."""
    return anchor("joint", table="bodies", a=row["a"], b=row["b"])
