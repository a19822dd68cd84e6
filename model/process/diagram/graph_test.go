package diagram

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"fairway/model/process"
)

// hard are titles that languages of graphs take for their own.
var hard = []string{
	`Say "yes"; or 'no' # never`, `a & b &amp; c <b>bold</b> <br/>`, `C:\new\n folder \`, "Übergabe an Straße", "受け入れ試験", strings.Repeat("very long title ", 13), "line\nbreak\tand tab",
	"end", "x --> y", "o", "%%{init: {}}%%", "`*md* _it_ **b**`", "subgraph a", "A[B](C){D}", "click s1 call x()", "#quot; #35; &quot;", "---", "؟ שלום", "e\u0301\u0302", "", "]]>", "a -. b .-> c", "$$x^2$$", "@{ shape: rect }", "fa:fa-ban",
}

// hardGraph is a workflow in which all of them are titles, phases and reasons.
func hardGraph() Graph {
	p := process.Process{Name: `na"me;#`, Title: hard[0] + hard[1]}
	for i, text := range hard {
		p.Stages = append(p.Stages, process.Stage{ID: fmt.Sprintf("st-%d", i), Title: text, Phase: hard[i/4]})
	}
	p.Stages[3].Exits = []process.Exit{{To: "st-9", When: `rolled-back "or"; #`}}
	for i, text := range hard[:6] {
		p.Moves = append(p.Moves, process.Move{Kind: text, From: fmt.Sprintf("st-%d", 20-i), To: fmt.Sprintf("st-%d", i)})
	}
	p.Moves = append(p.Moves, process.Move{Kind: "rework", From: "st-20", To: "st-0"}, process.Move{Kind: "rework", From: "gone", To: "st-0"}, process.Move{Kind: "rework", From: "st-0", To: "gone"})
	g := Of(&p, process.Policy{})
	g.Mark(map[string]Mark{"st-1": {Here: 3, Overdue: 1}, "st-2": {Here: 4}})
	return g
}

// read is what a reader of one of the languages has found.
type read struct {
	Title string   `json:"title"`
	Boxes []string `json:"boxes"` // title, and below it what is said
	Ways  []string `json:"ways"`  // from>to label
}

var graphs = flag.String("graphs", "", "write the graphs into a folder, with what is meant (docs/graphs.sh)")

