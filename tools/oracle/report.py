"""Counts checks and tells them, one line a check; a failed one is followed by what differs."""
import threading


class Report:
    """The results of one job. `told` is printed when the job is over, so that parallel jobs stay apart."""

    def __init__(self, title):
        self.title = title
        self.passed = 0
        self.failed = 0
        self.told = []

    def check(self, name, good, details=()):
        """One check; the details belong to a failure only. Returns whether it is good."""
        if good:
            self.passed += 1
            self.told.append((True, f"ok    {self.title}: {name}"))
        else:
            self.failed += 1
            lines = [f"FAIL  {self.title}: {name}", *(f"        {line}" for line in details)]
            self.told.append((False, "\n".join(lines)))
        return good


class Totals:
    """Adds the reports up, from several threads."""

    def __init__(self, quiet):
        self.quiet = quiet
        self.lock = threading.Lock()
        self.passed = 0
        self.failed = 0

    def add(self, report):
        with self.lock:
            self.passed += report.passed
            self.failed += report.failed
            for good, line in report.told:
                if not good or not self.quiet:
                    print(line)
            if self.quiet:
                print(f"{report.title}: {report.passed} passed, {report.failed} failed", flush=True)
