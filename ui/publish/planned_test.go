package publish

import (
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
	"fairway/model/when"
)

// A plan as a paper says the dates that were planned, or moved, without it.
func TestAPaperSaysTheDatesOfItsRelease(t *testing.T) {
	at := func(hour int) when.Moment {
		return when.OnClock(time.Date(2026, 12, 4, hour, 0, 0, 0, time.UTC), time.UTC)
	}
	f := &form.Form{Name: "plan", Of: "release", Groups: []form.Group{{Fields: []form.Field{{Name: "start", Title: "Starts", Type: form.Date, Sets: "window.start"}}}}}
	rules := &model.Rules{ID: "PRC-1", Rules: process.Rules{Forms: []form.Form{*f}}}
	c := model.NewCase(at(1).At, model.Actor{}, rules)
	c.Add(model.Fact{Record: &model.Release{ID: "REL-1", Window: model.Slot{Start: at(18), End: at(22)}}})
	reader := form.Reader{Zone: time.UTC, Home: time.UTC, Style: when.Long}
	d := &model.Document{ID: "DOC-1", Form: "plan", Of: "REL-1", Version: 1}
	for said, want := range map[string]string{
		"":                  "Fri 4 Dec 2026 18:00, as REL-1 is planned",
		"2026-12-03T18:00Z": "; moved since, to Fri 4 Dec 2026 18:00",
	} {
		d.Answers = form.Answers{Values: map[string]string{"start": said}}
		if text := Document(c, rules, f, d, reader); !strings.Contains(text, want) {
			t.Errorf("%q: the paper does not say %q:\n%s", said, want, text)
		}
	}
}
