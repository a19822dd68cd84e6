package release

import (
	"fairway/ui/screen/screentest"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestLook(t *testing.T) {
	if os.Getenv("LOOK") == "" {
		t.Skip()
	}
	p := strings.Split(os.Getenv("LOOK"), "|")
	db := screentest.Demo(t)
	w, _ := strconv.Atoi(p[1])
	h, _ := strconv.Atoi(p[2])
	d := sit(t, db, "chandra", named(t, db, p[0]), w, h)
	for _, s := range p[3:] {
		if strings.HasPrefix(s, "+") {
			d.press(s[1:])
			fmt.Println(d.picture())
			continue
		}
		d.goTo(s)
		d.press("l")
		fmt.Println(d.picture())
		fmt.Println("=====")
	}
}
