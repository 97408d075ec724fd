"""A source's hook that fails, as contributed code may."""


def read(*_: object) -> None:
    raise RuntimeError("the hook of this site is broken")
