//go:build !long && !race

package demo

// few is on how many of the dates the demo is made; on all with -tags long.
const few = 3
