package assets

import (
	"slices"

	"fairway/model"
)

// Demo is the sample organisation of demo/*.toml: who works there, what they
// look after, and what is said and done in their releases. Days count from the
// day on which it is made, hours and nights are those of the service's zone.
type Demo struct {
	People     []DemoPerson    `toml:"person"`
	Teams      []DemoTeam      `toml:"team"`
	Services   []DemoService   `toml:"service"`
	Items      []DemoItem      `toml:"item"`
	Windows    []DemoWindow    `toml:"window"`
	Milestones []DemoMilestone `toml:"milestone"`
	Trains     []DemoTrain     `toml:"train"`
	Closings   []DemoClosing   `toml:"closing"`
	Problems   []DemoProblem   `toml:"problem"`
	Changes    []DemoChange    `toml:"change"`
	Releases   []DemoRelease   `toml:"release"`
	Incidents  []DemoIncident  `toml:"incident"`

	Entries     []DemoEntry      `toml:"entry"`
	Emergencies []DemoEmergency  `toml:"emergency"`
	Absences    []DemoAbsence    `toml:"absence"`
	Annotations []DemoAnnotation `toml:"annotation"`
	Outages     []DemoOutage     `toml:"outage"`
	Audits      []DemoAudit      `toml:"audit"`
	Meetings    []DemoMeeting    `toml:"meeting"`
	Reports     []DemoReport     `toml:"report"`
}

// DemoPerson is somebody with roles; "role@service" is one for a service only.
// Left and Back are the days on which somebody went, and came back.
type DemoPerson struct {
	Handle string   `toml:"handle"`
	Name   string   `toml:"name"`
	Email  string   `toml:"email"`
	Roles  []string `toml:"roles"`
	Acting string   `toml:"acting"` // a role held for a while: granted, and revoked
	Left   int      `toml:"left"`
	Back   int      `toml:"back"`
}

// DemoTeam is a group of people.
type DemoTeam struct {
	Handle  string   `toml:"handle"`
	Name    string   `toml:"name"`
	Lead    string   `toml:"lead"`
	Members []string `toml:"members"`
}

// DemoService is a service. Where it has nights, it is changed in these only.
type DemoService struct {
	Handle      string   `toml:"handle"`
	Name        string   `toml:"name"`
	Owner       string   `toml:"owner"`
	Team        string   `toml:"team"`
	Criticality string   `toml:"criticality"`
	Zone        string   `toml:"zone"`
	Agreements  string   `toml:"agreements"`
	Site        string   `toml:"site"`
	Customers   []string `toml:"customers"`
	Signatories []string `toml:"signatories"`
	Nights      []string `toml:"nights"` // MO, TU …
	Opens       string   `toml:"opens"`  // 22:00
	For         int      `toml:"for"`    // hours
	Window      string   `toml:"window"` // what the nights are called
	// Agreed is the target of its agreement in per cent, of the hours AgreedHours; "" for none.
	Agreed      string `toml:"agreed"`
	AgreedHours string `toml:"agreed_hours"`
	// AgreedMaintenance says that its nights are no agreed time.
	AgreedMaintenance bool `toml:"agreed_maintenance"`
}

// DemoItem is a configuration item.
type DemoItem struct {
	Name      string   `toml:"name"`
	Class     string   `toml:"class"`
	Version   string   `toml:"version"`
	Service   string   `toml:"service"`
	Owner     string   `toml:"owner"`
	Env       string   `toml:"environment"`
	Serial    string   `toml:"serial"`
	DependsOn []string `toml:"depends_on"`
	Corrected string   `toml:"corrected"` // the version it was found to have
}

