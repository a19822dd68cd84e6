package cli_test

import (
	"path/filepath"
	"testing"
	"time"

	"fairway/ui/screen/screentest"
)

// Availability is recomputed, too, where services have agreements, one after the other, with
// hours over midnight and by day, and outages of incidents, runs and hand.
func TestAnAuditorRecomputesAvailability(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "demo.db")
	screentest.DemoAt(t, file)
	now := screentest.Now.Add(time.Hour)
	for _, deed := range [][]string{
		{"milan", "metrics", "reopen", "PRD-1", "--reason", "agreements are entered afterwards"},
		{"oscar", "service", "agreement", "add", "web", "99.9", "--hours", "Mon-Sat 22-6; Mon-Fri 8:30-18", "--severity", "P1", "--severity", "P2", "--start", "2026-02-11", "--reason", "signed before"},
		{"oscar", "service", "agreement", "add", "web", "99.5", "--hours", "around the clock", "--holidays", "--severity", "P1", "--start", "2026-09-15", "--reason", "signed before"},
		{"oscar", "service", "agreement", "add", "payroll", "99", "--hours", "Mon-Fri 6-20", "--start", "2026-01-01", "--reason", "signed before", "--end", "2026-10-31"},
		{"sakura", "incident", "add", "--title", "No baskets", "--severity", "P1", "--service", "web", "--opened", "2026-10-13 09:00 UTC", "--impact-start", "2026-10-13 08:30 UTC"},
		{"sakura", "service", "outage", "add", "web", "Power cut", "--start", "2026-03-12 17:30", "--end", "+90m"},
		{"sakura", "service", "outage", "add", "web", "Disks changed", "--sort", "planned", "--start", "2026-03-12 17:45", "--end", "+6h"},
		{"sakura", "service", "outage", "add", "payroll", "Slow", "--start", "2026-08-03 05:50", "--end", "+25m"},
	} {
		asker(t, file, deed[0], now)(deed[1:]...)
	}
	a := auditor{t: t, now: now, ask: asker(t, file, "cora", now)}
	a.compare([]string{"2026-W42", "2026-Q3", "2026-08", "2026-03", "2026-Q4", "2026"}, "service", "period", "type")
}
