package model_test

import (
	"testing"

	"fairway/model"
)

// TestAServiceWithoutASiteReadsInTheIndexAsBefore: what files of before sites keep of
// it is compared with this.
func TestAServiceWithoutASiteReadsInTheIndexAsBefore(t *testing.T) {
	s := model.Service{Hours: "8 to 6", Support: "by phone", Agreements: "SLA"}
	if got := s.Row().Text; got != "8 to 6 by phone SLA" {
		t.Errorf("%q", got)
	}
	s.Site = "Oslo"
	if got := s.Row().Text; got != "8 to 6 by phone SLA Oslo" {
		t.Errorf("%q", got)
	}
}
