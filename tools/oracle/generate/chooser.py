"""Random choices, all of one seed."""
import random
import re

KEYWORD = re.compile(r"([A-Za-z_]\w*)=(?!=)")


class Chooser(random.Random):
    """Chooses among pieces of Python text."""

    def chance(self, share):
        """True in `share` of the cases."""
        return self.random() < share

    def pick(self, options):
        """One of a list. A function among them is called with the chooser."""
        found = self.choice(options)
        return found(self) if callable(found) else found

    def weighted(self, options):
        """One of pairs (weight, option)."""
        found = self.choices([option for _, option in options], [weight for weight, _ in options])[0]
        return found(self) if callable(found) else found

    def several(self, options, low=1, high=3):
        """Some of a list, in the order of the list."""
        count = min(len(options), self.randint(low, high))
        chosen = sorted(self.sample(range(len(options)), count))
        return [options[index] for index in chosen]

    def keywords(self, *options):
        """Keyword arguments: triples (share, name, value), the value a text, a list of texts, or a function."""
        found = []
        for share, name, value in options:
            if self.chance(share):
                if callable(value):
                    value = value(self)
                elif isinstance(value, (list, tuple)):
                    value = self.pick(value)
                found.append(f"{name}={value}")
        return found


def call(name, *arguments):
    """The text of a call: each argument a text, or a list of them; None is left out, a keyword's second value too."""
    found = []
    given = set()
    for each in arguments:
        for text in each if isinstance(each, list) else [each]:
            keyword = KEYWORD.match(text) if text is not None else None
            if text is None or keyword and keyword[1] in given:
                continue
            if keyword:
                given.add(keyword[1])
            found.append(text)
    return f"{name}({', '.join(found)})"
