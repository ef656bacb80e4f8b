"""Problems with periods: what was asked for cannot be computed, and is never guessed.

``suggestions`` holds what a word may have been meant for, with commas between, "" for none.
"""

from __future__ import annotations

from ketju.core.problems import Problem


class InstantWrong(Problem):
    """What was given as a time is none that any calendar has. Params: found."""

    code = "period.instant-wrong"
    hint = "period.instant-wrong.hint"


class ZoneMissing(Problem):
    """A local time has neither an offset nor a zone. Params: found."""

    code = "period.zone-missing"
    hint = "period.zone-missing.hint"


class ZoneUnknown(Problem):
    """There is no such time zone. Params: found, suggestions."""

    code = "period.zone-unknown"
    hint = "period.zone-unknown.hint"


class TimeAmbiguous(Problem):
    """Clocks were put back, and the local time came twice. Params: found, zone, first, second (offsets)."""

    code = "period.time-ambiguous"
    hint = "period.time-ambiguous.hint"


class TimeSkipped(Problem):
    """Clocks were put forward, and the local time never came. Params: found, zone, first, second (offsets)."""

    code = "period.time-skipped"
    hint = "period.time-skipped.hint"


class TimeMissing(Problem):
    """A period in hours needs the time of its event, and only the day is known. Params: found."""

    code = "period.time-missing"
    hint = "period.time-missing.hint"


class LengthWrong(Problem):
    """What was given as a length is none. Params: found."""

    code = "period.length-wrong"
    hint = "period.length-wrong.hint"


class LengthBroken(Problem):
    """Only months have parts, and those only whole days. Params: found."""

    code = "period.length-broken"
    hint = "period.length-broken.hint"


class LengthSmall(Problem):
    """A length is zero or negative. Params: found."""

    code = "period.length-small"
    hint = "period.length-small.hint"


class LengthLarge(Problem):
    """A length is beyond what is computed. Params: found, limit (years)."""

    code = "period.length-large"
    hint = "period.length-large.hint"


class LengthOpen(Problem):
    """A length without a number stands where one must be counted. Params: found."""

    code = "period.length-open"
    hint = "period.length-open.hint"


class LengthMixed(Problem):
    """A period and its extension cannot be counted together: one is in hours, the other not. Params: first, second."""

    code = "period.length-mixed"
    hint = "period.length-mixed.hint"


class ExtensionBackward(Problem):
    """A period that is counted backwards has no extension. No params."""

    code = "period.extension-backward"
    hint = "period.extension-backward.hint"


class CalendarMissing(Problem):
    """A period that is not in hours needs to know whose public holidays count. No params."""

    code = "period.calendar-missing"
    hint = "period.calendar-missing.hint"


class CalendarUnknown(Problem):
    """There is no such calendar. Params: found, suggestions."""

    code = "period.calendar-unknown"
    hint = "period.calendar-unknown.hint"


class CalendarRange(Problem):
    """The public holidays of that year are not known. Params: calendar, year, first, last."""

    code = "period.calendar-range"
    hint = "period.calendar-range.hint"


class PeriodRange(Problem):
    """The period leaves the years 1 to 9999. No params."""

    code = "period.range"
    hint = "period.range.hint"


class ReadingUnknown(Problem):
    """There is no reading of that name. Params: found, known (comma-separated)."""

    code = "period.reading-unknown"
    hint = "period.reading-unknown.hint"


class OrderWrong(Problem):
    """A time that must come later comes earlier. Params: first, second."""

    code = "period.order-wrong"
    hint = "period.order-wrong.hint"
