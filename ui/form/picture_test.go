package form

import (
	"testing"

	"pgregory.net/rapid"

	"fairway/model/form"
	"fairway/ui/screen/screentest"
	"fairway/ui/theme"
)

func TestPictures(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	d := open(t, db, "cora", "release-plan", of)
	both := func(name string) {
		t.Helper()
		d.t = t
		screentest.Golden(t, name+"-80x24", d.picture(80, 20))
		screentest.Golden(t, name+"-120x40", d.picture(120, 36))
	}
	both("first")
	d.press("'next thu 22:00", "tab", "'next thu", "tab", "'3x")
	both("dates")
	d.press("backspace", "backspace", "'2h", "tab", "tab")
	d.press("'New pay slips, and the run of December", "tab", "'ph")
	both("choice")
	d.press("enter", "n", "'Stop the nightly run", "enter", "'dmitri", "enter", "'n", "enter")
	d.press("n", "'Install 5.2 on both nodes, one after the other, with the load balancer drained", "enter", "'dmitri", "enter", "'y")
	both("row")
	d.press("enter")
	both("table")
	d.press("ctrl+n")
	both("empty-table")
	d.press("ctrl+s")
	both("review")
	other := open(t, db, "rafael", "release-plan", of)
	other.press("ctrl+n", "'Something else altogether", "ctrl+s", "ctrl+s")
	if !other.back {
		t.Fatalf("not sent: %v\n%s", other.failed, other.picture(100, 40))
	}
	d.run(d.page.Load())
	both("overtaken")
	d.press("ctrl+o")
	both("meanwhile")
	d.press("f1")
	if len(d.overlay) != 1 {
		t.Fatal("f1 shows no help")
	}
}

func TestPicturesWithoutColourOrUnicode(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	for name, o := range map[string]theme.Options{"mono": {NoColor: true, Choice: theme.Dark}, "ascii": {Choice: theme.Bare, ASCII: true}} {
		who := map[string]string{"mono": "cora", "ascii": "rafael"}[name] // a draft is each person's own
		env := screentest.On(t, db, who, o)
		d := sit(t, env, Document(env, "assessment", of))
		d.press("ctrl+n", "ctrl+n", "tab", "down", " ")
		picture := d.page.View(80, 20)
		screentest.Exact(t, picture, 80, 20)
		screentest.Golden(t, "choices-"+name, picture)
	}
}

func TestEveryPictureIsExact(t *testing.T) {
	db := screentest.Sample(t)
	of := at(t, db, "registration")
	env := screentest.On(t, db, "cora", theme.Options{Choice: theme.Dark})
	names := []string{"rfc", "assessment", "release-plan", "test-report", "evaluation"}
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom(names[1:]).Draw(rt, "form")
		d := sit(t, env, Document(env, name, of))
		text := screentest.Text()
		for _, fl := range d.page.open.form.Fields() {
			if fl.Type == form.Table {
				for range rapid.IntRange(0, 3).Draw(rt, "rows") {
					row := form.Cells{}
					for _, c := range fl.Columns {
						row[c.Name] = text.Draw(rt, "cell")
					}
					d.page.answers.Tables[fl.Name] = append(d.page.answers.Tables[fl.Name], row)
				}
				continue
			}
			d.page.answers.Values[fl.Name] = text.Draw(rt, "answer")
		}
		d.page.open.about = text.Draw(rt, "about")
		d.page.judge()
		d.page.widget = nil
		d.run(d.page.enter())
		keys := []string{"tab", "shift+tab", "ctrl+n", "ctrl+p", "ctrl+s", "n", "e", "enter", "x", "down", "up", "left", "home", "backspace", "ctrl+j", "J", "K", "c", "u", "ctrl+e", "ctrl+v", "ctrl+a", "delete"}
		for range rapid.IntRange(0, 8).Draw(rt, "keys") {
			if rapid.Bool().Draw(rt, "typed") {
				d.key(keyOf(text.Draw(rt, "text"), rapid.Bool().Draw(rt, "pasted")))
			} else {
				d.press(rapid.SampledFrom(keys).Draw(rt, "key"))
			}
			w, h := rapid.IntRange(20, 200).Draw(rt, "w"), rapid.IntRange(5, 50).Draw(rt, "h")
			screentest.Exact(rt, d.page.View(w, h), w, h)
		}
		if rapid.Bool().Draw(rt, "overtaken") {
			now := d.page.open
			now.answers, now.by = now.answers.Clone(), text.Draw(rt, "by")
			for i, fl := range now.form.Fields() {
				if i%2 == 0 && fl.Type != form.Table {
					now.answers.Values[fl.Name] = text.Draw(rt, "theirs")
				}
			}
			now.seen++
			d.page.overtaken(found{opening: now})
			if d.page.clash != nil {
				d.run(d.page.compare())
			}
			d.page.pic.stale = true
			w, h := rapid.IntRange(1, 120).Draw(rt, "w"), rapid.IntRange(1, 40).Draw(rt, "h")
			screentest.Exact(rt, d.page.View(w, h), w, h)
		}
	})
}
