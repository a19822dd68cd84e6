package store

import (
	"cmp"
	"strings"
	"sync"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// places are what the traits of facts are called, and which zones they are in.
type places struct {
	zone     *time.Location // the organisation's
	services map[model.ID]service
	teams    map[model.ID]string // their names
}

// packedFacts are releases as they stand packed in fact_row, with what was read of them
// besides, by their places: see metric.Packed.
type packedFacts struct {
	*places
	facts  []string
	future time.Time // what ended from then on did so in a time to come
	holds  map[int32][]when.Span
	why    map[int32]string        // they were cancelled
	rfcs   map[model.ID]metric.RFC // that are known; nil where it wasn't asked
	scopes scopes                  // where it was asked
	papers []string                // see packPapers; nil where it wasn't asked
	// ways and told say what a record says of the way of a release and of its notices, in room
	// that is there; nil where they can't, and where it wasn't asked.
	ways  func(*metric.Release, *model.Release, *metric.Way) *metric.Way
	told  func(*metric.Release, *model.Release, *metric.Notice) *metric.Notice
	rooms sync.Pool // of *model.Release
}

// Len is how many there are.
func (k *packedFacts) Len() int { return len(k.facts) }

// Unpack reads what pack wrote into the facts about a release, and puts in what was read of
// it besides. Its texts are parts of the one that it reads.
func (k *packedFacts) Unpack(at int, r *metric.Release, wanted metric.Wanted) {
	u := unpacker{left: k.facts[at]}
	room := metric.Release{Runs: r.Runs, Passages: r.Passages, Items: r.Items, RFCs: r.RFCs, Way: r.Way, Notice: r.Notice}
	*r = metric.Release{ID: model.ID(u.text()), Title: u.text()}
	r.Type, r.Purpose = u.text(), u.text()
	r.Service, r.Team = model.ID(u.text()), model.ID(u.text())
	flags := u.number()
	r.Major, r.Imported, r.Ended, r.Deployed, r.Declared, r.Downgraded = flags&1 > 0, flags&2 > 0, flags&4 > 0, flags&8 > 0, flags&16 > 0, flags&32 > 0
	begins, ends := u.moment(), u.moment()
	r.Authorised = u.moment()
	base := u.moment()
	r.Cancelled, r.Registered = u.moment(), u.moment()
	r.Window.Start, r.Window.End, r.Baseline.Start = plannedAt(begins, u.number()), plannedAt(ends, u.number()), plannedAt(base, u.number())
	r.Rebased = int(u.number())
	if moves := u.text(); moves != "" && wanted.Moves {
		r.Moves, _ = readMoves(moves) // that they can be read was seen when they were read
	}
	r.ForIncident, r.Outcome = model.ID(u.text()), u.text()
	if passed := u.text(); passed != "" && wanted.Passages {
		r.Passages, _ = readPassages(passed, room.Passages[:0])
		r.Holds = k.holds[int32(at)]
	}
	if items := u.text(); items != "" && wanted.Items {
		r.Items = idsIn(items, room.Items[:0])
	}
	if changes := u.text(); changes != "" && wanted.RFCs {
		r.RFCs = k.brought(changes, room.RFCs[:0])
	}
	set, tested, accepted := u.text(), u.text(), u.text()
	if set != "" && wanted.Criteria {
		r.Criteria = readCriteria(set, tested, accepted)
	}
	r.Judged = u.text()
	r.Planned = time.Duration(u.number()) * time.Millisecond
	r.Runs = room.Runs[:0]
	for range u.count() {
		run := metric.Run{ID: model.ID(u.text()), Result: model.State(u.text()), Intervention: u.text(), Partial: u.number() > 0}
		run.Started, run.Ended, run.Decided, run.Back, run.Failed, run.Restored = u.moment(), u.moment(), u.moment(), u.moment(), u.moment(), u.moment()
		if run.Ended.IsZero() || k.future.IsZero() || run.Ended.Before(k.future) {
			r.Runs = append(r.Runs, run)
		}
	}
	r.Zone = k.named(&r.Traits)
	if !r.Cancelled.IsZero() {
		r.Why = k.why[int32(at)]
	}
	if wanted.Scope {
		r.Scope = k.scopes.of(at)
	}
	if (wanted.Way || wanted.Notice) && k.papers != nil {
		k.judge(at, r, wanted, room.Way, room.Notice)
	}
}

// judge puts in what the record of a release says of its way and its notices.
func (k *packedFacts) judge(at int, r *metric.Release, wanted metric.Wanted, way *metric.Way, notice *metric.Notice) {
	rel, _ := k.rooms.Get().(*model.Release)
	if rel == nil {
		rel = &model.Release{}
	}
	defer k.rooms.Put(rel)
	if k.papers[at] == "" || !unpackPapers(k.papers[at], rel) {
		return // the formula says so
	}
	if wanted.Way && k.ways != nil {
		r.Way = k.ways(r, rel, cmp.Or(way, &metric.Way{}))
	}
	if wanted.Notice && k.told != nil {
		r.Notice = k.told(r, rel, cmp.Or(notice, &metric.Notice{}))
	}
}

// brought are the RFCs of a list; where it is known which there are, those that are known.
func (k *packedFacts) brought(changes string, room []metric.RFC) []metric.RFC {
	for id := range strings.SplitSeq(changes, " ") {
		rfc := metric.RFC{ID: model.ID(id)}
		if k.rfcs != nil {
			if rfc = k.rfcs[rfc.ID]; rfc.Submitted.IsZero() {
				continue
			}
		}
		room = append(room, rfc)
	}
	return room
}

// idsIn reads what writeIDs wrote.
func idsIn(text string, room []model.ID) []model.ID {
	for id := range strings.SplitSeq(text, " ") {
		room = append(room, model.ID(id))
	}
	return room
}

// plannedAt is a planned moment, with its day where it has one.
func plannedAt(at time.Time, day int64) (m when.Moment) {
	if at.IsZero() {
		return m
	}
	m.At, m.Precision = at, when.Minute
	if day > 0 {
		m.Precision, m.Date = when.Day, when.Date{Year: int(day / 10_000), Month: time.Month(day / 100 % 100), Day: int(day % 100)}.String()
	}
	return m
}

// readCriteria reads how acceptance criteria stand from what their papers say.
func readCriteria(wanted, tested, accepted string) *model.Criteria {
	c := &model.Criteria{Set: strings.Split(wanted, "\n"), Results: map[string]string{}, Accepted: map[string]bool{}}
	for line := range strings.SplitSeq(tested, "\n") {
		result, id, _ := strings.Cut(line, " ")
		c.Results[id] = result
	}
	for id := range strings.SplitSeq(accepted, "\n") {
		c.Accepted[id] = true
	}
	return c
}

// stock keeps texts side by side: a hundred thousand of them by themselves take more room,
// and time of whoever collects garbage.
type stock struct{ shelf *strings.Builder }

const shelfSize = 1 << 18

// keep is a copy of a text.
func (s *stock) keep(text []byte) string {
	if s.shelf == nil || s.shelf.Cap()-s.shelf.Len() < len(text) {
		s.shelf = &strings.Builder{}
		s.shelf.Grow(max(shelfSize, len(text)))
	}
	at := s.shelf.Len()
	s.shelf.Write(text)
	return s.shelf.String()[at:]
}
