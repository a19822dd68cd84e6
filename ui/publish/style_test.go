package publish

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// sheet is a style as a browser resolves its colours: those of all, with those of one medium
// over them, in the order in which they stand.
func sheet(css, medium string) map[string]string {
	out := map[string]string{}
	colours := regexp.MustCompile(`(--[a-z0-9]+): (#[0-9a-f]+)`)
	for _, line := range strings.Split(css, "\n") {
		at, rule := "", line
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "@media "); ok {
			at, rule, _ = strings.Cut(rest, "{")
		}
		if at = strings.TrimSpace(at); at != "" && at != medium || !strings.Contains(rule, ":root") {
			continue
		}
		for _, m := range colours.FindAllStringSubmatch(rule, -1) {
			out[m[1]] = m[2]
		}
	}
	return out
}

// light is the relative luminance of a colour (WCAG 2.2).
func light(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	if len(hex) != 6 {
		t.Fatalf("%q is no colour", colour)
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		v := float64(n) / 255
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		sum += weight * v
	}
	return sum
}

// TestColoursCanBeTold apart by everybody: text from what it stands on by 7 to 1 (WCAG 2.2,
// 1.4.6), links by 4.5 to 1, lines and bars by 3 to 1 (1.4.11), on a light and a dark screen
// and on paper, where all is black on white and no colour is left in a style.
func TestColoursCanBeTold(t *testing.T) {
	css := style + reportStyle
	for _, medium := range []string{"", "(prefers-color-scheme: dark)", "print"} {
		c := sheet(css, medium)
		for _, one := range []struct {
			front, behind string
			least         float64
		}{
			{"--ink", "--paper", 7}, {"--ink", "--shade", 7}, {"--link", "--paper", 4.5}, {"--rule", "--paper", 3}, {"--s0", "--paper", 3}, {"--s1", "--paper", 3}, {"--s2", "--paper", 3},
		} {
			a, b := light(t, c[one.front]), light(t, c[one.behind])
			if ratio := (math.Max(a, b) + 0.05) / (math.Min(a, b) + 0.05); ratio < one.least {
				t.Errorf("%q: %s %s on %s %s: %.2f to 1, at least %g", medium, one.front, c[one.front], one.behind, c[one.behind], ratio, one.least)
			}
		}
	}
	if c := sheet(css, "print"); light(t, c["--paper"]) != 1 || light(t, c["--ink"]) != 0 || light(t, c["--s1"]) != 0 {
		t.Errorf("on paper %v", c)
	}
	// What dark says comes before what print says, which holds for who prints from a dark screen.
	if strings.LastIndex(css, "prefers-color-scheme: dark") > strings.LastIndex(css, "@media print { :root") {
		t.Error("a dark screen prints dark")
	}
	for _, rule := range regexp.MustCompile(`#[0-9a-fA-F]{3,8}\b`).FindAllStringIndex(css, -1) {
		line := css[strings.LastIndexByte(css[:rule[0]], '\n')+1:]
		line, _, _ = strings.Cut(line, "\n")
		if !strings.Contains(line, ":root") && !strings.HasPrefix(line, "figure {") { // diagrams have a paper of their own
			t.Errorf("a colour that no medium changes: %s", line)
		}
	}
	if !strings.Contains(css, "@page") || !strings.Contains(css, "break-inside: avoid") || !strings.Contains(css, "table-header-group") {
		t.Error("a page to print has a size, keeps rows whole and repeats heads")
	}
}
