package decision

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/form"
	"fairway/model/process"
)

// digestVersion stands before a digest: how what was meant is written down.
// Another way to write it gets another number, and what was decided under this
// one is compared no more.
const digestVersion = "1:"

// Digest is what a request is about, in one word: what was meant, the documents
// it covers, and the rules it is decided under.
func Digest(c *model.Case, q Request) string { return digestOver(c, q, Seen(c, q)) }

// digestOver is Digest with the documents as somebody saw them.
func digestOver(c *model.Case, q Request, documents []model.DocumentSeen) string {
	return digest(map[string]any{"act": q.Act, "purpose": q.Purpose, "rules": q.Rules(c).ID, "meant": q.meant(c, q), "documents": documents})
}

// asSeen are the documents as they stand, or as somebody saw them where nothing material
// has changed in them since: another version alone is no other content.
func asSeen(now, then []model.DocumentSeen) []model.DocumentSeen {
	return model.Each(now, func(n model.DocumentSeen) model.DocumentSeen {
		if i := slices.IndexFunc(then, func(was model.DocumentSeen) bool { return was.ID == n.ID && was.Digest == n.Digest }); i >= 0 {
			return then[i]
		}
		return n
	})
}

// digest writes a value canonically, its keys in order, and digests that.
func digest(v any) string {
	body, err := model.Encode(v)
	if err != nil { // maps, texts and numbers alone come here
		panic(err)
	}
	sum := sha256.Sum256(body)
	return digestVersion + hex.EncodeToString(sum[:])
}

// comparable reports whether a digest was made by this way of writing.
func comparable(digest string) bool { return strings.HasPrefix(digest, digestVersion) }

// moved says what differs from that on which a word was given; "" for nothing,
// and of what was decided before there were digests. Of the past there is only what
// happened: that it still is what was decided on, the case as it is now says.
func moved(c *model.Case, q Request, w Word) string {
	if c.Then() {
		return ""
	}
	b := w.Basis
	if !comparable(b.Digest) || q.Release == nil && b.Rules != q.Rules(c).ID {
		return ""
	}
	now := Seen(c, q)
	for _, was := range w.Documents {
		if !c.Has(was.ID) {
			return "" // what isn't shown can't be compared
		}
		d := model.Get[*model.Document](c, was.ID)
		if d != nil && !slices.ContainsFunc(now, func(n model.DocumentSeen) bool {
			return n.ID == was.ID && (n.Digest == was.Digest || n.Version == was.Version)
		}) {
			return "for version " + strconv.Itoa(was.Version) + " of " + string(was.ID) + ", which is at version " + strconv.Itoa(d.Version)
		}
	}
	if b.Digest == digestOver(c, q, now) || b.Digest == digestOver(c, q, asSeen(now, w.Documents)) {
		return ""
	}
	if (q.Kind == approvals || q.Kind == waivers) && q.Release != nil {
		if p, ok := q.Rules(c).Process(q.Release.Type); ok {
			for _, r := range before(p, q.Release, q.Purpose) {
				was := q
				was.Release = r
				if b.Digest == digestOver(c, was, now) || b.Digest == digestOver(c, was, asSeen(now, w.Documents)) {
					return ""
				}
			}
		}
	}
	if q.Release != nil && b.Revision != 0 && b.Revision != q.Release.Revision {
		return "for revision " + strconv.Itoa(b.Revision) + "; the release is at revision " + strconv.Itoa(q.Release.Revision)
	}
	return "for what it said then, which was changed since"
}

// Seen names the documents that a request covers as they stand: their version,
// and the digest of what in them is material.
func Seen(c *model.Case, q Request) []model.DocumentSeen {
	if q.documents == nil {
		return nil
	}
	var out []model.DocumentSeen
	for _, d := range q.documents(c, q) {
		f, _ := q.Rules(c).Form(d.Form)
		out = append(out, model.DocumentSeen{ID: d.ID, Version: d.Version, Digest: digest(material(f, d.Meant()))})
	}
	return out
}

// Covers reports whether what was seen of a document is that document as it stands: the same
// version, or one that differs in nothing material.
func Covers(rules *model.Rules, seen model.DocumentSeen, d *model.Document) bool {
	if seen.ID != d.ID || seen.Version == d.Version || seen.Digest == "" {
		return seen.ID == d.ID && seen.Version == d.Version
	}
	f, _ := rules.Form(d.Form)
	return seen.Digest == digest(material(f, d.Meant()))
}

// material are the answers of a document, by what they mean, without those in which
// a change voids nothing.
func material(f *form.Form, a form.Answers) form.Answers {
	a = a.Lean()
	if f == nil {
		return a
	}
	for _, fl := range f.Fields() {
		if fl.Minor {
			delete(a.Values, fl.Means())
			delete(a.Tables, fl.Means())
		}
	}
	return a
}

// The facets that are read by name.
const (
	window        = "window"
	rollbackOwner = "rollback-owner" // by itself where a process says what a change of it voids
	rollbackPlan  = "rollback-plan"  // of the release that is its owner; the form is a document

	firstWindow        = "first-window"
	firstRollbackOwner = "first-rollback-owner"
)

