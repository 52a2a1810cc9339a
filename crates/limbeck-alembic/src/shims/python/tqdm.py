"""`tqdm`: the rows, without the bar."""


class tqdm:
    def __init__(self, iterable=None, desc=None, total=None, leave=True, file=None, *args, **kwargs):
        self.iterable = iterable
        self.desc = desc
        self.total = len(iterable) if total is None and hasattr(iterable, "__len__") else total
        self.n = kwargs.get("initial", 0)

    def __iter__(self):
        return iter(self.iterable)

    def __len__(self):
        return self.total

    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False

    def update(self, n=1):
        self.n += n

    def close(self, *args, **kwargs):
        pass

    clear = refresh = reset = set_description = set_description_str = set_postfix = set_postfix_str = close

    @staticmethod
    def write(s, file=None, end="\n", nolock=False):
        print(s, end=end)


def trange(*args, **kwargs):
    return tqdm(range(*args), **kwargs)
