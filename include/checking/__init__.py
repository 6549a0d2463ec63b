"""What the intake would say of files that are not sent yet: refusals, and the attainment and grade they would lead to.

It is the intake: the files are loaded and typed, and their month built, by the very code that does it for the landing
zone, in one transaction that is always rolled back.
"""

from include.checking.questions import CannotCheck, Question
from include.checking.trial import Answer, Busy, check

__all__ = ["Answer", "Busy", "CannotCheck", "Question", "check"]
