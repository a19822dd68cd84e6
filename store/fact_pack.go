package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/metric"
	"fairway/model/when"
)

// releaseState is a state of a release, as measures ask of it (release_row).
type releaseState struct {
	since                                                      int64
	until                                                      sql.NullInt64
	id, name, version, kind, means, service, team              string
	moves, incident, outcome, passed, items, changes           string
	major, imported, ended, deployed                           bool
	begins, ends, authorised, base, cancelled                  sql.NullInt64
	beginsDay, endsDay, baseDay, rebased, registered, declared int64
}

const releaseStateColumns = `since, until, id, name, version, type, means, service, team, moves, incident, outcome, passed, items, changes,
 major, imported, ended, deployed, begins, ends, authorised, base, cancelled, begins_day, ends_day, base_day, rebased, registered, declared`

func (s *releaseState) into() []any {
	return []any{&s.since, &s.until, &s.id, &s.name, &s.version, &s.kind, &s.means, &s.service, &s.team, &s.moves, &s.incident, &s.outcome, &s.passed, &s.items, &s.changes,
		&s.major, &s.imported, &s.ended, &s.deployed, &s.begins, &s.ends, &s.authorised, &s.base, &s.cancelled, &s.beginsDay, &s.endsDay, &s.baseDay, &s.rebased, &s.registered, &s.declared}
}

// deployState is a state of a production run, or of a paper of a release (deploy_row).
type deployState struct {
	since                                                    int64
	until                                                    sql.NullInt64
	id, release, what, result, intervention, said            string
	partial                                                  bool
	started, ended, decided, back, planned, failed, restored sql.NullInt64
}

const deployStateColumns = `since, until, id, release, what, result, intervention, said, partial, started, ended, decided, back, planned, failed, restored`

func (s *deployState) into() []any {
	return []any{&s.since, &s.until, &s.id, &s.release, &s.what, &s.result, &s.intervention, &s.said, &s.partial, &s.started, &s.ended, &s.decided, &s.back, &s.planned, &s.failed, &s.restored}
}

// packer puts values behind each other, in as few bytes as they need.
type packer []byte

func (p *packer) number(n int64) { *p = binary.AppendVarint(*p, n) }

func (p *packer) text(s string) {
	*p = binary.AppendUvarint(*p, uint64(len(s)))
	*p = append(*p, s...)
}

// moment is a time in milliseconds, or that there is none.
func (p *packer) moment(ms sql.NullInt64) {
	if !ms.Valid {
		p.number(0)
		return
	}
	if ms.Int64 >= 0 {
		ms.Int64++ // 0 is none
	}
	p.number(ms.Int64)
}

func (p *packer) flags(on ...bool) {
	n := int64(0)
	for i, yes := range on {
		if yes {
			n |= 1 << i
		}
	}
	p.number(n)
}

// pack puts all that measures ask of a release with its runs and papers into one value.
func pack(r *releaseState, deploys []*deployState) []byte {
	p := make(packer, 0, 160)
	for _, s := range []string{r.id, (&model.Release{Name: r.name, Version: r.version}).Title(), r.kind, r.means, r.service, r.team} {
		p.text(s)
	}
	p.flags(r.major, r.imported, r.ended, r.deployed, r.declared > 0, r.declared == 2)
	for _, m := range []sql.NullInt64{r.begins, r.ends, r.authorised, r.base, r.cancelled, {Int64: r.registered, Valid: true}} {
		p.moment(m)
	}
	for _, n := range []int64{r.beginsDay, r.endsDay, r.baseDay, r.rebased} {
		p.number(n)
	}
	for _, s := range []string{r.moves, r.incident, r.outcome, r.passed, r.items, r.changes} {
		p.text(s)
	}
	papers := map[string]*deployState{}
	runs := 0
	for _, d := range deploys { // by id: the last of several counts
		if d.what == deployRun {
			runs++
		} else {
			papers[d.what] = d
		}
	}
	for _, what := range []string{paperCriteria, paperResults, paperAcceptance, paperJudgement} {
		said := ""
		if d := papers[what]; d != nil {
			said = d.said
		}
		p.text(said)
	}
	planned := int64(0)
	if d := papers[paperPlan]; d != nil {
		planned = d.planned.Int64
	}
	p.number(planned)
	p.number(int64(runs))
	for _, d := range deploys {
		if d.what != deployRun {
			continue
		}
		for _, s := range []string{d.id, d.result, d.intervention} {
			p.text(s)
		}
		p.flags(d.partial)
		for _, m := range []sql.NullInt64{d.started, d.ended, d.decided, d.back, d.failed, d.restored} {
			p.moment(m)
		}
	}
	return p
}

