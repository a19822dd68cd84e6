package casefile

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"fairway/model"
	"fairway/store"
	"fairway/ui/screen"
)

// Mark is the place in the log at which a person last looked at a case.
type Mark struct {
	Position store.Position
	At       time.Time
	Of       model.ID // the approval that was looked at then: this one or one before it
}

func (m Mark) String() string {
	return fmt.Sprintf("%d %s", m.Position, m.At.UTC().Format(time.RFC3339))
}

// ReadMark reads a mark; one that can't be read counts as none.
func ReadMark(text string, of model.ID) Mark {
	pos, at, _ := strings.Cut(text, " ")
	n, err := strconv.ParseInt(pos, 10, 64)
	t, wrong := time.Parse(time.RFC3339, at)
	if err != nil || wrong != nil || n <= 0 {
		return Mark{}
	}
	return Mark{store.Position(n), t, of}
}

func MarkKey(id model.ID) string { return store.SeenKey(id, "") }

// File is a case as it was loaded.
type File struct {
	Key   model.ID
	ID    model.ID       // the record in which it waits
	Me    model.ID       // who reads it
	At    store.Position // as of when
	Brief Brief
	Base  Mark // when the person last looked
	Err   error
}

// Reading is all that reading a case takes, copied from the screen.
type Reading struct {
	screen.Query
	Head    store.Position
	Key     model.ID
	ID      model.ID // of the approval, or of another record in which something waits
	Part    string   // of that record
	Release model.ID
	Owed    string // what is to be done under the approval; "" where it is to be decided
	Base    *Mark  // already known
	Words   Words
}

func (q Reading) needs() model.Needs {
	ids := []model.ID{q.ID}
	if q.Who.ID() != "" {
		ids = append(ids, q.Who.ID())
	}
	n := model.Needs{IDs: ids, Calendar: true}
	switch {
	case q.ID.Kind() == model.KindQuestion:
		n.Answering, n.Calendar = []model.ID{q.ID}, false
	case q.Release == "": // rules: whom their authors and reviewers are
		n.Kinds, n.Calendar = []model.Kind{model.KindPerson}, false
	case !q.approval():
		n.Releases = []model.ID{q.Release}
	}
	return n
}

func (q Reading) approval() bool { return q.ID.Kind() == model.KindApproval }

