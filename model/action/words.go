package action

import (
	"fmt"
	"slices"
	"time"

	"fairway/model"
	"fairway/model/decision"
)

// Words are what can be said in a decision of any kind besides yes or no, and when it was
// said where that was before it is entered.
type Words struct {
	// Verdict is ask, abstain or comment, which decide nothing: what waits goes on waiting.
	// "" is a decision.
	Verdict string `json:"verdict,omitempty"`
	// Conditions are those of a yes, one a line, and MeetBy who has to meet them.
	Conditions string   `json:"conditions,omitempty"`
	MeetBy     model.ID `json:"meet_by,omitempty"`
	// Happened is when they decided, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

// asides are the verdicts that decide nothing.
var asides = []string{model.Ask, model.Abstain, model.Remark}

// needs are those of a decision, with the facts that its words take: who has to meet its
// conditions, who answers a question, and who is left to decide where one abstains.
func (w Words) needs(n model.Needs, about, of model.ID) model.Needs {
	n.IDs = append(slices.Clip(n.IDs), w.MeetBy)
	if w.Verdict == model.Ask {
		n.Answering = append(slices.Clip(n.Answering), about, of)
	}
	if w.Verdict == model.Abstain && !slices.Contains(n.Kinds, model.KindPerson) {
		n.Kinds = append(slices.Clip(n.Kinds), model.KindPerson)
	}
	return n
}

// speech is what somebody says to a request of which anybody with a permission may decide.
type speech struct {
	Words
	q       decision.Request
	yes     bool
	comment string
	// always asks for a comment also where they decide yes.
	always bool
	// bare says why a yes can't be given on conditions; "" where it can.
	bare string
	// before are what has to have happened first.
	before []need
	// of is the release whose exception it is about.
	of model.ID

	question Outcome // asked with it, of one that asks
}

// decides reports whether it is a decision, not something said beside it.
func (s *speech) decides() bool { return s.Verdict == "" }

// judge adds what stands against it, and is the verdict that it makes where nothing does.
// The error is the refusal, with what was added to it before.
func (s *speech) judge(c *model.Case, refusal *model.Refusal) (*model.Verdict, error) {
	me := c.Who.ID()
	at := dated(c, s.Happened, "it can't have been decided", append(s.before, ownAbstentions(c, s.q, me)...), refusal)
	right, may := decision.RightOf(c, s.q, c.Who.Person, at)
	if right.For != "" {
		dated(c, s.Happened, "it can't have been decided", ownAbstentions(c, s.q, right.For), refusal)
	}
	if _, now := decision.RightOf(c, s.q, c.Who.Person, c.Now); !may && now { // of now it was said with the permission
		unlent(c, s.q, c.Who.Person, "", at, refusal)
	}
	for _, bar := range decision.Kept(c, s.q, me, "", right, at, refusal) {
		refusal.Add(bar.String(), decision.WhoElse(c, s.q, me)...)
	}
	switch {
	case decision.Abstains(s.q, me):
		refusal.Add("you have abstained already", s.back())
	case decision.Abstains(s.q, right.For):
		refusal.Add(fmt.Sprintf("%s, for whom you would decide (%s), has abstained already", c.PersonName(right.For), right.Delegation), model.Say("the others decide"))
	}
	s.text(refusal)
	conditions := s.conditions(c, refusal)
	switch s.Verdict {
	case model.Abstain:
		if !decision.Decidable(c, s.q, me, right.For) {
			refusal.Add("nobody else is left who may decide it", decision.Grant(c, s.q))
		}
	case model.Ask, model.Remark:
		s.ask(c, refusal)
	}
	if err := refusal.Or(); err != nil {
		return nil, err
	}
	return &model.Verdict{Yes: s.yes && s.decides(), Text: s.comment, By: me, At: at, Recorded: recordedLater(c, at),
		Basis: decision.BasisAs(c, s.q, c.Who.Person, right), Documents: decision.Seen(c, s.q), Checks: conditions}, nil
}

// back takes back that one abstained, where what one said there can be.
func (s *speech) back() model.Remedy {
	switch k := s.q.Record.Key(); k.Kind() {
	case model.KindWindow:
		return model.ByTask("retract-exception", k, model.With("release", string(s.of)), model.With("reason", "")).For("the others decide, or you take that back")
	case model.KindChange, model.KindDocument, model.KindWaiver, model.KindEntry, model.KindProposal:
		return model.ByTask("retract-"+string(k.Kind()), k, model.With("reason", "")).For("the others decide, or you take that back")
	}
	return model.Say("the others decide")
}

// text looks at the verdict and the comment.
func (s *speech) text(refusal *model.Refusal) {
	switch {
	case !s.decides() && !slices.Contains(asides, s.Verdict):
		refusal.Add(fmt.Sprintf("%q is no verdict", s.Verdict), model.OneOf(asides...))
	case model.Blank(s.comment) && (s.always || !s.yes || !s.decides()):
		why := "say why"
		if s.Verdict == model.Ask {
			why = "say what you want to know"
		} else if s.decides() && !s.yes {
			why = "say why not"
		}
		refusal.Add("a comment is missing", model.AnswerTo(why, "comment"))
		return
	}
	said(refusal, "the comment", s.comment)
}

// conditions reads those of a yes.
func (s *speech) conditions(c *model.Case, refusal *model.Refusal) []model.Condition {
	said(refusal, "the conditions", s.Conditions)
	switch {
	case model.Blank(s.Conditions):
		return nil
	case !s.decides() || !s.yes:
		refusal.Add("conditions are those of a yes", model.AnswerTo("leave them out", "conditions"))
	case s.bare != "":
		refusal.Add(s.bare, model.AnswerTo("leave the conditions out", "conditions"))
	case s.MeetBy == "":
		refusal.Add("it is not said who has to meet the conditions", model.AnswerTo("name them", "meet_by"))
	}
	return conditions(c, 0, s.Conditions, s.MeetBy, c.Who.ID(), refusal)
}

// ask puts the question, or the comment, as anybody would.
func (s *speech) ask(c *model.Case, refusal *model.Refusal) {
	if model.Blank(s.comment) {
		return // that was said
	}
	out, err := AskQuestion{About: s.q.Record.Key(), Comment: s.Verdict == model.Remark, Text: s.comment, Of: s.of}.Do(c)
	if more, ok := err.(*model.Refusal); ok {
		refusal.Reasons = append(refusal.Reasons, more.Reasons...)
	} else if err != nil {
		refusal.Add(err.Error())
	}
	if err == nil && s.Verdict == model.Ask {
		out.Writes[0].(*model.Question).Deciding = true
	}
	s.question = out
}

// aside is what is written where nothing is decided: the question, the comment, or that
// somebody abstains.
func (s *speech) aside(c *model.Case, v *model.Verdict) (Outcome, error) {
	out := s.question
	if s.Verdict == model.Abstain {
		record, ok := decision.Abstain(s.q, *v)
		if !ok {
			return Outcome{}, model.Refuse("abstain", "nobody abstains there", model.Say("decide, or leave it to others"))
		}
		out = wrote(about(s.q), fmt.Sprintf("abstained on %s: %s", s.q.Title, (&model.Question{Text: v.Text}).Title()), record)
	} else {
		out.Writes[0].(*model.Question).At = v.At
	}
	s.given(c, &out, v)
	return out, nil
}

// given says of an outcome when it happened, where that was before it is entered, and of the
// delegation by which it was said that it was used.
func (s *speech) given(c *model.Case, out *Outcome, v *model.Verdict) {
	if !s.Happened.IsZero() {
		out.Happened = v.At
	}
	if s.decides() || s.Verdict == model.Abstain {
		used(c, v.Basis, v.At, out)
	}
}

// used notes on the delegation by which something was decided when that was: who decided in
// another's place since something was asked for stays under the duties of both.
func used(c *model.Case, basis model.Basis, at time.Time, out *Outcome) {
	if d := model.Get[*model.Delegation](c, basis.Delegation); d != nil && at.After(d.Used) {
		n := *d
		n.Used = at
		out.Writes = append(out.Writes, &n)
	}
}

// onConditions says of a decision under how many conditions it was taken, as it follows
// what was decided; "" for none.
func onConditions(checks []model.Condition) string {
	switch n := len(checks); n {
	case 0:
		return ""
	case 1:
		return ", on condition"
	default:
		return fmt.Sprintf(", on %d conditions", n)
	}
}

// takenBack are the decisions on something before that were taken back: another is taken
// after them.
func takenBack(list []model.Retracted) []need {
	return model.Each(list, func(r model.Retracted) need { return need{r.Back.At, "the decision before was taken back"} })
}
