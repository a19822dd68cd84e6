package records

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"fairway/model"
	"fairway/store"
	"fairway/ui/kit"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

// TestAnRFCPastItsLimitIsLateOnItsPage: in the colour of what is wrong, and by how much; not
// once it is assessed, and not before.
func TestAnRFCPastItsLimitIsLateOnItsPage(t *testing.T) {
	env := screentest.On(t, screentest.Sample(t), "noor", theme.Options{Choice: theme.Bare})
	now := env.Clock()
	limit := func(ch model.Change) line {
		t.Helper()
		f := &writer{env: env, kind: model.KindChange}
		f.structure(reflect.ValueOf(ch), 0)
		for _, l := range f.lines {
			if l.label == "assess by" {
				return l
			}
		}
		t.Fatalf("no limit: %+v", f.lines)
		return line{}
	}
	late := limit(model.Change{State: model.ChangeSubmitted, AssessBy: now.Add(-72 * time.Hour)})
	if !strings.HasSuffix(late.text, ", 3 d late") || !strings.HasPrefix(late.text, env.Theme.Glyph.Late+" ") || !reflect.DeepEqual(late.style, env.Theme.Bad) {
		t.Errorf("past its limit: %q, %+v", late.text, late.style)
	}
	for name, ch := range map[string]model.Change{
		"before it": {State: model.ChangeSubmitted, AssessBy: now.Add(72 * time.Hour)},
		"assessed":  {State: model.ChangeAssessed, AssessBy: now.Add(-72 * time.Hour)},
	} {
		if l := limit(ch); strings.Contains(l.text, "late") || !reflect.DeepEqual(l.style, env.Theme.Text) {
			t.Errorf("%s: %q, %+v", name, l.text, l.style)
		}
	}
}

// TestAnRFCPastItsLimitIsLateInTheList: in words as well as in colour.
func TestAnRFCPastItsLimitIsLateInTheList(t *testing.T) {
	env := screentest.On(t, screentest.Sample(t), "noor", theme.Options{Choice: theme.Bare})
	until := func(at time.Time) kit.Cell {
		return words{}.recordCells(env, kind{KindInfo: model.KindChange.Info()}, []store.TableColumn{{Of: "until"}}, store.Listed{Until: at})[0]
	}
	if got := until(env.Clock().Add(-time.Hour)); !strings.HasPrefix(got.Text, "late: ") || !reflect.DeepEqual(got.Style, env.Theme.Bad) {
		t.Errorf("past its limit: %+v", got)
	}
	if got := until(env.Clock().Add(time.Hour)); got.Text == "" || strings.Contains(got.Text, "late") || !reflect.DeepEqual(got.Style, env.Theme.Text) {
		t.Errorf("before it: %+v", got)
	}
}
