package store

import (
	"context"

	"fairway/model"
)

// goingBack are the releases of which a deployment is being rolled back, as
// model.Run.GoesBack has it. They are few, and have an index of their own.
func goingBack(ctx context.Context, tx queryer, pos Position) (map[model.ID]bool, error) {
	const back = "what = 'run' AND decided IS NOT NULL AND back IS NULL AND result <> 'rolled-back'"
	out := map[model.ID]bool{}
	for i, live := range liveApart("d", pos) {
		index := []string{"deploy_row_back", "deploy_row_then"}[i]
		var id model.ID
		err := ask(ctx, tx, "SELECT d.release FROM deploy_row d INDEXED BY "+index+" WHERE "+back+" AND "+live).each([]any{&id}, func() error {
			out[id] = true
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
