package gate

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/process"
	"fairway/model/when"
)

// packageInDML: what is to be deployed is in the definitive media library, is what was put
// there as far as anybody has looked, and may be used on the day of its deployment.
func packageInDML(f facts) answer {
	if len(f.r.Package) == 0 {
		return open("the release names no DML entry")
	}
	var names []string
	for _, id := range f.r.Package {
		m := model.Get[*model.Media](f.Case, id)
		switch {
		case m == nil:
			return cannot("%s can't be read", id)
		case m.WithdrawnBy(f.Now):
			return f.otherMedia(open("%s was withdrawn from the DML", id))
		case len(m.SHA256) != 64:
			return open("%s has no SHA-256", id)
		case m.Fault != nil:
			return open("%s (%s): %s", id, m.Name, m.Faulty()).by(lookAgain(), f.task("edit-release", model.With("package", "")))
		case m.Expired(f.Now):
			return f.otherMedia(open("the licence of %s (%s) is over: it was good until %s", id, m.Name, f.lastDay(m)))
		case !f.r.Window.IsZero() && m.Expired(f.r.Window.Span(f.Zone(f.r)).Start):
			return f.otherMedia(open("the licence of %s (%s) is good until %s, and over when it is to be deployed", id, m.Name, f.lastDay(m)))
		}
		name := string(id) + " sha256 " + m.SHA256[:12] + "…"
		if m.Digest() {
			name += " (only the digest is on record)"
		}
		names = append(names, name)
	}
	return met("%s", strings.Join(names, ", "))
}

// Unusable are the entries of a release's package that can't be deployed as they are, in
// words: they were withdrawn, their licence is over now, or by the planned start, or their
// content is not what stands on record.
func Unusable(c *model.Case, r *model.Release) []string {
	var out []string
	zone := c.Zone(r)
	for _, id := range r.Package {
		m := model.Get[*model.Media](c, id)
		switch {
		case m == nil:
		case m.WithdrawnBy(c.Now):
			out = append(out, Withdrawn(m))
		case m.Fault != nil:
			out = append(out, fmt.Sprintf("%s (%s): %s", id, m.Name, m.Faulty()))
		case m.Expired(c.Now), !r.Window.IsZero() && m.Expired(r.Window.Span(zone).Start):
			out = append(out, fmt.Sprintf("the licence of %s (%s) is good until %s only", id, m.Name, when.FormatSlotFor(m.Expires, when.Moment{}, zone, c.Days(), when.ISO)))
		}
	}
	return out
}

// Withdrawn says of an entry that it is not to be deployed any more.
func Withdrawn(m *model.Media) string {
	text := fmt.Sprintf("%s (%s) was withdrawn from the DML", m.ID, m.Name)
	if m.Withdrawn != nil {
		text += ": " + m.Withdrawn.Reason
	}
	return text
}

// otherMedia names what mends a package of which an entry can't be used: where another
// entry beside it would not help, the package is changed.
func (f facts) otherMedia(out answer) answer {
	if list := f.use.Remedied(); len(list) > 0 && list[0].Task == "add-media" {
		return out.by(f.task("edit-release", model.With("package", "")))
	}
	return out
}

// lastDay is until when the licence of an entry is good.
func (f facts) lastDay(m *model.Media) string {
	return when.FormatSlotFor(m.Expires, when.Moment{}, f.Zone(f.r), f.Days(), when.ISO)
}

// lookAgain is what mends content that is not what stands on record.
func lookAgain() model.Remedy {
	return model.ByDoing(process.VerifyMedia, "").For("put the right file back, from a backup or the original, and look again")
}

// strange names what was said to be installed in a run and is none of these digests, with
// what takes that back; "" where all was.
func (f facts) strange(run *model.Run, sums []string) (wrong string, withdraw []model.Remedy) {
	var out []string
	for _, i := range f.Installations(run.ID) {
		for _, file := range i.Files {
			if !slices.Contains(sums, file.SHA256) {
				out = append(out, strings.TrimSpace(fmt.Sprintf("%s (%s) %s", file.Name, i.ID, "sha256 "+model.Shorten(file.SHA256, sums...))))
				withdraw = []model.Remedy{model.ByTask("withdraw-installation", i.ID, model.With("reason", "")).For("if it was not installed")}
			}
		}
	}
	return strings.Join(out, ", "), withdraw
}

