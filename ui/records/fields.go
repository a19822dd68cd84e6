package records

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/process"
	"fairway/model/when"
	"fairway/ui/kit"
	"fairway/ui/screen"
)

// writer turns values into lines that people read. It goes by the types, so
// that a field that a record gets one day is shown from that day on.
type writer struct {
	env    *screen.Env
	words  words
	id     model.ID // what the lines are about
	kind   model.Kind
	titles map[model.ID]string
	former model.Formerly // what people were called when they signed
	facts  *model.Case    // what the answers of a form are read with; nil for none
	lines  []line
	hard   bool      // of a freeze
	last   when.Date // on which what repeats takes place last, where its rule says an end
	late   time.Time // the limit that an RFC has gone past; zero for none
}

// labels are the names of fields whose own name isn't what people say.
var labels = map[string]string{
	"sha256": "SHA-256", "of": "belongs to", "closes": "closes", "depends_on": "depends on", "caused_by": "caused by", "suspects": "suspected", "cleared": "not caused by",
	"no_back": "point of no return", "text": "text", "at": "when", "by": "by", "yes": "decision", "media": "media", "items_complete": "items are complete",
	"no_change": "unchanged", "env": "environment", "everything": "for everything", "hard": "hard", "rule": "repeats", "except": "not on", "left": "has left",
	"no_items": "why no items", "notes": "notes", "slot": "from and to", "cutoff": "cut-off for RFCs", "ahead": "registered ahead", "digest_only": "only the digest is on record", "expires": "licence good until", "fault": "not what was put in", "seen": "entries", "is": "found to be", "action_id": "action number", "external": "imported as",
}

func label(name string) string {
	if s := labels[name]; s != "" {
		return s
	}
	return strings.ReplaceAll(strings.ReplaceAll(name, "_", " "), "-", " ")
}

// coded are the fields that hold a code, to be shown in words.
var coded = map[string]bool{"state": true, "category": true, "type": true, "class": true, "medium": true, "media": true, "result": true, "intervention": true,
	"stage": true, "outcome": true, "band": true, "criticality": true, "kind": true, "verdict": true, "reason": true, "environment": true, "risk": true}

var (
	timeType   = reflect.TypeFor[time.Time]()
	momentType = reflect.TypeFor[when.Moment]()
	slotType   = reflect.TypeFor[model.Slot]()
	idType     = reflect.TypeFor[model.ID]()
	rulesType  = reflect.TypeFor[model.Rules]()
	originType = reflect.TypeFor[*model.Origin]()

	writeFormType = reflect.TypeFor[action.WriteForm]()
)

func (f *writer) add(l line) { f.lines = append(f.lines, l) }

func (f *writer) put(indent int, name, text string) {
	f.add(line{indent: indent, label: name, text: text, style: f.env.Theme.Text})
}

// heading begins a section, with a blank line before it.
func (f *writer) heading(text string) {
	if len(f.lines) > 0 {
		f.add(line{flat: true})
	}
	f.add(line{heading: true, text: text})
}

// link is a line that leads to a record.
func (f *writer) link(indent int, name string, id model.ID, more string) {
	text := f.titles[id]
	if text == "" && id.Kind() == "" {
		f.put(indent, name, strings.TrimSpace(string(id)+more))
		return
	}
	f.add(line{indent: indent, label: name, lead: string(id), text: strings.TrimSpace(text + more), style: f.env.Theme.Text, to: target{id: id}})
}

// structure writes every field of a struct that says something.
func (f *writer) structure(v reflect.Value, indent int, skip ...string) {
	by, signed := signature(v)
	if v.Type() == writeFormType {
		a := v.Interface().(action.WriteForm)
		skip = append(skip, "answers")
		defer f.answered(a.Form, a.Of, a.Answers)
	}
	switch r := v.Interface().(type) {
	case model.Window:
		f.last, f.hard = f.lastOf(&r), r.Hard
	case model.Frozen:
		defer func(hard bool) { f.hard = hard }(f.hard)
		f.hard = r.Hard
	case model.Train:
		f.last = f.lastOf(r.Timetable())
	case model.Change:
		if f.late = (time.Time{}); r.Late(f.env.Clock()) {
			f.late = r.DueBy()
		}
	}
	for i := range v.NumField() {
		field := v.Type().Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if field.Anonymous && name == "" {
			f.structure(v.Field(i), indent, skip...)
			continue
		}
		if !field.IsExported() || name == "-" || slices.Contains(skip, name) || (signed && (name == "by" || name == "at")) {
			continue
		}
		if name == "" {
			name = strings.ToLower(field.Name)
		}
		f.value(v.Field(i), indent, name)
	}
	if signed {
		f.signed(by, v.FieldByName("At").Interface().(time.Time), indent)
	}
}

