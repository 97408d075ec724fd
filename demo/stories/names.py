"""Invented persons with generic names, constant for a province and an office, and the signatures of the newsroom."""

from __future__ import annotations

from demo.draft import Draft
from demo.economy import stable_rng

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Ngô", "Dương", "Lý")
MIDDLE_M = ("Văn", "Đức", "Minh", "Quốc", "Hữu", "Công", "Xuân", "Thanh")
GIVEN_M = ("An", "Bình", "Cường", "Dũng", "Hải", "Hưng", "Khang", "Lâm", "Long", "Nam", "Phong", "Quang", "Sơn", "Tuấn")
MIDDLE_F = ("Thị", "Thu", "Ngọc", "Hồng", "Thanh")
GIVEN_F = ("Anh", "Châu", "Dung", "Hà", "Hạnh", "Hiền", "Hương", "Lan", "Linh", "Mai", "Nga", "Oanh", "Thảo", "Vân")


def full_name(*key: object) -> str:
    """The person that holds an office: the same for the same key."""
    rng = stable_rng("person", *key)
    if rng.random() < 0.7:
        return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE_M)} {rng.choice(GIVEN_M)}"
    return f"{rng.choice(FAMILY)} {rng.choice(MIDDLE_F)} {rng.choice(GIVEN_F)}"


def honorific(name: str) -> str:
    """``Ông`` or ``Bà``, by the given name."""
    return "Bà" if name.split()[-1] in GIVEN_F else "Ông"


def pen_name(*key: object) -> str:
    rng = stable_rng("pen", *key)
    return f"{rng.choice(MIDDLE_F + MIDDLE_M)} {rng.choice(GIVEN_F + GIVEN_M)}"


def sign(draft: Draft) -> None:
    """One of the signature forms, with the reporters of the house."""
    pens, cameras = draft.house.reporters, draft.house.photographers
    pen = draft.one_of(*pens)
    camera = draft.one_of(*cameras)
    forms = (
        pen, f"{pen} - {camera}", pen.upper(), f"Bài và ảnh: {pen}", f"Bài, ảnh: {pen}", f"Tin, ảnh: {pen}",
        f"Tin: {pen}\nẢnh: {camera}", "P.V", f"Thực hiện: {pen}", f"{pen} – {camera}",
    )  # fmt: skip
    draft.byline = draft.one_of(*forms)
