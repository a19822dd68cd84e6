package release

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
	"fairway/store"
	"fairway/ui/screen"
	"fairway/ui/screen/screentest"
)

// strange is a release on which people typed whatever can be typed.
func strange(t *rapid.T, rules *model.Rules) *dossier {
	text := func(what string) string { return screentest.Text().Draw(t, what) }
	now := screentest.Now
	c := model.NewCase(now, model.Actor{}, rules)
	r := &model.Release{ID: "REL-1", Name: text("name"), Version: text("version"), Type: rapid.SampledFrom([]string{"normal", "emergency", text("type")}).Draw(t, "kind"),
		Stage: rapid.SampledFrom([]string{"planning", "deployment", "closed", text("stage")}).Draw(t, "in"), Notes: text("notes"), Contents: []string{"software", text("content")}, Since: now.AddDate(0, 0, -3),
		Service: "SVC-1", Requester: "PER-1", Coordinator: "PER-2", Changes: []model.ID{"CHG-1", "CHG-2"}, Items: []model.ID{"CI-1"}, Package: []model.ID{"DML-1"}, Env: text("environment"), NoItems: "",
		Window: model.Slot{Start: when.Moment{At: now, Precision: when.Minute}, End: when.Moment{At: now.Add(time.Hour), Precision: when.Minute}},
		Risk:   &model.Risk{Band: text("band"), Score: 3, Factors: []string{text("factor")}},
		Moves:  []model.Move{{Reason: text("reason"), Sentence: text("sentence"), At: now}}, Broken: []model.Broken{{Rule: text("rule"), Reason: text("why"), At: now}},
		Returned: []model.Passage{{From: text("from"), To: text("to"), Kind: text("way"), Reason: text("because"), At: now}}}
	if rapid.Bool().Draw(t, "held") {
		r.Hold = &model.Hold{Reason: text("hold"), At: now, Review: when.OnClock(now, time.UTC)}
	}
	steps := []model.Step{{Text: text("step"), Owner: text("who"), Done: now.Add(-time.Minute)}, {Text: text("step"), NoBack: true, Skip: text("skip")}, {Text: text("step")}}
	run := &model.Run{ID: "RUN-1", Release: "REL-1", Env: text("environment"), Production: rapid.Bool().Draw(t, "production"), Started: now.Add(-time.Hour), Steps: steps, Checks: []model.Check{{Text: text("check"), Note: text("note"), Failed: true}}}
	if rapid.Bool().Draw(t, "back") {
		run.Rollback = &model.Rollback{Trigger: text("trigger"), Decided: now, Steps: steps}
	}
	answers := form.Answers{Values: map[string]string{"trigger": text("answer"), "duration": "45m", text("field"): text("answer")},
		Tables: map[string][]form.Cells{"steps": {{"text": text("cell"), "owner": text("cell"), text("column"): text("cell")}}}}
	for _, rec := range []model.Record{r, run,
		&model.Person{ID: "PER-1", Name: text("person")},
		&model.Service{ID: "SVC-1", Name: text("service"), Zone: text("zone")},
		&model.Change{ID: "CHG-1", Title: text("change"), Text: text("long"), State: model.State(text("state")), Category: text("category"), Decided: &model.Verdict{Text: text("verdict")}},
		&model.Item{ID: "CI-1", Name: text("item"), Class: text("class")},
		&model.Media{ID: "DML-1", Name: text("media"), SHA256: text("sha"), Size: 1},
		&model.Incident{ID: "INC-1", Title: text("incident"), Severity: text("severity"), State: model.State(text("state")), Suspects: []model.ID{"REL-1"}},
		&model.Notice{ID: "NTC-1", Release: "REL-1", Audience: text("audience"), Channel: text("channel"), Text: text("notice")},
		&model.Procurement{ID: "PRO-1", Release: "REL-1", Title: text("order"), Supplier: text("supplier"), Dropped: text("dropped")},
		&model.Milestone{ID: "MIL-1", Release: "REL-1", Title: text("milestone"), Withdrawn: text("withdrawn")},
		&model.Approval{ID: "APR-1", Of: "REL-1", Purpose: "authorisation-1", Title: text("approval"), Approvers: []model.Approver{{Role: text("role"), Title: text("seat")}}, Decisions: []model.Decision{{Verdict: "ask", Comment: text("comment"), Conditions: text("conditions")}}},
		&model.Document{ID: "DOC-1", Form: rapid.SampledFrom([]string{"release-plan", "rollback-plan", text("form")}).Draw(t, "form"), Of: "REL-1", Title: text("document"), Answers: answers},
	} {
		c.Add(model.Fact{Record: rec, Since: 3})
	}
	d := collect(c, "REL-1")
	d.log = []store.LogEntry{{Position: 9, Note: text("note"), Name: text("person"), At: now, Line: "{}"}, {Position: 3, Action: text("action"), At: now}}
	return d
}

// TestAnyTextAnySize draws every section of a release with odd texts, and
// presses every key that only looks.
func TestAnyTextAnySize(t *testing.T) {
	db := screentest.Sample(t)
	rules, err := db.Rules(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		o := colours
		o.ASCII = rapid.Bool().Draw(t, "ascii")
		env := (&screentest.World{}).Env(o)
		d := &rig{T: t, env: env, now: screentest.Now}
		env.Host = d
		d.page = New(env, store.Card{ID: "REL-1"})
		d.page.take(strange(t, rules), store.Now, screentest.Now)
		d.w, d.h = rapid.IntRange(1, 210).Draw(t, "width"), rapid.IntRange(1, 60).Draw(t, "height")
		for _, s := range d.page.sections {
			d.goTo(s.name)
			screentest.Exact(t, d.page.View(d.w, d.h), d.w, d.h)
			for _, k := range []string{"l", rapid.SampledFrom([]string{"j", "k", "pgdown", "end", "home", "pgup"}).Draw(t, "key"), "j"} {
				d.press(k)
				screentest.Exact(t, d.page.View(d.w, d.h), d.w, d.h)
			}
			// What the chosen line stands for can be looked at.
			if c, ok := d.page.chosen(); ok && c.word == "look" {
				d.press("enter")
				for _, over := range d.overlays {
					box, w := over.Box(max(d.w, 30), max(d.h, 8))
					screentest.Exact(t, strings.Join(box, "\n"), w, len(box))
				}
				d.overlays = nil
			}
		}
	})
}

// BenchmarkFrame builds frames of the largest size: as they are when a key only
// moves the cursor, and with the section made anew.
func BenchmarkFrame(b *testing.B) {
	env := (&screentest.World{}).Env(colours)
	env.Now = func() time.Time { return screentest.Now }
	p := New(env, store.Card{ID: "REL-1"})
	c := model.NewCase(screentest.Now, model.Actor{}, &model.Rules{})
	c.Add(model.Fact{Record: &model.Release{ID: "REL-1", Name: "Payroll", Type: "normal", Stage: "planning"}})
	d := collect(c, "REL-1")
	for i := range logPage {
		d.log = append(d.log, store.LogEntry{Position: int64(300 - i), Note: "wrote the release plan of REL-1, version 1", Name: "Cora Lindqvist", At: screentest.Now})
	}
	p.take(d, store.Now, screentest.Now)
	p.section, p.inside = len(p.sections)-1, true
	p.Update(screen.Size{Width: 200, Height: 46})
	b.Run("moving", func(b *testing.B) {
		for range b.N {
			p.move(1)
			_ = p.View(200, 46)
		}
	})
	b.Run("anew", func(b *testing.B) {
		for range b.N {
			p.cache = made{}
			_ = p.View(200, 46)
		}
	})
}
