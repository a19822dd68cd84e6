//go:build !linux

package store

import (
	"context"
	"time"
)

// fileTouched: this system is looked at every now and then.
func fileTouched(context.Context, string, string) (touched <-chan struct{}, rest time.Duration) {
	return nil, poll
}
