// Package bom reads software bills of materials: what a delivery is made of, component by
// component. It knows CycloneDX (JSON and XML) and SPDX 2 (JSON and tag-value), and makes
// of each the same: a list of components by their package URL (purl), which can be
// compared with that of another delivery.
//
// What is compared is the components, never the file: its serial number, namespace and time
// change at each run of the tool that writes it.
package bom

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/package-url/packageurl-go"
)

// SizeMost is how many bytes a file has at most, and Most how many components.
const (
	SizeMost = 64 << 20
	Most     = 100_000
)

// depthMost is how deep a file is nested at most.
const depthMost = 64

// BOM is what a bill of materials lists.
type BOM struct {
	// Format is what it is written in: "CycloneDX 1.6 (JSON)".
	Format string
	// Components are its components, each once, sorted: by purl without qualifiers, or as
	// name:NAME@VERSION where it has none.
	Components []string
	// Unnamed is how many of them have no purl.
	Unnamed int
}

// Digest is the SHA-256 of the components (hex): equal where the same is listed, whichever
// tool wrote it and when.
func (b *BOM) Digest() string {
	sum := sha256.Sum256([]byte(strings.Join(b.Components, "\n")))
	return hex.EncodeToString(sum[:])
}

// Wrong says why a file can't be read, with the line where that is known.
type Wrong struct {
	Line int
	Text string
}

func (w *Wrong) Error() string {
	if w.Line > 0 {
		return fmt.Sprintf("line %d: %s", w.Line, w.Text)
	}
	return w.Text
}

func wrong(line int, format string, args ...any) error {
	return &Wrong{line, fmt.Sprintf(format, args...)}
}

// list gathers components.
type list struct {
	seen    map[string]bool
	unnamed int
}

// add adds a component by its purl, else by its name.
func (l *list) add(purl, group, name, version string) error {
	key, named := identify(purl)
	if !named {
		if group != "" {
			name = group + "/" + name
		}
		name, version = clean(name), clean(version)
		if name == "" {
			return nil
		}
		key = "name:" + name + "@" + version
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	if !l.seen[key] {
		if len(l.seen) == Most {
			return wrong(0, "it lists more than %d components", Most)
		}
		l.seen[key] = true
		if !named {
			l.unnamed++
		}
	}
	return nil
}

// clean is a name in a line.
func clean(text string) string { return strings.Join(strings.Fields(text), " ") }

// identify brings a purl into the form in which it is compared: decoded and encoded again
// alike, without qualifiers and without a path in the package.
func identify(text string) (string, bool) {
	if strings.TrimSpace(text) == "" {
		return "", false
	}
	p, err := packageurl.FromString(strings.TrimSpace(text))
	if err != nil || p.Name == "" {
		return "", false
	}
	p.Qualifiers, p.Subpath = nil, ""
	_ = p.Normalize() // what it can't mend stays as it is
	version := p.Version
	p.Version = ""
	return p.ToString() + "@" + strings.ReplaceAll(version, "@", "%40"), true
}

func (l *list) bom(format string) (*BOM, error) {
	b := &BOM{Format: format, Unnamed: l.unnamed}
	b.Components = slices.Sorted(maps.Keys(l.seen))
	if len(b.Components) == 0 {
		return nil, wrong(0, "%s: it lists no component", format)
	}
	return b, nil
}

// Change is one component that is not as it was.
type Change struct {
	// Component is it without its version.
	Component string `json:"component"`
	Was       string `json:"was,omitempty"` // its versions before; "" where it is new
	Is        string `json:"is,omitempty"`  // those now; "" where it is gone
}

// String says it in a line.
func (c Change) String() string {
	switch {
	case c.Was == "":
		return strings.TrimSpace(c.Component + " " + c.Is)
	case c.Is == "":
		return strings.TrimSpace(c.Component + " " + c.Was)
	}
	return c.Component + " " + c.Was + " → " + c.Is
}

// Compare lists what was added, removed, and is there in another version. A component that
// is there in several versions at once is compared by all of them.
func Compare(was, is []string) (added, removed, changed []Change) {
	before, now := byName(was), byName(is)
	for _, name := range slices.Sorted(maps.Keys(now)) {
		switch old, there := before[name]; {
		case !there:
			added = append(added, Change{Component: name, Is: versions(now[name])})
		case !slices.Equal(old, now[name]):
			changed = append(changed, Change{Component: name, Was: versions(old), Is: versions(now[name])})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, there := now[name]; !there {
			removed = append(removed, Change{Component: name, Was: versions(before[name])})
		}
	}
	return added, removed, changed
}

func byName(components []string) map[string][]string {
	out := map[string][]string{}
	for _, c := range components {
		at := strings.LastIndexByte(c, '@')
		name, version := c[:max(at, 0)], c[at+1:]
		out[name] = append(out[name], version)
	}
	for _, list := range out {
		slices.SortFunc(list, cmp.Compare[string])
	}
	return out
}

func versions(list []string) string {
	if len(list) == 1 && list[0] == "" {
		return "(no version)"
	}
	return strings.Join(list, ", ")
}
