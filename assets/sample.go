package assets

// Sample is the small organisation of demo/sample.toml.
type Sample struct {
	People   []SamplePerson  `toml:"person"`
	Services []SampleService `toml:"service"`
	Windows  []SampleWindow  `toml:"window"`
	Releases []SampleRelease `toml:"release"`
}

// SamplePerson is somebody with roles.
type SamplePerson struct {
	Handle string   `toml:"handle"`
	Name   string   `toml:"name"`
	Roles  []string `toml:"roles"`
}

// SampleService is a service with one configuration item.
type SampleService struct {
	Handle      string `toml:"handle"`
	Name        string `toml:"name"`
	Owner       string `toml:"owner"`
	Criticality string `toml:"criticality"`
	Item        string `toml:"item"`
}

// SampleWindow is a freeze or a maintenance window; From counts days from the
// day on which the sample is made.
type SampleWindow struct {
	Title   string `toml:"title"`
	Class   string `toml:"class"`
	Hard    bool   `toml:"hard"`
	Service string `toml:"service"`
	Rule    string `toml:"rule"`
	From    int    `toml:"from"`
	Days    int    `toml:"days"`
	Hour    int    `toml:"hour"`
	Hours   int    `toml:"hours"`
}

// SampleRelease is a release that is walked up to a stage. In counts days from
// the day on which the sample is made to its deployment.
type SampleRelease struct {
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Service string   `toml:"service"`
	Stage   string   `toml:"stage"`
	In      int      `toml:"in"`
	Hour    int      `toml:"hour"`
	Changes []string `toml:"changes"`
	Impact  int      `toml:"impact"`
	Factors []string `toml:"factors"`
}

// ReadSample decodes the sample organisation.
func ReadSample() (Sample, error) {
	var s Sample
	err := decode(files, "demo/sample.toml", &s)
	return s, err
}
