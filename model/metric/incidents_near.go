package metric

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
)

// link is how an incident and a release belong together.
type link string

const (
	confirmed   link = "confirmed"
	suspected   link = "linked as suspected"
	sameItem    link = "same or dependent item"
	sameService link = "same service"
)

// linked is an incident, by its place among all, and how it belongs to a deployment.
type linked struct {
	incident int32
	how      link
}

// surroundings find the incidents around a deployment without comparing each with each, and
// keep of the deployments that they may belong to no more than is said of them.
type surroundings struct {
	incidents []Incident
	// byRelease are those that are linked to a release, byItem and byService those of which no
	// cause is known, by when they were opened.
	byRelease map[model.ID][]linked
	byItem    map[model.ID][]int32
	byService map[model.ID][]int32
	found     []linked // of the last deployment
	// sections are those in which an incident was found, suspicions aside, and suspected the
	// deployments that are suspected because of it.
	sections  [][]string
	suspected map[int32]*suspicion
	brief     bool // nobody reads what is said of these
}

// nearby are the surroundings of some incidents.
func nearby(incidents []Incident, brief bool) *surroundings {
	s := &surroundings{brief: brief, incidents: incidents, byRelease: map[model.ID][]linked{}, byItem: map[model.ID][]int32{}, byService: map[model.ID][]int32{},
		sections: make([][]string, len(incidents)), suspected: map[int32]*suspicion{}}
	opened := make([]int32, len(incidents))
	for i := range opened {
		opened[i] = int32(i)
	}
	slices.SortFunc(opened, func(a, b int32) int { return incidents[a].Opened.Compare(incidents[b].Opened) })
	for _, i := range opened {
		inc := &incidents[i]
		for _, id := range inc.CausedBy {
			s.byRelease[id] = append(s.byRelease[id], linked{i, confirmed})
		}
		for _, id := range inc.Suspects {
			s.byRelease[id] = append(s.byRelease[id], linked{i, suspected})
		}
		if len(inc.CausedBy) > 0 {
			continue // its cause is known
		}
		for _, item := range inc.Items {
			s.byItem[item] = append(s.byItem[item], i)
		}
		if inc.Service != "" {
			s.byService[inc.Service] = append(s.byService[inc.Service], i)
		}
	}
	return s
}

// of are the incidents that may belong to a deployment, each with its strongest link: those
// that are linked to it, and those that were opened in its window on what it changed.
func (s *surroundings) of(d *deployment) []linked {
	s.found = s.found[:0]
	add := func(l linked) {
		if !slices.ContainsFunc(s.found, func(have linked) bool { return have.incident == l.incident }) {
			s.found = append(s.found, l)
		}
	}
	for _, how := range []link{confirmed, suspected} {
		for _, l := range s.byRelease[d.ID] {
			if l.how == how {
				add(l)
			}
		}
	}
	near := func(list []int32, how link) {
		from, _ := slices.BinarySearchFunc(list, d.end, func(i int32, end time.Time) int {
			if s.incidents[i].Opened.After(end) {
				return 1
			}
			return -1
		})
		for _, i := range list[from:] {
			if s.incidents[i].Opened.After(d.until) {
				break
			}
			if !slices.Contains(s.incidents[i].Cleared, d.ID) {
				add(linked{i, how})
			}
		}
	}
	for _, item := range d.Items {
		near(s.byItem[item], sameItem)
	}
	if d.Service != "" {
		near(s.byService[d.Service], sameService)
	}
	return s.found
}

// seen notes that an incident was found in a section for some deployment.
func (s *surroundings) seen(incident int32, section string) {
	if !slices.Contains(s.sections[incident], section) {
		s.sections[incident] = append(s.sections[incident], section)
	}
}

// suspicion is an incident that may have to do with some of the releases: with how many, and
// with which of them that ended last.
type suspicion struct {
	n    int
	last []suspect // the last one first
}

// suspect is what is said of a deployment that is suspected.
type suspect struct {
	end  time.Time
	id   model.ID
	text string
	rec  Record // with it first
}

// named is how many of the releases a suspicion names.
const named = 4

// suspect notes that a deployment is suspected because of an incident.
func (s *surroundings) suspect(l linked, d *deployment) {
	c := s.suspected[l.incident]
	if c == nil {
		c = &suspicion{}
		s.suspected[l.incident] = c
	}
	c.n++
	if s.brief {
		return
	}
	at, _ := slices.BinarySearchFunc(c.last, d, func(have suspect, d *deployment) int {
		return cmp.Or(-have.end.Compare(d.end), model.CompareIDs(have.id, d.ID))
	})
	if at == named {
		return
	}
	i := &s.incidents[l.incident]
	one := suspect{end: d.end, id: d.ID, text: fmt.Sprintf("%s (%s, %s)", d.ID, l.how, d.distance(i.Opened))}
	one.rec = d.record(sectionSuspected, i.ID, i.Severity+" "+i.Title, i.Opened)
	c.last = slices.Insert(c.last, at, one)
	c.last = c.last[:min(len(c.last), named)]
}

// record is one line about it: with which releases, and why it seems so.
func (c *suspicion) record() Record {
	rec := c.last[0].rec
	rec.Text = strings.Join(model.Each(c.last, func(s suspect) string { return s.text }), ", ")
	if n := c.n - len(c.last); n > 0 {
		rec.Text += fmt.Sprintf(" and %d more", n)
	}
	return rec
}
