package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"time"

	"golang.org/x/sys/unix"

	"fairway/model"
	"fairway/model/action"
	"fairway/model/when"
)

// What an action says of the content of the DML is read from the files before its
// transaction begins: gigabytes take minutes, and nobody else could write meanwhile. It is
// done here, so that no way in can leave it out.

// progressKey is the context's key for who is told how far a long look at the DML is.
type progressKey struct{}

// Telling is a context by whose calls somebody is told how many bytes of content were read
// of how many.
func Telling(ctx context.Context, progress func(done, all int64)) context.Context {
	return context.WithValue(ctx, progressKey{}, progress)
}

// tell is who is told; never nil.
func tell(ctx context.Context) func(done, all int64) {
	if f, ok := ctx.Value(progressKey{}).(func(done, all int64)); ok {
		return f
	}
	return func(int64, int64) {}
}

// lookFirst is the action with what it says of the content of the DML.
func (db *DB) lookFirst(ctx context.Context, who Who, a action.Action) (action.Action, error) {
	if _, start := a.(action.StartRun); start {
		if _, done, err := repeated(ctx, db.reader, who.ActionID); done || err != nil {
			return a, err // it is asked for once more, and was done
		}
	}
	switch act := a.(type) {
	case action.StartRun:
		if act.Looked != nil {
			return a, nil
		}
		if _, err := db.Ask(ctx, who, a); err != nil { // nobody waits for what is refused
			return a, err
		}
		plan, err := viewed(ctx, db, "look at the package", func(tx *view) (packagePlan, error) { return db.planPackage(ctx, tx, act.Release) })
		if err != nil {
			return a, err
		}
		act.Looked, err = db.lookAtPackage(ctx, plan)
		return act, err
	case action.AddBill:
		if _, err := db.Ask(ctx, who, a); err != nil {
			return a, err
		}
		return db.lookAtBill(ctx, act)
	case action.CheckMedia:
		if act.Looked != nil {
			return a, nil
		}
		if _, err := db.Ask(ctx, who, a); err != nil {
			return a, err
		}
		if act.Restored != "" {
			m, err := viewed(ctx, db, "look at the content", func(tx *view) (*model.Media, error) {
				c, err := db.loadCase(ctx, tx, Now, db.Now(), Who{}, model.Needs{IDs: []model.ID{act.Restored}})
				return model.Get[*model.Media](c, act.Restored), err
			})
			if err != nil || m == nil {
				return a, err // the action says so
			}
			head, _, err := db.Head(ctx)
			if err != nil {
				return a, err
			}
			act.Looked, err = db.lookAtPackage(ctx, packagePlan{list: []*model.Media{m}, head: int64(head)})
			return act, err
		}
		_, looked, err := db.LookAtMedia(ctx)
		act.Looked = looked
		return act, err
	}
	return a, nil
}

// foundBad reports whether a run was to start, and something was wrong with the content of
// its package.
func foundBad(a action.Action) bool {
	start, ok := a.(action.StartRun)
	return ok && start.Looked.Bad()
}

// keepBad puts on record what kept a run from starting: the comparison that fails is the one
// that proves something.
func (db *DB) keepBad(ctx context.Context, who Who, a action.Action) error {
	start := a.(action.StartRun)
	who.ActionID = ""
	_, err := db.Do(ctx, who, action.CheckMedia{Release: start.Release, Looked: start.Looked})
	return err
}

// looking is one look at the library.
type looking struct {
	ctx       context.Context
	folders   []string
	tell      func(done, all int64)
	done, all int64
	out       *action.Looked
}

// at looks at the content of one entry. err is that of a look that was stopped.
func (l *looking) at(m *model.Media) (s model.MediaSeen, found error, err error) {
	s = model.MediaSeen{Media: m.ID, SHA256: m.SHA256, Is: model.MediaWhole}
	l.out.Entries++
	sum, changed, found := l.sum(m.SHA256)
	switch {
	case l.ctx.Err() != nil:
		return s, nil, l.ctx.Err()
	case errors.Is(found, fs.ErrNotExist) && m.Digest():
		s.Is, found = model.MediaDigest, nil
		l.out.Digests++
	case errors.Is(found, fs.ErrNotExist):
		s.Is = model.MediaMissing
	case found != nil:
		s.Is = model.MediaUnreadable
	case sum != m.SHA256:
		s.Is, s.Found = model.MediaAltered, sum
	}
	if changed.After(l.out.Newest) {
		l.out.Newest = changed
	}
	return s, found, nil
}

