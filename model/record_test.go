package model

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"fairway/model/when"
)

// random fills a value of any type: what comes out of it has to survive being
// written and read.
func random(t *rapid.T, v reflect.Value, depth int) {
	switch v.Interface().(type) {
	case time.Time:
		if rapid.Bool().Draw(t, "a time") {
			v.Set(reflect.ValueOf(time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "seconds"), rapid.Int64Range(0, 999_999_999).Draw(t, "nanoseconds")).UTC()))
		}
		return
	case when.Moment:
		if rapid.Bool().Draw(t, "a moment") {
			v.Set(reflect.ValueOf(when.Moment{At: time.Unix(rapid.Int64Range(1, 4e9).Draw(t, "seconds"), 0).UTC(), Precision: when.Minute}))
		}
		return
	}
	if slot, ok := v.Addr().Interface().(*Slot); ok {
		random(t, reflect.ValueOf(&slot.Start).Elem(), depth)
		if !slot.IsZero() { // an end alone is no slot, and is refused where it is typed
			random(t, reflect.ValueOf(&slot.End).Elem(), depth)
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.StringN(0, 6, -1).Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "yes"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64Range(-1<<52, 1<<52).Draw(t, "number"))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Tag.Get("json") != "-" { // it is no part of a body
				random(t, v.Field(i), depth)
			}
		}
	case reflect.Pointer:
		if depth > 0 && rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			random(t, v.Elem(), depth-1)
		}
	case reflect.Slice:
		if depth > 0 {
			v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 2).Draw(t, "length"), 2))
			for i := range v.Len() {
				random(t, v.Index(i), depth-1)
			}
		}
	case reflect.Map:
		if depth > 0 && rapid.Bool().Draw(t, "a map") {
			v.Set(reflect.MakeMap(v.Type()))
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			random(t, key, depth-1)
			random(t, value, depth-1)
			v.SetMapIndex(key, value)
		}
	default:
		t.Fatalf("a record holds a %s, which this test can't fill", v.Type())
	}
}

func TestEveryRecordSurvivesItsBody(t *testing.T) {
	for _, k := range Kinds() {
		t.Run(string(k), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				r := k.Empty()
				random(t, reflect.ValueOf(r).Elem(), 4)
				body, err := Encode(r)
				if err != nil {
					t.Fatal(err)
				}
				back, err := Decode(k, body)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(r, back, cmpopts.EquateEmpty()); diff != "" {
					t.Fatalf("%s\n%s", body, diff)
				}
				again, err := Encode(back)
				if err != nil || !bytes.Equal(body, again) {
					t.Fatalf("the same value gives other bytes:\n%s\n%s", body, again)
				}
				if bytes.ContainsAny(body, "\n\r\x00") {
					t.Fatalf("a body is one line: %q", body)
				}
			})
		})
	}
}

func TestDecodeRefusesWhatIsNoRecord(t *testing.T) {
	if _, err := Decode("moon", []byte("{}")); err == nil || !strings.Contains(err.Error(), `unknown kind "moon"`) {
		t.Errorf("%v", err)
	}
	for _, body := range []string{"", "[]", "{", `{"id": 1}`} {
		if _, err := Decode(KindRelease, []byte(body)); err == nil || !strings.HasPrefix(err.Error(), "decode a release: ") {
			t.Errorf("%q: %v", body, err)
		}
	}
	if _, err := Decode(KindRelease, []byte(`{"id":"REL-1","a field of tomorrow":1}`)); err != nil {
		t.Errorf("a body of a newer shape: %v", err)
	}
}

func TestEncodeWritesWhatPeopleTyped(t *testing.T) {
	body, err := Encode(&Change{ID: "CHG-1", Title: "a < b & c > d", Text: "ß\n"})
	if err != nil || !strings.Contains(string(body), `"a < b & c > d"`) || !strings.Contains(string(body), `"ß\n"`) {
		t.Errorf("%s, %v", body, err)
	}
}

