package model

import (
	"fmt"
	"strings"
)

// Wave is one of several runs in which a release is deployed: to a wave of users, to
// sites, to a share of machines.
type Wave struct {
	Name  string   `json:"name,omitempty"`
	Sites []string `json:"sites,omitempty"`
	// Percent is how much of it is deployed once the run is, from 1 to 100: 100 of the
	// last.
	Percent int `json:"percent"`
}

// Words say which it is: "wave 2, Hamburg, up to 40 %".
func (p *Wave) Words() string {
	var out []string
	if p.Name != "" {
		out = append(out, p.Name)
	}
	if len(p.Sites) > 0 {
		out = append(out, strings.Join(p.Sites, ", "))
	}
	return strings.Join(append(out, fmt.Sprintf("up to %d %%", p.Percent)), ", ")
}

// Tells tells one part from another: runs of which it is the same are tries of one part.
func (p *Wave) Tells() string {
	if p == nil {
		return ""
	}
	return strings.ToLower(p.Name + "\x1f" + strings.Join(p.Sites, "\x1f"))
}

// Contact is somebody who is called in the night.
type Contact struct {
	Who   string `json:"who"`
	What  string `json:"what,omitempty"`
	Reach string `json:"reach"`
}

// DataFates are what can become of the data in a rollback: it was put back as it was
// before, kept as the release left it, or the release had touched none.
var DataFates = []string{DataRestored, DataKept, DataUntouched}

// What became of the data.
const (
	DataRestored  = "restored"
	DataKept      = "kept"
	DataUntouched = "untouched"
)

// Rollout are the production runs by which a release stands: of a deployment in parts the
// last try of each, else the last run. Those that are rollbacks are none.
func (c *Case) Rollout(of ID) []*Run {
	runs := c.Runs(of)
	var out []*Run
	seen := map[string]bool{}
	for i := len(runs) - 1; i >= 0; i-- {
		r := runs[i]
		if r.Wave == nil && len(out) > 0 {
			break
		}
		if seen[r.Wave.Tells()] {
			continue
		}
		seen[r.Wave.Tells()] = true
		out = append([]*Run{r}, out...)
		if r.Wave == nil {
			break
		}
	}
	return out
}

// DeployedTo is how much of a release is deployed, in percent: what the runs that ended as
// deployed and were not rolled back reached.
func (c *Case) DeployedTo(of ID) int {
	most := 0
	for _, r := range c.Rollout(of) {
		if r.Open() || r.Result != RunDeployed {
			continue
		}
		if r.Wave == nil {
			return 100
		}
		most = max(most, r.Wave.Percent)
	}
	return most
}
