package ui

import (
	"fmt"
	"testing"

	"fairway/ui/screen/screentest"
)

// BenchmarkFrame builds a frame after a key, as every key does.
func BenchmarkFrame(b *testing.B) {
	for _, size := range [][2]int{{80, 24}, {200, 50}} {
		for _, c := range []struct {
			name string
			open []string
			keys [2]string
		}{
			{"month", nil, [2]string{"l", "h"}},
			{"agenda", []string{"g"}, [2]string{"j", "k"}},
			{"board", []string{"2"}, [2]string{"j", "k"}},
			{"gate", []string{"2", "g"}, [2]string{"j", "k"}},
		} {
			b.Run(fmt.Sprintf("%s/%dx%d", c.name, size[0], size[1]), func(b *testing.B) {
				d := sit(b, screentest.New(240), colours, size[0], size[1]).Press(c.open...)
				n := 0
				b.ReportAllocs()
				for b.Loop() {
					d.root.Update(keyMsg(c.keys[n%2]))
					n++
					_ = d.root.View()
				}
			})
		}
	}
}