// facets are the things of a release in which a change is material, as the
// processes name them (process.Materials), each with what was meant by it.
var facets = []struct {
	name string
	of   func(r *model.Release) any
}{
	{"items", func(r *model.Release) any { return sorted(r.Items) }},
	{"package", func(r *model.Release) any { return sorted(r.Package) }},
	{"risk", func(r *model.Release) any {
		if r.Risk == nil {
			return nil
		}
		return []any{r.Risk.Impact, r.Risk.Score, append([]string{}, r.Risk.Factors...)}
	}},
	{rollbackOwner, func(r *model.Release) any { return r.RollbackOwner }},
	{rollbackPlan, func(r *model.Release) any { return r.RollbackOwner }},
	{"scope", func(r *model.Release) any {
		return []any{sorted(r.Changes), r.Service, append([]string{}, r.Contents...), r.Major, sorted(r.DependsOn)}
	}},
	{window, func(r *model.Release) any { return []any{r.Window.Meant(), r.Env} }},
}

// OfRelease reports whether a material thing is one of the release itself, not of its
// papers.
func OfRelease(what string) bool {
	for _, f := range facets {
		if what == f.name {
			return true
		}
	}
	return slices.ContainsFunc(firsts, func(f first) bool { return what == f.name })
}

func sorted(ids []model.ID) []model.ID {
	return model.SortIDs(append([]model.ID{}, ids...))
}

// Differs names the material things in which two states of a release differ.
func Differs(a, b *model.Release) []string {
	var what []string
	for _, f := range facets {
		if f.name != rollbackPlan && digest(f.of(a)) != digest(f.of(b)) {
			what = append(what, f.name)
		}
	}
	return what
}

// content is what a release means in the things that are named.
func content(r *model.Release, names func(name string) bool) map[string]any {
	out := map[string]any{}
	for _, f := range facets {
		if names(f.name) {
			out[f.name] = f.of(r)
		}
	}
	return out
}

// first is what may be said of a release later than it was decided on (process.Firsts):
// whether it is open, and the release without it.
type first struct {
	name string
	open func(r *model.Release) bool
	less func(r *model.Release)
}

var firsts = []first{
	{firstWindow, func(r *model.Release) bool { return r.Window.IsZero() }, func(r *model.Release) { r.Window = model.Slot{} }},
	{"first-environment", func(r *model.Release) bool { return r.Env == "" }, func(r *model.Release) { r.Env = "" }},
	{firstRollbackOwner, func(r *model.Release) bool { return r.RollbackOwner == "" }, func(r *model.Release) { r.RollbackOwner = "" }},
}

// Dated is when a release that was registered without dates was given its first; the zero
// time where it had some from the beginning, or has none.
func Dated(r *model.Release) time.Time { return r.Edited[firstWindow] }

// Material is what an edit of a material thing is to the process: it may be the first time
// that it, or a part of it, is said.
func Material(before, after *model.Release, what string) []string {
	var out []string
	old, now := before.Clone(), after.Clone() // without what was open
	for _, f := range process.Firsts {
		if f.Of != what {
			continue
		}
		if i := slices.IndexFunc(firsts, func(g first) bool { return g.name == f.Name }); firsts[i].open(before) && !firsts[i].open(after) {
			out = append(out, f.Name)
			firsts[i].less(now)
		}
	}
	if len(out) == 0 || slices.ContainsFunc(Differs(old, now), func(w string) bool { return w == what }) {
		out = append(out, what)
	}
	return out
}

// later are what a process lets be said later than an approval is given, or a waiver,
// which goes on.
func later(p *process.Process, purpose string) []first {
	return slices.DeleteFunc(slices.Clone(firsts), func(f first) bool {
		return !p.Lists(f.name) || slices.Contains(p.Voids(f.name, ""), purpose)
	})
}

// LeftOpen is what of a release isn't said yet and may be said after an approval was given,
// in words: who decides leaves it open.
func LeftOpen(p *process.Process, r *model.Release, purpose string) []string {
	var out []string
	for _, f := range later(p, purpose) {
		if f.open(r) {
			i := slices.IndexFunc(process.Firsts, func(g process.First) bool { return g.Name == f.name })
			out = append(out, process.Firsts[i].Text)
		}
	}
	return out
}

// before are the states of a release in which an approval may have been given that still
// holds: without what the process lets be said later.
func before(p *process.Process, r *model.Release, purpose string) []*model.Release {
	out := []*model.Release{r}
	for _, f := range later(p, purpose) {
		for _, r := range slices.Clone(out) {
			n := r.Clone()
			f.less(n)
			out = append(out, n)
		}
	}
	return out[1:]
}

// always reports whether a change of the thing voids the approval in every stage:
// what one of them is there to produce isn't what was approved before.
func always(p *process.Process, what, purpose string) bool {
	return p.Lists(what) && !slices.ContainsFunc(p.Material, func(m process.Material) bool {
		return m.What == what && !slices.ContainsFunc(m.Voids, func(v string) bool { return p.ApprovalMeans(v) == purpose })
	}) &&
		slices.Contains(p.Voids(what, ""), purpose)
}
