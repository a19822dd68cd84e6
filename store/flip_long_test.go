//go:build long

package store

import "testing"

func TestLongFlippedBytes(t *testing.T) {
	flips, reported := testFlips(t, pick(1, 211))
	figure(t, "%d bytes flipped, %d reported, the others changed no answer", flips, reported)
}

func TestLongCutLogs(t *testing.T) {
	figure(t, "%d cuts of a write-ahead log, every whole commit before them is there", testCutLogs(t, pick(1, 12)))
}

func TestLongTampering(t *testing.T) {
	figure(t, "%d values changed or rows removed, each named", testTampering(t, pick(1, 13)))
}
