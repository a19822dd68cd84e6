package assets

// DemoEntry is an entry of the catalogue, authorised long ago: with a release that
// follows it in a night just past, and one that is to follow it next.
type DemoEntry struct {
	Key          string   `toml:"key"`
	Title        string   `toml:"title"`
	Text         string   `toml:"text"`
	Services     []string `toml:"services"`
	Contents     []string `toml:"contents"`
	By           string   `toml:"by"`
	Comment      string   `toml:"comment"` // of who authorised it
	Day          int      `toml:"day"`     // on which it was proposed
	Impact       int      `toml:"impact"`
	Deliverables string   `toml:"deliverables"`
	Method       string   `toml:"method"`
	Duration     string   `toml:"duration"`
	Steps        []string `toml:"steps"`
	Verify       []string `toml:"verify"`
	Tell         string   `toml:"tell"`
	Trigger      string   `toml:"trigger"`
	Back         string   `toml:"back"`
	Point        string   `toml:"point"`
	Return       []string `toml:"return"`

	Called      string `toml:"called"` // the name of a release after that of its service
	Version     string `toml:"version"`
	Coordinator string `toml:"coordinator"`
	Deployer    string `toml:"deployer"`
	Notice      string `toml:"notice"`
	Goals       string `toml:"goals"`
	// Next is the service of the release to come, and Day the day from which on its
	// next night is taken.
	Next DemoNext `toml:"next"`
}

// DemoNext is what is to follow an entry of the catalogue next.
type DemoNext struct {
	Service string `toml:"service"`
	Version string `toml:"version"`
	Day     int    `toml:"day"`
}

// DemoEmergency is a release that was declared at night, for an incident that is over:
// decided on the phone, and deployed without a test. Its papers are owed.
type DemoEmergency struct {
	Name        string       `toml:"name"`
	Version     string       `toml:"version"`
	Service     string       `toml:"service"`
	Items       []string     `toml:"items"`
	Contents    []string     `toml:"contents"`
	Notes       string       `toml:"about"`
	Reason      string       `toml:"reason"`
	Incident    DemoIncident `toml:"incident"`
	Coordinator string       `toml:"coordinator"`
	Deployer    string       `toml:"deployer"`
	// Board are who authorised it by word of mouth, of whom Signed has countersigned.
	Board   []string `toml:"board"`
	Said    []string `toml:"said"` // what each of them said
	Channel string   `toml:"channel"`
	Signed  string   `toml:"signed"`
	// Waived is the check that nothing was done about, Why the reason, and Granted what
	// was said to that.
	Waived   string   `toml:"waived"`
	Why      string   `toml:"why"`
	Granted  string   `toml:"granted"`
	Trigger  string   `toml:"trigger"`
	Back     string   `toml:"back"`
	Point    string   `toml:"point"`
	Return   []string `toml:"return"`
	Audience string   `toml:"audience"`
	Notice   string   `toml:"notice"`
}

// DemoAnnotation is what happened beside the measures of its time, noted by somebody on the
// day before the one on which the sample is made.
type DemoAnnotation struct {
	Person string `toml:"person"`
	Day    int    `toml:"day"`
	Text   string `toml:"text"`
}

// DemoOutage is an outage that no run and no incident tells of, entered on its day.
type DemoOutage struct {
	Service string `toml:"service"`
	Person  string `toml:"person"`
	Day     int    `toml:"day"`
	At      string `toml:"at"`
	Minutes int    `toml:"minutes"`
	Text    string `toml:"text"`
}

// DemoAbsence is somebody who is away from the day on which the sample is made, and who
// decides for them.
type DemoAbsence struct {
	Person string `toml:"person"`
	For    string `toml:"for"` // who decides
	Until  int    `toml:"until"`
	Reason string `toml:"reason"`
}

// DemoMeeting is one of the CAB: held on the last working day before a day that is past,
// or called for the first from a day to come.
type DemoMeeting struct {
	Title   string   `toml:"title"`
	Day     int      `toml:"day"`
	At      string   `toml:"at"`
	Minutes string   `toml:"minutes"` // who takes them
	Present []string `toml:"present"` // besides its chair
	Items   []string `toml:"items"`   // what is taken up; "" is what comes first
}
