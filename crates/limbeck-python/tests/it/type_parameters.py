"""The syntax of PEP 695, which Python has since 3.12."""
import typing
def first[T](items: list[T]) -> T:
    inner = lambda: T.__name__
    return items[0], inner()
class Box[T, *Ts, **P]:
    kind: type[T] | None = None
    def __init__(self, value: T):
        self.value = value
    def of(self):
        return [one.__name__ for one in (T, Ts, P)]
    class Inner:
        pass
class Small[T: int](Box[T, T], dict):
    def get[K](self, key: K, default: "K" = 5) -> K:
        return super().get(key, default)
type Json = dict[str, Json] | list[Json] | str | None
type Pair[A] = tuple[A, A]
print(first([3, 4]), Box(1).of(), Box[int, str](7).value, Box.__qualname__, Box.Inner.__qualname__, Small.__name__)
print(Small(3).get("x"), Small.__mro__[1] is Box, typing.get_origin(Small[int]) is Small)
def check(value: Json, pair: Pair[int] = None):
    return value
print(check({"a": None}), "T" in dir(Box), "T" in globals())
def outer():
    T = "outer"
    class In[T]:
        def seen(self):
            return T
    return In().seen().__name__, T
print(outer())
