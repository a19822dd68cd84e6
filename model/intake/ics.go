package intake

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// OpenICS reads the events of an iCalendar stream (RFC 5545). now decides only
// which releases are over; zone (nil is UTC) is where whole days and floating
// times are meant, unless the mapping or the calendar's X-WR-TIMEZONE says
// otherwise; what the calendar says of zones, which may stand at its end, is known
// where r can be read twice (io.Seeker). Alarms, tasks, journals and free-busy are
// read over. Memory does not grow with the stream, but for 30 bytes or so for each
// event's identity.
func OpenICS(r io.Reader, m Mapping, now time.Time, zone *time.Location) Reader {
	extra := map[string]bool{}
	for _, f := range m.filled {
		for _, name := range append(f.template.names(), f.columns...) {
			extra[strings.ToUpper(name)] = true
		}
	}
	var defined definitions
	if again, ok := r.(io.Seeker); ok {
		if first, err := Decode(r, m.Encoding); err == nil {
			defined = readDefinitions(first)
		}
		if _, err := again.Seek(0, io.SeekStart); err != nil {
			return &icsReader{undecoded: err}
		}
	}
	r, undecoded := Decode(r, m.Encoding)
	own := m.zoneOr(cmp.Or(m.zoneOfAll(), zone))
	lost := ""
	if defined.own != "" && m.zone == nil {
		if z, err := zoneByName(defined.own); err == nil {
			own = z
		} else if d := defined.zones[zoneID(defined.own)]; d != nil && d.location(now.Year()) != nil {
			own = d.location(now.Year())
		} else {
			lost = clip(defined.own, 60)
		}
	}
	return &icsReader{
		defined:   defined,
		lost:      lost,
		undecoded: undecoded,
		extra:     extra,
		mapping:   m,
		now:       now,
		zone:      own,
		lines:     lineReader{in: bufio.NewReaderSize(r, headBytes)},
		keys:      seen{},
		repeats:   map[string]int{},
	}
}

type icsReader struct {
	mapping Mapping
	now     time.Time
	zone    *time.Location
	lines   lineReader
	keys    seen
	repeats map[string]int // the last suffix given to a UID that came again

	extra map[string]bool // properties the mapping asks for

	undecoded error // there is no such encoding
	defined   definitions
	lost      string // the calendar's own zone, where nobody knows it
	toldLost  bool

	opened bool
	began  bool // the first BEGIN:VCALENDAR was there
	ended  bool
	stack  []component // those that are open
	event  *rawEvent   // the event among them
}

// component is a BEGIN that waits for its END.
type component struct {
	name string
	line int
}

// rawEvent is an event as its lines come in.
type rawEvent struct {
	line     int
	props    map[string][]property // those anybody looks at
	count    int
	size     int
	full     bool // over a limit, and told
	problems []Problem
}

// known are the properties of an event that are looked at.
var known = map[string]bool{
	"UID": true, "RECURRENCE-ID": true, "DTSTAMP": true, "DTSTART": true, "DTEND": true, "DURATION": true,
	"RRULE": true, "EXDATE": true, "RDATE": true, "SUMMARY": true, "DESCRIPTION": true, "LOCATION": true,
	"URL": true, "STATUS": true, "CATEGORIES": true,
}

// maxDepth is how deep components may lie in each other. The RFC needs three.
const maxDepth = 32

// Next reads one event.
func (r *icsReader) Next() (Row, []Problem, error) {
	if r.ended {
		return Row{}, nil, io.EOF
	}
	if !r.opened {
		r.opened = true
		if r.undecoded != nil {
			return Row{}, nil, r.undecoded
		}
	}
	var problems []Problem
	if r.lost != "" && !r.toldLost {
		r.toldLost = true
		p := warn(r.defined.line, 0, "X-WR-TIMEZONE: "+r.lost+" is not a known time zone; what has a time and no zone is left out", "say which zone is meant")
		p.Option = "zone"
		problems = append(problems, p)
	}
	for {
		c, err := r.lines.next()
		if err != nil {
			r.ended = true
			if err == io.EOF {
				problems = append(problems, r.cutShort()...)
			}
			return Row{}, problems, err
		}
		if !r.began {
			if r.began = c.name == "BEGIN" && componentName(c) == "VCALENDAR"; !r.began {
				return r.stop(fail(c.line, 1, "this is no iCalendar file: it does not begin with BEGIN:VCALENDAR", "give an .ics file, or read a table as CSV"))
			}
		}
		switch {
		case c.name == "BEGIN":
			if len(r.stack) == maxDepth {
				return r.stop(fail(c.line, 1, fmt.Sprintf("components lie more than %d deep in each other", maxDepth), "export the calendar again"))
			}
			if unfinished := r.begin(c); unfinished != nil {
				return Row{Line: unfinished.line}, append(problems, unfinished.problems...), nil
			}
		case c.name == "END":
			event, whole, more := r.end(c)
			problems = append(problems, more...)
			if event == nil {
				continue
			}
			if !whole {
				return Row{Line: event.line}, append(problems, event.problems...), nil
			}
			row, more := r.row(event)
			return row, append(problems, more...), nil
		case r.event != nil && r.top() == "VEVENT":
			r.take(c)
		}
	}
}