// signature is who did what a struct is about; with the time it is one line.
func signature(v reflect.Value) (model.ID, bool) {
	by, at := v.FieldByName("By"), v.FieldByName("At")
	if !by.IsValid() || !at.IsValid() || by.Type() != idType || at.Type() != timeType || by.String() == "" {
		return "", false
	}
	return model.ID(by.String()), true
}

func (f *writer) signed(by model.ID, at time.Time, indent int) {
	more := ""
	if !at.IsZero() {
		more = f.then(by, at) + ", " + f.when(at)
	}
	f.link(indent, "by", by, more)
}

// then is what somebody was called at a time, behind their name, where they are called
// otherwise now.
func (f *writer) then(id model.ID, at time.Time) string {
	return f.former.Then(id, f.titles[id], at)
}

func (f *writer) when(t time.Time) string {
	return date(f.env, when.Moment{At: t, Precision: when.Minute})
}

// value writes one field. What says nothing is left out.
func (f *writer) value(v reflect.Value, indent int, name string) {
	if files, ok := v.Interface().([]process.File); ok { // their text takes pages: it is compared, and exported
		if len(files) > 0 {
			f.put(indent, name, strings.Join(process.FileNames(files), ", "))
		}
		return
	}
	if v.IsZero() && name != "yes" {
		return
	}
	text := label(name)
	switch v.Type() {
	case timeType:
		at := v.Interface().(time.Time)
		if f.put(indent, text, f.when(at)); (name == "assess_by" || name == "due") && !f.late.IsZero() && at.Equal(f.late) {
			l := &f.lines[len(f.lines)-1]
			l.text, l.style = f.env.Theme.Glyph.Late+" "+l.text+", "+when.Late(when.Moment{At: at, Precision: when.Minute}, f.env.Clock(), f.env.Days()), f.env.Theme.Bad
		}
		return
	case momentType:
		f.put(indent, text, date(f.env, v.Interface().(when.Moment)))
		return
	case slotType:
		f.put(indent, text, slot(f.env, v.Interface().(model.Slot)))
		return
	case idType:
		f.link(indent, text, model.ID(v.String()), "")
		return
	case rulesType:
		b := v.Interface().(model.Rules)
		f.put(indent, text, strings.TrimSpace(b.Title+" "+b.Version))
		return
	case originType:
		o := v.Interface().(*model.Origin)
		f.put(indent, "imported from", strings.TrimSpace(o.Source+" "+o.Key))
		return
	}
	switch v.Kind() {
	case reflect.String:
		f.put(indent, text, f.text(name, v.String()))
	case reflect.Bool:
		f.put(indent, text, f.yes(name, v.Bool()))
	case reflect.Int, reflect.Int64:
		f.put(indent, text, f.number(name, v.Int()))
	case reflect.Float64:
		f.put(indent, text, strconv.FormatFloat(v.Float(), 'g', -1, 64))
	case reflect.Pointer, reflect.Interface:
		f.value(v.Elem(), indent, name)
	case reflect.Struct:
		f.put(indent, text, "")
		f.structure(v, indent+2)
	case reflect.Slice, reflect.Array:
		f.many(v, indent, name)
	case reflect.Map:
		f.pairs(v, indent, name)
	}
}

