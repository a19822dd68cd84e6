package store

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"fairway/model/metric"
)

// threeMeasures is the last commit of when there were three measures, without papers: what
// those of today may take is held against it.
const threeMeasures = "2058bc3"

// makesYear has the program of then make the file that both are asked about.
const makesYear = `package store

import (
	"context"
	"os"
	"testing"

	"fairway/model"
	"fairway/model/action"
)

func TestYearIsMade(t *testing.T) {
	testing.Benchmark(func(b *testing.B) {
		if b.N > 1 {
			return
		}
		db, err := Create(context.Background(), os.Getenv("YEAR"), fixed())
		if err != nil {
			b.Fatal(err)
		}
		f := &file{DB: db, t: b}
		f.admin = f.begin().Subject
		keeper := f.do(f.admin, action.WritePerson{Person: model.Person{Handle: "kim", Name: "Kim", Roles: []model.Grant{{Role: "configuration-manager"}}}}).Subject
		lived(b, f, keeper, 100_000)
		_ = f.Close()
	})
}
`

// BenchmarkMemoryOfMeasures holds the most memory that the program takes for all measures of a
// year with 77,000 deployments, and for each by itself with the records behind it, against that
// of the program of then for its three, and for one of them: of incidents, the largest. Both
// are asked in one run, about the same file.
func BenchmarkMemoryOfMeasures(b *testing.B) {
	if exec.Command("git", "cat-file", "-e", threeMeasures+"^{commit}").Run() != nil {
		b.Skip("the history does not go back to " + threeMeasures)
	}
	dir := b.TempDir()
	run := func(in string, env []string, name string, args ...string) {
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = in, append(os.Environ(), env...)
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
		}
	}
	old, year, upgraded := filepath.Join(dir, "old"), filepath.Join(dir, "year.db"), filepath.Join(dir, "upgraded.db")
	run(".", nil, "git", "worktree", "add", "--detach", old, threeMeasures)
	b.Cleanup(func() { run(".", nil, "git", "worktree", "remove", "--force", old) })
	if err := os.WriteFile(filepath.Join(old, "store", "year_is_made_test.go"), []byte(makesYear), 0o600); err != nil {
		b.Fatal(err)
	}
	run(filepath.Join(old, "store"), []string{"YEAR=" + year}, "go", "test", "-run", "TestYearIsMade", ".")
	was, is := filepath.Join(dir, "was"), filepath.Join(dir, "is")
	run(old, nil, "go", "build", "-o", was, ".")
	run("..", nil, "go", "build", "-o", is, ".")
	run(dir, nil, "cp", year, upgraded)
	run(dir, nil, is, "--db", upgraded, "metrics", "--period", "2019") // brings it to the format
	hold := func(name, measure, against string) {
		b.Run(name, func(b *testing.B) {
			var now, then float64
			for b.Loop() {
				now, then = max(now, peakOf(b, is, upgraded, measure)), max(then, peakOf(b, was, year, against))
			}
			b.ReportMetric(now, "MB")
			b.ReportMetric(then, "MB-then")
			b.ReportMetric(now/then, "x-then")
		})
	}
	hold("page", "", "")
	for _, m := range metric.All(nil) {
		hold(m.ID, m.ID, "incidents")
	}
}

// peakOf is the most memory that a program takes for a measure of 2026, or for all, in MB.
func peakOf(b *testing.B, program, file, measure string) float64 {
	args := []string{program, "--db", file, "metrics", "--period", "2026"}
	if measure != "" {
		args = append(args, measure)
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestStartsAnother$")
	cmd.Env = append(os.Environ(), startsAnother+"="+strings.Join(args, "\n"))
	out, err := cmd.CombinedOutput()
	_, said, found := strings.Cut(string(out), "peak of ")
	kilobytes := 0
	if _, scan := fmt.Sscan(said, &kilobytes); err != nil || !found || scan != nil {
		b.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return float64(kilobytes) / 1000
}

const startsAnother = "FAIRWAY_TEST_STARTS"

// TestStartsAnother is a process of its own for peakOf: what a process is said to have taken at
// most is no less than what whoever started it had, and benchmarks have much.
func TestStartsAnother(t *testing.T) {
	program := os.Getenv(startsAnother)
	if program == "" {
		t.Skip("it is there for a benchmark")
	}
	args := strings.Split(program, "\n")
	cmd := exec.Command(args[0], args[1:]...)
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	fmt.Println("peak of", cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss)
}
