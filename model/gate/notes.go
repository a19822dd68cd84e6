package gate

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/when"
)

// NotesDraft is what the file knows for the notes of a release, by what the questions of
// their form are for: what its RFCs bring, the problems that they close, the known errors of
// its service that stay, what is delivered, which components are others than in the last
// release, and how long the service is down. Each is a line that names its record.
func NotesDraft(c *model.Case, r *model.Release) map[string]string {
	out := map[string]string{}
	put := func(name string, lines []string) {
		if len(lines) > 0 {
			out[name] = strings.Join(lines, "\n")
		}
	}
	var brings []string
	by := map[model.ID][]string{} // problems, and the RFCs that close them
	for _, id := range r.Changes {
		ch := model.Get[*model.Change](c, id)
		if ch == nil || ch.State == model.ChangeWithdrawn || ch.State == model.ChangeRejected {
			continue // it is in the scope still, and not brought any more
		}
		brings = append(brings, fmt.Sprintf("- %s (%s)", inOneLine(ch.Title), ch.ID))
		for _, p := range ch.Closes {
			by[p] = append(by[p], string(ch.ID))
		}
	}
	put("notes", brings)
	closes, known := model.Mended(c, r)
	closes = slices.DeleteFunc(closes, func(p *model.Problem) bool { return len(by[p.ID]) == 0 })
	put("problems", model.Each(closes, func(p *model.Problem) string {
		return fmt.Sprintf("- %s (%s), by %s", inOneLine(p.Title), p.ID, strings.Join(by[p.ID], " and "))
	}))
	put("known_errors", model.Each(known, func(p *model.Problem) string {
		return strings.TrimSuffix(fmt.Sprintf("- %s (%s): %s", inOneLine(p.Title), p.ID, inOneLine(p.Workaround)), ": ")
	}))
	var delivered []string
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil && m.State != model.MediaWithdrawn {
			line := fmt.Sprintf("- %s (%s)", inOneLine(strings.TrimSpace(m.Name+" "+m.Version)), m.ID)
			if m.SHA256 != "" {
				line += ", SHA-256 " + m.SHA256
			}
			delivered = append(delivered, line)
		}
	}
	put("delivered", delivered)
	if change := c.BillChange(r.ID); change != nil {
		put("components", components(change))
	}
	if length, after := downtime(c, r); length > 0 && !r.Window.IsZero() {
		span := ahead(c, r, length, after)
		zone := c.Zone(r)
		out["downtime"] = fmt.Sprintf("%s from %s %s", when.FormatDuration(length), when.FormatInstant(span.Start, zone, when.Long), zone)
	}
	return out
}

// components says which components are others than in the last release.
func components(change *model.BillChange) []string {
	out := []string{"- " + change.Words()}
	for _, part := range []struct {
		word string
		list []string
	}{{"added", change.Added}, {"removed", change.Removed}, {"changed", change.Changed}} {
		for i, line := range part.list {
			if i == notesMost {
				out = append(out, fmt.Sprintf("- and %d more %s", len(part.list)-i, part.word))
				break
			}
			out = append(out, fmt.Sprintf("- %s: %s", part.word, inOneLine(line)))
		}
	}
	return out
}

// notesMost is how many components of each sort a draft names.
const notesMost = 50

// notesBegun is the draft with which notes begin.
func notesBegun(c *model.Case, f *form.Form, of model.ID) form.Answers {
	r := model.Get[*model.Release](c, of)
	if r == nil {
		return form.Answers{}
	}
	return answered(f, NotesDraft(c, r))
}

// DraftAnswers is the draft as answers to the form.
func DraftAnswers(c *model.Case, f *form.Form, r *model.Release) form.Answers {
	return answered(f, NotesDraft(c, r))
}

// NotesBegunWith is what of a draft the writer of the first version had before them: a form
// begins with all of it, a command with none, and what is written shows which. What was
// never seen was not taken out by hand.
func NotesBegunWith(draft, said map[string]string) map[string]string {
	out := map[string]string{}
	for name, text := range draft {
		lines := linesOf(said[name])
		if slices.ContainsFunc(linesOf(text), func(l string) bool { return slices.Contains(lines, l) }) {
			out[name] = text
		}
	}
	return out
}

