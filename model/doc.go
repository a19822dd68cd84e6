// Package model is the domain of Fairway: the records a release organisation
// keeps, how they point at each other, and the Case: the facts about one
// release that a check or an action is shown when it is asked.
//
// It is pure. No SQL, no terminal, no clock, no file comes in here: the time,
// new ids and facts are handed in, and what is to be written is handed back as
// values. The rules themselves live one floor below: process (the rules as
// data), gate (the checks), action (what a person may do), calendar, form,
// filter, intake and when.
package model
