package release

import (
	"fmt"
	"time"

	"fairway/model"
	"fairway/model/gate"
	"fairway/model/when"
	"fairway/ui/theme"
)

// watched reports whether the release stands in a stage of early life.
func (d *dossier) watched() bool {
	if d.process == nil {
		return false
	}
	s, _ := d.process.Stage(d.r.Stage)
	return gate.EarlyLife(s)
}

// today is the date where its service is.
func (d *dossier) today() string { return when.DateOf(d.c.Now, d.c.Zone(d.r)).String() }

func earlyState(d *dossier) (mark, string) {
	run := d.c.LastRun(d.r.ID)
	switch {
	case run == nil || run.Open():
		return nothing, ""
	case !d.watched() && len(d.early) == 0 && d.document(gate.FormHandOver) == nil:
		return nothing, ""
	case !d.watched():
		return done, ""
	case len(d.early) == 0 || d.early[0].Day != d.today():
		return open, "no status today"
	}
	return open, string(d.early[0].Standing)
}

// drawEarly shows how it stood day by day, the grave incidents of it, though they are over, and
// to whom it was handed over with what.
func drawEarly(s *sheet) {
	d, t := s.d, s.t
	run := d.c.LastRun(d.r.ID)
	if run == nil || run.Open() {
		s.none("It was not deployed yet.", "")
		return
	}
	days := d.rules.Policy.EarlyLife(model.PolicyKeys(d.r.Type, d.r.TypePurpose, d.r.Major)...)
	s.Field("watched", t.Text, fmt.Sprintf("%d days at least, until %s", days, s.moment(run.Ended.Add(time.Duration(days)*24*time.Hour))))
	graves, style := gate.GravesOf(d.c, d.r), t.Good
	text := "none of " + d.rules.Policy.GraveWords()
	if len(graves.All) > 0 {
		text, style = graves.Words(d.rules.Policy), t.Warn
	}
	if graves.Open > 0 {
		style = t.Bad
	}
	s.Field("incidents", style, text)
	if missing := gate.Unwatched(d.c, d.r); len(missing) > 0 {
		s.Blank()
		if today := missing[len(missing)-1]; today.String() == d.today() {
			s.bullet(t.Warn, t.Glyph.Unmet, "nobody has said today how it stands; n does")
			missing = missing[:len(missing)-1]
		}
		if len(missing) > 0 {
			s.bullet(t.Warn, t.Glyph.Unmet, "no daily status of "+gate.DaysWords(missing, 5)+"; n enters one, with when it stood so")
		}
	} else if d.watched() && (len(d.early) == 0 || d.early[0].Day != d.today()) {
		s.Blank()
		s.bullet(t.Faint, t.Glyph.Bullet, "nobody has said today how it stands, and nobody has to; n does")
	}
	zone := d.c.Zone(d.r)
	for _, e := range d.early {
		s.Blank()
		s.choose(string(e.ID), recordTarget(e.ID))
		s.titled(e.ID, s.date(when.OnDay(when.DateOf(e.At, zone), zone)), string(e.Standing), earlyStyle(t, e.Standing))
		s.detail(t.Text, e.Text)
		s.detail(t.Faint, "by "+s.by(e.By, e.At))
	}
	switch {
	case d.uses(gate.FormHandOver) || d.document(gate.FormHandOver) != nil:
		s.document(gate.FormHandOver)
	case d.watched():
		s.Blank()
		s.bullet(t.Faint, t.Glyph.Bullet, "nobody has written to whom it is handed over, and with what")
	}
}

func earlyStyle(t *theme.Theme, state model.State) theme.Style {
	switch state {
	case model.EarlyStrained:
		return t.Warn
	case model.EarlyUnstable:
		return t.Bad
	}
	return t.Good
}
