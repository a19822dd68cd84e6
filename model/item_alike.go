package model

import (
	"fmt"
	"slices"
	"strings"
)

// Double says by what an item is the same as another: it has its serial number, or its
// name, class, environment and service where not both have a serial number of their own;
// "" where it is another. Case does not tell them apart.
func (i *Item) Double(o *Item) string {
	switch {
	case i.Serial != "" && strings.EqualFold(i.Serial, o.Serial):
		return "the serial number " + i.Serial
	case strings.EqualFold(i.Name, o.Name) && i.Class == o.Class && i.Env == o.Env && i.Service == o.Service && (i.Serial == "" || o.Serial == ""):
		return "the name " + i.Name
	}
	return ""
}

// Doubles are the items of a case that an item would be the double of, except some, and by
// what, in words. One that is retired is none: what is received again is entered anew.
func Doubles(c *Case, i *Item, except ...ID) (ids []ID, words []string) {
	for _, o := range All[*Item](c) {
		by := i.Double(o)
		if by == "" || o.ID == i.ID || slices.Contains(except, o.ID) || o.State == ItemRetired {
			continue
		}
		stands := string(o.ID) + " " + o.Row().Title
		if o.State != ItemLive {
			stands += ", " + StateWords(o)
		}
		ids, words = append(ids, o.ID), append(words, fmt.Sprintf("%s has %s already", stands, by))
	}
	return ids, words
}
