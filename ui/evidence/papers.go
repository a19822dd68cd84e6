package evidence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"encoding/hex"

	"fairway/model"
	"fairway/model/evidence"
)

// stamp is a time in UTC: a pack is the same wherever it is made and read.
func stamp(t time.Time) string { return t.UTC().Format("2006-01-02 15:04 UTC") }

// name is what somebody was called at the place of the pack.
func (b *builder) name(id model.ID) string {
	if err := b.entitle([]model.ID{id}); err != nil && b.failed == nil {
		b.failed = err
	}
	return b.titles[id]
}

// summary is what pack.json says.
type summary struct {
	Edition  int              `json:"edition"`
	Of       string           `json:"of"`
	Title    string           `json:"title"`
	Position int64            `json:"position"`
	Hash     string           `json:"hash"` // of the entry
	At       time.Time        `json:"at"`
	Matrix   string           `json:"matrix"`
	Releases []model.ID       `json:"releases"`
	Sample   *evidence.Sample `json:"sample,omitempty"`
}

// papers writes what stands beside the records: the matrix, the decisions, the media, the
// population, who people are, and what the pack is.
func (b *builder) papers() error {
	m, at := b.found.Matrix, b.found.At
	b.text("matrix.txt", Text(m, at))
	if err := b.json("matrix.json", m); err != nil {
		return err
	}
	if m.Sample != nil {
		for _, one := range b.found.Releases {
			b.text("matrix/"+one.Of+".txt", Text(one, at))
			if err := b.json("matrix/"+one.Of+".json", one); err != nil {
				return err
			}
		}
		b.text("population.txt", population(*m.Sample))
	}
	list := b.decisions()
	if list == nil {
		list = []decided{}
	}
	if err := b.json("decisions.json", list); err != nil {
		return err
	}
	var text strings.Builder
	for _, d := range list {
		fmt.Fprintf(&text, "%s  %s  %s of %s: %s by %s", d.At, d.Record, line(d.What), d.Of, d.Verdict, b.person(d.By))
		for _, more := range [][2]string{{"as", d.Role}, {"for", string(d.For)}, {"entered", d.Recorded}, {"under", string(d.Rules)}} {
			if more[1] != "" {
				fmt.Fprintf(&text, ", %s %s", more[0], line(more[1]))
			}
		}
		text.WriteString("\n")
		for _, more := range [][2]string{{"comment", d.Comment}, {"conditions", d.Conditions}, {"taken back", d.Retracted}, {"bound to", d.Digest}} {
			if more[1] != "" {
				fmt.Fprintf(&text, "    %s: %s\n", more[0], line(more[1]))
			}
		}
		for _, doc := range d.Documents {
			fmt.Fprintf(&text, "    covers: %s, version %d %s\n", doc.ID, doc.Version, doc.Digest)
		}
	}
	b.text("decisions.txt", text.String())
	b.text("baselines.txt", b.baselines.String())
	b.text("media.txt", b.media())
	b.text("people.txt", b.people())
	releases := model.Each(b.found.Releases, func(m evidence.Matrix) model.ID { return model.ID(m.Of) })
	if releases == nil {
		releases = []model.ID{}
	}
	if err := b.json("pack.json", summary{Edition, m.Of, m.Title, int64(at.Position), at.Hash, at.Time.UTC(), m.Words(), releases, m.Sample}); err != nil {
		return err
	}
	b.text("README.txt", b.readme())
	return b.failed
}

// media lists the digests of what was deployed and attached; the content is not in the pack.
func (b *builder) media() string {
	var out strings.Builder
	for _, k := range b.states {
		if k.ID.Kind() != model.KindMedia || k.Body == nil {
			continue
		}
		if r, err := model.Decode(model.KindMedia, k.Body); err == nil {
			m := r.(*model.Media)
			fmt.Fprintf(&out, "%s  %s  %d bytes  %s\n", m.SHA256, m.ID, m.Size, line(m.Name+" "+m.Version))
		}
	}
	return out.String()
}

// people says who the people are that the pack names, and nothing else of them.
func (b *builder) people() string {
	var ids []model.ID
	for id := range b.titles {
		if id.Kind() == model.KindPerson {
			ids = append(ids, id)
		}
	}
	var out strings.Builder
	for _, id := range model.SortIDs(ids) {
		fmt.Fprintf(&out, "%s  %s\n", id, line(b.name(id)))
	}
	return out.String()
}

// population lists the releases of a period in the order in which they are drawn.
func population(s evidence.Sample) string {
	type one struct{ digest, id string }
	all := model.Each(s.Population, func(id model.ID) one {
		sum := model.SampleDigest(id, s.Seed)
		return one{hex.EncodeToString(sum[:]), string(id)}
	})
	slices.SortFunc(all, func(a, b one) int { return strings.Compare(a.digest, b.digest) })
	var out strings.Builder
	for _, o := range all {
		word := "-"
		if slices.Contains(s.Drawn, model.ID(o.id)) {
			word = "drawn"
		}
		fmt.Fprintf(&out, "%s %s %s\n", o.digest, o.id, word)
	}
	return out.String()
}

func (b *builder) readme() string {
	m, at := b.found.Matrix, b.found.At
	var out strings.Builder
	fmt.Fprintf(&out, "Evidence pack of %s, %s\n\nAs of entry %d of the log, %s, whose hash is\n%s\n\n", m.Of, line(m.Title), at.Position, at.Time.UTC().Format("2006-01-02 15:04:05 UTC"), at.Hash)
	if m.Sample != nil {
		fmt.Fprintf(&out, "%s\n", m.Sample.Words())
		out.WriteString("A release is of the period where a production run of it began in it, or it was closed or\ncancelled in it. Those are drawn whose SHA-256 of \"SEED ID\" is the smallest; see\npopulation.txt.\n\n")
	}
	fmt.Fprintf(&out, "Clauses: %s.\n\n", m.Words())
	out.WriteString(`To verify it:   sh verify.sh          with sh and sha256sum alone
                sh verify.sh HASH     with the SHA-256 of SHA256SUMS as it was printed when the
                                      pack was made: whoever makes another pack can make
                                      another list, too

matrix.txt      what shows each clause of ISO/IEC 20000-1:2018: pass, fail, open (not there, and
                not due yet) or not applicable, with the records that show it; also as JSON
decisions.txt   every decision: who, in which role, when, and the digest of what it was bound to;
                also as JSON
records/        ID@ENTRY.json is a record byte for byte as that entry of the log wrote it, and has
                the SHA-256 that the entry names; ID@ENTRY.txt is the same for people, a document
                as its paper. Of documents and approvals every state is there, of other records
                the one that stands.
chain.txt       entries of the log: position, hash, line. A hash is the SHA-256 of the hash before
                it, a line end, the line and a line end. An entry without a line is about
                something else: only its hash is there, so that the next one can be checked.
                That what lies between is whole shows the file that the pack was made of:
                fairway log verify --head 'POSITION HASH', for any row of it.
log.txt         the same entries for people
baselines.txt   which state of which item each baseline has, by its SHA-256
media.txt       the SHA-256 of what was deployed and attached, whose content is not in the pack
people.txt      who the people are; nothing else of them is in the pack
pack.json       what this is

Times are in UTC; planned ones stand in the zone in which they were meant. Nothing in the pack
says when, by whom or with which version of the program it was made: made again at the same
entry it is the same, byte for byte, but for what was removed by law since. A later program may word what is for people
otherwise; the records and the log are the same in any.
`)
	return out.String()
}