func TestCheckTitleAndCheckText(t *testing.T) {
	for _, c := range []struct {
		name, text  string
		title, long string // part of what is wrong; "" means nothing
	}{
		{"plain", "The shop 5.2 – größer", "", ""},
		{"empty", "", "is empty", ""},
		{"blank", " \t ", "is empty", ""},
		{"400 bytes", strings.Repeat("x", 400), "", ""},
		{"401 bytes", strings.Repeat("x", 401), "is 401 bytes long; at most 400", ""},
		{"64 kB", strings.Repeat("x", 64<<10), "bytes long", ""},
		{"64 kB and one", strings.Repeat("x", 64<<10+1), "bytes long", "at most 65536 are kept"},
		{"10 MB", strings.Repeat("x", 10<<20), "bytes long", "bytes long"},
		{"no UTF-8", "a\xff", "not valid UTF-8", "not valid UTF-8"},
		{"NUL", "a\x00b", "control character", "NUL"},
		{"an escape", "a\x1b[31mb", "control character", ""},
		{"a C1 escape", "a\u009b31mb", "control character", ""},
		{"a bell", "a\ab", "control character", ""},
		{"two lines", "a\nb", "line break", ""},
		{"a carriage return", "a\rb", "line break", ""},
		{"a line separator of Unicode", "a\u2028b", "line break", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			for what, got := range map[string]string{c.title: CheckTitle("the name", c.text), c.long: CheckText("the name", c.text)} {
				if (got == "") != (what == "") || !strings.Contains(got, what) {
					t.Errorf("%q, want %q", got, what)
				}
				if got != "" && !strings.HasPrefix(got, "the name ") {
					t.Errorf("%q does not name the field", got)
				}
			}
		})
	}
}

func at(text string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t.UTC()
}

func TestSlotSpan(t *testing.T) {
	load := func(name string) *time.Location {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return zone
	}
	berlin, cairo := load("Europe/Berlin"), load("Africa/Cairo")
	day := func(text string, zone *time.Location) when.Moment {
		return when.Moment{At: at(text, zone), Precision: when.Day}
	}
	min := func(text string, zone *time.Location) when.Moment {
		return when.Moment{At: at(text, zone), Precision: when.Minute}
	}
	for _, c := range []struct {
		name       string
		slot       Slot
		zone       *time.Location
		start, end string
	}{
		{"from minute to minute", Slot{min("2026-03-12 20:00", berlin), min("2026-03-13 02:00", berlin)}, berlin, "2026-03-12 20:00", "2026-03-13 02:00"},
		{"a day covers its day", Slot{Start: day("2026-03-12 00:00", berlin)}, berlin, "2026-03-12 00:00", "2026-03-13 00:00"},
		{"two days cover both", Slot{day("2026-03-12 00:00", berlin), day("2026-03-13 00:00", berlin)}, berlin, "2026-03-12 00:00", "2026-03-14 00:00"},
		{"a short day has 23 hours", Slot{Start: day("2026-03-29 00:00", berlin)}, berlin, "2026-03-29 00:00", "2026-03-30 00:00"},
		{"from a minute to the end of a day", Slot{min("2026-03-12 20:00", berlin), day("2026-03-12 00:00", berlin)}, berlin, "2026-03-12 20:00", "2026-03-13 00:00"},
		{"a minute without an end", Slot{Start: min("2026-03-12 20:00", berlin)}, berlin, "2026-03-12 20:00", "2026-03-12 20:01"},
		{"an end before the start", Slot{min("2026-03-12 20:00", berlin), min("2026-03-12 19:00", berlin)}, berlin, "2026-03-12 20:00", "2026-03-12 20:01"},
		// In Cairo the clocks go from 23:59 to 01:00: the day after begins then.
		{"a day before one without midnight", Slot{Start: day("2026-04-23 00:00", cairo)}, cairo, "2026-04-23 00:00", "2026-04-24 01:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := c.slot.Span(c.zone)
			if want := (when.Span{Start: at(c.start, c.zone), End: at(c.end, c.zone)}); !got.Start.Equal(want.Start) || !got.End.Equal(want.End) {
				t.Errorf("%s to %s, want %s to %s", got.Start, got.End, want.Start, want.End)
			}
		})
	}
	if !(Slot{}).Span(berlin).IsZero() || !(Slot{}).IsZero() {
		t.Error("no slot covers something")
	}
}

func TestSlotSame(t *testing.T) {
	noon := when.Moment{At: at("2026-03-12 12:00", time.UTC), Precision: when.Minute}
	elsewhere := when.Moment{At: noon.At.In(time.FixedZone("", 3600)), Precision: when.Minute}
	day := when.Moment{At: noon.At, Precision: when.Day}
	later := when.Moment{At: noon.At.Add(time.Minute), Precision: when.Minute}
	for name, c := range map[string]struct {
		a, b Slot
		want bool
	}{
		"the same":               {Slot{noon, later}, Slot{noon, later}, true},
		"the same instant":       {Slot{noon, later}, Slot{elsewhere, later}, true},
		"another end":            {Slot{noon, later}, Slot{noon, noon}, false},
		"another start":          {Slot{noon, later}, Slot{later, later}, false},
		"no end":                 {Slot{noon, later}, Slot{Start: noon}, false},
		"another precision":      {Slot{noon, later}, Slot{day, later}, false},
		"none":                   {Slot{}, Slot{}, true},
		"none, of any precision": {Slot{Start: when.Moment{Precision: when.Day}}, Slot{}, true},
	} {
		if c.a.Same(c.b) != c.want || c.b.Same(c.a) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}