// NotesAnew is what notes say once they are drafted anew: what people typed stays, a line of
// the draft before that the new one does not have is taken out, one that it has besides
// comes in. What has one line only is drafted anew as long as nobody typed another. drafted
// is the draft before.
func NotesAnew(f *form.Form, drafted, said, draft map[string]string) map[string]string {
	anew := func(name, fresh string) string {
		if fl, ok := f.Field(name); ok && fl.Type == form.Line {
			if said[name] == drafted[name] {
				return fresh
			}
			return said[name]
		}
		return linesAnew(drafted[name], said[name], fresh)
	}
	out := map[string]string{}
	for name, text := range said {
		out[name] = text
	}
	for name, fresh := range draft {
		out[name] = anew(name, fresh)
	}
	for name := range drafted {
		if _, still := draft[name]; !still {
			out[name] = anew(name, "")
		}
	}
	return out
}

// NotesTakenOut are the lines of a draft that the notes don't have, by their records; other
// are those to which somebody typed the one line that there can be.
func NotesTakenOut(f *form.Form, said, draft map[string]string) (out, other []string) {
	for _, name := range slices.Sorted(maps.Keys(draft)) {
		lines := linesOf(said[name])
		if fl, ok := f.Field(name); ok && fl.Type == form.Line {
			if said[name] != draft[name] {
				other = append(other, fmt.Sprintf("%s: %q", fl.Title, draft[name]))
			}
			continue
		}
		for _, line := range linesOf(draft[name]) {
			if !slices.Contains(lines, line) {
				out = append(out, strings.TrimPrefix(about(line), "- "))
			}
		}
	}
	return out, other
}

// NotesMoved is what became of the records since notes were drafted.
type NotesMoved struct {
	// New are the questions to which a draft would say more, or something else.
	New []form.Field
	// Gone are records that the notes name, and that the release does not bring any more;
	// Otherwise those of which somebody wrote a line, and the records say something else now.
	Gone, Otherwise []model.ID
}

// NotesSince is what became of the records since the notes of a release were drafted.
func NotesSince(c *model.Case, r *model.Release, d *model.Document) NotesMoved {
	var out NotesMoved
	f := c.FormIn(d)
	if f == nil {
		return out
	}
	draft, said := NotesDraft(c, r), d.Meant().Values
	anew := NotesAnew(f, d.Drafted, said, draft)
	names := slices.Sorted(maps.Keys(anew))
	there := map[string]string{} // records of the draft, and their lines
	for _, name := range names {
		for _, line := range linesOf(draft[name]) {
			there[about(line)] = line
		}
	}
	was := map[string]string{}
	for _, text := range d.Drafted {
		for _, line := range linesOf(text) {
			was[about(line)] = line
		}
	}
	for _, name := range names {
		fl, ok := f.Field(name)
		if !ok {
			continue
		}
		typed := fl.Type == form.Line && said[name] != d.Drafted[name] // and so it stays
		if anew[name] != said[name] || typed && d.Drafted[name] != "" && draft[name] != d.Drafted[name] {
			out.New = append(out.New, fl)
		}
		for _, line := range linesOf(anew[name]) {
			for _, m := range recordIn.FindAllStringSubmatch(line, -1) {
				id := model.ID(m[1])
				now, is := there[m[1]]
				switch {
				case !is && was[m[1]] != "":
					out.Gone = append(out.Gone, id)
				case is && line != now && was[m[1]] != "" && was[m[1]] != now:
					out.Otherwise = append(out.Otherwise, id)
				}
			}
		}
	}
	out.Gone, out.Otherwise = model.SortIDs(out.Gone), model.SortIDs(out.Otherwise)
	return out
}

// Words say it in a sentence; "" where nothing did.
func (n NotesMoved) Words() string {
	var said []string
	if len(n.New) > 0 {
		said = append(said, "the records say something else by now: "+strings.Join(model.Each(n.New, func(f form.Field) string { return f.Title }), ", "))
	}
	if len(n.Gone) > 0 {
		verb := "is"
		if len(n.Gone) > 1 {
			verb = "are"
		}
		said = append(said, fmt.Sprintf("%s %s not in this release any more, and named in the notes all the same", joined(n.Gone), verb))
	}
	if len(n.Otherwise) > 0 {
		said = append(said, "the record of "+joined(n.Otherwise)+" reads otherwise by now than the line that was typed")
	}
	return strings.Join(said, "; ")
}

