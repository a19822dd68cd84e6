package calendar

import (
	"time"

	"fairway/model/when"
)

// show writes a stretch of time that is of one booking, or that some share, with
// the zone behind clock times. Whole days are their dates, wherever they are
// meant: as instants they would be those of other dates. They name their zone where
// they are others for whoever reads (days).
func show(s when.Span, zone, days *time.Location, of ...*Booking) string {
	for _, b := range of {
		if b.dated() && b.Span == s {
			return tell(b.From, b.To, zone, days)
		}
	}
	if first, last, ok := sharedDays(of); ok {
		return tell(first, last, zone, days)
	}
	return when.TellSpan(s, zone, when.Short)
}

func tell(from, to when.Moment, zone, days *time.Location) string {
	text := when.FormatSlotFor(from, to, zone, days, when.Short)
	if from.Precision == when.Minute || to.Precision == when.Minute {
		text += " " + zone.String()
	}
	return text
}

// dated reports whether an end of the booking is a whole day.
func (b *Booking) dated() bool { return b.From.Precision == when.Day || b.To.Precision == when.Day }

// sharedDays are the first and the last date that bookings of whole days share;
// there may be none, though they share hours: the same hours have two dates.
func sharedDays(of []*Booking) (first, last when.Moment, ok bool) {
	for _, b := range of {
		from, to := b.From, b.To
		if to.IsZero() {
			to = from
		}
		if from.Precision != when.Day || to.Precision != when.Day {
			return first, last, false
		}
		if first.IsZero() || first.On(nil).Before(from.On(nil)) {
			first = from
		}
		if last.IsZero() || to.On(nil).Before(last.On(nil)) {
			last = to
		}
	}
	return first, last, len(of) > 0 && !last.On(nil).Before(first.On(nil))
}
