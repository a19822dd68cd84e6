package metric

import (
	"slices"

	"fairway/model"
	"fairway/model/when"
)

// Edition is that of the formulas: it goes up by one where a formula makes another number of
// the same records. Numbers that were signed off by an earlier one can't be counted again.
const Edition = 3

// Figures are the numbers of every measure for a period, as they are kept when they are
// signed off, and what keeps them from being final.
func Figures(f Facts, span when.Span) ([]model.Figure, []model.Unsettled) {
	f.Brief = false
	var out []model.Figure
	var results []Result
	for _, m := range All(f.Measures) {
		r := m.Of(f, span)
		out, results = append(out, r.figure(m.ID)), append(results, r)
	}
	return out, unsettled(&f, results)
}

func (r *Result) figure(measure string) model.Figure {
	out := model.Figure{Measure: measure, Amount: r.Value.amount(), Population: r.Population, Provisional: r.Provisional, Defects: len(r.Defects)}
	for _, p := range r.Parts {
		out.Parts = append(out.Parts, model.FigurePart{Name: p.Name, Amount: p.Value.amount()})
	}
	for _, s := range r.Services {
		out.Services = append(out.Services, model.FigurePart{Name: s.Key, Amount: s.Value.amount()})
	}
	out.Missing = r.Missing
	return out
}

func (v Value) amount() model.Amount {
	return model.Amount{Form: string(v.Form), Numerator: v.Num, Denominator: v.Den}
}

// ValueOf is an amount that was kept, as a value.
func ValueOf(a model.Amount) Value { return Value{Form(a.Form), a.Numerator, a.Denominator} }

// SameFigure reports whether two numbers of a measure are the same, with their further values.
// What is provisional or incomplete about them is no part of that.
func SameFigure(a, b model.Figure) bool {
	return a.Amount == b.Amount && a.Population == b.Population && slices.Equal(a.Parts, b.Parts) && slices.Equal(a.Services, b.Services)
}

// unsettled is what is provisional in the results, and the data defects of them, each
// once.
func unsettled(f *Facts, results []Result) []model.Unsettled {
	var out []model.Unsettled
	at := map[[2]string]int{}
	for i := range results {
		for _, rec := range results[i].Records {
			if !rec.Provisional {
				continue
			}
			key := [2]string{string(rec.ID), rec.Text}
			k, known := at[key]
			if !known {
				k = len(out)
				at[key] = k
				out = append(out, model.Unsettled{ID: rec.ID, Text: rec.Text})
			}
			if !slices.Contains(out[k].Measures, results[i].Metric) {
				out[k].Measures = append(out[k].Measures, results[i].Metric)
			}
		}
	}
	defects := defectsOf(f, results)
	out = slices.DeleteFunc(out, func(u model.Unsettled) bool { // it is so for what is missing, which is said below
		return slices.ContainsFunc(defects, func(d Defect) bool {
			return d.ID == u.ID && !slices.ContainsFunc(u.Measures, func(m string) bool { return !slices.Contains(d.Measures, m) })
		})
	})
	for _, d := range defects {
		out = append(out, model.Unsettled{Measures: d.Measures, ID: d.ID, Defect: true, Text: d.Text, Remedies: d.Remedies})
	}
	return out
}
