"""The words that rules of the reader turn on, looked for in one pass over an article."""

from __future__ import annotations

from etl.indicators.aims import AIMS_WORDS
from etl.indicators.area import ACTOR_OPENS, LOCAL_OPENS, OWN_OPENS
from etl.indicators.mask import POINTS_WORDS
from etl.indicators.measures import RATES
from etl.indicators.months import CUMULATED_WORDS, MEAN_WORDS
from etl.indicators.terms import PAST_WORDS, WHOLE_WORDS, YEARLY_WORDS
from etl.occurrences import WordGroups

RULE_WORDS = WordGroups.of(
    {
        "own province": OWN_OPENS,
        "local": LOCAL_OPENS,
        "actors": ACTOR_OPENS,
        "points": POINTS_WORDS,
        "cumulated": CUMULATED_WORDS,
        "means": MEAN_WORDS,
        "years past": PAST_WORDS,
        "terms": ("nhiệm kỳ",),
        "whole years": WHOLE_WORDS,
        "yearly": YEARLY_WORDS,
        "aims": AIMS_WORDS,
        "rates": RATES,
    }
)
