package standup

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fairway/model"
)

// wrapped breaks at spaces, as the real one does for plain words.
func wrapped(text string, w int) []string {
	var out []string
	line := ""
	for _, word := range strings.Fields(text) {
		for len(word) > w {
			if line != "" {
				out, line = append(out, line), ""
			}
			out, word = append(out, word[:w]), word[w:]
		}
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= w:
			line += " " + word
		default:
			out, line = append(out, line), word
		}
	}
	return append(out, line)
}

func any(t *rapid.T) Standup {
	words := rapid.StringMatching(`[a-z]{1,12}( [a-z]{1,12}){0,30}`)
	s := Standup{Name: "everybody"}
	for _, title := range []string{"Since last time", "Today", "Week", "Blocked", "Conflicts", "Life", "Papers"} {
		sec := Section{Title: title}
		for range rapid.IntRange(0, 9).Draw(t, "lines") {
			sec.Lines = append(sec.Lines, Line{Word: rapid.SampledFrom([]string{"late", "moved", "no incident"}).Draw(t, "word"), Text: words.Draw(t, "text"),
				ID: model.MakeID(model.KindRelease, rapid.Int64Range(1, 60).Draw(t, "id"))})
		}
		if len(sec.Lines) == 0 {
			sec.None = "none"
		}
		s.Sections = append(s.Sections, sec)
	}
	return s
}

// text is what rows say of a line, put together again.
func text(rows []Row, line int) string {
	var out []string
	for _, r := range rows {
		if r.Line == line && r.Head == "" {
			out = append(out, strings.TrimSpace(r.Word+" "+r.Text))
		}
	}
	return strings.Join(out, " ")
}

// The pages hold every line once and whole, in their order, in as many rows as there are,
// and none ends with a title; what is printed fits into its lines, says everything where
// there is room, and counts what it leaves out. Both say the same words.
func TestPagesAndPrintSayTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := any(t)
		w, h := rapid.IntRange(wide, 200).Draw(t, "w"), rapid.IntRange(3, 60).Draw(t, "h")
		var rows []Row
		for i, page := range s.Pages(w, h, wrapped) {
			if len(page) > h {
				t.Errorf("page %d has %d rows of %d", i, len(page), h)
			}
			if last := page[len(page)-1]; last.Head != "" && last.Text == "" {
				t.Errorf("page %d ends with the title %q", i, last.Head)
			}
			rows = append(rows, page...)
		}
		all := s.Fit(w, 0, wrapped)
		no := 0
		for _, sec := range s.Sections {
			for _, l := range sec.Lines {
				want := l.Word + " " + l.Text
				if got := text(rows, no); got != want {
					t.Errorf("line %d is %q on the pages, and %q", no, got, want)
				}
				if got := text(all, no); got != want {
					t.Errorf("line %d is %q where all is printed, and %q", no, got, want)
				}
				no++
			}
		}
		if len(all) > 200 {
			return
		}
		most := rapid.IntRange(s.apart(), 40).Draw(t, "most")
		fit := s.Fit(w, most, wrapped)
		if len(fit) > most {
			t.Errorf("%d rows of %d", len(fit), most)
		}
		if len(all) <= most && text(fit, -1) != text(all, -1) {
			t.Errorf("all of it has room, and some is left out")
		}
		at, shown := 0, 0
		for _, r := range fit {
			if r.Line >= 0 && r.Line >= at {
				at, shown = r.Line+1, shown+1
				if first := all[0]; r.Word == "" && first.Head == "" {
					t.Errorf("a line begins without its word: %+v", r)
				}
			}
		}
		left := 0
		for i, sec := range s.Sections {
			if len(sec.Lines) > 0 && !strings.Contains(text(fit, -1), "more") && shown < no {
				t.Errorf("section %d leaves something out and doesn't say so", i)
			}
			left += len(sec.Lines)
		}
		if shown > left {
			t.Errorf("%d lines of %d", shown, left)
		}
	})
}

