package form

import (
	"context"
	"errors"
	"strings"
	"testing"

	"fairway/model"
	"fairway/ui/screen/screentest"
)

// TestAFieldSaysHowItsAnswerIsWritten: while it is empty, where its help doesn't; and the
// review of a form that no gate asks for says what the rest is needed for.
func TestAFieldSaysHowItsAnswerIsWritten(t *testing.T) {
	db := screentest.Sample(t)
	payroll, err := db.Resolve(context.Background(), model.KindService, "payroll")
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, db, "rafael", "release-policy", payroll)
	unseen := func(text string) {
		t.Helper()
		if p := d.picture(100, 40); strings.Contains(p, text) {
			t.Errorf("%q is on the screen:\n%s", text, p)
		}
	}
	d.run(d.page.jump("effective", 0, ""))
	d.sees("a date, such as 2026-12-03 22:00")
	d.press("'2026-12-01")
	d.sees("1 Dec 2026")
	unseen("such as")
	d.press("ctrl+n", "tab")
	d.sees("a number with decimals in h, such as 12.50")
	d.press("ctrl+s")
	d.sees("nobody can approve it without the rest")
	unseen("the gate asks for the rest")
}

// TestTheReviewSaysWhatTheActionWants: before it is sent, of each question and of the
// record, what sending would be refused for; the same things as the refusal has.
func TestTheReviewSaysWhatTheActionWants(t *testing.T) {
	db := screentest.Sample(t)
	d := openTask(t, db, "cora", "propose-entry", "")
	d.run(d.page.jump("title", 0, ""))
	d.press("'Patches")
	d.press("ctrl+s")
	d.sees("What it brings", "it does not say what it brings", "answers still needed")
	d.run(d.page.jump("text", 0, ""))
	d.press("'What the vendor tested")
	d.run(d.page.jump("services", 0, ""))
	d.press("'shop", "enter")
	d.press("ctrl+s")
	d.sees("it does not say what it brings", "it does not say its impact, from 1 to 5", "still wanted: ctrl+s")
	d.unseen("all is answered", "it is not said what it is for", "for which services")
	said := d.page.wanted.count()
	d.run(d.page.jump("contents", 0, ""))
	d.press("shift+tab")
	d.sees("What it brings  needed")
	d.press("ctrl+s", "ctrl+s")
	var refusal *model.Refusal
	if len(d.failed) != 1 || !errors.As(d.failed[0], &refusal) || len(refusal.Reasons) != said {
		t.Errorf("the review said %d things; sending it was refused as %v", said, d.failed)
	}

	of := at(t, db, "registration")
	e := openTask(t, db, "rafael", "hold", of)
	e.press("'the supplier is late", "enter", "'2026-01-05", "ctrl+s")
	e.unseen("all is answered")
	e.press("ctrl+s")
	if len(e.failed) != 1 {
		t.Fatalf("it is sent: %v", e.failed)
	}
	e.run(e.page.jump("review", 0, ""))
	e.press("ctrl+u", "'2026-12-05", "ctrl+s")
	e.sees("all is answered: ctrl+s sends it")
	e.press("ctrl+s")
	if !e.back {
		t.Errorf("it is not sent: %v", e.failed)
	}
}
