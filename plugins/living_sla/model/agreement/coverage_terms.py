"""What counts as working time, as an agreement says it."""

from __future__ import annotations

from living_sla.model.agreement.scalars import DayRangeText, HolidayRegion, OpenDayText, Part, WeekHours, Zone


class CoverageTerms(Part):
    """What business time is: a zone, weekly hours, holidays, closures and extra working days."""

    timezone: Zone
    hours: WeekHours | None = None
    holidays: HolidayRegion | None = None
    closed: tuple[DayRangeText, ...] = ()
    open: tuple[OpenDayText, ...] = ()
