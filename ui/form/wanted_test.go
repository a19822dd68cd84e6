package form

import (
	"context"
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
