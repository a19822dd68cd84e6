package board

import (
	"slices"

	"fairway/store"
)

// lane is a row of cells across the columns: the emergencies, the releases of
// a service, or all the others.
type lane struct {
	key         string
	title       string
	count, late int
	cells       []cell // one a column
}

// cell holds the cards fetched of one stage in one lane.
type cell struct {
	count int
	skip  int // which of its cards the first fetched one is
	at    int // the chosen card, counted among all of the cell
	top   int // the first card shown, counted likewise
	want  int // the card to choose once it is there; -1 for none
	card  []tile
}

// theRest is the key of the lane that holds what no other does.
const theRest = "rest"

// service says that the lane is one of many, which scroll.
func (l *lane) service() bool { return l.key != theRest && l.key != store.EmergencyLane }

// here is the cell the cursor is in.
func (b *Board) here() *cell { return b.cell(b.lane, b.col) }

func (b *Board) cell(lane, col int) *cell {
	if lane < 0 || lane >= len(b.lanes) || col < 0 || col >= len(b.lanes[lane].cells) {
		return nil
	}
	return &b.lanes[lane].cells[col]
}

// fixed is how many lanes stand above those that scroll.
func (b *Board) fixed() int {
	n := slices.IndexFunc(b.lanes, func(l lane) bool { return l.service() })
	if n < 0 {
		return len(b.lanes)
	}
	return n
}

// strip is a lane as it is drawn: a line of its own, and rows of cards.
type strip struct {
	lane   int
	header bool
	rows   int
}

// room is the height there is for cards.
func (b *Board) room() int { return max(b.Height-headLines-footLines, 1) }

// The heights at which cards become a line each, and the line that a card may
// grow by.
const (
	lowLanes  = 14 // two lanes
	lowSwim   = 34 // many lanes
	tallCards = 36
	mostLine  = 3 // cards of a cell in a lane of lines
)

// cardLines is how high a card is.
func (b *Board) cardLines() int {
	switch room := b.room(); {
	case b.zoomed:
		return 1
	case len(b.lanes) > 0 && b.lanes[len(b.lanes)-1].service():
		if room < lowSwim {
			return 1
		}
	case len(b.lanes) > 1:
		if room < lowLanes {
			return 1
		}
	case room >= tallCards && b.most(0) <= room/(cardHeight+1):
		return cardHeight + 1 // the names have two lines then
	}
	return cardHeight
}

// most is the count of a lane's fullest cell among those shown. The chosen
// lane counts one at least: the cursor needs a place.
func (b *Board) most(lane int) int {
	most := 0
	if lane < len(b.lanes) {
		n, _ := b.across(b.Width)
		for i := b.left; i < min(b.left+n, len(b.lanes[lane].cells)); i++ {
			most = max(most, b.lanes[lane].cells[i].count)
		}
	}
	if lane == b.lane {
		most = max(most, 1)
	}
	return most
}

// plan says which lanes are seen, and with how many rows of cards.
func (b *Board) plan() []strip {
	room, card := b.room(), b.cardLines()
	if len(b.lanes) <= 1 && (len(b.lanes) == 0 || b.lanes[0].key == theRest) {
		return []strip{{rows: max(room/card, 1)}}
	}
	var out []strip
	fixed := b.fixed()
	for i := range fixed {
		s := strip{lane: i, header: true}
		if b.lanes[i].key == theRest {
			s.rows = max((room-1)/card, 1)
		} else {
			s.rows = min(b.most(i), max((room-2)/card/3, 1))
		}
		out = append(out, s)
		room -= 1 + s.rows*card
	}
	for i := fixed + max(b.laneTop-b.laneSkip, 0); i < len(b.lanes); i++ {
		most := 1
		if card == 1 {
			most = mostLine
		}
		s := strip{lane: i, header: true, rows: min(b.most(i), most)}
		if need := 1 + s.rows*card; need > room && len(out) > fixed {
			break
		}
		out = append(out, s)
		room -= 1 + s.rows*card
	}
	return out
}

// rows is how many cards of a cell are seen in a lane.
func (b *Board) rows(lane int) int {
	for _, s := range b.plan() {
		if s.lane == lane {
			return s.rows
		}
	}
	return 1
}

// laneLimit is how many lanes of services are fetched: what is seen, and some
// to move about in.
func (b *Board) laneLimit() int {
	least := 3 // on the average: those with nothing in sight have a line
	if b.room() < lowSwim {
		least = 1
	}
	return max(b.room()/least, 1) + 2
}

// number is which of all services' lanes one is; less than 0 for the others.
func (b *Board) number(lane int) int { return lane - b.fixed() + b.laneSkip }
