package release

import (
	"fmt"

	"fairway/model"
)

// drawJobs tells what own tools were to do because something happened to the release, the
// newest first: what failed stays until somebody sees to it.
func drawJobs(s *sheet) {
	t := s.t
	if len(s.d.jobs) == 0 {
		return
	}
	s.Head("Own tools")
	shown := 0
	for i := len(s.d.jobs) - 1; i >= 0; i-- {
		j := s.d.jobs[i]
		state := j.State()
		if shown++; shown > jobsShown && state != model.JobFailed {
			continue
		}
		style, glyph := t.Faint, t.Glyph.Unmet
		switch state {
		case model.JobDone:
			style, glyph = t.Good, t.Glyph.Yes
		case model.JobFailed:
			style, glyph = t.Bad, t.Glyph.No
		case model.JobDropped:
			glyph = t.Glyph.NA
		}
		text := fmt.Sprintf("%s %s (%s)", j.Title(), model.StateWords(j), j.ID)
		if last := j.LastTry(); last != nil {
			text += fmt.Sprintf(", try %d at %s: %s", len(j.Tries), s.moment(last.Ended), last.Result)
		}
		if state == model.JobWaiting && len(j.Tries) > 0 {
			text += "; the next at " + s.moment(j.Next)
		}
		if j.Dropped != nil {
			text += ": " + j.Dropped.Reason
		}
		s.choose(string(j.ID), recordTarget(j.ID))
		s.bullet(style, glyph, text)
		if state == model.JobFailed {
			s.detail(t.Faint, "open it: a has the tool try again, or drops the job")
		}
	}
}

// jobsShown is how many of the newest are shown, besides those that failed.
const jobsShown = 5
