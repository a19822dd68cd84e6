package process

import (
	"reflect"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Files are the rules as files: word for word as they were taken up, or, of rules
// whose text was not kept, written anew from what they mean.
func (b *Rules) Files() (files []File, anew bool, err error) {
	if len(b.Source) > 0 {
		return slices.Clone(b.Source), false, nil
	}
	add := func(name string, v any) {
		if err != nil {
			return
		}
		var text []byte
		if text, err = toml.Marshal(tabled(reflect.ValueOf(v))); err == nil {
			files = append(files, File{Name: name, Text: string(text)})
		}
	}
	policy := b.Policy
	add(PolicyFile, policy)
	add(RolesFile, struct {
		Role []Role `toml:"role"`
		Duty []Duty `toml:"duty"`
	}{b.Roles, b.Duties})
	if len(b.Measures) > 0 {
		add(MeasuresFile, struct {
			Measure []Measure `toml:"measure"`
		}{b.Measures})
	}
	if len(b.Reports)+len(b.ReportSections) > 0 {
		add(ReportsFile, b.Reporting())
	}
	if len(b.Proofs) > 0 {
		add(EvidenceFile, struct {
			Proof []Proof `toml:"proof"`
		}{b.Proofs})
	}
	for _, p := range b.Processes {
		add(named(p.File, "process", p.Name), p)
	}
	for _, f := range b.Forms {
		add(named(f.File, "forms", f.Name), f)
	}
	return inNames(files), true, err
}

func named(file, folder, name string) string {
	if file != "" {
		return file
	}
	return folder + "/" + name + ".toml"
}

// tabled is a value as TOML has it, by the names of its keys, without what says
// nothing: an empty list says something, none does not.
func tabled(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Struct:
		out := map[string]any{}
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("toml"), ",")
			if name != "" && name != "-" && !v.Field(i).IsZero() {
				out[name] = tabled(v.Field(i))
			}
		}
		return out
	case reflect.Slice:
		list := make([]any, v.Len())
		for i := range list {
			list[i] = tabled(v.Index(i))
		}
		return list
	case reflect.Map:
		out := map[string]any{}
		for _, key := range v.MapKeys() {
			out[key.String()] = tabled(v.MapIndex(key))
		}
		return out
	}
	return v.Interface()
}
