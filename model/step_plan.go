package model

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model/form"
	"fairway/model/when"
)

// Misplanned is what makes no sense in a row of steps.
type Misplanned struct {
	Row    int // from 1
	Column string
	Text   string
}

// PlannedSteps reads the steps of a plan as a run has them, and what makes no sense in
// them: what waits for a step that isn't there, for itself, or round in a circle. The rows
// are as the document has them (Document.Meant).
func PlannedSteps(rows []form.Cells, zone *time.Location) ([]Step, []Misplanned) {
	var wrong []Misplanned
	steps := make([]Step, len(rows))
	for i, row := range rows {
		s := Step{Text: row["text"], Owner: row["owner"], NoBack: row["no_back"] == "yes", Command: row["command"]}
		if row["sort"] != StepManual {
			s.Sort = row["sort"]
		}
		if s.Command != "" && s.Sort == "" {
			s.Sort = StepCommand
		}
		if s.Sort == StepCommand && s.Command == "" {
			wrong = append(wrong, Misplanned{i + 1, "command", "it is a command, and none stands there"})
		}
		s.Starts = readOffset(row["starts"], zone)
		s.Takes, _ = time.ParseDuration(row["takes"])
		var bad string
		if s.After, s.Free, bad = ReadAfter(row["after"], i+1, len(rows)); bad != "" {
			wrong = append(wrong, Misplanned{i + 1, "after", bad})
		}
		steps[i] = s
	}
	if len(wrong) == 0 {
		if at := circle(steps); at > 0 {
			wrong = append(wrong, Misplanned{at, "after", fmt.Sprintf("step %d waits for itself, by what it waits for", at)})
		}
	}
	return steps, wrong
}

// readOffset reads an answer of the type offset, as it is kept.
func readOffset(text string, zone *time.Location) Offset {
	if length, counted := strings.CutPrefix(strings.TrimSpace(text), "+"); counted {
		d, err := time.ParseDuration(length)
		return Offset{From: d, Counted: err == nil}
	}
	m, _ := when.ReadText(text, zone)
	return Offset{At: m}
}

// ReadAfter reads what the n-th of so many steps waits for: the numbers of others, or
// "none".
func ReadAfter(text string, n, all int) (after []int, free bool, wrong string) {
	after, free, wrong = form.ReadAfter(text)
	for _, on := range after {
		switch {
		case on > all:
			return nil, false, fmt.Sprintf("there is no step %d; there are %d", on, all)
		case on == n:
			return nil, false, "a step can't wait for itself"
		}
	}
	return after, free, wrong
}

// circle is a step, from 1, that waits for itself by way of others; 0 where none does.
func circle(steps []Step) int {
	state := make([]int, len(steps)+1) // 1: being looked at, 2: none
	var look func(n int) int
	look = func(n int) int {
		if state[n] > 0 {
			return (2 - state[n]) * n
		}
		state[n] = 1
		for _, on := range WaitsFor(steps, n) {
			if at := look(on); at > 0 {
				return at
			}
		}
		state[n] = 2
		return 0
	}
	for n := range steps {
		if at := look(n + 1); at > 0 {
			return at
		}
	}
	return 0
}

// AfterWords says what a step waits for, "" where that is all before it.
func (s Step) AfterWords() string {
	if s.Free {
		return "nothing"
	}
	words := Each(s.After, func(n int) string { return strconv.Itoa(n) })
	return strings.Join(words, ", ")
}

// SortWords is the sort of a step; manual where none is said.
func (s Step) SortWords() string { return cmp.Or(s.Sort, StepManual) }

// Circles reports whether one of the steps waits for itself.
func Circles(steps []Step) bool { return circle(steps) > 0 }