// stop ends the reading with a problem that leaves nothing to go on with.
func (r *icsReader) stop(p Problem) (Row, []Problem, error) {
	r.ended = true
	return Row{}, []Problem{p}, io.EOF
}

func (r *icsReader) top() string {
	if len(r.stack) == 0 {
		return ""
	}
	return r.stack[len(r.stack)-1].name
}

func componentName(c contentLine) string {
	_, value, _ := strings.Cut(c.text, ":")
	return strings.ToUpper(strings.TrimSpace(value))
}

// begin opens a component. Where that shows that the event before it was never
// closed, the event comes back.
func (r *icsReader) begin(c contentLine) (unfinished *rawEvent) {
	name := componentName(c)
	if r.event != nil && (name == "VEVENT" || name == "VCALENDAR") {
		unfinished = r.unfinished("another component begins on line " + strconv.Itoa(c.line))
		for r.top() != "VEVENT" {
			r.stack = r.stack[:len(r.stack)-1]
		}
		r.stack = r.stack[:len(r.stack)-1]
	}
	if name == "VCALENDAR" {
		r.stack = r.stack[:0] // a calendar holds no other: the one before was not closed
	}
	r.stack = append(r.stack, component{name, c.line})
	if name == "VEVENT" {
		r.event = &rawEvent{line: c.line, props: map[string][]property{}}
	}
	return unfinished
}

// end closes a component and whatever was left open within it. event is the one
// that ends with it; it is whole when this was its own END.
func (r *icsReader) end(c contentLine) (event *rawEvent, whole bool, problems []Problem) {
	name := componentName(c)
	i := len(r.stack) - 1
	for i >= 0 && r.stack[i].name != name {
		i--
	}
	if i < 0 {
		return nil, false, []Problem{warn(c.line, 1, "there is an END:"+clip(name, 40)+" without its BEGIN", "check that the file is whole")}
	}
	for _, open := range r.stack[i+1:] {
		if open.name != "VEVENT" {
			problems = append(problems, warn(open.line, 1, clip(open.name, 40)+" has no END", "check that the file is whole"))
		}
	}
	r.stack = r.stack[:i]
	if r.event == nil {
		return nil, false, problems
	}
	switch name {
	case "VEVENT":
		event, r.event = r.event, nil
		return event, true, problems
	case "VCALENDAR":
		return r.unfinished("the calendar ends on line " + strconv.Itoa(c.line)), false, problems
	}
	return nil, false, problems
}

// unfinished gives up the event that is open, with an error that names it.
func (r *icsReader) unfinished(because string) *rawEvent {
	e := r.event
	r.event = nil
	e.problems = append(e.problems, fail(e.line, 1, "the event has no END:VEVENT: "+because, "get the file again, or add the line"))
	return e
}

// cutShort is what the end of the stream leaves open.
func (r *icsReader) cutShort() []Problem {
	switch {
	case r.event != nil:
		return r.unfinished("the file ends in the middle of it").problems
	case len(r.stack) > 0:
		open := r.stack[0]
		return []Problem{fail(open.line, 1, open.name+" has no END: the file is cut short", "get the file again; the events before the cut were read")}
	case !r.began:
		return []Problem{fail(1, 0, "the file is empty", "give an .ics file")}
	}
	return nil
}

// take keeps a line of the open event if anybody looks at it.
func (r *icsReader) take(c contentLine) {
	e := r.event
	wanted := known[c.name] || r.extra[c.name]
	switch {
	case c.long && wanted:
		e.problems = append(e.problems, fail(c.line, 0, fmt.Sprintf("%s is longer than %d bytes", c.name, MaxLine), "shorten it in the source; this event is left out"))
	case c.long:
		e.problems = append(e.problems, warn(c.line, 0, fmt.Sprintf("a line is longer than %d bytes and was left out", MaxLine), "nothing, if it is an attachment"))
	case !wanted:
	case e.count == maxProperties || e.size > maxEventBytes:
		if !e.full {
			e.problems = append(e.problems, fail(c.line, 0, "the event is too large", fmt.Sprintf("an event has at most %d properties and %d bytes; this one is left out", maxProperties, maxEventBytes)))
		}
		e.full = true
	default:
		if _, column, bad := badByte([]byte(c.text), c.line); bad {
			p := notUTF8(c.line, column, []byte(c.text))
			p.Reason = c.name + " has a byte in it that is not UTF-8"
			e.problems = append(e.problems, p)
			return
		}
		p, ok := parseProperty(c)
		if !ok {
			e.problems = append(e.problems, warn(c.line, 0, clip(c.text, 60)+" is no property and was left out", "write it as NAME:value (RFC 5545, 3.1)"))
			return
		}
		e.count++
		e.size += len(c.text)
		e.props[c.name] = append(e.props[c.name], p)
	}
}