func (f *writer) text(name, s string) string {
	switch {
	case name == "purpose":
		return f.words.purpose(s)
	case name == "role":
		return f.words.role(s)
	case name == "form":
		return f.words.grade(model.KindDocument, s)
	case name == "state" && f.kind != "":
		return f.kind.Info().State(model.State(s)).Words
	case name == "rule":
		return repeats(s, f.last)
	case name == "factors" && f.words.rules != nil:
		return f.words.rules.Policy.FactorTitle(s)
	case name == "reason" && f.words.rules != nil:
		if r, ok := f.words.rules.Policy.Reason(s); ok {
			return r.Title
		}
		return s
	case strings.HasSuffix(name, "duration"), name == "lasts":
		if d, err := when.ParseDuration(s); err == nil {
			return when.FormatDuration(d)
		}
		return s
	case name == "process" && f.words.rules != nil:
		if p, ok := f.words.rules.Process(s); ok {
			return p.Title
		}
		return s
	case name == "verdict":
		return model.Decided(s)
	case name == "class" && f.kind == model.KindWindow:
		return model.WindowWords(s, f.hard)
	case coded[name]:
		return spoken(s)
	}
	return s
}

func (f *writer) yes(name string, yes bool) string {
	switch {
	case name == "yes" && yes:
		return "in favour"
	case name == "yes":
		return "against"
	case yes:
		return "yes"
	}
	return "no"
}

func (f *writer) number(name string, n int64) string {
	switch {
	case name == "size":
		return thousands(int(n)) + " bytes"
	case name == "cutoff" && f.kind == model.KindTrain:
		return kit.Count(int(n), "working day") + " before"
	case name == "ahead" && f.kind == model.KindTrain:
		return kit.Count(int(n), "departure")
	}
	return strconv.FormatInt(n, 10)
}

// many writes a list: one entry a line, or a block each where it has parts.
func (f *writer) many(v reflect.Value, indent int, name string) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		f.put(indent, label(name), fmt.Sprintf("%d bytes", v.Len()))
		return
	}
	for i := range v.Len() {
		text := ""
		if i == 0 {
			text = label(name)
		}
		one := v.Index(i)
		for one.Kind() == reflect.Pointer || one.Kind() == reflect.Interface {
			one = one.Elem()
		}
		if !one.IsValid() {
			continue
		}
		switch {
		case one.Type() == idType:
			f.link(indent, text, model.ID(one.String()), "")
		case one.Type() == timeType:
			f.put(indent, text, f.when(one.Interface().(time.Time)))
		case one.Type() == momentType:
			f.put(indent, text, date(f.env, one.Interface().(when.Moment)))
		case one.Type() == slotType:
			f.put(indent, text, slot(f.env, one.Interface().(model.Slot)))
		case one.Kind() == reflect.String:
			f.put(indent, text, f.text(name, one.String()))
		case one.Type() == reflect.TypeFor[model.Condition]():
			f.condition(indent, fmt.Sprintf("condition %d", i+1), one.Interface().(model.Condition))
		case one.Kind() == reflect.Struct:
			f.put(indent, fmt.Sprintf("%s %d", label(name), i+1), "")
			f.structure(one, indent+2)
		default:
			f.value(one, indent, name)
		}
	}
}

// pairs writes a map in the order of its keys.
func (f *writer) pairs(v reflect.Value, indent int, name string) {
	f.put(indent, label(name), "")
	keys := v.MapKeys()
	sortKeys(keys)
	for _, k := range keys {
		f.value(v.MapIndex(k), indent+2, fmt.Sprint(k))
	}
}

// slot writes a stretch of time as people gave it.
func slot(e *screen.Env, s model.Slot) string {
	if s.End.IsZero() || s.End == s.Start {
		return date(e, s.Start)
	}
	return date(e, s.Start) + " to " + date(e, s.End)
}

// idsIn collects the records that a value names, however deep.
func idsIn(v reflect.Value, into []model.ID) []model.ID {
	switch v.Kind() {
	case reflect.String:
		if v.Type() == idType && v.String() != "" {
			into = append(into, model.ID(v.String()))
		}
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			into = idsIn(v.Elem(), into)
		}
	case reflect.Struct:
		if v.Type() == timeType {
			return into
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				into = idsIn(v.Field(i), into)
			}
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return into
		}
		for i := range v.Len() {
			into = idsIn(v.Index(i), into)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			into = idsIn(v.MapIndex(k), into)
		}
	}
	return into
}
