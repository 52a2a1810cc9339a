_SENTENCE_END = r'[a-z][\.\!\?][\"\']?\Z'
# Words with their hyphens, em-dashes and runs of whitespace, as chunks that lines are filled with.
_CHUNKS = r"""(?x)(
        [\t\n\x0b\x0c\r ]+
      | (?<=[\w!"'&.,?])-{2,}(?=\w)
      | [^\t\n\x0b\x0c\r ](?:
            [^\t\n\x0b\x0c\r ]*?
            (?:
                -(?:(?<=[^\d\W]{2}-)|(?<=[^\d\W]-[^\d\W]-))(?=[^\d\W]-?[^\d\W])
              | (?=[\t\n\x0b\x0c\r ]|\Z)
              | (?<=[\w!"'&.,?])(?=-{2,}\w)
            )
        )
    )"""
_PLAIN_CHUNKS = r"([\t\n\x0b\x0c\r ]+)"


class TextWrapper:
    def __init__(
        self,
        width=70,
        initial_indent="",
        subsequent_indent="",
        expand_tabs=True,
        replace_whitespace=True,
        fix_sentence_endings=False,
        break_long_words=True,
        drop_whitespace=True,
        break_on_hyphens=True,
        tabsize=8,
        *,
        max_lines=None,
        placeholder=" [...]",
    ):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _chunks(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for c in "\t\n\x0b\x0c\r":
                text = text.replace(c, " ")
        # Most scripts only dedent: the expressions are compiled when a text is wrapped.
        import re

        pattern = _CHUNKS if self.break_on_hyphens else _PLAIN_CHUNKS
        chunks = [chunk for chunk in re.split(pattern, text) if chunk]
        if self.fix_sentence_endings:
            for at in range(len(chunks) - 1):
                if chunks[at + 1] == " " and re.search(_SENTENCE_END, chunks[at]):
                    chunks[at + 1] = "  "
        return chunks

    def _break_word(self, queue, line, used, width):
        room = width - used if width >= 1 else 1
        word = queue[-1]
        if self.break_long_words:
            end = room
            if self.break_on_hyphens and len(word) > room:
                hyphen = word.rfind("-", 0, room)
                if hyphen > 0 and any(c != "-" for c in word[:hyphen]):
                    end = hyphen + 1
            line.append(word[:end])
            queue[-1] = word[end:]
        elif not line:
            line.append(queue.pop())

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        queue = self._chunks(text)
        queue.reverse()
        lines = []
        while queue:
            line = []
            used = 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and queue[-1].strip() == "":
                queue.pop()
            while queue and used + len(queue[-1]) <= width:
                used += len(queue[-1])
                line.append(queue.pop())
            if queue and len(queue[-1]) > width:
                self._break_word(queue, line, used, width)
                used = sum(map(len, line))
            if self.drop_whitespace and line and line[-1].strip() == "":
                used -= len(line.pop())
            if not line:
                continue
            fits = (
                self.max_lines is None
                or len(lines) + 1 < self.max_lines
                or (not queue or self.drop_whitespace and len(queue) == 1 and not queue[0].strip())
                and used <= width
            )
            if fits:
                lines.append(indent + "".join(line))
                continue
            while line:
                if line[-1].strip() and used + len(self.placeholder) <= width:
                    line.append(self.placeholder)
                    lines.append(indent + "".join(line))
                    break
                used -= len(line.pop())
            else:
                if lines:
                    last = lines[-1].rstrip()
                    if len(last) + len(self.placeholder) <= self.width:
                        lines[-1] = last + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    lines = text.split("\n")
    margin = None
    for at, line in enumerate(lines):
        body = line.lstrip(" \t")
        if not body:
            lines[at] = ""
            continue
        if body.strip(" \t") == "" and at:
            lines[at] = ""
            continue
        lead = line[: len(line) - len(body)]
        if margin is None:
            margin = lead
        else:
            same = 0
            while same < len(margin) and same < len(lead) and margin[same] == lead[same]:
                same += 1
            margin = margin[:same]
    if margin:
        lines = [line[len(margin):] if line.startswith(margin) else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    if predicate is None:
        predicate = str.strip
    return "".join(prefix + line if predicate(line) else line for line in text.splitlines(True))
