package intake

import (
	"fmt"
	"strings"
)

// template is a text with the names of columns or fields in braces, such as
// "Python {version}". {{ and }} are the braces themselves.
type template []templatePart

type templatePart struct {
	text string
	name string // set where it is a name in braces
}

func parseTemplate(text string) (template, error) {
	var t template
	var literal strings.Builder
	flush := func() {
		if literal.Len() > 0 {
			t = append(t, templatePart{text: literal.String()})
			literal.Reset()
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case (c == '{' || c == '}') && i+1 < len(text) && text[i+1] == c:
			literal.WriteByte(c)
			i++
		case c == '{':
			end := strings.IndexByte(text[i:], '}')
			if end < 0 {
				return nil, fmt.Errorf("the template %q opens a brace and never closes it; add }, or write {{ for the brace itself", text)
			}
			name := strings.TrimSpace(text[i+1 : i+end])
			if name == "" || strings.Contains(name, "{") {
				return nil, fmt.Errorf("the template %q has no name between its braces; write it as in {version}", text)
			}
			flush()
			t = append(t, templatePart{name: name})
			i += end
		case c == '}':
			return nil, fmt.Errorf("the template %q closes a brace that is not open; write }} for the brace itself", text)
		default:
			literal.WriteByte(c)
		}
	}
	flush()
	return t, nil
}

// names lists the names between braces.
func (t template) names() []string {
	var names []string
	for _, p := range t {
		if p.name != "" {
			names = append(names, p.name)
		}
	}
	return names
}

// fill writes the template. A name that stands for nothing leaves no double
// space behind, and where all names stand for nothing the result is empty: a
// title "Python " says less than none.
func (t template) fill(value func(name string) string) string {
	var b strings.Builder
	named, found := false, false
	for _, p := range t {
		if p.name == "" {
			b.WriteString(p.text)
			continue
		}
		named = true
		v := value(p.name)
		found = found || v != ""
		b.WriteString(v)
	}
	if named && !found {
		return ""
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