// recordIn finds the record that a line of a draft is about.
var recordIn = regexp.MustCompile(`\(([A-Z]{3}-[0-9]+)\)`)

// about is what a line of a draft is about: its record, else the whole line.
func about(line string) string {
	if m := recordIn.FindStringSubmatch(line); m != nil {
		return m[1]
	}
	return line
}

func joined(ids []model.ID) string {
	return strings.Join(model.Each(ids, func(id model.ID) string { return string(id) }), ", ")
}

// linesOf are the lines of a text; none of an empty one.
func linesOf(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// linesAnew merges a new draft into what somebody made of the one before, line by line. What
// they took out stays out, and a record of which they wrote a line of their own gets none
// beside it.
func linesAnew(before, said, fresh string) string {
	was, now, typed := linesOf(before), linesOf(fresh), linesOf(said)
	had := map[string]bool{} // what lines of the draft before are about
	for _, line := range was {
		had[about(line)] = true
	}
	written := map[string]bool{} // what lines that stay are about
	var out []string
	for _, line := range typed {
		text := strings.TrimRight(line, " \t")
		if slices.Contains(was, text) && !slices.Contains(now, text) && strings.TrimSpace(text) != "" {
			i := slices.IndexFunc(now, func(l string) bool { return about(l) == about(text) })
			if i < 0 {
				continue // nothing of it is left
			}
			text = now[i] // its record is called otherwise by now
		}
		out = append(out, text)
		written[about(text)], written[text] = true, true
		for _, m := range recordIn.FindAllStringSubmatch(text, -1) {
			written[m[1]] = true
		}
	}
	at := 0 // behind the last line of the draft that is there
	for _, line := range now {
		switch i := slices.Index(out, line); {
		case i >= 0:
			at = i + 1
		case written[about(line)] || had[about(line)]: // said otherwise, or taken out
		default:
			if at == 0 {
				at = len(out)
			}
			out = slices.Insert(out, at, line)
			at++
		}
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n")
}

// NotesStanding is how the notes of a release stand: which version is approved, and what is
// said otherwise since.
type NotesStanding struct {
	Document *model.Document
	// Approved is the version that was approved last; nil for none. It may be the newest.
	Approved *model.Document
	// Changed are the questions that the newest version answers otherwise.
	Changed []form.Field
}

// NotesStands is how the notes of a release stand; nil where there are none. Earlier versions
// have to be among the facts (Needs.Earlier).
func NotesStands(c *model.Case, of model.ID) *NotesStanding {
	d := c.Document(FormNotes, of)
	if d == nil {
		return nil
	}
	s := &NotesStanding{Document: d}
	for _, r := range append(slices.Clone(c.Earlier(d.ID)), model.Record(d)) {
		if v, ok := r.(*model.Document); ok && v.ID == d.ID {
			switch {
			case !v.Approved.IsZero() && v.Rejected() == nil:
				s.Approved = v
			case s.Approved != nil && s.Approved.Version == v.Version: // its approval was taken back
				s.Approved = nil
			}
		}
	}
	if s.Approved == nil || s.Approved.Version == d.Version {
		return s
	}
	f := c.FormIn(d)
	if f == nil {
		return s
	}
	then, is := s.Approved.In(f), d.In(f)
	for _, fl := range f.Fields() {
		if !then.Only(fl.Name).Same(is.Only(fl.Name)) {
			s.Changed = append(s.Changed, fl)
		}
	}
	return s
}

// Words say it in a sentence: by whom which version was approved, and what changed since.
func (s *NotesStanding) Words(c *model.Case, at func(d *model.Document) string) string {
	switch {
	case s.Approved == nil:
		return fmt.Sprintf("version %d is not approved, and none before it", s.Document.Version)
	case s.Approved.Version == s.Document.Version:
		return fmt.Sprintf("version %d is approved, by %s", s.Approved.Version, at(s.Approved))
	}
	text := fmt.Sprintf("version %d was approved, by %s; version %d is not", s.Approved.Version, at(s.Approved), s.Document.Version)
	if len(s.Changed) > 0 {
		text += ": changed since are " + strings.Join(model.Each(s.Changed, func(f form.Field) string { return f.Title }), ", ")
	}
	return text
}

// inOneLine is a text as a line of a list, whole.
func inOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
