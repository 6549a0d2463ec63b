"""A rulebook as a version keeps it: the whole of its content, from which the rulebook can be had again."""

import json
from typing import Any

from pydantic import ValidationError

from include.rulebook.models import RulebookError
from include.rulebook.reading import Rulebook


def rulebook_of(document: dict[str, Any]) -> Rulebook:
    """The rulebook whose content a document is. Raises RulebookError for a document that is none."""
    try:
        return Rulebook.model_validate_json(json.dumps(document))
    except ValidationError as error:
        problems = [f"document: {'.'.join(map(str, found['loc']))}: {found['msg']}" for found in error.errors()]
        raise RulebookError(problems) from None
    except ArithmeticError:
        raise RulebookError(["document: a number that is none"]) from None
