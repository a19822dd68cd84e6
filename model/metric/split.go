package metric

import (
	"cmp"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/when"
)

// Split says what results are broken down by.
type Split string

// The splits.
const (
	Whole     Split = ""
	ByType    Split = "type"
	ByService Split = "service"
	ByTeam    Split = "team"
	ByPeriod  Split = "period"
)

// Splits are those that there are, the whole aside.
var Splits = []Split{ByType, ByService, ByTeam, ByPeriod}

// Group is the result of some of the facts.
type Group struct {
	// Key is what stays when the name changes: an id, what a type is for, a period.
	Key  string `json:"key,omitempty"`
	Name string `json:"name"`
	Result
	// Within is the group of which it is a part: see Each.
	Within *Group `json:"-"`
}

// Each are the groups, each with what its services have for themselves below it, where it has
// no value of all of them together: whoever writes a row for each group writes these.
func Each(groups []Group) []Group {
	var out []Group
	for _, g := range groups {
		out = append(out, g)
		if g.Told == "" {
			continue
		}
		for _, s := range g.Services {
			s.Within = &g
			out = append(out, s)
		}
	}
	return out
}

// Indented is its name, where it stands below another under that.
func (g *Group) Indented() string {
	if g.Within == nil {
		return g.Name
	}
	return "  " + g.Name
}

// Traits are what a fact can be told apart by: those of its release, or its own.
type Traits struct {
	Type    string
	Purpose string // of its process, where its type is another word
	Service model.ID
	Team    model.ID
	// ServiceName and TeamName are what those are called.
	ServiceName, TeamName string
}

// of is the trait that a split is about, for telling groups apart, and its name.
func (t *Traits) of(split Split) (key, name string) {
	switch split {
	case ByType:
		return cmp.Or(t.Purpose, t.Type), t.Type
	case ByService:
		return string(t.Service), cmp.Or(t.ServiceName, string(t.Service), "no service")
	case ByTeam:
		return string(t.Team), cmp.Or(t.TeamName, string(t.Team), "no team")
	}
	return "", ""
}

func (i *Imported) traits() *Traits { return &i.Traits }

// traits goes through those of all facts. Each sort of fact that has some stands here, and
// in Only.
func (f *Facts) traits(each func(*Traits)) {
	for r := range f.Each() {
		each(&r.Traits)
	}
	f.Papers.traits(each)
}

// Only are the facts of which the traits pass, with all incidents: what an incident is
// counted for is a release.
func (f Facts) Only(keep func(*Traits) bool) Facts {
	f.some = f.places(keep)
	f.Imported = only(f.Imported, (*Imported).traits, keep)
	f.Papers = f.Papers.only(keep)
	return f
}

// places are those of the releases of which the traits pass.
func (f *Facts) places(keep func(*Traits) bool) []int32 {
	some := []int32{}
	for i, r := range f.numbered() {
		if keep(&r.Traits) {
			some = append(some, i)
		}
	}
	return some
}

// only are the facts of one sort of which the traits pass.
func only[T any](all []T, traits func(*T) *Traits, keep func(*Traits) bool) []T {
	var some []T
	for i := range all {
		if keep(traits(&all[i])) {
			some = append(some, all[i])
		}
	}
	return some
}

// By computes a measure for each type, service or team that occurs among the facts, by
// name, or for each part of the period, by time. Groups in which nothing was counted are
// left out, but not a part of the period: that there was nothing says something.
func (m *Metric) By(f Facts, span when.Span, split Split) []Group {
	if split == ByPeriod {
		return m.byPeriod(f, span)
	}
	names := map[string]string{} // what is split by → its name
	f.traits(func(t *Traits) {
		key, name := t.of(split)
		names[key] = name
	})
	releases := map[string][]int32{} // in one go: there may be many groups
	for i, r := range f.numbered() {
		key, _ := r.Traits.of(split)
		releases[key] = append(releases[key], i)
	}
	f.some = []int32{}
	var out []Group
	for k, name := range names {
		some := f.Only(func(t *Traits) bool { key, _ := t.of(split); return key == k })
		if some.some = releases[k]; some.some == nil {
			some.some = []int32{}
		}
		if split == ByService {
			some.For = f.Handles[model.ID(k)]
		}
		if r := m.Of(some, span); r.Population > 0 || len(r.Defects) > 0 {
			out = append(out, Group{Key: k, Name: name, Result: r})
		}
	}
	slices.SortFunc(out, func(a, b Group) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Population, b.Population))
	})
	return out
}

// byPeriod computes a measure for each part of a period that has begun, or of which
// something is planned already.
func (m *Metric) byPeriod(f Facts, span when.Span) []Group {
	imported := f.Imported
	var out []Group
	for _, p := range parts(span, cmp.Or(f.Zone, time.UTC)) {
		f.Imported = nil
		for _, i := range imported {
			if i.Part.Start.Equal(p.Start) && i.Part.End.Equal(p.End) {
				f.Imported = append(f.Imported, i)
			}
		}
		f.Span = p.Span
		r := m.Of(f, p.Span)
		if f.Now.IsZero() || !p.Start.After(f.Now) || r.Population > 0 || r.Imported > 0 {
			out = append(out, Group{Key: p.name, Name: p.name, Result: r})
		}
	}
	return out
}

// Parts are those of a period by which it is broken down: see ByPeriod.
func Parts(span when.Span, zone *time.Location) []when.Span {
	return model.Each(parts(span, zone), func(p part) when.Span { return p.Span })
}

// part is one of the parts of a period.
type part struct {
	when.Span
	name string
}

// parts are the months of a quarter, a year or of what is longer than two months, the weeks
// of a month, and the days of what isn't longer than two weeks; cut at both ends of it.
func parts(span when.Span, zone *time.Location) []part {
	unit, days := when.Monthly, when.DaysBetween(span.Start, span.End, zone)
	if days <= 62 {
		unit = when.Weekly
	}
	var out []part
	for at := span.Start; at.Before(span.End); {
		p := when.PeriodOf(at, unit, zone)
		whole, name := p.Span(zone), p.String()
		if days <= 14 {
			d := when.DateOf(at, zone)
			whole, name = when.Span{Start: d.Start(zone), End: d.AddDays(1).Start(zone)}, d.String()
		}
		cut := whole
		if cut.Start.Before(span.Start) {
			cut.Start, name = span.Start, name+" from "+when.DateOf(span.Start, zone).String()
		}
		if cut.End.After(span.End) {
			cut.End, name = span.End, name+" to "+when.DateOf(span.End, zone).AddDays(-1).String()
		}
		out = append(out, part{cut, name})
		at = cut.End
	}
	return out
}
