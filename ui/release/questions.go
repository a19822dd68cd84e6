package release

import (
	"fmt"
	"strings"
)

// questionsState counts what waits for an answer.
func questionsState(d *dossier) (mark, string) {
	n, there := 0, 0
	for _, q := range d.questions {
		if q.Withdrawn == nil {
			there++
		}
		if q.Waits() {
			n++
		}
	}
	switch {
	case there == 0:
		return nothing, ""
	case n > 0:
		return open, fmt.Sprintf("%d of %d unanswered", n, there)
	}
	return done, ""
}

// drawQuestions lists the questions and comments about the release and what belongs to
// it, what waits for an answer first.
func drawQuestions(s *sheet) {
	d, t := s.d, s.t
	if len(d.questions) == 0 {
		s.none("Nothing was asked about it, and nobody commented on it.", "n asks a question, or comments.")
	}
	for _, waits := range []bool{true, false} {
		for _, q := range d.questions {
			if q.Waits() != waits {
				continue
			}
			s.Blank()
			s.choose(string(q.ID), recordTarget(q.ID))
			s.record(q, q.Title())
			about := ""
			if q.About != d.r.ID {
				about = "on " + d.record(q.About)
			}
			said := "asked by "
			if q.Comment {
				said = "by "
			}
			s.detail(t.Faint, join(" "+t.Glyph.Dot+" ", said+s.by(q.By, q.At), about))
			if strings.TrimSpace(q.Text) != q.Title() {
				s.detail(t.Text, q.Text)
			}
			switch {
			case q.Withdrawn != nil:
				s.detail(t.Faint, join(": ", "withdrawn "+s.moment(q.Withdrawn.At), q.Withdrawn.Reason))
			case q.Closed != nil:
				s.detail(t.Faint, join(": ", "closed "+s.moment(q.Closed.At), q.Closed.Reason))
			case q.Answer != nil:
				s.detail(t.Good, join(": ", "answered by "+s.by(q.Answer.By, q.Answer.At), q.Answer.Text))
			case q.Waits():
				if who := d.c.Answerers(q); len(who) > 0 {
					s.detail(t.Warn, "waits for "+d.person(who[0]))
				}
			}
		}
	}
}
