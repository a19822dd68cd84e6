package action

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/calendar"
	"fairway/model/decision"
	"fairway/model/gate"
	"fairway/model/when"
)

// AddWindow puts a freeze, maintenance window, holiday, event, absence or rota onto the
// calendar.
type AddWindow struct {
	Window model.Window `json:"window"`
}

func (a AddWindow) For(*model.Case) model.ID { return windowService(&a.Window) }

// windowService is the one service that a window is about; "" where it is about
// more than that.
func windowService(w *model.Window) model.ID {
	if len(w.Services) == 1 && len(w.Items)+len(w.Sites)+len(w.Customers) == 0 && !w.Everything {
		return w.Services[0]
	}
	return ""
}

func (a AddWindow) Do(c *model.Case) (Outcome, error) {
	w := a.Window
	refusal := &model.Refusal{Doing: "enter a calendar window"}
	checkWindow(c, &w, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	w.ID, w.Exceptions, w.Withdrawn, w.Parted, w.Origin = c.Mint(model.KindWindow), nil, "", "", nil
	note := fmt.Sprintf("entered %s %s: %s", w.ID, w.Title, slotWords(c, w.Slot, w.Location(c.Rules.Policy.Location())))
	if length := w.Length(); length > 0 {
		note += fmt.Sprintf(", %s each time", when.FormatDuration(length))
	}
	out := wrote(w.ID, note+forAll(&w), &w)
	out.Conflicts, out.Stood = compare(c, &w)
	out.Lapsed = lapsedBy(c, &w)
	return out, nil
}

// forAll says of a window that is for everything that it is: nobody names that, and a scope
// that was left out by mistake is seen by it.
func forAll(w *model.Window) string {
	if !isForAll(w) {
		return ""
	}
	return ", for everything"
}

// isForAll reports whether a window is for every service, said or for lack of any scope.
func isForAll(w *model.Window) bool {
	switch w.Class {
	case model.WindowHoliday, model.WindowFreeze, model.WindowEvent:
		return w.Everything || !w.Named()
	}
	return w.Everything
}

// foretold is forAll before it is sent.
func foretold(w *model.Window) string {
	if !isForAll(w) {
		return ""
	}
	return "it is for everything: no service, item, site or customer is named"
}

// Foretells says that it would be for everything, where it would.
func (a AddWindow) Foretells(*model.Case) string { return foretold(&a.Window) }

// Foretells says that it would be for everything, where it would.
func (a EditWindow) Foretells(c *model.Case) string {
	old := model.Get[*model.Window](c, a.Window.ID)
	if old == nil {
		return ""
	}
	return foretold(rewritten(old, &a.Window))
}

func checkWindow(c *model.Case, w *model.Window, refusal *model.Refusal) {
	titled(refusal, "the title", w.Title, model.AnswerTo("give it a title", "title"))
	if classes := []string{model.WindowFreeze, model.WindowMaintenance, model.WindowHoliday, model.WindowEvent, model.WindowAbsence, model.WindowOnCall}; !slices.Contains(classes, w.Class) {
		refusal.Add(fmt.Sprintf("%q is no class of window", w.Class), model.OneOf(classes...))
	}
	if w.Slot.IsZero() {
		refusal.Add("it has no start", model.AnswerTo("say from when until when", "start", "end"))
	}
	switch s := w.Slot; {
	case !s.End.IsZero() && s.End.At.Before(s.Start.At):
		refusal.Add("it ends before it begins", model.Say("give an end after the start"))
	case s.Start.Precision == when.Minute && s.End.At.Equal(s.Start.At):
		refusal.Add("it ends as it begins", model.AnswerTo("give an end after the start", "end"))
	}
	was := model.Get[*model.Window](c, cmp.Or(w.Parted, w.ID))
	if was == nil {
		was = &model.Window{}
	}
	if s := w.Slot; s.Start.Precision == when.Minute && s.End.IsZero() && !(was.Slot.End.IsZero() && was.Slot.Start.Same(s.Start)) {
		refusal.Add("it has no end", model.AnswerTo("say until when, or how long it lasts, such as +4h", "end"))
	}
	switch w.Class {
	case model.WindowHoliday, model.WindowFreeze, model.WindowEvent:
		w.Everything = isForAll(w)
	case model.WindowMaintenance, model.WindowOnCall:
		if len(w.Services)+len(w.Sites)+len(w.Customers) == 0 {
			what := map[string]string{model.WindowMaintenance: "a maintenance window belongs to a service", model.WindowOnCall: "people are on call for a service"}
			refusal.Add(what[w.Class], model.AnswerTo("name it", "services"))
		}
	}
	switch {
	case w.OfPeople() && len(w.People) == 0:
		refusal.Add("nobody is named", model.AnswerTo("say whom it is about", "people"))
	case !w.OfPeople() && len(w.People) > 0:
		refusal.Add(fmt.Sprintf("a %s is about no people", w.Class), model.AnswerTo("leave them out", "people"))
	case w.Class == model.WindowAbsence && (w.Named() || w.Everything || len(w.Environments) > 0):
		refusal.Add("an absence is about people, whatever they work on", model.AnswerTo("leave services and the rest out", "services"))
	}
	unknownScope(c, w, was, refusal)
	for _, list := range [][]string{w.Sites, w.Customers, w.Environments} {
		for _, word := range list {
			if wrong := model.CheckTitle("a word of its scope", word); wrong != "" {
				refusal.Add(wrong)
			}
		}
	}
	if slices.ContainsFunc(w.Extra, func(s model.Slot) bool { return s.Start.Precision != w.Slot.Start.Precision }) {
		refusal.Add("it has extra dates, and these and its own are both whole days, or neither", model.AnswerTo("write its dates as they were", "start", "end"))
	}
	refs(c, refusal, model.KindService, besides(w.Services, was.Services)...)
	refs(c, refusal, model.KindItem, besides(w.Items, was.Items)...)
	refs(c, refusal, model.KindPerson, besides(w.People, was.People)...)
	if len(refusal.Reasons) == 0 {
		if err := calendar.Validate(gate.Window(w, c.Rules.Policy.Location())); err != nil {
			refusal.Add(err.Error())
		}
	}
}

// unknownScope refuses sites and customers that no service names: a freeze for one that was
// mistyped would hold nothing. The case has to hold the services.
func unknownScope(c *model.Case, w, was *model.Window, refusal *model.Refusal) {
	var sites, customers []string
	for _, s := range model.All[*model.Service](c) {
		sites, customers = append(sites, s.Site), append(customers, s.Customers...)
	}
	for _, of := range []struct {
		what, field      string
		said, was, known []string
	}{{"no service is at the site", "sites", w.Sites, was.Sites, sites}, {"no service is provided to the customer", "customers", w.Customers, was.Customers, customers}} {
		slices.Sort(of.known)
		known := slices.DeleteFunc(slices.Compact(of.known), func(s string) bool { return s == "" })
		for _, word := range of.said {
			if same := func(have string) bool { return strings.EqualFold(have, word) }; slices.ContainsFunc(known, same) || slices.ContainsFunc(of.was, same) {
				continue
			}
			remedy := model.AnswerTo("say it in the services first, or leave it out", of.field)
			if len(known) > 0 {
				remedy = model.OneOf(known...)
			}
			refusal.Add(fmt.Sprintf("%s %s", of.what, word), remedy)
		}
	}
}

// besides are those of a list that did not stand there before: what did was looked up then,
// and need not be among the facts.
func besides(list, before []model.ID) []model.ID {
	return slices.DeleteFunc(slices.Clone(list), func(id model.ID) bool { return slices.Contains(before, id) })
}

// windowSays are the fields that say when a window is, and for whom: all but the
// exceptions from it.
var windowSays = []string{"title", "class", "hard", "slot", "services", "items", "sites", "customers", "environments", "people", "everything", "rule", "lasts", "zone", "except", "skipped", "extra", "withdrawn"}

// WithdrawWindow takes a window off the calendar.
type WithdrawWindow struct {
	Window model.ID `json:"window"`
	Reason string   `json:"reason"`
	Seen   int64    `json:"seen,omitempty"`
}

func (a WithdrawWindow) For(c *model.Case) model.ID {
	if w := model.Get[*model.Window](c, a.Window); w != nil {
		return windowService(w)
	}
	return ""
}

func (a WithdrawWindow) Do(c *model.Case) (Outcome, error) {
	w, err := known[*model.Window](c, a.Window)
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, w, a.Seen, windowSays...); err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: "withdraw " + string(a.Window)}
	if w.Withdrawn != "" {
		refusal.Add("it is withdrawn already")
	}
	because(refusal, a.Reason)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := *w
	n.Withdrawn = a.Reason
	note := fmt.Sprintf("withdrew %s %s", w.ID, w.Title)
	if waiting := waitingFor(w); len(waiting) > 0 {
		note += "; nobody decides any more on what was asked for from it for " + strings.Join(waiting, ", ")
	}
	if let := letIn(w); len(let) > 0 {
		note += "; the exceptions granted from it end with it, for " + strings.Join(let, ", ")
	}
	out := wrote(w.ID, note, &n)
	out.Conflicts, out.Lapsed = bared(c, w), lapsedBy(c, &n)
	return out, nil
}

