package bom

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	cdx "github.com/CycloneDX/cyclonedx-go"
	spdxjson "github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx"
	"github.com/spdx/tools-golang/spdx/v2/common"
	"github.com/spdx/tools-golang/tagvalue"
)

// Read reads a bill of materials, whichever of the formats it is written in. A file that is
// too large or nested too deep is not read at all.
func Read(data []byte) (b *BOM, err error) {
	// The libraries are not written for whatever anybody might hand in.
	defer func() {
		if p := recover(); p != nil {
			b, err = nil, wrong(0, "it can't be read: %v", p)
		}
	}()
	if len(data) > SizeMost {
		return nil, wrong(0, "it is larger than %d MB", SizeMost>>20)
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	text := bytes.TrimSpace(data)
	switch {
	case len(text) == 0:
		return nil, wrong(0, "it is empty")
	case text[0] == '{':
		return readJSON(data)
	case text[0] == '<':
		return readXML(data)
	case bytes.Contains(data, []byte("SPDXVersion:")):
		return readTagValue(data)
	}
	return nil, wrong(1, "it is neither CycloneDX (JSON or XML) nor SPDX (JSON or tag-value)")
}

// kind is what a JSON file says of itself.
type kind struct {
	Format  string          `json:"bomFormat"`
	Spec    string          `json:"specVersion"`
	SPDX    string          `json:"spdxVersion"`
	Context json.RawMessage `json:"@context"`
}

func readJSON(data []byte) (*BOM, error) {
	if err := depthJSON(data); err != nil {
		return nil, err
	}
	var k kind
	if err := json.Unmarshal(data, &k); err != nil {
		return nil, lineOf(data, err)
	}
	switch {
	case k.Format == "CycloneDX":
		var doc cdx.BOM
		if err := cdx.NewBOMDecoder(bytes.NewReader(data), cdx.BOMFileFormatJSON).Decode(&doc); err != nil {
			return nil, lineOf(data, err)
		}
		return ofCycloneDX(&doc, "CycloneDX "+k.Spec+" (JSON)")
	case k.SPDX != "":
		doc, err := spdxjson.Read(bytes.NewReader(data))
		if err != nil {
			return nil, lineOf(data, err)
		}
		return ofSPDX(doc, k.SPDX+" (JSON)")
	case bytes.Contains(k.Context, []byte("spdx")):
		return nil, wrong(0, "it is written in SPDX 3: write it as SPDX 2.3, or as CycloneDX")
	}
	return nil, wrong(0, "it is JSON, and neither CycloneDX nor SPDX: it has neither bomFormat nor spdxVersion")
}

// depthJSON refuses what is nested too deep.
func depthJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	depth := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return lineOf(data, err)
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > depthMost {
				return wrong(line(data, d.InputOffset()), "it is nested more than %d deep", depthMost)
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

func readXML(data []byte) (*BOM, error) {
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, space := 0, ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, lineOf(data, err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth == 0 {
				if space = t.Name.Space; t.Name.Local != "bom" || !strings.Contains(space, "cyclonedx.org/schema/bom/") {
					return nil, wrong(line(data, d.InputOffset()), "it is XML, and not CycloneDX: its first element is %q", t.Name.Local)
				}
			}
			if depth++; depth > depthMost {
				return nil, wrong(line(data, d.InputOffset()), "it is nested more than %d deep", depthMost)
			}
		case xml.EndElement:
			depth--
		}
	}
	var doc cdx.BOM
	if err := cdx.NewBOMDecoder(bytes.NewReader(data), cdx.BOMFileFormatXML).Decode(&doc); err != nil {
		return nil, lineOf(data, err)
	}
	return ofCycloneDX(&doc, "CycloneDX "+space[strings.LastIndexByte(space, '/')+1:]+" (XML)")
}

func readTagValue(data []byte) (*BOM, error) {
	doc, err := tagvalue.Read(bytes.NewReader(data))
	if err != nil {
		return nil, lineOf(data, err)
	}
	return ofSPDX(doc, doc.SPDXVersion+" (tag-value)")
}

// ofCycloneDX gathers the components, nested ones too. Files are parts of components, and
// what the whole is for is none of its components.
func ofCycloneDX(doc *cdx.BOM, format string) (*BOM, error) {
	var l list
	var gather func(list *[]cdx.Component) error
	gather = func(list *[]cdx.Component) error {
		if list == nil {
			return nil
		}
		for i := range *list {
			c := &(*list)[i]
			if c.Type != cdx.ComponentTypeFile {
				if err := l.add(c.PackageURL, c.Group, c.Name, c.Version); err != nil {
					return err
				}
			}
			if err := gather(c.Components); err != nil {
				return err
			}
		}
		return nil
	}
	if err := gather(doc.Components); err != nil {
		return nil, err
	}
	return l.bom(format)
}

// ofSPDX gathers the packages. What the document describes is none of its components,
// unless there is nothing else.
func ofSPDX(doc *spdx.Document, format string) (*BOM, error) {
	var l list
	whole := map[common.ElementID]bool{}
	for _, r := range doc.Relationships {
		switch {
		case r.Relationship == common.TypeRelationshipDescribe && r.RefA.ElementRefID == "DOCUMENT":
			whole[r.RefB.ElementRefID] = true
		case r.Relationship == common.TypeRelationshipDescribeBy && r.RefB.ElementRefID == "DOCUMENT":
			whole[r.RefA.ElementRefID] = true
		}
	}
	if len(whole) >= len(doc.Packages) {
		whole = nil
	}
	for _, p := range doc.Packages {
		if whole[p.PackageSPDXIdentifier] {
			continue
		}
		purl := ""
		for _, ref := range p.PackageExternalReferences {
			if ref.RefType == common.TypePackageManagerPURL {
				purl = ref.Locator
			}
		}
		if err := l.add(purl, "", p.PackageName, p.PackageVersion); err != nil {
			return nil, err
		}
	}
	return l.bom(format)
}

// line is the one, from 1, in which an offset lies.
func line(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:max(0, min(int(offset), len(data)))], []byte("\n"))
}

// spoken is a line that a library names in its words.
var spoken = regexp.MustCompile(`(?i)\bline (\d+)`)

// lineOf is an error of a decoder with its line.
func lineOf(data []byte, err error) error {
	var ours *Wrong
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	var xmlSyntax *xml.SyntaxError
	switch {
	case errors.As(err, &ours):
		return ours
	case errors.As(err, &syntax):
		return wrong(line(data, syntax.Offset), "%v", syntax)
	case errors.As(err, &kind):
		return wrong(line(data, kind.Offset), "%s is a %s, and should be a %s", kind.Field, kind.Value, kind.Type)
	case errors.As(err, &xmlSyntax):
		return wrong(xmlSyntax.Line, "%s", xmlSyntax.Msg)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return wrong(line(data, int64(len(data))), "it ends too early")
	}
	if m := spoken.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1])
		return wrong(n, "%v", err)
	}
	return wrong(0, "%s", strings.TrimSpace(fmt.Sprint(err)))
}