// sum hashes content, and says when its file was changed last, as the file system has it.
func (l *looking) sum(of string) (sum string, changed time.Time, err error) {
	_, f, err := openMedia(l.folders, of)
	if err != nil {
		return "", changed, err
	}
	defer f.Close()
	if changed, err = changedAt(int(f.Fd())); err != nil {
		return "", changed, err
	}
	h := sha256.New()
	buffer := make([]byte, 1<<18)
	for {
		if err := l.ctx.Err(); err != nil {
			return "", changed, err
		}
		n, err := f.Read(buffer)
		h.Write(buffer[:n])
		l.done += int64(n)
		l.out.Bytes += int64(n)
		l.tell(l.done, max(l.all, l.done))
		if err == io.EOF {
			return hex.EncodeToString(h.Sum(nil)), changed, nil
		}
		if err != nil {
			return "", changed, err
		}
	}
}

// changedAt is when an open file was changed last: its content, or what the file system
// keeps of it, which nobody can set back.
func changedAt(fd int) (time.Time, error) {
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		return time.Time{}, err
	}
	m, c := time.Unix(st.Mtim.Unix()), time.Unix(st.Ctim.Unix())
	if m.After(c) {
		return m, nil
	}
	return c, nil
}

// LookAtMedia compares the content of every DML entry with its SHA-256: what it found in
// words, with what doesn't belong into the media folder, and as an action puts it on
// record.
func (db *DB) LookAtMedia(ctx context.Context) (Verified, *action.Looked, error) {
	var v Verified
	folders := db.mediaFolders()
	looked, err := db.lookIn(ctx, folders, &v)
	for _, s := range strangers(folders[0]) {
		v.say("the media folder", "%s", s)
	}
	if err == nil && len(folders) > 1 && folders[1] == db.path+mediaEnd {
		v.say("the media folder", "there is another one beside the link, %s: move what is in it into %s", folders[1], folders[0])
	}
	return v, looked, err
}

func (db *DB) lookIn(ctx context.Context, folders []string, v *Verified) (*action.Looked, error) {
	head, _, err := db.Head(ctx)
	if err != nil {
		return nil, err
	}
	// The list first: whoever reads gigabytes while a question is open keeps the
	// write-ahead log from being emptied.
	bodies, err := column[string](ask(ctx, db.reader, "SELECT v.body FROM record_row r JOIN version v ON v.n = r.n WHERE r.kind = 'media' AND r.until IS NULL AND v.body IS NOT NULL ORDER BY r.number"))
	if err != nil {
		return nil, db.explain("verify the media", err)
	}
	l := &looking{ctx: ctx, folders: folders, tell: tell(ctx), out: &action.Looked{Position: int64(head)}}
	list := make([]model.Media, 0, len(bodies))
	for _, body := range bodies {
		var m model.Media
		if err := json.Unmarshal([]byte(body), &m); err != nil {
			v.say("the DML", "%v", err)
			continue
		}
		if len(m.SHA256) != 64 {
			v.say(string(m.ID), "it has no SHA-256")
			continue
		}
		l.all += m.Size
		list = append(list, m)
	}
	for i := range list {
		m := &list[i]
		s, found, err := l.at(m)
		if err != nil {
			return nil, err
		}
		switch {
		case s.Is == model.MediaMissing:
			v.say(string(m.ID), "the content of %s is not in the media folder", m.Name)
		case s.Is == model.MediaUnreadable:
			v.say(string(m.ID), "the content of %s can't be read: %v", m.Name, plain(found))
		case s.Is == model.MediaAltered:
			v.say(string(m.ID), "the content of %s was altered: its SHA-256 is %s, not %s", m.Name, model.Shorten(s.Found, m.SHA256), model.Shorten(m.SHA256, s.Found))
		case m.Fault != nil:
			l.out.Mended = append(l.out.Mended, m.ID)
		}
		if s.Bad() && len(l.out.Seen) < model.SeenMost {
			l.out.Seen = append(l.out.Seen, s)
		} else if s.Bad() {
			l.out.More++
		}
	}
	return l.out, nil
}

// packagePlan is what is to be looked at of a release's package.
type packagePlan struct {
	list   []*model.Media
	since  map[model.ID]int64 // the entry of the log that wrote each
	before *model.MediaCheck  // a look at the whole DML of the same day
	newest time.Time
	marked int64 // the entry of the log that put that look on record
	head   int64
}

// covers reports whether the look of the same day was at an entry of the DML, and found
// nothing wrong with it: it was there before, or that look wrote it.
func (p *packagePlan) covers(m *model.Media) bool {
	since := p.since[m.ID]
	return p.before != nil && m.Fault == nil && (since <= p.before.Position || since == p.marked)
}

