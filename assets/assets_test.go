package assets

import "testing"

func TestDefaultBook(t *testing.T) {
	if _, err := Book(); err != nil {
		t.Fatal(err)
	}
}