// installedOtherwise says what of a release was installed, in any of its runs that are not
// taken back, and is not what its package says.
func (f facts) installedOtherwise() (wrong string, withdraw []model.Remedy) {
	var sums, out []string
	for _, id := range f.r.Package {
		if m := model.Get[*model.Media](f.Case, id); m != nil {
			sums = append(sums, m.SHA256)
		}
	}
	for _, run := range f.Runs(f.r.ID) {
		if run.Result == model.RunRolledBack {
			continue
		}
		if text, back := f.strange(run, sums); text != "" {
			out, withdraw = append(out, text), append(withdraw, back...)
		}
		if check := f.StartCheck(run.ID); check != nil {
			for _, s := range check.Seen {
				if s.Bad() {
					out = append(out, fmt.Sprintf("%s, %s as %s started", s.Media, s.Words(), run.ID))
				}
			}
		}
	}
	return strings.Join(out, ", "), withdraw
}

// packageUnaltered: integrity is kept during deployment (ISO/IEC 20000-1:2018, 8.5.3):
// what ran is what stands in the DML. It rests on what lay in the library as the run
// started, and on what the deployer said was installed. Where only a digest is on record,
// it rests on the latter alone; without either it is open.
func packageUnaltered(f facts) answer {
	run := f.LastRun(f.r.ID)
	if run == nil {
		return open("no deployment run was started").by(f.task("start-run"))
	}
	check, said := f.StartCheck(run.ID), f.Installations(run.ID)
	say := model.ByTask("state-installed", run.ID, model.With("sums", "")).For("say what was installed")
	back := model.ByTask("roll-back", run.ID, model.With("trigger", "")).For("take it back")
	var hashed, claimed []string
	var sums []string
	for _, id := range f.r.Package {
		m := model.Get[*model.Media](f.Case, id)
		if m == nil {
			return cannot("%s can't be read", id)
		}
		sums = append(sums, m.SHA256)
		seen, looked := model.MediaSeen{}, false
		if check != nil {
			seen, looked = check.Of(id)
		}
		switch {
		case !run.Ended.IsZero() && m.WithdrawnBy(run.Ended), run.Open() && m.WithdrawnBy(f.Now):
			return open("%s, and %s ran it", Withdrawn(m), run.ID).by(back, f.task("edit-release", model.With("package", "")))
		case m.Fault != nil:
			return open("%s (%s): %s", id, m.Name, m.Faulty()).by(lookAgain(), back)
		case seen.Bad():
			return open("%s (%s): %s as %s started", id, m.Name, seen.Words(), run.ID).by(lookAgain(), back)
		case len(run.Media) > 0 && !slices.Contains(run.Media, m.SHA256), check != nil && !looked:
			return open("%s did not run %s (sha256 %s)", run.ID, id, model.Shorten(m.SHA256, run.Media...))
		case looked && seen.Is == model.MediaWhole:
			hashed = append(hashed, string(id))
		default:
			claimed = append(claimed, string(id))
		}
	}
	installed, by := map[string]bool{}, []string{}
	for _, i := range said {
		by = append(by, fmt.Sprintf("%s said was installed (%s)", f.PersonName(i.By), i.ID))
		for _, file := range i.Files {
			installed[file.SHA256] = true
		}
	}
	if wrong, withdraw := f.strange(run, sums); wrong != "" {
		return open("installed, and not in the package: %s", wrong).by(append(withdraw, back)...)
	}
	for _, id := range f.r.Package {
		m := model.Get[*model.Media](f.Case, id)
		switch {
		case installed[m.SHA256]:
		case len(said) > 0:
			return open("nobody said that %s (%s) was installed; sha256 %s", id, m.Name, model.Shorten(m.SHA256)).by(say)
		case slices.Contains(hashed, string(id)):
		case check == nil:
			return open("nobody looked at the content of %s as %s started, and nobody said what was installed", id, run.ID).by(say)
		default:
			return open("only the digest of %s (%s) is on record, and nobody said what was installed", id, m.Name).by(say)
		}
	}
	rests := "nobody said what was installed"
	if len(by) > 0 {
		rests = "the same as " + strings.Join(by, " and ")
	}
	switch {
	case len(claimed) == 0:
		return met("%s ran the package of the DML: hashed there as it started (%s), %s", run.ID, check.ID, rests)
	case len(hashed) == 0 && check == nil:
		return met("%s ran the package of the DML: the same as %s; nobody looked at the library as it started", run.ID, strings.Join(by, " and "))
	}
	return met("%s ran the package of the DML; only the digest of %s is on record: that rests on what %s", run.ID, strings.Join(claimed, ", "), strings.Join(by, " and "))
}
