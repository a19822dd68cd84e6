package store

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"time"

	"fairway/model"
)

// releaseState is a state of a release, as measures ask of it (release_row).
type releaseState struct {
	n, since                                                   int64
	until                                                      sql.NullInt64
	id, name, version, kind, means, service, team              string
	moves, incident, outcome, passed, items, changes           string
	major, imported, ended, deployed                           bool
	begins, ends, authorised, base, cancelled                  sql.NullInt64
	beginsDay, endsDay, baseDay, rebased, registered, declared int64
}

const releaseStateColumns = `n, since, until, id, name, version, type, means, service, team, moves, incident, outcome, passed, items, changes,
 major, imported, ended, deployed, begins, ends, authorised, base, cancelled, begins_day, ends_day, base_day, rebased, registered, declared`

func (s *releaseState) into() []any {
	return []any{&s.n, &s.since, &s.until, &s.id, &s.name, &s.version, &s.kind, &s.means, &s.service, &s.team, &s.moves, &s.incident, &s.outcome, &s.passed, &s.items, &s.changes,
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
	if len(u.left) > 0 && u.left[0] < 0x80 { // as mostly
		n := uint64(u.left[0])
		u.left = u.left[1:]
		return n
	}
	return u.long()
}

// long is a number of more than one byte.
func (u *unpacker) long() uint64 {
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

// What pack writes, in order: texts and numbers of a release, then of each run.
const (
	packedToMoves = "tttttt" + "n" + "nnnnnn" + "nnnn"
	packedHead    = packedToMoves + "tttttt" + "tttt" + "n"
)

// skip passes over texts (t) and numbers (n).
func (u *unpacker) skip(what string) {
	for _, c := range []byte(what) {
		n := u.unsigned()
		if c == 'n' {
			continue
		}
		if n > uint64(len(u.left)) {
			u.broken, u.left = true, ""
			return
		}
		u.left = u.left[n:]
	}
}

// packedID is the id of the release whose facts are packed in a value.
func packedID(facts string) model.ID {
	u := unpacker{left: facts}
	return model.ID(u.text())
}

// packedNumber is the number of that id.
func packedNumber(facts []byte) (n int64) {
	if len(facts) == 0 || int(facts[0]) >= len(facts) { // an id is short
		return 0
	}
	for _, c := range facts[1 : 1+int(facts[0])] {
		if c >= '0' && c <= '9' {
			n = 10*n + int64(c-'0')
		}
	}
	return n
}

// packedEnds goes through when the runs of a release ended, and fails where what is packed
// can't be read.
func packedEnds(facts string, each func(time.Time)) error {
	u := unpacker{left: facts}
	u.skip(packedHead)
	for range u.count() {
		u.skip("tttnn")
		if at := u.moment(); !at.IsZero() {
			each(at)
		}
		u.skip("nnnn")
	}
	if u.broken {
		return errBroken
	}
	return nil
}