// write puts a graph into a folder in both languages, and what a reader has to find.
func write(t *testing.T, folder, name string, g *Graph) {
	t.Helper()
	want, err := json.Marshal(g.expected())
	if err != nil {
		t.Fatal(err)
	}
	for ext, text := range map[string]string{"mmd": g.Mermaid(), "dot": g.Dot(), "json": string(want)} {
		if err := os.WriteFile(filepath.Join(folder, name+"."+ext), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func (g *Graph) expected() read {
	r := read{Title: line(g.Title)}
	for _, b := range g.Boxes {
		r.Boxes = append(r.Boxes, strings.TrimSpace(line(b.Title)+"\n"+b.Said()))
	}
	for _, w := range g.Ways {
		r.Ways = append(r.Ways, strings.TrimSpace(fmt.Sprintf("%d>%d %s", w.From+1, w.To+1, line(w.Label))))
	}
	return r
}

func (r read) same(t interface{ Errorf(string, ...any) }, want read) {
	if r.Title != want.Title {
		t.Errorf("the title is %q, want %q", r.Title, want.Title)
	}
	if !slices.Equal(r.Boxes, want.Boxes) {
		t.Errorf("the boxes are\n%q, want\n%q", r.Boxes, want.Boxes)
	}
	if !slices.Equal(r.Ways, want.Ways) {
		t.Errorf("the ways are\n%q, want\n%q", r.Ways, want.Ways)
	}
}

var (
	mermaidLine = regexp.MustCompile(`^ +(?:(s\d+)\["([^"]*)"\]|subgraph p\d+ \["([^"]*)"\]|(direction LR|end)|s(\d+) (?:-->|-\.->|-\. "([^"]*)" \.->) s(\d+))$`)
	mermaidRef  = regexp.MustCompile(`#(\w+);`)
)

// readMermaid reads what we write, and nothing else: quoted labels in which no
// character of the language, of HTML or of Markdown is left.
func readMermaid(text string) (read, error) {
	var out read
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	name, ok := strings.CutPrefix(lines[1], "title: ")
	if lines[0] != "---" || !ok || json.Unmarshal([]byte(name), &out.Title) != nil || lines[2] != "---" || lines[3] != "flowchart TB" {
		return out, fmt.Errorf("it begins with %q", lines[:4])
	}
	label := func(s string) (string, error) {
		bare := strings.ReplaceAll(mermaidRef.ReplaceAllString(s, ""), "<br/>", "")
		if at := strings.IndexAny(bare, "\"#;&<>\\`*_~{}[]%$@"); at >= 0 {
			return "", fmt.Errorf("%q has %q in it", s, bare[at])
		}
		s = strings.ReplaceAll(s, "<br/>", "\n")
		return strings.TrimSpace(mermaidRef.ReplaceAllStringFunc(s, func(ref string) string {
			if n, err := strconv.Atoi(ref[1 : len(ref)-1]); err == nil {
				return string(rune(n))
			}
			return html.UnescapeString("&" + ref[1:])
		})), nil
	}
	open := 0
	for _, l := range lines[4:] {
		m := mermaidLine.FindStringSubmatch(l)
		if m == nil {
			return out, fmt.Errorf("%q is no line of it", l)
		}
		var err error
		var said string
		switch {
		case m[1] != "":
			if m[1] != fmt.Sprintf("s%d", len(out.Boxes)+1) {
				return out, fmt.Errorf("%s is out of order", m[1])
			}
			said, err = label(m[2])
			out.Boxes = append(out.Boxes, said)
		case m[4] == "end":
			open--
		case strings.Contains(l, " subgraph "):
			open++
			_, err = label(m[3])
		case m[5] != "":
			said, err = label(m[6])
			out.Ways = append(out.Ways, strings.TrimSpace(m[5]+">"+m[7]+" "+said))
		}
		if err != nil || open < 0 || open > 1 {
			return out, fmt.Errorf("%q: %w", l, err)
		}
	}
	if open != 0 {
		return out, fmt.Errorf("%d groups are open at its end", open)
	}
	return out, nil
}

// readDot reads what we write of graphviz's language.
func readDot(text string) (read, error) {
	var out read
	unquote := func(s string) string {
		var b strings.Builder
		for i := 0; i < len(s); i++ {
			if s[i] == '\\' {
				i++
				if s[i] == 'n' {
					b.WriteByte('\n')
					continue
				}
			}
			b.WriteByte(s[i])
		}
		return strings.TrimSpace(html.UnescapeString(b.String()))
	}
	const text1 = `"((?:[^"\\]|\\["\\n])*)"`
	ref := regexp.MustCompile(`&(amp;)?`)
	head := regexp.MustCompile(`^(?:digraph ` + text1 + ` \{|  label=` + text1 + `; labelloc="t".*|  node \[.*|  subgraph "cluster_\d+" \{|    label=` + text1 + `; color="gray";|  \}|\})$`)
	box := regexp.MustCompile(`^    "s(\d+)" \[label=` + text1 + `\];$`)
	way := regexp.MustCompile(`^  "s(\d+)" -> "s(\d+)"(?: \[label=` + text1 + `, style="dashed", constraint="false"\])?;$`)
	for l := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		for _, m := range ref.FindAllString(l, -1) {
			if m != "&amp;" {
				return out, fmt.Errorf("%q has a bare ampersand", l)
			}
		}
		if m := box.FindStringSubmatch(l); m != nil {
			out.Boxes = append(out.Boxes, unquote(m[2]))
		} else if m := way.FindStringSubmatch(l); m != nil {
			out.Ways = append(out.Ways, strings.TrimSpace(m[1]+">"+m[2]+" "+unquote(m[3])))
		} else if m := head.FindStringSubmatch(l); m == nil {
			return out, fmt.Errorf("%q is no line of it", l)
		} else if m[2] != "" {
			out.Title = unquote(m[2])
		}
	}
	return out, nil
}

// TestReadBack: what is handed on is read back as it was meant, whatever the
// titles are. docs/graphs.sh has mermaid itself read it.
func TestReadBack(t *testing.T) {
	g := hardGraph()
	want := g.expected()
	got, err := readMermaid(g.Mermaid())
	if err != nil {
		t.Error(err)
	}
	got.same(t, want)
	if got, err = readDot(g.Dot()); err != nil {
		t.Error(err)
	}
	got.same(t, want)
	graphviz(t, &g)
	if *graphs != "" {
		write(t, *graphs, "hard", &g)
		for i := range 20 {
			p := process.Process{Title: "plain", Stages: []process.Stage{{ID: "a", Title: hard[i]}, {ID: "b", Title: "B", Phase: hard[i]}}, Moves: []process.Move{{From: "b", To: "a", Kind: hard[i]}}}
			one := Of(&p, process.Policy{})
			write(t, *graphs, fmt.Sprintf("hard-%02d", i), &one)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		p := process.Process{Name: rapid.String().Draw(t, "name"), Title: rapid.String().Draw(t, "title")}
		for i := range rapid.IntRange(0, 5).Draw(t, "stages") {
			p.Stages = append(p.Stages, process.Stage{ID: fmt.Sprint(i), Title: rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune(`"\;#&<>n `)))).Draw(t, "title"), Phase: rapid.SampledFrom(hard).Draw(t, "phase")})
			p.Moves = append(p.Moves, process.Move{From: fmt.Sprint(i), To: "0", Kind: rapid.String().Draw(t, "kind")})
		}
		g := Of(&p, process.Policy{})
		got, err := readMermaid(g.Mermaid())
		if err != nil {
			t.Fatal(err)
		}
		got.same(t, g.expected())
		if got, err = readDot(g.Dot()); err != nil {
			t.Fatal(err)
		}
		got.same(t, g.expected())
		if title, _ := readSVG(t, g.SVG()); title != line(g.Title) {
			t.Fatalf("the picture is called %q instead of %q", title, line(g.Title))
		}
	})
}

