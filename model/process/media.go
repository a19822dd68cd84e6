package process

import (
	"time"

	"fairway/model/when"
)

// MediaDue is when the clock compares the whole DML with what stands on record, where that
// was done last at a time; the zero time for never.
func (p Policy) MediaDue(last time.Time) time.Time {
	if p.MediaVerifyDays <= 0 {
		return time.Time{}
	}
	zone := p.Location()
	at := when.DateOf(last, zone).AddDays(p.MediaVerifyDays).Start(zone)
	if h, err := time.Parse("15:04", p.MediaVerifyAt); err == nil {
		at = time.Date(at.In(zone).Year(), at.In(zone).Month(), at.In(zone).Day(), h.Hour(), h.Minute(), 0, 0, zone)
	}
	return at.UTC()
}
