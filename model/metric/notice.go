package metric

import (
	"fmt"
	"time"

	"fairway/model/process"
	"fairway/model/when"
)

// The names of further values.
const (
	PartNotice    = "median notice"
	PartNoNotice  = "without a notice"
	PartLetGo     = "let go by a waiver"
	PartNotWanted = "none asked for"
)

const (
	sectionTooLate   = "late, or none"
	sectionNotWanted = "none asked for, apart"
)

var _ = register(noticeInTime)

func noticeInTime() Metric {
	return Metric{
		Measure: process.Measure{ID: "notice-in-time", Title: "Notice given in time"}, Form: Share,
		Further: []Further{{PartNotice, Length}, {PartNoNotice, Count}, {PartLetGo, Count}, {PartNotWanted, Count}},
		Counts:  [2]string{"deployed release of which notice was to be given", "deployed releases of which notice was to be given"}, Lacking: "a notice",
		Beside: func(r *Result) string {
			return "median " + r.Part(PartNotice).Short() + ", none: " + r.Part(PartNoNotice).Short()
		},
		StandsOut: func(r *Result) string {
			return fmt.Sprintf("half of them were told of at least %s before, and %s not at all", r.Part(PartNotice).Short(), r.Part(PartNoNotice).Short())
		},
		Rules: func(p process.Policy) [][2]string {
			text := fmt.Sprintf("%d hours", p.NoticeHours["*"])
			for i, band := range p.Bands {
				if hours, own := p.NoticeHours[band.ID]; own {
					text += map[bool]string{true: "; ", false: ", "}[i == 0] + fmt.Sprintf("%s %d", band.Title, hours)
				}
			}
			return [][2]string{{"Notice", text}}
		},
		Reads: []Reading{ReadsRuns, ReadsNotices, ReadsHistory},
		Of:    noticeInTimeOf,
	}
}

// noticeInTimeOf is the row 'notice given in time' of 3-metrics. Which notice counts, from
// when, and how long before it has to be out is what the gate goes by (gate.Noticed).
func noticeInTimeOf(f Facts, span when.Span) Result {
	res := Result{Metric: "notice-in-time"}
	var ahead []int64
	var inTime, without, waived, notWanted int64
	for r := range f.Each(ReadsNotices) {
		run, ok := r.deployedIn(span)
		if !ok {
			continue
		}
		n := r.Notice
		defect := func(text string) {
			rec := r.record(sectionDefect, r.ID, r.Title, run.Ended)
			rec.Text, rec.Remedies = text, damaged
			res.Defects = append(res.Defects, rec)
		}
		switch {
		case n == nil:
			defect("what was told of it can't be read")
			continue
		case n.Asked && r.Imported && n.ID == "":
			res.Imported++
			continue
		case n.Asked && n.Start.IsZero():
			defect("no start was planned from which a notice could be counted")
			continue
		}
		res.Provisional = res.Provisional || r.running()
		if !n.Asked {
			notWanted++
			res.list(&f, func() Record {
				rec := r.record(sectionNotWanted, r.ID, r.Title, run.Ended)
				rec.Text = "its process asks for none some time ahead"
				if n.ID != "" {
					rec.Text += "; " + string(n.ID) + " was sent " + day(n.Given, r.Zone)
				}
				return rec
			})
			continue
		}
		res.Population++
		given := n.Start.Sub(n.Given)
		good := n.ID != "" && given > 0 && given >= n.Need
		if good {
			inTime++
		}
		if n.ID == "" {
			without++
		} else {
			ahead = append(ahead, given.Milliseconds())
		}
		if n.Waived != "" && !good {
			waived++
		}
		res.list(&f, func() Record {
			rec := r.record(sectionTooLate, r.ID, r.Title, run.Ended)
			if good {
				rec.Section, rec.In = sectionCounted, true
			}
			if n.ID != "" {
				rec.Value = Value{Length, given.Milliseconds(), 1}
			}
			rec.Text = n.words(given)
			return rec
		})
	}
	ahead = sorted(ahead)
	res.Value = Value{Share, inTime, int64(res.Population)}
	res.Parts = []Part{
		{PartNotice, median(ahead, Length), More},
		{PartNoNotice, Value{Count, without, 1}, Less},
		{PartLetGo, Value{Count, waived, 1}, Less},
		{PartNotWanted, Value{Count, notWanted, 1}, Less},
	}
	for _, i := range f.Imported {
		res.Imported += i.Deployed
	}
	res.finish(&f)
	return res
}

// words say what was told how long before.
func (n *Notice) words(given time.Duration) string {
	need := ", asked for: " + when.FormatDuration(n.Need)
	text := ""
	switch {
	case n.ID == "" && n.Other != "":
		text = string(n.Other) + " announced other dates" + need
	case n.ID == "":
		text = "nobody was told" + need
	case given <= 0:
		text = string(n.ID) + " was sent " + when.FormatDuration(-given) + " after the planned start" + need
	default:
		text = string(n.ID) + " was sent " + when.FormatDuration(given) + " before the planned start" + need
	}
	if n.Waived != "" {
		text += "; " + string(n.Waived) + " lets it go"
	}
	return text
}