// DemoWindow is a freeze, a maintenance window or a holiday. It begins on a day
// counted from today, or on a date of the year ("12-18", the next one to come).
type DemoWindow struct {
	Key       string   `toml:"key"`
	Title     string   `toml:"title"`
	Titles    []string `toml:"titles"` // by the month it begins in, where that makes the title
	Class     string   `toml:"class"`
	Hard      bool     `toml:"hard"`
	Services  []string `toml:"services"`
	Items     []string `toml:"items"`
	People    []string `toml:"people"`
	Rule      string   `toml:"rule"`
	Day       int      `toml:"day"`
	Date      string   `toml:"date"`
	Far       int      `toml:"far"` // left out when it would begin sooner than in so many days
	Days      int      `toml:"days"`
	Opens     string   `toml:"opens"`
	For       int      `toml:"for"` // hours
	Reason    string   `toml:"reason"`
	Withdrawn string   `toml:"withdrawn"`
	Entered   int      `toml:"entered"` // the day on which it was entered
}

// DemoMilestone is a date that is no deployment.
type DemoMilestone struct {
	Title   string `toml:"title"`
	Text    string `toml:"text"`
	Release string `toml:"release"`
	Service string `toml:"service"`
	Day     int    `toml:"day"`
	Until   int    `toml:"until"`
	Entered int    `toml:"entered"`
}

// DemoTrain is a release train of a service: its first departure is the first night of it
// from a day on. Its releases are registered by hand.
type DemoTrain struct {
	Title       string   `toml:"title"`
	Service     string   `toml:"service"`
	Coordinator string   `toml:"coordinator"`
	Team        string   `toml:"team"`
	Contents    []string `toml:"contents"`
	Rule        string   `toml:"rule"`
	Day         int      `toml:"day"`
	For         int      `toml:"for"` // hours
	Cutoff      int      `toml:"cutoff"`
	Entered     int      `toml:"entered"`
}

// DemoClosing is the month before the one of a day, signed off so many days after it ended.
type DemoClosing struct {
	By     string `toml:"by"`
	Day    int    `toml:"day"`
	After  int    `toml:"after"`
	Reason string `toml:"reason"`
}

// DemoReport is a report of the last period that is over: kept, approved and handed out last
// of all, since a report is of what is there.
type DemoReport struct {
	Report     string   `toml:"report"`
	By         string   `toml:"by"`
	Evaluation string   `toml:"evaluation"`
	Approver   string   `toml:"approver"`
	Channel    string   `toml:"channel"`
	To         []string `toml:"to"`
}

// DemoAudit is one of configuration items of a service: how each was found, and what is done
// about what was wrong.
type DemoAudit struct {
	Service string `toml:"service"`
	Person  string `toml:"person"`
	Day     int    `toml:"day"`
	Items   []struct {
		Item  string `toml:"item"`
		Found string `toml:"found"`
		What  string `toml:"what"`
	} `toml:"item"`
	Cause      string `toml:"cause"`
	Correction string `toml:"correction"`
	Owner      string `toml:"owner"`
	Due        int    `toml:"due"`
}

// DemoProblem is the cause of incidents. It is closed with the release that
// closes it.
type DemoProblem struct {
	Key        string `toml:"key"`
	Title      string `toml:"title"`
	Service    string `toml:"service"`
	Day        int    `toml:"day"`
	Workaround string `toml:"workaround"`
	Later      string `toml:"later"` // a workaround found ten days later
}

// DemoChange is an RFC. One in a release goes as far as that release does;
// State says where it ends otherwise.
type DemoChange struct {
	Title    string      `toml:"title"`
	Text     string      `toml:"text"`
	Category string      `toml:"category"`
	Type     string      `toml:"type"`
	Service  string      `toml:"service"`
	By       string      `toml:"by"`
	Builder  string      `toml:"builder"`
	Items    []string    `toml:"items"`
	Closes   []string    `toml:"closes"`
	Reason   string      `toml:"reason"`
	Benefit  string      `toml:"benefit"`
	Without  string      `toml:"without"`
	Risk     string      `toml:"risk"`
	Assessed string      `toml:"assessed"`
	Decided  string      `toml:"decided"`
	State    model.State `toml:"state"`
	Day      int         `toml:"day"`
	Edited   string      `toml:"edited"` // its text after somebody asked what was meant
}

