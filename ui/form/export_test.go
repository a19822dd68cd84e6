package form

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/store"
)

// ByKeys fills the form of a task by keys alone, and sends it; it returns what
// was refused. What the form starts with and is to stay is left alone.
func ByKeys(t *testing.T, db *store.DB, who, name string, about model.ID, answers map[string]string) []error {
	t.Helper()
	d := sendByKeys(t, db, who, name, about, answers, nil)
	if !d.back && len(d.failed) == 0 {
		t.Fatalf("%s of %s is not sent\n%s", name, about, d.picture(100, 40))
	}
	return d.failed
}

// ByKeysMeanwhile is ByKeys for a form that is filled when something else
// happens to its record. It reports whether it was sent, and what is seen.
func ByKeysMeanwhile(t *testing.T, db *store.DB, who, name string, about model.ID, answers map[string]string, meanwhile func()) (sent bool, picture string) {
	t.Helper()
	d := sendByKeys(t, db, who, name, about, answers, meanwhile)
	picture = d.picture(100, 40)
	if !d.back { // the next form is to begin with what stands there
		if err := db.Keep(context.Background(), d.page.draft.person, d.page.draft.key, ""); err != nil {
			t.Fatal(err)
		}
	}
	return d.back, picture
}

// DatesByKeys is ByKeys in front of a terminal in Los Angeles. It returns what was
// refused, and what is seen where it was not sent.
func DatesByKeys(t *testing.T, db *store.DB, who, name string, about model.ID, answers map[string]string) (refused []error, picture string) {
	t.Helper()
	d := openTask(t, db, who, name, about)
	d.env.Zone = elsewhere
	d.sendByKeys(name, about, answers, nil)
	if d.back {
		return nil, ""
	}
	picture = d.picture(100, 40)
	if err := db.Keep(context.Background(), d.page.draft.person, d.page.draft.key, ""); err != nil {
		t.Fatal(err)
	}
	return d.failed, picture
}

func sendByKeys(t *testing.T, db *store.DB, who, name string, about model.ID, answers map[string]string, meanwhile func()) *desktop {
	t.Helper()
	d := openTask(t, db, who, name, about)
	d.sendByKeys(name, about, answers, meanwhile)
	return d
}

func (d *desktop) sendByKeys(name string, about model.ID, answers map[string]string, meanwhile func()) {
	t := d.t
	t.Helper()
	if d.page.failed != nil {
		t.Fatalf("%s of %s does not open: %v", name, about, d.page.failed)
	}
	for steps := 0; d.page.at.Page != reviewPage; steps++ {
		fl, ok := d.page.field()
		if !ok || steps > 100 {
			t.Fatalf("%s: lost on page %v", name, d.page.at)
		}
		if want, said := answers[fl.Name]; said {
			d.answerByKeys(fl, want)
		}
		d.press("tab")
	}
	if meanwhile != nil {
		meanwhile()
	}
	d.press("ctrl+s")
	for range 3 { // approvals that go with it, somebody who is needed
		if n := len(d.overlay); n > 0 {
			d.press("enter")
		}
	}
}

var elsewhere, _ = time.LoadLocation("America/Los_Angeles")

// answerByKeys answers the field that has the cursor.
func (d *desktop) answerByKeys(fl form.Field, want string) {
	d.t.Helper()
	is := fl.Is()
	switch {
	case d.page.value(fl.Name) == want:
	case is.Widget == form.OptionWidget && is.Several:
		wanted := form.Split(want)
		for range fl.Options {
			d.press("up")
		}
		for i, o := range fl.Options {
			if i > 0 {
				d.press("down")
			}
			if slices.Contains(wanted, o) != slices.Contains(form.Split(d.page.value(fl.Name)), o) {
				d.press(" ")
			}
		}
	case is.Widget == form.OptionWidget:
		for range fl.Choices() {
			d.press("up")
		}
		for i := 0; d.page.value(fl.Name) != want && i <= len(fl.Choices()); i++ {
			d.press("down")
		}
	case is.Widget == form.RecordWidget:
		for _, id := range form.Split(want) {
			d.press("'"+id, "enter")
		}
		if !is.Several {
			d.press("shift+tab")
		}
	case is.Widget == form.TextWidget:
		for range strings.Split(d.page.value(fl.Name), "\n") {
			d.press("ctrl+u", "backspace")
		}
		d.press("'" + want)
	default:
		d.press("ctrl+e", "ctrl+u", "'"+want)
	}
}
