//go:build long

package demo_test

import "testing"

// Each task from several records of every look.
func TestLongEveryTaskOnTheSample(t *testing.T) {
	defer func(before int) { alike = before }(alike)
	alike = 2
	TestEveryTaskOnTheSample(t)
}
