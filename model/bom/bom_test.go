package bom

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const cyclone = `{"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": "urn:uuid:%s", "version": 1,
 "metadata": {"component": {"type": "application", "name": "shop", "version": "5.1", "purl": "pkg:npm/shop@5.1"}},
 "components": [
  {"type": "library", "name": "left-pad", "version": "1.3.0", "purl": "pkg:npm/left-pad@1.3.0?arch=x86"},
  {"type": "library", "group": "@babel", "name": "core", "version": "7.1.0", "purl": "pkg:npm/%%40babel/core@7.1.0",
   "components": [{"type": "library", "name": "inner", "version": "2.0", "purl": "pkg:golang/example.com/Inner@v2.0%%2Bincompatible"}]},
  {"type": "library", "name": "of the house", "version": "3"},
  {"type": "file", "name": "go.sum", "version": "1"}]}`

const cycloneXML = `<?xml version="1.0" encoding="UTF-8"?>
<bom xmlns="http://cyclonedx.org/schema/bom/1.5" serialNumber="urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79" version="1">
 <components>
  <component type="library"><name>left-pad</name><version>1.3.0</version><purl>pkg:npm/left-pad@1.3.0</purl></component>
  <component type="library"><group>@babel</group><name>core</name><version>7.1.0</version><purl>pkg:npm/%40babel/core@7.1.0</purl>
   <components><component type="library"><name>inner</name><version>2.0</version><purl>pkg:golang/example.com/Inner@v2.0+incompatible</purl></component></components></component>
  <component type="library"><name>of the house</name><version>3</version></component>
 </components>
</bom>`

const spdxJSON = `{"spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "shop", "documentNamespace": "https://example.com/%s",
 "creationInfo": {"created": "2026-11-23T10:00:00Z", "creators": ["Tool: by-hand"]},
 "packages": [
  {"SPDXID": "SPDXRef-shop", "name": "shop", "versionInfo": "5.1", "downloadLocation": "NOASSERTION"},
  {"SPDXID": "SPDXRef-a", "name": "left-pad", "versionInfo": "1.3.0", "downloadLocation": "NOASSERTION",
   "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/left-pad@1.3.0"}]},
  {"SPDXID": "SPDXRef-b", "name": "core", "versionInfo": "7.1.0", "downloadLocation": "NOASSERTION",
   "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:npm/%%40babel/core@7.1.0"}]},
  {"SPDXID": "SPDXRef-c", "name": "inner", "versionInfo": "2.0", "downloadLocation": "NOASSERTION",
   "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:golang/example.com/Inner@v2.0%%2Bincompatible"}]},
  {"SPDXID": "SPDXRef-d", "name": "of the house", "versionInfo": "3", "downloadLocation": "NOASSERTION"}],
 "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-shop"}]}`

const spdxText = `SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: shop
DocumentNamespace: https://example.com/x
Creator: Tool: by-hand
Created: 2026-11-23T10:00:00Z

PackageName: shop
SPDXID: SPDXRef-shop
PackageVersion: 5.1
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false

PackageName: left-pad
SPDXID: SPDXRef-a
PackageVersion: 1.3.0
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
ExternalRef: PACKAGE-MANAGER purl pkg:npm/left-pad@1.3.0

PackageName: core
SPDXID: SPDXRef-b
PackageVersion: 7.1.0
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
ExternalRef: PACKAGE-MANAGER purl pkg:npm/%40babel/core@7.1.0

PackageName: inner
SPDXID: SPDXRef-c
PackageVersion: 2.0
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
ExternalRef: PACKAGE-MANAGER purl pkg:golang/example.com/Inner@v2.0+incompatible

PackageName: of the house
SPDXID: SPDXRef-d
PackageVersion: 3
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-shop
`

