package action

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"fairway/model"
	"fairway/model/grammar"
	"fairway/model/when"
)

// TakeBaseline records the state of every affected item before deployment.
type TakeBaseline struct {
	Release model.ID `json:"release"`
	// Happened is when it was taken, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
}

func (a TakeBaseline) Do(c *model.Case) (Outcome, error) {
	doing := "take the baseline of " + string(a.Release)
	r, _, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if len(r.Items) == 0 {
		refusal.Add("it touches no configuration item", model.ByTask("affect", r.ID, model.With("add", "")).For("list them"))
	}
	from, what := r.DeclaredAt()
	at := dated(c, a.Happened, "it can't have been taken", []need{{from, what}}, refusal)
	b := &model.Baseline{Release: r.ID, Revision: r.Revision, By: c.Who.ID(), At: at, Recorded: recordedLater(c, at)}
	for _, id := range r.Items {
		f, ok := c.Fact(id)
		item, _ := f.Record.(*model.Item)
		if !ok || item == nil {
			refusal.Add(string(id) + " can't be read")
			continue
		}
		b.Items = append(b.Items, model.ItemSeen{Item: id, Version: item.Version, Digest: f.Digest})
	}
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	b.ID = c.Mint(model.KindBaseline)
	out := wrote(r.ID, fmt.Sprintf("took %s of %s of %s", b.ID, grammar.Count(len(b.Items), "item"), r.ID), b)
	out.Happened = at
	return out, nil
}

// SendNotice records that those concerned were told of the release's dates.
type SendNotice struct {
	Release  model.ID `json:"release"`
	Audience string   `json:"audience"`
	Channel  string   `json:"channel"`
	Text     string   `json:"text"`
	// Happened is when it was sent, where that was before it is entered.
	Happened time.Time `json:"happened,omitzero"`
	Seen     int64     `json:"seen,omitempty"`
}

// Do records the notice with the dates it announced, if there are any: what is
// declared an emergency may have none. For its gate it counts from when it is
// entered: a notice is not dated back into time.
func (a SendNotice) Do(c *model.Case) (Outcome, error) {
	doing := "send a notice of " + string(a.Release)
	r, _, err := load(c, a.Release, a.Seen, doing, "window") // the dates that it announces
	if err != nil {
		return Outcome{}, err
	}
	refusal := &model.Refusal{Doing: doing}
	if r.Window.IsZero() && r.Emergency() == nil {
		refusal.Add("it has no dates to announce", model.ByTask("reschedule", r.ID, model.With("start", ""), model.With("end", "")).For("plan it"))
	}
	titled(refusal, "the audience", a.Audience, model.AnswerTo("say who was told", "audience"))
	if model.Blank(a.Text) {
		refusal.Add("the notice says nothing", model.AnswerTo("give its words", "text"))
	}
	sane(refusal, "the notice", a.Text)
	from, what := r.DeclaredAt()
	at := dated(c, a.Happened, "it can't have been sent", []need{{from, what}}, refusal)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	n := &model.Notice{ID: c.Mint(model.KindNotice), Release: r.ID, Audience: a.Audience, Channel: a.Channel, Text: a.Text, Slot: r.Window, Sent: at, After: c.Behind, Recorded: recordedLater(c, at), By: c.Who.ID()}
	out := wrote(r.ID, fmt.Sprintf("told %s of %s, %s", a.Audience, r.ID, n.ID), n)
	out.Happened = at
	return out, nil
}

// AddMedia enters something deployable into the definitive media library. Its
// content is stored by its SHA-256 beside the file before this is done.
type AddMedia struct {
	Media   model.Media `json:"media"`
	Release model.ID    `json:"release,omitempty"` // put it into this release's package
	Void    bool        `json:"void,omitempty"`
}

func (a AddMedia) Do(c *model.Case) (Outcome, error) {
	doing := "add to the DML"
	m := a.Media
	refusal := &model.Refusal{Doing: doing}
	titled(refusal, "the name", m.Name)
	m.SHA256 = strings.ToLower(m.SHA256)
	if sum, err := hex.DecodeString(m.SHA256); err != nil || len(sum) != 32 {
		refusal.Add("its SHA-256 is not 64 hexadecimal digits")
	}
	sane(refusal, "the source", m.Source)
	sane(refusal, "the licence", m.Licence)
	if err := refusal.Or(); err != nil {
		return Outcome{}, err
	}
	m.ID, m.By, m.At, m.State, m.Fault = c.Mint(model.KindMedia), c.Who.ID(), c.Now, model.MediaIn, nil
	out := wrote(m.ID, fmt.Sprintf("put %s %s into the DML", m.ID, m.Name), &m)
	if m.Expired(c.Now) {
		warning := model.Because(fmt.Sprintf("its licence is over since %s: the gates of releases that contain it say so", when.FormatSlotFor(m.Expires, when.Moment{}, c.Rules.Policy.Location(), c.Days(), when.ISO)))
		out.Warning = &warning
	}
	if a.Release == "" {
		return out, nil
	}
	r, p, err := loadUnlocked(c, a.Release, 0, doing)
	if err != nil {
		return Outcome{}, err
	}
	n := r.Clone()
	n.Package = model.SortIDs(append(n.Package, m.ID))
	out.Subject, out.Note = r.ID, fmt.Sprintf("put %s into the DML for %s", m.Name, r.ID)
	out.Writes = append(out.Writes, n)
	return revised(c, p, n, []string{"package"}, a.Void, doing, out)
}

// WithdrawMedia marks a DML entry as not to be deployed any more.
type WithdrawMedia struct {
	Media  model.ID `json:"media"`
	Reason string   `json:"reason"`
}

// Needs are the releases that contain it as well.
func (a WithdrawMedia) Needs() model.Needs {
	return model.Needs{IDs: []model.ID{a.Media}, Around: []model.ID{a.Media}}
}

// Do withdraws it, and names the releases that it leaves with a package that can't be
// deployed.
func (a WithdrawMedia) Do(c *model.Case) (Outcome, error) {
	m, err := known[*model.Media](c, a.Media)
	if err != nil {
		return Outcome{}, err
	}
	if model.Blank(a.Reason) {
		return Outcome{}, model.Refuse("withdraw "+string(a.Media), "a reason is missing", model.AnswerTo("say why", "reason"))
	}
	if m.State == model.MediaWithdrawn {
		return Outcome{}, model.Refuse("withdraw "+string(a.Media), "it is withdrawn already")
	}
	n := *m
	n.State, n.Withdrawn = model.MediaWithdrawn, &model.Ending{Reason: a.Reason, By: c.Who.ID(), At: c.Now}
	out := wrote(m.ID, fmt.Sprintf("withdrew %s from the DML", m.ID), &n)
	var in []string
	var cures []model.Remedy
	for _, r := range model.All[*model.Release](c) {
		if r.Ended() || !slices.Contains(r.Package, m.ID) {
			continue
		}
		text := string(r.ID)
		if r.Deployed {
			text += ", of which a deployment was begun"
		}
		in = append(in, text)
		cures = append(cures, model.ByTask("edit-release", r.ID, model.With("package", "")).For("put another entry into its package"))
	}
	if len(in) > 0 {
		warning := model.Because("it is in the package of "+strings.Join(in, ", "), cures...)
		out.Warning = &warning
	}
	return out, nil
}
