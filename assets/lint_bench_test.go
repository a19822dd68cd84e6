package assets

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"fairway/model/action"
	"fairway/model/process"
)

// times is a set of rules so many times as large: each process, form and template
// again under names of its own.
func times(files []process.File, n int) []process.File {
	out := append([]process.File{}, files...)
	names := regexp.MustCompile(`(?m)^name = "([a-z-]+)"\ntitle`)
	forms := regexp.MustCompile(`(?m)(forms = \[[^\]]*\]|form = "[^"]+"|arg = "acceptance"\n)`)
	quoted := regexp.MustCompile(`"([a-z-]+)"`)
	for i := 1; i < n; i++ {
		for _, f := range files {
			folder, base, _ := strings.Cut(f.Name, "/")
			isProcess := folder == "process" && strings.HasPrefix(base, "normal")
			if !isProcess && folder != "forms" && folder != "templates" {
				continue
			}
			text := f.Text
			if folder != "templates" {
				text = names.ReplaceAllString(text, fmt.Sprintf("name = \"$1-%d\"\npurpose = \"of-$1-%d\"\ntitle", i, i))
			}
			if isProcess {
				text = forms.ReplaceAllStringFunc(text, func(m string) string {
					if strings.HasPrefix(m, "arg") {
						return m
					}
					return quoted.ReplaceAllString(m, fmt.Sprintf(`"$1-%d"`, i))
				})
			}
			name, ending, _ := strings.Cut(base, ".")
			out = append(out, process.File{Name: fmt.Sprintf("%s/%s-%d.%s", folder, name, i, ending), Text: text})
		}
	}
	return out
}

// BenchmarkTwentyTimesTheRules reads and lints the default rules, and rules of
// twenty times their size, and prints how many times as long the second takes.
func BenchmarkTwentyTimesTheRules(b *testing.B) {
	small, err := RuleFiles(files)
	if err != nil {
		b.Fatal(err)
	}
	large := times(small, 20)
	took := func(list []process.File) time.Duration {
		begun := time.Now()
		action.ReadRules(list)
		return time.Since(begun)
	}
	var one, twenty time.Duration
	for b.Loop() {
		one += took(small)
		twenty += took(large)
	}
	_, faults := action.ReadRules(large)
	b.ReportMetric(float64(twenty)/float64(one), "times")
	b.ReportMetric(float64(len(faults)), "faults")
}
