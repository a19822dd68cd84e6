package store

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"fairway/model"
	"fairway/model/process"
)

// rulesCache keeps decoded rules, and the policies of those of which nothing else
// was needed: they are large and never change.
type rulesCache struct {
	mu       sync.Mutex
	versions map[model.ID]*model.Rules
	policies map[model.ID]process.Policy
}

func (b *rulesCache) policy(id model.ID) (process.Policy, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	p, ok := b.policies[id]
	return p, ok
}

func (b *rulesCache) putPolicy(id model.ID, p process.Policy) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.policies == nil {
		b.policies = map[model.ID]process.Policy{}
	}
	b.policies[id] = p
}

func (b *rulesCache) get(id model.ID) *model.Rules {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.versions[id]
}

func (b *rulesCache) put(rules *model.Rules) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.versions == nil {
		b.versions = map[model.ID]*model.Rules{}
	}
	b.versions[rules.ID] = rules
}

// rulesBySum has the rules that this process has read, of whatever file, by the sum
// of their text: to decode them is most of what a short command does, and a
// process that opens a file again, or a copy of it, meets the same ones.
var rulesBySum sync.Map // [sha256.Size]byte to *model.Rules

func decodedRules(body string) (*model.Rules, error) {
	sum := sha256.Sum256([]byte(body))
	if rules, ok := rulesBySum.Load(sum); ok {
		return rules.(*model.Rules), nil
	}
	rules := &model.Rules{}
	if err := json.Unmarshal([]byte(body), rules); err != nil {
		return nil, err
	}
	rulesBySum.Store(sum, rules)
	return rules, nil
}