// DemoRelease is a release, walked up to a stage. What its gates ask for is
// done with what is said here.
type DemoRelease struct {
	Name        string   `toml:"name"`
	Version     string   `toml:"version"`
	Type        string   `toml:"type"`
	Service     string   `toml:"service"`
	Stage       string   `toml:"stage"`
	Contents    []string `toml:"contents"`
	Major       bool     `toml:"major"`
	Notes       string   `toml:"about"`
	Coordinator string   `toml:"coordinator"`
	Owner       string   `toml:"owner"`
	Requester   string   `toml:"requester"`
	Deployer    string   `toml:"deployer"`
	DependsOn   []string `toml:"depends_on"`
	People      []string `toml:"people"`
	Items       []string `toml:"items"`
	NoItems     string   `toml:"no_items"`

	Day   int    `toml:"day"`   // of its deployment, moved onto the next night of its service
	At    string `toml:"at"`    // of a service without nights: 18:30
	Late  int    `toml:"after"` // minutes after the night begins
	For   int    `toml:"for"`   // hours, 4 unless said
	Whole bool   `toml:"whole"` // planned for the day, not for an hour
	Now   bool   `toml:"now"`   // its window is open, its run goes on
	Lead  int    `toml:"lead"`  // days from registration to deployment
	Since int    `toml:"since"` // days in the stage it stands in
	// Within is how many days of these somebody worked on it; all, unless said.
	Within int      `toml:"within"`
	Upto   string   `toml:"upto"`  // the last thing done in that stage
	Waits  []string `toml:"waits"` // whose signatures are missing

	Risk     string   `toml:"risk"`
	Benefit  string   `toml:"benefit"`
	Feasible string   `toml:"feasible"`
	Cost     string   `toml:"cost"`
	Effect   string   `toml:"effect"`
	Security string   `toml:"security"`
	Capacity string   `toml:"capacity"`
	Others   string   `toml:"others"`
	Impact   int      `toml:"impact"`
	Factors  []string `toml:"factors"`

	Duration         string   `toml:"duration"`
	Method           string   `toml:"method"`
	Deliverables     string   `toml:"deliverables"`
	Tell             string   `toml:"tell"`
	Steps            []string `toml:"steps"` // "! " before the one after which there is no way back
	Verify           []string `toml:"verify"`
	Responsibilities string   `toml:"responsibilities"`
	Resources        string   `toml:"resources"`
	Dependencies     string   `toml:"dependencies"`
	Intent           string   `toml:"intent"`
	Trigger          string   `toml:"trigger"`
	Back             string   `toml:"back"`
	Point            string   `toml:"point"`
	Return           []string `toml:"return"`
	// Criteria are "what | how | evidence"; a fourth part tells of one that was
	// not met: "failed, or waived: for the organisation; for the others; why".
	Criteria []string `toml:"criteria"`
	Tried    string   `toml:"tried"`   // how the rollback was tested
	Untried  string   `toml:"untried"` // or why not
	Terms    string   `toml:"terms"`   // of new service hours or support
	News     string   `toml:"news"`
	Known    string   `toml:"known"`
	Audience string   `toml:"audience"`
	Notice   string   `toml:"notice"`

	Given         string   `toml:"given"` // with what the service desk takes it over, where it is major
	Outcome       string   `toml:"outcome"`
	Missed        bool     `toml:"missed"` // the objectives were not met
	Goals         string   `toml:"goals"`
	Investigation string   `toml:"investigation"`
	Compared      string   `toml:"compared"`
	Slip          string   `toml:"slip"`
	Lessons       string   `toml:"lessons"`
	Watch         []string `toml:"watch"`   // of each day of early life, the first whose afternoon is after the deployment: "stable | what is seen"
	Improve       []string `toml:"improve"` // "what | who | in how many days"
	Review        int      `toml:"review"`  // days from early life to the review

	Run     DemoRun           `toml:"run"`
	Changes []DemoChange      `toml:"change"`
	Orders  []DemoProcurement `toml:"order"`
	Turns   []DemoTurn        `toml:"turn"`
}

