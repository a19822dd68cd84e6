package store

import (
	"time"

	"fairway/model"
	"fairway/model/when"
)

// exact is a time as a record holds it, to the nanosecond where it is that exact.
func (p *packer) exact(t time.Time) {
	switch ms := t.UnixMilli(); {
	case t.IsZero():
		p.number(0)
	case ms > 0 && t.Nanosecond()%1e6 == 0:
		p.number(ms)
	default:
		p.number(-1)
		p.number(t.Unix())
		p.number(int64(t.Nanosecond()))
	}
}

func (u *unpacker) exact() time.Time {
	switch ms := u.number(); {
	case ms > 0:
		return time.UnixMilli(ms).UTC()
	case ms < 0:
		return time.Unix(u.number(), u.number()).UTC()
	}
	return time.Time{}
}

// meant is a planned moment as a record holds it.
func (p *packer) meant(m when.Moment) {
	p.exact(m.At)
	for _, s := range []string{string(m.Precision), m.Date, m.Wall, m.Zone, m.Offset} {
		p.text(s)
	}
}

func (u *unpacker) meant() (m when.Moment) {
	m.At = u.exact()
	m.Precision, m.Date, m.Wall, m.Zone, m.Offset = when.Precision(u.text()), u.text(), u.text(), u.text(), u.text()
	return m
}

// passages are the ways of a release between stages, as far as measures ask for them.
func (p *packer) passages(list []model.Passage) {
	p.number(int64(len(list)))
	for i := range list {
		m := &list[i]
		p.text(m.From)
		p.text(m.To)
		p.text(m.Kind)
		p.exact(m.At)
		p.exact(m.Recorded)
	}
}

func (u *unpacker) passages(out []model.Passage) []model.Passage {
	for range u.count() {
		out = append(out, model.Passage{From: u.text(), To: u.text(), Kind: u.text(), At: u.exact(), Recorded: u.exact()})
	}
	return out
}

// count is how many follow: none takes less than a byte.
func (u *unpacker) count() int64 {
	n := u.number()
	if n < 0 || n > int64(len(u.left)) {
		u.broken, u.left = true, ""
		return 0
	}
	return n
}

// packPapers puts all that measures of papers ask of a release's record into one value: its
// way through the stages, what it was let through by, its plan.
func packPapers(r *model.Release) []byte {
	p := make(packer, 0, 256)
	for _, s := range []string{string(r.ID), r.Type, string(r.Coordinator), string(r.Rules), r.Stage} {
		p.text(s)
	}
	band := ""
	if r.Risk != nil {
		band = r.Risk.Band
	}
	p.text(band)
	p.flags(r.Origin != nil, r.Declared != nil, r.Declared != nil && r.Declared.Ended != nil, r.Cancelled != nil)
	p.exact(r.StageDue)
	if r.Cancelled != nil {
		p.exact(r.Cancelled.At)
	}
	p.meant(r.Window.Start)
	p.meant(r.Window.End)
	p.passages(r.Passed)
	p.passages(r.Returned)
	p.number(int64(len(r.Broken)))
	for _, b := range r.Broken {
		p.text(b.Rule)
		p.text(b.Reason)
		p.exact(b.At)
	}
	return p
}

// unpackPapers reads what packPapers wrote, in the room of what stands in r. It reports
// whether it could.
func unpackPapers(papers string, r *model.Release) bool {
	u := unpacker{left: papers}
	passed, returned, broken := r.Passed[:0], r.Returned[:0], r.Broken[:0]
	*r = model.Release{ID: model.ID(u.text()), Type: u.text(), Coordinator: model.ID(u.text()), Rules: model.ID(u.text()), Stage: u.text()}
	if band := u.text(); band != "" {
		r.Risk = &model.Risk{Band: band}
	}
	flags := u.number()
	if flags&1 > 0 {
		r.Origin = &model.Origin{}
	}
	if flags&2 > 0 {
		r.Declared = &model.Declaration{}
		if flags&4 > 0 {
			r.Declared.Ended = &model.Ending{}
		}
	}
	r.StageDue = u.exact()
	if flags&8 > 0 {
		r.Cancelled = &model.Ending{At: u.exact()}
	}
	r.Window.Start, r.Window.End = u.meant(), u.meant()
	r.Passed, r.Returned = u.passages(passed), u.passages(returned)
	for range u.count() {
		broken = append(broken, model.Broken{Rule: u.text(), Reason: u.text(), At: u.exact()})
	}
	r.Broken = broken
	return !u.broken
}

// packedBook is the id of the rules that a release is under whose papers are packed in a
// value.
func packedBook(papers string) model.ID {
	u := unpacker{left: papers}
	u.skip("ttt")
	return model.ID(u.text())
}
