package release

import (
	"testing"
	"time"

	"fairway/model"
)

// TestTheClockAndWhomToCallStayInView: at the bottom of a long run, on a small terminal, it is
// seen how it stands, until when it can be turned back, and whom to call.
func TestTheClockAndWhomToCallStayInView(t *testing.T) {
	n := deploying(t)
	d := n.sit(t, "dmitri")
	stays := func(texts ...string) {
		t.Helper()
		d.page.d.run("").Contacts = []model.Contact{{Who: "Bridge", Reach: "+49 555"}, {Who: "Storage", What: "the whole night", Reach: "+49 556"}}
		for _, key := range []string{"home", "end"} {
			d.press(key).see(append(texts, "RUN-4  RUNNING", "call  Bridge +49 555 · Storage +49 556")...)
		}
		d.see("Contacts")
	}
	stays("running  20 min of 1 h 30 min, 1 h 10 min left", "turn back by 01:15  window ends 02:00")
	n.now = n.now.Add(3 * time.Hour)
	stays("running  3 h 20 min, 1 h 50 min over", "turn back by 01:15, passed  window ends 02:00")
	n.now = n.now.Add(time.Hour)
	stays("turn back by 01:15, passed  window ended 02:00")
}