// DemoRun says how the deployment went, where it did not go as planned.
type DemoRun struct {
	Delay        int    `toml:"delay"` // minutes
	Pace         int    `toml:"pace"`  // per cent of the planned time
	Skip         int    `toml:"skip"`  // the step that was left out
	Why          string `toml:"why"`
	Intervention string `toml:"intervention"`
	// RollBack and Fail are the number of steps done before it went wrong.
	RollBack int    `toml:"roll_back"`
	Fail     int    `toml:"fail"`
	Trigger  string `toml:"trigger"`
	Again    bool   `toml:"again"`  // a second attempt in the same window
	Failed   string `toml:"failed"` // the note of a verification that failed at first
}

// DemoProcurement is something ordered.
type DemoProcurement struct {
	Title    string `toml:"title"`
	Hardware bool   `toml:"hardware"`
	Supplier string `toml:"supplier"`
	Order    string `toml:"order"`
	Due      int    `toml:"due"` // days before the deployment
	Late     bool   `toml:"late"`
	Received bool   `toml:"received"`
	Item     string `toml:"item"`
	Serial   string `toml:"serial"`
	Dropped  string `toml:"dropped"`
}

// DemoTurn is where a release leaves the straight way: at a stage, after
// something done there.
type DemoTurn struct {
	Do       string   `toml:"do"`
	At       string   `toml:"at"`
	After    string   `toml:"after"`
	By       string   `toml:"by"`
	Text     string   `toml:"text"`
	Reason   string   `toml:"reason"`
	Days     int      `toml:"days"`
	Set      string   `toml:"set"`
	Value    string   `toml:"value"`
	Window   string   `toml:"window"`
	Release  string   `toml:"release"`
	Kind     string   `toml:"kind"`
	Yes      bool     `toml:"yes"`
	Decision string   `toml:"decision"`
	Steps    []string `toml:"steps"`
}

// DemoIncident is an incident: after a release (how, and how long after its
// deployment ended), or on a day.
type DemoIncident struct {
	Title    string   `toml:"title"`
	Text     string   `toml:"text"`
	Severity string   `toml:"severity"`
	Service  string   `toml:"service"`
	Items    []string `toml:"items"`
	Problem  string   `toml:"problem"`
	Release  string   `toml:"release"`
	How      string   `toml:"how"` // confirmed, suspected, cleared
	Why      string   `toml:"why"` // it is cleared
	After    string   `toml:"after"`
	Day      int      `toml:"day"`
	At       string   `toml:"at"`
	Ago      string   `toml:"ago"`
	Lasted   string   `toml:"lasted"`
	Closed   bool     `toml:"closed"`
}

// ReadDemo decodes the sample organisation, strictly.
func ReadDemo() (Demo, error) {
	var all Demo
	for _, name := range list(files, "demo") {
		var d Demo
		if err := decode(files, name, &d); err != nil {
			return all, err
		}
		all.People = slices.Concat(all.People, d.People)
		all.Teams = slices.Concat(all.Teams, d.Teams)
		all.Services = slices.Concat(all.Services, d.Services)
		all.Items = slices.Concat(all.Items, d.Items)
		all.Windows = slices.Concat(all.Windows, d.Windows)
		all.Milestones = slices.Concat(all.Milestones, d.Milestones)
		all.Trains = slices.Concat(all.Trains, d.Trains)
		all.Closings = slices.Concat(all.Closings, d.Closings)
		all.Problems = slices.Concat(all.Problems, d.Problems)
		all.Changes = slices.Concat(all.Changes, d.Changes)
		all.Releases = slices.Concat(all.Releases, d.Releases)
		all.Incidents = slices.Concat(all.Incidents, d.Incidents)
		all.Entries = slices.Concat(all.Entries, d.Entries)
		all.Emergencies = slices.Concat(all.Emergencies, d.Emergencies)
		all.Absences = slices.Concat(all.Absences, d.Absences)
		all.Annotations = slices.Concat(all.Annotations, d.Annotations)
		all.Outages = slices.Concat(all.Outages, d.Outages)
		all.Audits = slices.Concat(all.Audits, d.Audits)
		all.Meetings = slices.Concat(all.Meetings, d.Meetings)
		all.Reports = slices.Concat(all.Reports, d.Reports)
	}
	return all, nil
}