// planPackage reads what there is to look at of a release's package.
func (db *DB) planPackage(ctx context.Context, q queryer, release model.ID) (p packagePlan, err error) {
	if _, err := ask(ctx, q, "SELECT pos FROM log ORDER BY pos DESC LIMIT 1").one(&p.head); err != nil {
		return p, err
	}
	c, err := db.loadCase(ctx, q, Now, db.Now(), Who{}, model.Needs{Releases: []model.ID{release}})
	if err != nil {
		return p, err
	}
	r := model.Get[*model.Release](c, release)
	if r == nil {
		return p, nil // the action says so
	}
	p.since = map[model.ID]int64{}
	for _, id := range r.Package {
		if m := model.Get[*model.Media](c, id); m != nil && len(m.SHA256) == 64 { // else the gate says so
			fact, _ := c.Fact(id)
			p.list, p.since[id] = append(p.list, m), fact.Since
		}
	}
	if len(p.list) > 0 {
		if p.before, p.newest, err = db.sameDay(ctx, q, c); p.before != nil {
			fact, _ := c.Fact(p.before.ID)
			p.marked = fact.Since
		}
	}
	return p, err
}

// lookAtPackage looks at the content of a release's package. What a look at the whole DML
// of the same day found whole, and was not touched since, is not read again.
func (db *DB) lookAtPackage(ctx context.Context, p packagePlan) (*action.Looked, error) {
	l := &looking{ctx: ctx, folders: db.mediaFolders(), tell: tell(ctx), out: &action.Looked{Position: p.head}}
	seen := map[model.ID]model.MediaSeen{}
	for _, m := range p.list {
		if p.covers(m) && l.untouched(m.SHA256, p.newest) {
			l.out.Entries++
			seen[m.ID] = model.MediaSeen{Media: m.ID, SHA256: m.SHA256, Is: model.MediaWhole, By: p.before.ID}
		} else {
			l.all += m.Size
		}
	}
	for _, m := range p.list {
		s, there := seen[m.ID]
		if !there {
			var err error
			if s, _, err = l.at(m); err != nil {
				return nil, err
			}
		}
		l.out.Seen = append(l.out.Seen, s)
	}
	return l.out, nil
}

// untouched reports whether content is there whose file was not changed after a time.
func (l *looking) untouched(sum string, newest time.Time) bool {
	_, f, err := openMedia(l.folders, sum)
	if err != nil {
		return false
	}
	defer f.Close()
	changed, err := changedAt(int(f.Fd()))
	return err == nil && !changed.After(newest)
}

// lookedKey is where it stands, beside what people keep, which file of the library was
// changed last when the whole of it was looked at: it says nothing about the work, and
// without it everything is read again.
const lookedKey = "media-looked"

// lookedMark is that, as the file system has it.
type lookedMark struct {
	Check  model.ID  `json:"check"`
	Newest time.Time `json:"newest"`
}

// sameDay is the last look at the whole DML, where that was on the day that it is now and
// found nothing wrong, and the file that was changed last then; nil for none.
func (db *DB) sameDay(ctx context.Context, q queryer, c *model.Case) (*model.MediaCheck, time.Time, error) {
	var mark lookedMark
	var text string
	found, err := ask(ctx, q, "SELECT value FROM desk WHERE person = '' AND key = ?", lookedKey).one(&text)
	if err != nil || !found || json.Unmarshal([]byte(text), &mark) != nil {
		return nil, time.Time{}, err
	}
	l := &loader{db: db, ctx: ctx, q: q, pos: Now, c: c}
	l.fetch([]model.ID{mark.Check})
	k := model.Get[*model.MediaCheck](c, mark.Check)
	zone := c.Rules.Policy.Location()
	if k == nil || k.Run != "" || k.State() != model.CheckPassed || when.DateOf(k.At, zone) != when.DateOf(c.Now, zone) {
		return nil, time.Time{}, l.err
	}
	return k, mark.Newest, l.err
}

// keepLooked keeps which file was changed last when the library was looked at.
func (db *DB) keepLooked(ctx context.Context, tx *sql.Tx, a action.Action, r Result) error {
	act, ok := a.(action.CheckMedia)
	if !ok || act.Looked == nil || act.Release != "" || act.Restored != "" {
		return nil // it was no look at the whole of it
	}
	text, err := json.Marshal(lookedMark{r.Subject, act.Looked.Newest})
	if err != nil {
		return err
	}
	return db.keep(ctx, tx, "", lookedKey, string(text))
}
