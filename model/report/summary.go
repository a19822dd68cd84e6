package report

import (
	"fmt"
	"slices"
	"strings"

	"fairway/model"
	"fairway/model/grammar"
)

// named is how many of a sort are named in the summary; a table has all of them.
const named = 4

// summaryBlocks are what a reader has to know first, each in a line: what is as it should be,
// what is not, and what is to be done.
func (b *builder) summaryBlocks() []Block {
	var said []Said
	if b.out.Now.Before(b.out.To) {
		said = append(said, Said{"So far", b.out.Called + " is not over, and each of its numbers can still change."})
	}
	return []Block{{Said: append(said, Said{"Good", b.good()}, Said{"Bad", b.bad()}, Said{"To do", b.toDo()})}}
}

// some names the first ones, and says how many more there are.
func some(list []string) string {
	if len(list) <= named {
		return strings.Join(list, "; ")
	}
	return fmt.Sprintf("%s; and %d more", strings.Join(list[:named], "; "), len(list)-named)
}

// judged are the numbers with a target that could be held against one.
func (b *builder) judged(met string) []Number {
	return slices.DeleteFunc(slices.Clone(b.out.Numbers), func(n Number) bool { return n.Met != met })
}

// compared are those that became better, or worse, in words.
func (b *builder) compared(word string) []string {
	var out []string
	for _, n := range b.out.Numbers {
		if n.change.Known && n.change.Word == word && n.Met != "missed" {
			out = append(out, fmt.Sprintf("%s (%s, %s)", n.Title, n.Text, n.Change))
		}
	}
	return out
}

func (b *builder) good() string {
	met, missed := len(b.judged("met")), len(b.judged("missed"))
	switch {
	case !slices.ContainsFunc(b.out.Numbers, func(n Number) bool { return n.Target != "none" }):
		return "the rules lay down no target."
	case met+missed == 0:
		return "no target could be held against a number: there was nothing to count."
	}
	text := fmt.Sprintf("%d of %s met.", met, grammar.Count(met+missed, "target"))
	if better := b.compared("better"); len(better) > 0 {
		text += " Better than in " + b.Stretch.Add(-1).Title() + ": " + some(better) + "."
	}
	return text
}

func (b *builder) bad() string {
	var missed, out []string
	for _, n := range b.judged("missed") {
		has := n.Text
		if n.Reached != "" {
			has = n.Reached
		}
		missed = append(missed, fmt.Sprintf("%s (%s; asked: %s)", n.Title, has, n.goal))
	}
	if len(missed) > 0 {
		out = append(out, "missed "+strings.Join(missed, "; ")+".")
	}
	if worse := b.compared("worse"); len(worse) > 0 {
		out = append(out, "worse than in "+b.Stretch.Add(-1).Title()+": "+some(worse)+".")
	}
	return sentences(out, "no target was missed, and nothing became worse.")
}

func (b *builder) toDo() string {
	var out []string
	var late []string
	open := 0
	for _, a := range b.out.Actions {
		switch a.rank {
		case 0:
			late = append(late, fmt.Sprintf("%s (%s, due %s)", a.ID, a.Owner, a.Due))
		case 1:
			open++
		}
	}
	if len(late) > 0 {
		out = append(out, "overdue: "+some(late)+".")
	}
	if open > 0 {
		out = append(out, grammar.Count(open, "improvement action")+map[bool]string{true: " is open.", false: " are open."}[open == 1])
	}
	if aimless := b.unaimed(); len(aimless) > 0 {
		out = append(out, "no improvement action aims at what was missed: "+some(aimless)+".")
	}
	if n := len(b.defects()); n > 0 {
		out = append(out, grammar.Count(n, "record")+" to put right, by the list of data defects.")
	}
	if len(b.out.Closed) == 0 && !b.out.Now.Before(b.out.To) {
		out = append(out, "the numbers are to be signed off.")
	}
	changed := 0
	for _, c := range b.out.Closed {
		for i := range c.Differences {
			if c.Differences[i].Changes() {
				changed++
			}
		}
	}
	if changed > 0 {
		would := "numbers that were signed off would be others"
		if changed == 1 {
			would = "number that was signed off would be another"
		}
		out = append(out, fmt.Sprintf("%d %s by what is known now: decide whether the period is to be reopened.", changed, would))
	}
	return sentences(out, "nothing is open.")
}

// sentences puts one behind the other, the first of them behind a colon; none says why.
func sentences(list []string, none string) string {
	if len(list) == 0 {
		return none
	}
	for i := range list[1:] {
		list[i+1] = upper(list[i+1])
	}
	return strings.Join(list, " ")
}

// unaimed are the measures that missed their targets, and that no open action aims at.
func (b *builder) unaimed() []string {
	aimed := map[string]bool{}
	for _, i := range model.All[*model.Improvement](b.Case) {
		at := slices.IndexFunc(b.out.Actions, func(a Action) bool { return a.ID == i.ID })
		if at >= 0 && b.out.Actions[at].rank < 2 {
			aimed[i.Measure] = true
		}
	}
	var out []string
	for _, n := range b.judged("missed") {
		if title := b.title(n.Measure); !aimed[n.Measure] && !slices.Contains(out, title) {
			out = append(out, title)
		}
	}
	return out
}
