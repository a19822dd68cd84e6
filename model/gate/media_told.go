package gate

import (
	"fmt"
	"strings"

	"fairway/model"
)

// PackageLine is what is known of one file of a run: an entry of the package, or a file that
// was said to be installed and is none of it.
type PackageLine struct {
	Media model.ID `json:"media,omitempty"`
	Name  string   `json:"name"`
	// Proved says that something besides the record speaks for it, Wrong that something
	// speaks against it.
	Proved bool `json:"proved"`
	Wrong  bool `json:"wrong,omitempty"`
	// Library is what lay in the DML as the run started, Installed what was said to be
	// installed, each in words.
	Library   string `json:"library"`
	Installed string `json:"installed"`
}

// PackageOf says of each file of a run's package what lay in the library as it started, and
// what was said to be installed. It is empty of a release without a package.
func PackageOf(c *model.Case, r *model.Release, run *model.Run) []PackageLine {
	check, said := c.StartCheck(run.ID), c.Installations(run.ID)
	ended := c.Now
	if !run.Open() {
		ended = run.Ended
	}
	var out []PackageLine
	ours := map[string]bool{}
	for _, id := range r.Package {
		m := model.Get[*model.Media](c, id)
		if m == nil {
			continue
		}
		ours[m.SHA256] = true
		line := PackageLine{Media: id, Name: strings.TrimSpace(m.Name + " " + m.Version), Library: "nobody looked as it started"}
		if check != nil {
			seen, looked := check.Of(id)
			line.Library, line.Proved, line.Wrong = seenWords(check, seen, looked)
		}
		if m.WithdrawnBy(ended) {
			line.Library, line.Wrong = Withdrawn(m), true
		} else if m.Fault != nil {
			line.Library, line.Wrong = m.Faulty(), true
		}
		line.Installed = "nobody said what was installed"
		if len(said) > 0 {
			line.Installed = "nobody said that it was installed"
		}
		for _, i := range said {
			for _, f := range i.Files {
				if f.SHA256 == m.SHA256 {
					line.Installed = fmt.Sprintf("installed, as %s said (%s)", c.PersonName(i.By), i.ID)
					line.Proved = true
				}
			}
		}
		out = append(out, line)
	}
	for _, i := range said {
		for _, f := range i.Files {
			if !ours[f.SHA256] {
				name := f.Name
				if name == "" {
					name = "a file without a name"
				}
				out = append(out, PackageLine{Name: name, Wrong: true, Library: "not in the package: sha256 " + f.SHA256[:12] + "…",
					Installed: fmt.Sprintf("installed, as %s said (%s)", c.PersonName(i.By), i.ID)})
			}
		}
	}
	return out
}

// seenWords say what was found of an entry as a run started.
func seenWords(check *model.MediaCheck, s model.MediaSeen, looked bool) (text string, proved, wrong bool) {
	switch {
	case !looked:
		return "it came into the package later", false, true
	case s.Bad():
		return s.Words(), false, true
	case s.Is == model.MediaDigest:
		return "only its digest is on record", false, false
	case s.By != "":
		return fmt.Sprintf("hashed in the library the same day (%s)", s.By), true, false
	}
	return fmt.Sprintf("hashed in the library as it started (%s)", check.ID), true, false
}
