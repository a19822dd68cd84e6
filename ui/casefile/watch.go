package casefile

import (
	"fmt"

	"fairway/model"
	"fairway/model/gate"
)

// writeIncident is the permission to log incidents, and to say how a release stands.
const writeIncident = "incident.write"

// tellWatch says of which days of its early life nobody told how a release stood, and what was
// told of the others.
func (w Words) tellWatch(c *model.Case, release model.ID) Brief {
	b := Brief{State: model.ApprovalPending}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		b.add("release", Said{Bad, No, string(release) + " can't be read: its content was removed by law"})
		return b
	}
	missing := gate.Unwatched(c, r)
	if len(missing) == 0 {
		b.State = model.ApprovalVoid
		b.add("you", Said{Quiet, Unmarked, "somebody said meanwhile how it stands, or nobody watches it any more"})
		return b
	}
	t := teller{w, c, &model.Approval{Of: r.ID}, r, &b}
	you := Said{Good, Yes, "can say how it stands, today or on a day before"}
	if c.Who.Person == nil || !c.Rules.Lets(c.Who.Person, writeIncident, r.Service) {
		you = Said{Quiet, Unmarked, "it is for those who watch it"}
	}
	b.add("you", you)
	b.add("missing", Said{Warn, Caution, "no daily status of " + gate.DaysWords(missing, 5)})
	var said []Said
	for _, e := range c.EarlyStatuses(r.ID) {
		said = append(said, Said{Plain, Point, fmt.Sprintf("%s %s: %s", e.Day, e.Standing.Plain(), e.Text)})
	}
	if len(said) == 0 {
		said = []Said{{Quiet, Unmarked, "nobody has said yet how it stands"}}
	}
	b.add("said", said...)
	if text := gate.GravesOf(c, r).Words(c.Under(r).Policy); text != "" {
		b.add("incidents", Said{Warn, Caution, text})
	}
	t.release()
	t.gate()
	t.scope()
	return b
}
