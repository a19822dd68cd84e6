//go:build long

package demo

var few = len(dates)