// graphviz has the real program read it, where there is one.
func graphviz(t *testing.T, g *Graph) {
	t.Helper()
	dot, err := exec.LookPath("dot")
	if err != nil {
		return // docs/graphs.sh asks for it
	}
	var out, said bytes.Buffer
	cmd := exec.Command(dot, "-Tsvg")
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(g.Dot()), &out, &said
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	_, texts := readSVG(t, out.String())
	whole := strings.ReplaceAll(strings.Join(texts, "\n"), "\u00a0", " ")
	for _, b := range g.Boxes {
		if !strings.Contains(whole, line(b.Title)) {
			t.Errorf("graphviz shows no %q: it says\n%s", line(b.Title), said.String())
		}
	}
}

// readSVG is the title and the texts of a picture.
func readSVG(t interface{ Fatalf(string, ...any) }, text string) (title string, texts []string) {
	d := xml.NewDecoder(strings.NewReader(text))
	in := ""
	for {
		token, err := d.Token()
		if token == nil {
			if err.Error() != "EOF" {
				t.Fatalf("%v in %s", err, text)
			}
			return title, texts
		}
		switch e := token.(type) {
		case xml.StartElement:
			if in = e.Name.Local; in == "style" || in == "script" || in == "image" {
				t.Fatalf("a picture of its own has a %s", in)
			}
		case xml.EndElement:
			in = ""
		case xml.CharData:
			switch in {
			case "title":
				title += string(e)
			case "text":
				texts = append(texts, string(e))
			}
		}
	}
}

