package screentest

import (
	"context"

	"fairway/store"
)

// Approvals is what the file says; without one, nobody waits for anybody.
func (w *World) Approvals(ctx context.Context, q store.ApprovalsQuery) (store.Approvals, error) {
	if w.DB != nil && w.Err == nil {
		return w.DB.Approvals(ctx, q)
	}
	return store.Approvals{}, w.Err
}