// The same components, whichever format says them, and whenever it was written.
func TestRead(t *testing.T) {
	first := ""
	for _, c := range []struct{ format, text string }{
		{"CycloneDX 1.6 (JSON)", fmt.Sprintf(cyclone, "3e671687-395b-41f5-a30f-a58921a69b79")},
		{"CycloneDX 1.6 (JSON)", fmt.Sprintf(cyclone, "11111111-395b-41f5-a30f-a58921a69b79")},
		{"CycloneDX 1.5 (XML)", cycloneXML},
		{"SPDX-2.3 (JSON)", fmt.Sprintf(spdxJSON, "x")},
		{"SPDX-2.3 (tag-value)", spdxText},
	} {
		b, err := Read([]byte(c.text))
		if err != nil || b.Format != c.format || len(b.Components) != 4 || b.Unnamed != 1 {
			t.Errorf("%s: %+v, %v", c.format, b, err)
			continue
		}
		if first == "" {
			first = b.Digest()
		}
		if b.Digest() != first {
			t.Errorf("%s: %q", c.format, b.Components)
		}
	}
}

func TestWhatIsHandedIn(t *testing.T) {
	deep := `{"bomFormat":"CycloneDX","specVersion":"1.6","components":` + strings.Repeat(`[{"type":"library","name":"a","components":`, 100) + "[]" + strings.Repeat("}]", 100) + "}"
	for text, want := range map[string]string{
		"":                         "it is empty",
		"hello":                    "line 1: it is neither CycloneDX",
		`{"name": "x"}`:            "neither bomFormat nor spdxVersion",
		"{\n\"bomFormat\": \"Cyc":  "line 2: ",
		"{\n\"bomFormat\":\n 12 }": "line 3: bomFormat is a number",
		deep:                       "nested more than 64 deep",
		"<bom>\n</bom>":            `not CycloneDX: its first element is "bom"`,
		"<bom xmlns='http://cyclonedx.org/schema/bom/1.5'>\n<components>\n</bom>": "line 3: ",
		strings.Repeat("<a>", 100): `its first element is "a"`,
		`{"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld", "@graph": []}`: "SPDX 3",
		`{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": []}`:           "it lists no component",
		`{"spdxVersion": "SPDX-9.9"}`:       "SPDX-9.9",
		"SPDXVersion: SPDX-2.3\nnonsense\n": "nonsense",
	} {
		b, err := Read([]byte(text))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60q: %+v, %v; want %q", text, b, err, want)
		}
	}
	if _, err := Read(make([]byte, SizeMost+1)); err == nil || !strings.Contains(err.Error(), "larger than 64 MB") {
		t.Errorf("a large one: %v", err)
	}
}

func TestCompare(t *testing.T) {
	was := []string{"pkg:npm/%40a/b@1", "pkg:npm/c@1", "pkg:npm/d@1", "pkg:npm/d@2", "name:e@"}
	is := []string{"pkg:npm/%40a/b@2", "pkg:npm/d@1", "pkg:npm/d@3", "name:e@", "pkg:npm/f@1"}
	added, removed, changed := Compare(was, is)
	said := func(list []Change) (out []string) {
		for _, c := range list {
			out = append(out, c.String())
		}
		return out
	}
	if got := said(added); !slices.Equal(got, []string{"pkg:npm/f 1"}) {
		t.Errorf("added %q", got)
	}
	if got := said(removed); !slices.Equal(got, []string{"pkg:npm/c 1"}) {
		t.Errorf("removed %q", got)
	}
	if got := said(changed); !slices.Equal(got, []string{"pkg:npm/%40a/b 1 → 2", "pkg:npm/d 1, 2 → 1, 3"}) {
		t.Errorf("changed %q", got)
	}
	if a, r, c := Compare(is, is); a != nil || r != nil || c != nil {
		t.Errorf("the same differs: %v %v %v", a, r, c)
	}
}

// FuzzRead: whatever is handed in is read or refused, and what is read is sorted and each
// once.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{fmt.Sprintf(cyclone, "x"), cycloneXML, fmt.Sprintf(spdxJSON, "x"), spdxText} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Read(data)
		if err == nil && (!slices.IsSorted(b.Components) || len(slices.Compact(slices.Clone(b.Components))) != len(b.Components)) {
			t.Fatalf("%q", b.Components)
		}
	})
}