// Read loads the case, and the case as the person last saw it.
func (q Reading) Read() *File {
	out := &File{Key: q.Key, ID: q.ID, Me: q.Who.ID(), At: q.At}
	c, err := q.Case(q.needs())
	if err != nil {
		out.Err = err
		return out
	}
	if p := model.Get[*model.Person](c, q.Who.ID()); p != nil {
		c.Who.Person = p // with the roles held now
	}
	if !q.approval() {
		switch q.ID.Kind() {
		case model.KindWindow:
			out.Brief = q.Words.tellException(c, model.Get[*model.Window](c, q.ID), q.Release)
		case model.KindDocument:
			if q.Part == store.PurposeReview {
				out.Brief = q.Words.tellReview(c, model.Get[*model.Document](c, q.ID))
				break
			}
			if q.Owed != "" {
				out.Brief = q.Words.tellPaper(c, model.Get[*model.Document](c, q.ID))
				break
			}
			if q.Part == store.PurposeReport {
				out.Brief = q.Words.tellReport(c, model.Get[*model.Document](c, q.ID))
				break
			}
			if q.Release == "" {
				out.Brief = q.Words.tellMinutes(c, model.Get[*model.Document](c, q.ID))
				break
			}
			out.Brief = q.Words.tellDocument(c, model.Get[*model.Document](c, q.ID), q.Release)
		case model.KindQuestion:
			out.Brief = q.Words.tellQuestion(c, model.Get[*model.Question](c, q.ID))
		case model.KindEntry:
			if e := model.Get[*model.Entry](c, q.ID); e != nil { // by the names of what it covers
				n := q.needs()
				n.IDs = append(append(n.IDs, e.Services...), e.Items...)
				if with, err := q.Case(n); err == nil {
					with.Who, c = c.Who, with
				}
			}
			out.Brief = q.Words.tellEntry(c, model.Get[*model.Entry](c, q.ID))
		case model.KindChange:
			if q.Part == store.PurposePapers || q.Part == store.PurposeStep {
				out.Brief = q.Words.tellPapers(c, q.ID, q.Part == store.PurposePapers)
				break
			}
			out.Brief = q.Words.tellChange(c, model.Get[*model.Change](c, q.ID))
		case model.KindMeeting:
			out.Brief = q.Words.tellMeeting(c, model.Get[*model.Meeting](c, q.ID))
		case model.KindProcurement:
			out.Brief = q.Words.tellDelivery(c, model.Get[*model.Procurement](c, q.ID))
		case model.KindImprovement:
			out.Brief = q.Words.tellImprovement(c, model.Get[*model.Improvement](c, q.ID))
		case model.KindWaiver:
			out.Brief = q.Words.tellWaiver(c, model.Get[*model.Waiver](c, q.ID))
		case model.KindProposal:
			out.Brief = q.Words.tellProposal(c, model.Get[*model.Proposal](c, q.ID))
		default:
			if q.Part == store.PurposePapers || q.Part == store.PurposeStep {
				out.Brief = q.Words.tellPapers(c, q.ID, q.Part == store.PurposePapers)
				break
			}
			if q.Part == store.PurposeClocks {
				out.Brief = q.Words.tellDates(c, q.Release)
				break
			}
			if q.Part == store.PurposeWatch {
				out.Brief = q.Words.tellWatch(c, q.Release)
				break
			}
			out.Brief = q.Words.tellConflict(c, q.Release, q.Part)
		}
		if q.Owed != "" {
			out.Brief.owes(q.Owed)
		}
		q.Words.beside(&out.Brief, c, q.ID, q.Release, q.Owed != "")
		out.Brief.Head = q.Head
		return out
	}
	ap := model.Get[*model.Approval](c, q.ID)
	if ap == nil {
		out.Err = model.Refuse("read "+string(q.ID), "its content was removed by law; only its digest is kept")
		if !c.IsRedacted(q.ID) {
			out.Err = &model.NotFound{What: "approval " + string(q.ID)}
		}
		return out
	}
	if q.Base != nil {
		out.Base = *q.Base
	} else if out.Base, err = q.lastLook(c, ap); err != nil {
		out.Err = err
		return out
	}
	var old *model.Case
	if out.Base.Position > 0 && out.Base.Position < q.Head && q.At == store.Now {
		if old, err = q.Data.Case(q.Ctx, out.Base.Position, q.Now, model.Needs{IDs: []model.ID{out.Base.Of}, Calendar: true}); err != nil {
			out.Err = err
			return out
		}
	}
	out.Brief = q.Words.tell(c, ap, old, out.Base, q.At)
	if q.Owed != "" {
		out.Brief.owes(q.Owed)
	}
	out.Brief.Head = q.Head
	return out
}

// lastLook is when the person last opened this case, or the one that was asked
// for before it: a change of what was asked for makes a new approval of it.
func (q Reading) lastLook(c *model.Case, ap *model.Approval) (Mark, error) {
	if q.Who.ID() == "" || q.At != store.Now {
		return Mark{}, nil
	}
	if q.Key != ap.ID { // one part of it, as what is to be countersigned: that is looked at by itself
		text, err := q.Data.Kept(q.Ctx, q.Who.ID(), MarkKey(q.Key))
		if m := ReadMark(text, ap.ID); err != nil || m.Position > 0 {
			return m, err
		}
	}
	ids := []model.ID{ap.ID}
	all := model.All[*model.Approval](c)
	for i := len(all) - 1; i >= 0 && len(ids) < 6; i-- {
		if o := all[i]; o.Of == ap.Of && o.Purpose == ap.Purpose && o.ID.Number() < ap.ID.Number() {
			ids = append(ids, o.ID)
		}
	}
	for _, id := range ids {
		text, err := q.Data.Kept(q.Ctx, q.Who.ID(), MarkKey(id))
		if err != nil {
			return Mark{}, err
		}
		if m := ReadMark(text, id); m.Position > 0 {
			return m, nil
		}
	}
	return Mark{}, nil
}