// TestWords: the graph says itself.
func TestWords(t *testing.T) {
	p := process.Process{Title: "Two steps", Stages: []process.Stage{
		{ID: "a", Title: "Ask", Phase: "plan", Checks: []process.Check{{}, {}}}, {ID: "b", Title: "Do", Phase: "build", Exits: []process.Exit{{To: "d", When: "rolled-back"}, {To: "d", When: "major"}}}, {ID: "c", Title: "Look", Phase: "build"}, {ID: "d", Title: "End", Phase: "review"},
	}, Moves: []process.Move{{Kind: "rework", From: "c", To: "a"}, {Kind: "reject", From: "c", To: "a"}, {Kind: "rework", From: "c", To: "b"}}}
	g := Of(&p, process.Policy{})
	want := "Two steps goes through 4 stages: in plan Ask; in build Do, Look; in review End. " +
		"2 ways lead back: from Look to Ask (rework or reject); from Look to Do (rework). One way leads aside: from Do to End, if rolled back, or if major."
	if got := g.Words(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := g.Boxes[0].Said() + g.Boxes[1].Said(); got != "2 checks" {
		t.Error(got)
	}
	g.Mark(map[string]Mark{"a": {Here: 12, Overdue: 3}, "b": {Here: 1}})
	if got := g.Boxes[0].Said() + "/" + g.Boxes[1].Said() + "/" + g.Boxes[2].Said(); got != "12, 3 late/1/" {
		t.Error(got)
	}
	if g := (Graph{Title: "None"}); g.Words() != "None has no stages." || !strings.Contains(g.SVG(), "</svg>") {
		t.Error(g.Words())
	}
}

// TestNothingLiesOnAnother: boxes are apart, labels stand in the picture, and
// ways begin and end at their boxes, whatever the graph and the width.
func TestNothingLiesOnAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := AnyGraph(t)
		width := rapid.IntRange(1, 220).Draw(t, "width")
		pic, ok := Lay(&g, width, plain{})
		if !ok {
			if width > 20 && len(g.Boxes) > 0 {
				t.Fatalf("no room in %d cells", width)
			}
			return
		}
		if pic.W > width || len(pic.Boxes) != len(g.Boxes) {
			t.Fatalf("it is %d wide instead of %d, with %d boxes of %d", pic.W, width, len(pic.Boxes), len(g.Boxes))
		}
		inBox := map[Point]int{}
		for i, b := range pic.Boxes {
			for x := b.X; x < b.X+b.W; x++ {
				for y := b.Y; y < b.Y+b.H; y++ {
					if _, taken := inBox[Point{x, y}]; taken {
						t.Fatalf("box %d lies on another", i)
					}
					inBox[Point{x, y}] = i
				}
			}
		}
		for _, l := range pic.Lines {
			w := g.Ways[l.Way]
			first, last := l.Points[0], l.Points[len(l.Points)-1]
			if at, ok := inBox[first]; !ok || at != w.From {
				t.Fatalf("a way from %d begins at %v", w.From, first)
			}
			near := false
			for _, d := range []Point{{1, 0}, {0, 1}, {0, -1}} {
				at, ok := inBox[Point{last.X + d.X, last.Y + d.Y}]
				near = near || ok && at == w.To
			}
			if !near {
				t.Fatalf("a way to %d ends at %v", w.To, last)
			}
			for _, c := range l.cells() {
				if at, ok := inBox[c]; ok && c != first {
					t.Fatalf("a way runs through box %d at %v", at, c)
				}
				if c.X < 0 || c.Y < 0 || c.X >= pic.W || c.Y >= pic.H {
					t.Fatalf("a way leaves the picture at %v", c)
				}
			}
			for x := range plain.Width(plain{}, l.Label) {
				if _, taken := inBox[Point{l.At.X + x, l.At.Y}]; taken || l.At.X+x >= pic.W || l.At.Y >= pic.H {
					t.Fatalf("the label %q stands at %v", l.Label, l.At)
				}
			}
		}
	})
}

// AnyGraph draws some graph.
func AnyGraph(t *rapid.T) Graph {
	g := Graph{Title: "any"}
	n := rapid.IntRange(0, 14).Draw(t, "boxes")
	for i := range n {
		g.Boxes = append(g.Boxes, Box{Title: rapid.SampledFrom(hard).Draw(t, "title"), Phase: rapid.SampledFrom([]string{"plan", "build", ""}).Draw(t, "phase"), Checks: i})
		if i > 0 {
			g.Ways = append(g.Ways, Way{From: i - 1, To: i, Kind: On})
		}
	}
	for range rapid.IntRange(0, 2*n).Draw(t, "ways") {
		g.Ways = append(g.Ways, Way{From: rapid.IntRange(0, n-1).Draw(t, "from"), To: rapid.IntRange(0, n-1).Draw(t, "to"), Kind: Back, Label: rapid.SampledFrom(hard).Draw(t, "label")})
	}
	return g
}
