//go:build race

package demo

// Under the race detector one date is enough: the others race no differently.
const few = 1