// waitingFor are the releases whose exception from a window waits for a decision.
func waitingFor(w *model.Window) (ids []string) {
	for _, e := range w.Exceptions {
		if e.Waits() && !slices.Contains(ids, string(e.Release)) {
			ids = append(ids, string(e.Release))
		}
	}
	return ids
}

// letIn are the releases to which an exception from a window is granted.
func letIn(w *model.Window) (ids []string) {
	for _, e := range w.Exceptions {
		if e.Holds() && !slices.Contains(ids, string(e.Release)) {
			ids = append(ids, string(e.Release))
		}
	}
	return ids
}

// AskException asks that a release may deploy inside a freeze.
type AskException struct {
	Window  model.ID `json:"window"`
	Release model.ID `json:"release"`
	Reason  string   `json:"reason"`
	// Slot is when it may; without one, when it is planned for.
	Slot model.Slot `json:"slot,omitzero"`
}

// Needs are both, and everybody: is there somebody to decide it?
func (a AskException) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Window}, Releases: []model.ID{a.Release}, Kinds: []model.Kind{model.KindPerson}}
}

func (a AskException) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("ask for an exception from %s for %s", a.Window, a.Release)
	w, err := known[*model.Window](c, a.Window)
	if err != nil {
		return Outcome{}, err
	}
	r, _, err := load(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	asked := model.Exception{Release: a.Release, Reason: a.Reason, Slot: a.Slot, By: c.Who.ID(), At: c.Now}
	if asked.Slot.IsZero() {
		asked.Slot = r.Window
	}
	switch s := asked.Slot; {
	case s.IsZero():
		refusal.Add("it is not planned yet", model.AnswerTo("say for when the exception is", "start", "end"))
	case s.End.IsZero() && s.Start.Precision == when.Minute && !a.Slot.IsZero():
		refusal.Add("it is not said until when it is for", model.AnswerTo("give an end, or how long it lasts, such as +4h", "end"))
	case !s.End.IsZero() && s.End.At.Before(s.Start.At):
		refusal.Add("it ends before it begins", model.AnswerTo("give an end after the start", "end"))
	}
	if q := decision.Exception(r, w, asked); !decision.Decidable(c, q) {
		refusal.Add("it would wait for ever: nobody who may decide it is left", decision.Grant(c, q))
	}
	if w.Class != model.WindowFreeze || w.Withdrawn != "" {
		refusal.Add("it is no freeze in force", model.AnswerTo("name the freeze in which the release lies; without one none is needed", "window"))
	}
	if w.Class == model.WindowFreeze && !gate.Concerns(c, w, r) {
		refusal.Add(fmt.Sprintf("%s is not for %s: no exception is needed from it", w.Title, r.ID), model.AnswerTo("name the freeze that holds it up", "window"))
	}
	if outside(c, w, asked.Slot, c.Zone(r)) {
		refusal.Add(fmt.Sprintf("%s holds at no time of %s: no exception is needed for that", w.Title, slotWords(c, asked.Slot, c.Zone(r))), model.AnswerTo("name dates inside the freeze", "start", "end"))
	}
	because(refusal, a.Reason)
	n := *w
	n.Exceptions = slices.Clone(w.Exceptions)
	zone := c.Zone(r)
	var instead *model.Exception // of that one that is asked for anew, which covered the release
	for i, e := range w.Exceptions {
		switch {
		case e.Release != a.Release:
		case grants(c, decision.Exception(r, w, e), asked.Slot):
			refusal.Add("it was granted already: " + decided(c, r, e))
		case !e.Waits():
		case decision.ExceptionWaits(r, w, e) && decision.Exception(r, w, e).Slot.Span(zone).Contains(asked.Slot.Span(zone)):
			refusal.Add("it was asked for already: "+decision.StillWaits(c, decision.Exception(r, w, e)),
				model.ByTask("decide-exception", w.ID, model.With("exception", string(r.ID)), model.With("verdict", "")).For("whoever it waits for decides"))
		default: // for other dates, or for a plan that was given up
			if decision.Outside(c, decision.Exception(r, w, e)) == "" {
				instead = &w.Exceptions[i]
			}
			n.Exceptions[i].Void = &model.Ending{Reason: "asked for anew, for other dates", By: c.Who.ID(), At: c.Now}
		}
	}
	for _, e := range slices.Backward(w.Exceptions) {
		if e.Release == a.Release {
			if e.Void == nil && e.Slot.Same(asked.Slot) { // for other dates it is another question
				anotherReason(c, "the last one", e.Decided, e.Reason, a.Reason, refusal)
			}
			break
		}
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n.Exceptions = append(n.Exceptions, asked)
	out := wrote(a.Release, fmt.Sprintf("asked for an exception from %s for %s: %s", w.Title, a.Release, tell(c, a.Release, asked.Slot)), &n)
	if outside := decision.Outside(c, decision.Exception(r, &n, asked)); outside != "" {
		text := "it does not cover the release: it is " + outside
		if instead != nil {
			text += fmt.Sprintf("; what %s asked for on %s did, and is ended by this", c.PersonName(instead.By), when.Format(when.OnClock(instead.At, zone), zone, when.Long))
		}
		warning := model.Because(text, model.ByTask("ask-exception", r.ID, model.With("window", string(w.ID)), model.With("reason", "")).For("ask for the dates that it has"))
		out.Warning = &warning
	}
	return out, nil
}

// grants reports whether an exception that holds covers a slot.
func grants(c *model.Case, q decision.Request, slot model.Slot) bool {
	at, _ := decision.Holds(c, q)
	zone := c.Zone(q.Release)
	return at >= 0 && q.Slot.Span(zone).Contains(slot.Span(zone))
}

// decided says who decided on an exception, how, when, and for which dates.
func decided(c *model.Case, r *model.Release, e model.Exception) string {
	zone, word := c.Zone(r), "refused"
	if e.Decided.Yes {
		word = "granted"
	}
	slot := e.Slot
	if slot.IsZero() {
		slot = r.PlannedAt(e.At)
	}
	return fmt.Sprintf("%s %s it on %s for %s", decision.Signed(c, e.Decided.By, e.Decided.At, e.Decided.Basis), word, when.Format(when.OnClock(e.Decided.At, zone), zone, when.Long), slotWords(c, slot, zone))
}

// undecidable says why there is nothing to decide on about a release and a window.
func undecidable(c *model.Case, r *model.Release, w *model.Window, refusal *model.Refusal) {
	anew := model.ByTask("ask-exception", r.ID, model.With("window", string(w.ID)), model.With("reason", ""))
	for _, e := range slices.Backward(w.Exceptions) {
		switch {
		case e.Release != r.ID:
			continue
		case e.Waits(): // for dates that the release left
			refusal.Add("what was asked for lapsed: it was "+decision.Outside(c, decision.Exception(r, w, e)), anew)
			return
		case e.Decided == nil: // void
		case grants(c, decision.Exception(r, w, e), decision.Happening(c, r).Window):
			refusal.Add("it was decided already: " + decided(c, r, e))
			return
		default:
			refusal.Add("it was decided already: "+decided(c, r, e), anew)
			return
		}
	}
	refusal.Add("none was asked for", anew)
}

// outside reports whether a slot shares nothing with a window. Of a window whose
// rule can't be read nobody knows.
func outside(c *model.Case, w *model.Window, slot model.Slot, zone *time.Location) bool {
	if slot.IsZero() {
		return false
	}
	shared, err := calendar.Occurrences(gate.Window(w, c.Rules.Policy.Location()), slot.Span(zone))
	return err == nil && len(shared) == 0
}

// DecideException lets a release into a freeze, or does not.
type DecideException struct {
	Window  model.ID `json:"window"`
	Release model.ID `json:"release"`
	Yes     bool     `json:"yes"`
	Comment string   `json:"comment"`
	Words
	Seen int64 `json:"seen,omitempty"`
}

// Needs are both, and what the words take.
func (a DecideException) Needs() model.Needs {
	return a.needs(model.Needs{IDs: []model.ID{a.Window}, Releases: []model.ID{a.Release}, Seen: append(looked(a.Window, a.Seen), looked(a.Release, a.Seen)...)}, a.Window, a.Release)
}

// Do decides. Whoever asked, and whoever the duties keep away, does not.
func (a DecideException) Do(c *model.Case) (Outcome, error) {
	doing := fmt.Sprintf("decide on an exception from %s for %s", a.Window, a.Release)
	w, err := known[*model.Window](c, a.Window)
	if err != nil {
		return Outcome{}, err
	}
	r, _, err := load(c, a.Release, a.Seen, doing, "window", "service", "items")
	if err != nil {
		return Outcome{}, err
	}
	if err := unmoved(c, w, a.Seen, windowSays...); err != nil {
		return Outcome{}, err
	}
	n := *w
	n.Exceptions = slices.Clone(w.Exceptions)
	refusal := &model.Refusal{Doing: doing}
	if w.Withdrawn != "" {
		refusal.Add(fmt.Sprintf("%s was withdrawn: nobody needs an exception from it", w.ID))
	}
	at := slices.IndexFunc(n.Exceptions, func(e model.Exception) bool { return e.Release == a.Release && decision.ExceptionWaits(r, w, e) })
	if at < 0 && w.Withdrawn == "" {
		undecidable(c, r, w, refusal)
	} else if at >= 0 && !current(c, w.ID, a.Seen) {
		saw, err := asSeen(c, w, a.Seen)
		if err != nil {
			return Outcome{}, err
		}
		if at >= len(saw.Exceptions) || !saw.Exceptions[at].Waits() || saw.Exceptions[at].Reason != n.Exceptions[at].Reason {
			return Outcome{}, changedSince(c, w.ID, a.Seen) // what was read was decided, and asked again
		}
	}
	s := speech{Words: a.Words, yes: a.Yes, comment: a.Comment, always: true, of: r.ID}
	if at < 0 {
		s.text(refusal)
		return Outcome{}, refusal.Or()
	}
	asked := n.Exceptions[at]
	s.q, s.before = decision.Exception(r, w, asked), append([]need{{asked.At, "the exception was asked for"}}, takenBack(asked.Retracted)...)
	v, err := s.judge(c, refusal)
	if err != nil {
		return Outcome{}, err
	}
	if !s.decides() {
		return s.aside(c, v)
	}
	n.Exceptions[at].Decided = v
	word := "refused"
	if a.Yes {
		word = "granted"
	}
	out := wrote(a.Release, fmt.Sprintf("%s %s an exception from %s: %s%s", word, a.Release, w.Title, tell(c, a.Release, s.q.Slot), onConditions(v.Checks)), &n)
	s.given(c, &out, v)
	if outside := decision.Outside(c, s.q); outside != "" && a.Yes {
		warning := model.Because("it is "+outside, model.ByTask("ask-exception", r.ID, model.With("window", string(w.ID)), model.With("reason", "")))
		out.Warning = &warning
	}
	return out, nil
}
