package term

import "testing"

// From every style to every other, what is sent arrives, and is no longer
// than starting afresh.
func TestChangeArrives(t *testing.T) {
	colours := []colour{0, kindBasic | 1, kindBasic | 9, kindPalette | 200, kindTrue | 0x010203}
	var all []style
	for attr := range uint8(1 << len(attributes)) {
		c := colours[int(attr)%len(colours)]
		all = append(all, style{attr: attr}, style{fg: c, bg: colours[int(attr/8)%len(colours)], attr: attr})
	}
	for _, from := range all {
		for _, to := range all {
			v := newVT(t, 1, 1)
			v.pen = from
			change := appendChange(nil, from, to)
			_, _ = v.Write(change)
			if v.pen != to {
				t.Fatalf("from %+v to %+v: %q gives %+v", from, to, change, v.pen)
			}
			if fresh := appendChange(nil, style{}, to); to != (style{}) && len(change) > len(fresh)+len("0;") {
				t.Fatalf("from %+v to %+v: %q is longer than %q", from, to, change, fresh)
			}
		}
	}
}

func TestSGR(t *testing.T) {
	start := style{fg: kindBasic | 2, attr: bold}
	tests := map[string]style{
		"":                       {},
		"0":                      {},
		"0;1":                    {attr: bold},
		"1;0":                    {},
		";4":                     {attr: underline},
		"22;39":                  {},
		"4:3":                    {fg: start.fg, attr: bold | underline},
		"4;4:0":                  start,
		"38;5;9":                 {fg: kindPalette | 9, attr: bold},
		"38:5:9;3":               {fg: kindPalette | 9, attr: bold | italic},
		"38;2;1;2;3;7":           {fg: kindTrue | 0x010203, attr: bold | reverse},
		"38:2:1:2:3":             {fg: kindTrue | 0x010203, attr: bold},
		"38:2::1:2:3":            {fg: kindTrue | 0x010203, attr: bold},
		"48:2:0:1:2:3:0:0":       {fg: start.fg, bg: kindTrue | 0x010203, attr: bold},
		"91;102":                 {fg: kindBasic | 9, bg: kindBasic | 10, attr: bold},
		"58;5;1;9":               {fg: start.fg, attr: bold | strike}, // its colour 1 isn't bold
		"38;5":                   start,
		"38;2;1;2":               start,
		"38":                     start,
		"38:":                    start,
		"38;7;3":                 {fg: start.fg, attr: bold | italic},
		"48;5;256":               start,
		"99999999999999999999":   start,
		"8;10;51;73":             start,
		"38;2;256;0;0;48;2;0;0;": {fg: start.fg, bg: kindTrue, attr: bold},
	}
	for params, want := range tests {
		if got := applySGR(start, params); got != want {
			t.Errorf("%q: %+v, wanted %+v", params, got, want)
		}
	}
}

// What a blank shows of its style.
func TestOnBlank(t *testing.T) {
	red := kindBasic | 1
	for _, s := range []style{{fg: red, attr: reverse}, {fg: red, attr: underline}, {fg: red, attr: strike}} {
		if s.onBlank() != s {
			t.Errorf("%+v loses what can be seen", s)
		}
	}
	if got := (style{fg: red, bg: red, attr: bold | italic}).onBlank(); got != (style{bg: red}) {
		t.Errorf("%+v", got)
	}
}
