// Package level reckons service levels: how much of the time that was agreed for a service
// it may be out in a month, how much of that outages took, and what a planned one will take
// (ISO/IEC 20000-1:2018, 8.3.3 and 8.7.1).
//
// It knows no file and no clock, and no more of the records than agreements: whoever asks
// gathers the outages (model/gate, Levels).
package level
