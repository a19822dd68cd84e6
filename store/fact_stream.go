package store

import (
	"context"
	"database/sql"
)

// factStream goes through the lists of releases, runs and papers side by side, and works
// out the facts about one release after the other, in the order of their ids.
type factStream struct {
	records           recordsOf
	releases, deploys *sql.Rows
	r                 releaseState
	d                 deployState
	more, others      bool // there is one in r, in d
}

func openFacts(ctx context.Context, q queryer) (s *factStream, err error) {
	s = &factStream{records: recordsIn(context.WithoutCancel(ctx), q)}
	if s.releases, err = q.QueryContext(ctx, "SELECT "+releaseStateColumns+" FROM release_row ORDER BY id, since"); err != nil {
		return nil, err
	}
	if s.deploys, err = q.QueryContext(ctx, "SELECT "+deployStateColumns+" FROM deploy_row ORDER BY release, since"); err != nil {
		s.releases.Close()
		return nil, err
	}
	if err = s.release(); err == nil {
		err = s.deploy()
	}
	if err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *factStream) close() {
	_ = s.releases.Close()
	_ = s.deploys.Close()
}

func (s *factStream) release() error {
	s.r = releaseState{}
	if s.more = s.releases.Next(); !s.more {
		return s.releases.Err()
	}
	return s.releases.Scan(s.r.into()...)
}

func (s *factStream) deploy() error {
	s.d = deployState{}
	if s.others = s.deploys.Next(); !s.others {
		return s.deploys.Err()
	}
	return s.deploys.Scan(s.d.into()...)
}

// next is the next release with its rows, "" after the last one.
func (s *factStream) next() (id string, rows []factRow, err error) {
	if !s.more {
		return "", nil, nil
	}
	id = s.r.id
	var releases []*releaseState
	for s.more && s.r.id == id {
		one := s.r
		releases = append(releases, &one)
		if err := s.release(); err != nil {
			return "", nil, err
		}
	}
	var deploys []*deployState
	for s.others && s.d.release <= id {
		if s.d.release == id {
			one := s.d
			deploys = append(deploys, &one)
		}
		if err := s.deploy(); err != nil {
			return "", nil, err
		}
	}
	rows, err = history(releases, deploys, s.records)
	return id, rows, err
}

// facts builds the list of facts of those that it is worked out of.
func (w *writer) facts() error {
	s, err := openFacts(w.ctx, w.tx)
	if err != nil {
		return err
	}
	defer s.close()
	for {
		id, rows, err := s.next()
		if err != nil || id == "" {
			return err
		}
		for _, f := range rows {
			if _, err := w.exec(insertFactRow, f.values()...); err != nil {
				return err
			}
		}
		if err := w.ctx.Err(); err != nil {
			return err
		}
	}
}

// facts compares the list of facts with those that it is worked out of.
func (k *verifier) facts() error {
	s, err := openFacts(k.ctx, k.tx)
	if err != nil {
		return err
	}
	defer s.close()
	have, err := k.tx.QueryContext(k.ctx, "SELECT "+factColumns+" FROM fact_row ORDER BY release, since, what, at, day, facts")
	if err != nil {
		return err
	}
	defer have.Close()
	var f factRow
	there := true
	take := func() error {
		f = factRow{}
		if there = have.Next(); !there {
			return have.Err()
		}
		return have.Scan(f.into()...)
	}
	if err := take(); err != nil {
		return err
	}
	for {
		id, want, err := s.next()
		if err != nil {
			return err
		}
		var got []factRow
		for there && (id == "" || f.release <= id) {
			if f.release != id {
				k.v.say(f.release, "a row of the list of facts belongs to no state of it")
			} else {
				got = append(got, f)
			}
			if err := take(); err != nil {
				return err
			}
		}
		if id == "" {
			return nil
		}
		if !sameFacts(got, want) {
			k.v.say(id, "the list of facts says something else than those of releases and deployments")
		}
	}
}

func sameFacts(a, b []factRow) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