// unpacker reads what a packer wrote. What it can't read is none, and broken.
type unpacker struct {
	left   string
	broken bool
}

var errBroken = errors.New("the facts of a release can't be read")

func (u *unpacker) unsigned() uint64 {
	n := uint64(0)
	for i := 0; i < len(u.left) && i < binary.MaxVarintLen64; i++ {
		c := u.left[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c < 0x80 {
			u.left = u.left[i+1:]
			return n
		}
	}
	u.broken, u.left = true, ""
	return 0
}

func (u *unpacker) number() int64 {
	n := u.unsigned()
	return int64(n>>1) ^ -int64(n&1)
}

func (u *unpacker) text() string {
	n := u.unsigned()
	if n > uint64(len(u.left)) {
		u.broken, u.left = true, ""
		return ""
	}
	s := u.left[:n]
	u.left = u.left[n:]
	return s
}

func (u *unpacker) moment() (t time.Time) {
	switch ms := u.number(); {
	case ms > 0:
		t = time.UnixMilli(ms - 1).UTC()
	case ms < 0:
		t = time.UnixMilli(ms).UTC()
	}
	return t
}

// planned is a planned moment, with its day where it has one.
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

// unpack reads what pack wrote into the facts about a release: all of it that is asked for.
// Its texts are parts of the one that it reads.
func (l *factsLoader) unpack(facts string, r *metric.Release) error {
	u := unpacker{left: facts}
	r.ID = model.ID(u.text())
	r.Title = u.text()
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
	var err error
	if moves := u.text(); moves != "" {
		r.Moves, err = readMoves(moves)
	}
	r.ForIncident, r.Outcome = model.ID(u.text()), u.text()
	if passed := u.text(); passed != "" && l.stages && err == nil {
		r.Passages, err = readPassages(passed)
	}
	if items := u.text(); l.items {
		r.Items = readIDs(items)
	}
	if changes := u.text(); changes != "" && l.rfcs {
		for _, id := range readIDs(changes) {
			r.RFCs = append(r.RFCs, metric.RFC{ID: id})
		}
	}
	wanted, tested, accepted := u.text(), u.text(), u.text()
	if wanted != "" && l.criteria {
		r.Criteria = readCriteria(wanted, tested, accepted)
	}
	r.Judged = u.text()
	r.Planned = time.Duration(u.number()) * time.Millisecond
	n := u.number()
	if n < 0 || n > int64(len(u.left)) {
		return errBroken
	}
	if n > 0 {
		r.Runs = make([]metric.Run, 0, n)
	}
	for range n {
		run := metric.Run{ID: model.ID(u.text()), Result: model.State(u.text()), Intervention: u.text(), Partial: u.number() > 0}
		run.Started, run.Ended, run.Decided, run.Back, run.Failed, run.Restored = u.moment(), u.moment(), u.moment(), u.moment(), u.moment(), u.moment()
		if run.Ended.IsZero() || l.future.IsZero() || run.Ended.Before(l.future) {
			r.Runs = append(r.Runs, run)
		}
	}
	if u.broken && err == nil {
		err = errBroken
	}
	return err
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
