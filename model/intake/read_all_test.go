package intake

import "io"

// Result is a source read to its end.
type Result struct {
	Rows     []Row     // the usable ones, in order
	Problems []Problem //
	Errors   int       // how many of the problems are errors
}

// ReadAll reads a source to its end and holds all of it; as a test wants it.
func ReadAll(r Reader) (Result, error) {
	var res Result
	for {
		row, problems, err := r.Next()
		res.Problems = append(res.Problems, problems...)
		for _, p := range problems {
			if p.Severity == Error {
				res.Errors++
			}
		}
		if err == io.EOF {
			return res, nil
		}
		if err != nil {
			return res, err
		}
		if row.Key != "" {
			res.Rows = append(res.Rows, row)
		}
	}
}
