package form

import (
	"strings"
	"testing"

	"fairway/model/form"
	"fairway/ui/screen/screentest"
)

// onlyField shows a form that asks one question, and a second for the way on.
func onlyField(t *testing.T, fl form.Field) *desktop {
	t.Helper()
	db := screentest.Sample(t)
	d := open(t, db, "cora", "assessment", at(t, db, "registration"))
	fl.Name, fl.Title = "f", "Field"
	d.page.open.form.Groups = []form.Group{{Title: "G", Fields: []form.Field{fl, {Name: "g", Title: "Next", Type: form.Line}}}}
	d.page.at, d.page.widget = place{}, nil
	d.run(d.page.enter())
	return d
}

// A key in a list of options goes by the words that are seen, by all letters that are typed, and never
// past an end of the list but by a letter.
func TestAKeyInAChoiceGoesByWhatIsSeen(t *testing.T) {
	reasons := form.Field{Type: form.Choice, Options: []string{"not-ready", "defect-found", "approval-late", "conflict", "customer-asked"},
		Labels: []string{"build or test was not ready", "a defect was found", "an approval came late", "it collided with another", "the customer asked"}}
	for _, c := range []struct{ keys, want string }{
		{"t", "customer-asked"}, {"b", "not-ready"}, {"B", "not-ready"}, {"i", "conflict"},
		{"a", "defect-found"}, {"a a", "approval-late"}, {"a a a", "defect-found"}, {"t b", "not-ready"},
		{"a n a p", "approval-late"}, {"t h e c", "customer-asked"}, {"a n x d", "approval-late"}, {"b u down b", "not-ready"}, {"a n space a", "approval-late"}, // a word that is typed
		{"c", ""}, {"n", ""}, {"d", ""}, {"b c", "not-ready"}, // hidden ids, and the word for no answer
		{"up", ""}, {"up up down", "not-ready"}, {"end down", "customer-asked"}, {"end down down", "customer-asked"}, {"end up", "conflict"}, {"home up", ""},
		{"t down", "customer-asked"}, {"down down", "defect-found"}, {"t backspace", ""}, {"t up tab shift+tab down", "customer-asked"},
	} {
		d := onlyField(t, reasons)
		for _, k := range strings.Fields(c.keys) {
			if k == "space" {
				k = " "
			}
			d.press(k)
		}
		if got := d.page.value("f"); got != c.want {
			t.Errorf("%s chooses %q, want %q", c.keys, got, c.want)
		}
		if d.page.at.Field != "f" {
			t.Errorf("%s leaves the field", c.keys)
		}
		if c.want != "" {
			d.sees("▸ " + reasons.Label(c.want))
			d.unseen(c.want)
		}
	}
	d := onlyField(t, form.Field{Type: form.YesNo})
	d.press("n")
	if got := d.page.value("f"); got != "no" {
		t.Errorf("n is %q", got)
	}
	d.press("y", "down", "down")
	if got := d.page.value("f"); got != "no" {
		t.Errorf("down from no is %q", got)
	}
}

func TestAKeyInSeveralChoicesGoesByWhatIsSeen(t *testing.T) {
	factors := form.Field{Type: form.Choices, Options: []string{"rollback-untested", "data-migration", "first-technology"}, Labels: []string{"the rollback was never tested", "data is migrated", "x is used, for the first time"}}
	for _, c := range []struct{ keys, want string }{
		{"d space", "data-migration"}, {"x space", "first-technology"}, {"x", ""}, {"r space", "rollback-untested"}, {"x d space", "data-migration"},
		{"t space x space", "rollback-untested first-technology"}, {"up up space", "rollback-untested"}, {"end down down space", "first-technology"}, {"x enter", "first-technology"}, {"d a enter x enter", "data-migration first-technology"}, {"x space enter", "first-technology"}, {"z enter", ""}, {"enter", ""}, {"d a t tab", "data-migration"}, {"d tab", ""}, {"d a t space d a t tab", "data-migration"}, {"ctrl+a", "rollback-untested data-migration first-technology"},
	} {
		d := onlyField(t, factors)
		for _, k := range strings.Fields(c.keys) {
			d.press(strings.ReplaceAll(k, "space", " "))
		}
		if got := strings.Join(form.Split(d.page.value("f")), " "); got != c.want {
			t.Errorf("%s chooses %q, want %q", c.keys, got, c.want)
		}
		d.unseen("rollback-untested", "data-migration", "first-technology")
	}
	d := onlyField(t, factors)
	d.press(" ", "end", " ", "tab")
	d.sees("the rollback was never tested, x is used, for the first time")
}

// Many options are found by what they are called, and nothing else is seen or
// looked at.
func TestManyOptionsAreFoundByTheirWords(t *testing.T) {
	fl := form.Field{Type: form.Choice}
	for _, w := range strings.Fields("alder birch cedar dogwood elm fir ginkgo hazel ilex juniper larch maple oak pine") {
		fl.Options, fl.Labels = append(fl.Options, "id-"+w[:1]), append(fl.Labels, "the "+w)
	}
	d := onlyField(t, fl)
	d.press("'cedar")
	d.sees("the cedar")
	d.unseen("id-c")
	d.press("enter")
	if got := d.page.value("f"); got != "id-c" {
		t.Errorf("%q is chosen", got)
	}
	d.sees("the cedar")
	d.unseen("id-c")
}

// A freeze that names no scope is for everything, and the form says so before it is sent; a
// site that was typed is taken with enter, like whatever else is found by its name.
func TestAWindowForEverythingSaysSo(t *testing.T) {
	db := screentest.Demo(t)
	d := openTask(t, db, "rafael", "add-window", "")
	d.answers("title", "Chicago power")
	d.answers("start", "2026-12-14")
	review := func() {
		d.page.show(reviewPage, "")
		d.run(d.page.enter())
	}
	review()
	d.sees("it is for everything: no service, item, site or customer is named")
	d.run(d.page.jump("sites", 0, ""))
	d.press("C", "h", "i", "enter")
	if got := d.page.value("sites"); got != "Chicago" {
		t.Fatalf("enter took %q", got)
	}
	review()
	d.unseen("for everything")
}
