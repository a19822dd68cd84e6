package records

import (
	"fmt"
	"reflect"
	"strings"

	"fairway/model"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// Mentioned are the records that one names, for Plain to call by their titles.
func Mentioned(r model.Record) []model.ID {
	ids := idsIn(reflect.ValueOf(r), nil)
	if p, ok := r.(*model.Period); ok { // by their ids, without being links
		ids = append(ids, p.Services()...)
	}
	return ids
}

// Plain writes a record's own fields line by line, in the words of its page, for
// those who read no screen; former are the names that people had before.
func Plain(env *screen.Env, r model.Record, rules *model.Rules, titles map[model.ID]string, former model.Formerly) []string {
	f := &writer{env: env, words: words{rules}, id: r.Key(), kind: r.Kind(), titles: titles, former: former}
	var in around
	in.Fact.Record = r
	f.record(in)
	if p, ok := r.(*model.Person); ok {
		f.roles(p)
	}
	wide := 16
	for _, l := range f.lines {
		wide = max(wide, l.indent+kit.Width(l.label))
	}
	out := []string{fmt.Sprintf("  %-*s %s", wide, "id", r.Key())}
	for _, l := range f.lines[1:] { // the heading says its kind
		text := strings.Join(strings.Fields(l.lead+" "+l.text), " ")
		switch {
		case l.flat || l.heading:
			out = append(out, strings.Repeat(" ", l.indent+2)+text)
		case text != "" || l.label != "" && l.label != "SHA-256":
			label := strings.Repeat(" ", l.indent) + l.label
			out = append(out, strings.TrimRight("  "+label+strings.Repeat(" ", max(wide+1-kit.Width(label), 1))+text, " "))
		}
	}
	return out
}
