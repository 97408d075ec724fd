"""The atoms of period phrases: one calendar term each (``quý I-2022``, ``6 tháng đầu năm``, ``sáng 8-4``, ``đến nay``).

Nothing here looks to the left of a term or joins two of them: ``etl.periods`` does.
"""

from etl.period_terms.days import PART_OF_DAY, WEEKDAY
from etl.period_terms.scan import find_terms
from etl.period_terms.term import Term

__all__ = ["PART_OF_DAY", "WEEKDAY", "Term", "find_terms"]
