package process

import "strings"

// Matrix is the RACI matrix of a process: a row for each stage, a column for each
// role that has a letter somewhere.
type Matrix struct {
	RoleIDs []string    `json:"role_ids"`
	Roles   []string    `json:"roles"` // their titles
	Rows    []MatrixRow `json:"rows"`
}

// MatrixRow is a stage with its letters, one entry for each role: "", "R", "RA" …
type MatrixRow struct {
	StageID string   `json:"stage_id"`
	Stage   string   `json:"stage"`
	Letters []string `json:"letters"`
}

// Matrix works out the process's RACI matrix; roles stand in the order of the
// rules.
func (p *Process) Matrix(b *Rules) Matrix {
	var m Matrix
	letters := func(s Stage, role string) string {
		var out strings.Builder
		for _, l := range []struct {
			letter string
			roles  []string
		}{{"R", s.R}, {"A", s.A}, {"C", s.C}, {"I", s.I}} {
			for _, r := range l.roles {
				if r == role {
					out.WriteString(l.letter)
				}
			}
		}
		return out.String()
	}
	for _, r := range b.Roles {
		for _, s := range p.Stages {
			if letters(s, r.ID) != "" {
				m.RoleIDs, m.Roles = append(m.RoleIDs, r.ID), append(m.Roles, r.Title)
				break
			}
		}
	}
	for _, s := range p.Stages {
		row := MatrixRow{StageID: s.ID, Stage: s.Title}
		for _, id := range m.RoleIDs {
			row.Letters = append(row.Letters, letters(s, id))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}