// What is left out of a section is counted, thing by thing, and its records are named, each
// with how often; what can't be named is counted again. A line about several records that is
// there names all of them. It holds at every width, and never takes more rows than there are.
func TestWhatIsLeftOutIsCountedAndNamed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := any(t)
		for i := range s.Sections {
			if len(s.Sections[i].Lines) > 0 && rapid.Bool().Draw(t, "several") {
				var ids []model.ID
				var parts []string
				for n := range rapid.IntRange(2, 30).Draw(t, "records") {
					ids = append(ids, model.MakeID(model.KindRelease, int64(100+n)))
					parts = append(parts, string(ids[n])+" to Build")
				}
				s.Sections[i].Lines = append(s.Sections[i].Lines, together("moved on", ids, parts, ", "))
			}
		}
		w := rapid.IntRange(wide, 200).Draw(t, "w")
		most := rapid.IntRange(s.apart(), 40).Draw(t, "most")
		rows := s.Fit(w, most, wrapped)
		if len(rows) > most {
			t.Errorf("%d rows of %d", len(rows), most)
		}
		no, at := 0, 0
		for _, sec := range s.Sections {
			var rest []string
			for at++; at < len(rows) && rows[at].Head == ""; at++ {
				if rows[at].Line < 0 {
					rest = append(rest, rows[at].Text)
				}
			}
			count, named := 0, map[string]int{}
			for _, l := range sec.Lines {
				shown := text(rows, no)
				no++
				for _, id := range l.about() {
					if shown == "" {
						named[string(id)]++
					} else if len(l.IDs) > 0 && !strings.Contains(shown, string(id)) {
						t.Errorf("%q doesn't name %s", shown, id)
					}
				}
				if shown == "" {
					count += len(l.about())
				}
			}
			said := strings.Join(rest, " ")
			if count == 0 {
				if said != "" {
					t.Errorf("%q, and nothing is left out", said)
				}
				continue
			}
			if !strings.HasPrefix(said, fmt.Sprintf("and %d more", count)) {
				t.Errorf("%q, and %d are left out", said, count)
			}
			_, names, _ := strings.Cut(said, ": ")
			names, others, _ := strings.Cut(names, " and ")
			sum := 0
			if others == "another" {
				sum = 1
			} else if others != "" {
				fmt.Sscanf(others, "%d others", &sum)
			}
			for _, name := range strings.Split(names, ", ") {
				id, times, several := strings.Cut(name, " (")
				n := 1
				if several {
					fmt.Sscanf(times, "%d)", &n)
				}
				if name != "" && named[id] != n {
					t.Errorf("%q says %s %d times of %d", said, id, n, named[id])
				}
				if name != "" {
					sum += n
				}
			}
			if names != "" && sum != count {
				t.Errorf("%q sums up to %d of %d", said, sum, count)
			}
		}
	})
}

// Forty things that are left out are named at 80 columns in as many rows as it takes, while
// a line of each part is there.
func TestTheNamesOfWhatIsLeftOutWrap(t *testing.T) {
	s := Standup{Sections: []Section{{Title: "Since"}, {Title: "Week"}}}
	for n := range 42 {
		id := model.MakeID(model.KindRelease, int64(n+1))
		s.Sections[0].Lines = append(s.Sections[0].Lines, Line{Word: "moved", ID: id, Text: string(id) + " was moved"})
	}
	s.Sections[1].Lines = []Line{{Word: "Thu", ID: "REL-9", Text: "REL-9 is planned"}}
	rows := s.Fit(80, 12, wrapped)
	said := text(rows, -1)
	if len(rows) > 12 || text(rows, 0) == "" || text(rows, 42) == "" || strings.Contains(said, "others") || !strings.Contains(said, "REL-42") {
		t.Errorf("%d rows: %q", len(rows), said)
	}
}

// Across a room a line about several records takes two rows, and counts those it doesn't name.
func TestALineAboutManyIsCountedAcrossARoom(t *testing.T) {
	var ids []model.ID
	var parts []string
	for n := range 20 {
		ids = append(ids, model.MakeID(model.KindRelease, int64(n+1)))
		parts = append(parts, string(ids[n])+" to Build")
	}
	s := Standup{Sections: []Section{{Title: "Since", Lines: []Line{together("moved on", ids, parts, ", ")}}}}
	pages := s.Pages(40, 12, wrapped)
	if got := text(pages[0], 0); len(pages) != 1 || got != "moved on REL-1 to Build, REL-2 to Build, REL-3 to Build, and 17 more" {
		t.Errorf("%d pages: %q", len(pages), got)
	}
}

// Where there is no room for a line of each section, each is counted and its records are
// named, those that find no room counted again, in no more rows than there are.
func TestSectionsAreCountedWhereThereIsNoRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := any(t)
		if s.apart() == s.Least() {
			return
		}
		w, most := rapid.IntRange(40, 120).Draw(t, "w"), rapid.IntRange(s.Least(), s.apart()-1).Draw(t, "most")
		rows := s.Fit(w, most, wrapped)
		if len(rows) > most {
			t.Errorf("%d rows of %d", len(rows), most)
		}
		at := 0
		for _, sec := range s.Sections {
			if at >= len(rows) || rows[at].Head != sec.Title {
				t.Fatalf("nothing of %s in %+v", sec.Title, rows)
			}
			said := rows[at].Text
			for at++; at < len(rows) && rows[at].Head == ""; at++ {
				said += " " + rows[at].Text
			}
			if len(sec.Lines) == 0 {
				continue
			}
			if !strings.HasPrefix(said, fmt.Sprint(len(sec.Lines))) {
				t.Errorf("%s is %q, and has %d", sec.Title, said, len(sec.Lines))
			}
		}
	})
}
