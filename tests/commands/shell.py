"""Take shell text apart into simple commands. It reads what plans print, not all of the shell."""

from dataclasses import dataclass, field

from source import WILD

KEYWORDS = {"do", "then", "else", "elif", "if", "while", "until", "!", "sudo", "time", "nohup", "{", "exec"}


class ShellError(ValueError):
    """The text is not shell that runs."""


@dataclass
class Simple:
    """One command: its words, and whether its output goes on into something else."""

    words: list = field(default_factory=list)


def commands(text):
    """The simple commands of a text, those of substitutions first."""
    reader = Reader(text)
    found = reader.list_until("")
    return [Simple(words) for words in (strip(simple.words) for simple in found) if words]


def strip(words):
    """Leave out what stands in front of a command: assignments, keywords, `xargs` with its options."""
    words = list(words)
    while words and (words[0] in KEYWORDS or is_assignment(words[0])):
        words.pop(0)
    if words[:1] == ["xargs"]:
        words = after_xargs(words[1:])
    if words[:1] == ["watch"] or words[:1] == ["timeout"]:
        words = after_xargs(words[1:])
    return words


def after_xargs(words):
    """The command that xargs runs, with one more argument at its end or where `-I` says."""
    at = next((i for i, word in enumerate(words) if word in ("aws", "az", "gcloud", "kubectl")), None)
    if at is None:
        return []
    places = [word[2:] or words[i + 1] for i, word in enumerate(words[:at]) if word.startswith("-I")]
    return [word.replace(places[0], WILD) for word in words[at:]] if places else words[at:] + [WILD]


def is_assignment(word):
    name, sign, _ = word.partition("=")
    return bool(sign) and name.isidentifier()


class Reader:
    """Reads from left to right, one character ahead."""

    def __init__(self, text):
        self.text = text
        self.at = 0
        self.found = []

    def list_until(self, stop):
        """Commands up to the closing sign, or to the end when there is none."""
        words, word = [], None
        while self.at < len(self.text):
            sign = self.text[self.at]
            if stop and sign == stop:
                self.at += 1
                self.close(words, word)
                return self.found
            if sign in " \t\n;|&()":
                words, word = self.separate(sign, words, word)
            elif sign in "<>":
                words, word = self.redirect(words, word)
            elif sign == "#" and word is None:
                self.at = len(self.text)
            else:
                word = (word or "") + self.part()
        if stop:
            raise ShellError(f"`{stop}` is missing")
        self.close(words, word)
        return self.found

    def separate(self, sign, words, word):
        self.at += 1
        if word is not None:
            words = words + [word]
        if sign in " \t":
            return words, None
        self.close(words, None)
        return [], None

    def close(self, words, word):
        words = words + ([word] if word is not None else [])
        if words:
            self.found.append(Simple(words))

    def redirect(self, words, word):
        """Skip `> file`, `2>&1`, `<(command)`; a wildcard stays where a command is substituted."""
        if word is not None and not word.isdigit():
            words = words + [word]
        while self.at < len(self.text) and self.text[self.at] in "<>&":
            self.at += 1
        if self.text[self.at : self.at + 1] == "(":
            self.at += 1
            self.inner(")")
            return words + [WILD], None
        while self.text[self.at : self.at + 1] == " ":
            self.at += 1
        while self.at < len(self.text) and self.text[self.at] not in " \t\n;|&()<>":
            self.part()
        return words, None

    def part(self):
        """One quoted string, one expansion or one plain character."""
        sign = self.text[self.at]
        self.at += 1
        if sign == "'":
            return self.single()
        if sign == '"':
            return self.double()
        if sign == "\\":
            self.at += 1
            return self.text[self.at - 1 : self.at]
        if sign == "$":
            return self.expansion()
        if sign == "`":
            self.inner("`")
            return WILD
        return sign

    def single(self):
        end = self.text.find("'", self.at)
        if end < 0:
            raise ShellError("a single quote is not closed")
        value, self.at = self.text[self.at : end], end + 1
        return value

    def double(self):
        value = ""
        while self.at < len(self.text):
            sign = self.text[self.at]
            self.at += 1
            if sign == '"':
                return value
            if sign == "\\" and self.text[self.at : self.at + 1] in ('"', "\\", "$", "`", "!"):
                value += self.text[self.at]
                self.at += 1
            elif sign == "$":
                value += self.expansion()
            elif sign == "!" and self.text[self.at : self.at + 1].isalpha():
                raise ShellError("`!` with a name behind it inside double quotes recalls a command: use single quotes")
            elif sign == "`":
                raise ShellError("a backtick inside double quotes runs a command: use single quotes or `\\``")
            else:
                value += sign
        raise ShellError("a double quote is not closed")

    def expansion(self):
        """`$NAME`, `${NAME}`, `$(command)`; the command is read too."""
        rest = self.text[self.at :]
        if rest.startswith("("):
            self.at += 1
            if rest.startswith("(("):
                self.at = self.text.find("))", self.at) + 2
                return WILD
            self.inner(")")
            return WILD
        if rest.startswith("{"):
            end = self.text.find("}", self.at)
            self.at = len(self.text) if end < 0 else end + 1
            return WILD
        name = len(rest) - len(rest.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789"))
        if name:
            self.at += name
            return WILD
        if rest[:1] and rest[0] in "?!$#@*":
            self.at += 1
            return WILD
        return "$"

    def inner(self, stop):
        reader = Reader(self.text)
        reader.at = self.at
        self.found.extend(reader.list_until(stop))
        self.at = reader.at
