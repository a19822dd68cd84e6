package model

// Each makes a list of a list, one by one: of approvers their titles, of bands
// the choices that there are.
func Each[T, U any](list []T, one func(T) U) []U {
	var out []U
	for _, v := range list {
		out = append(out, one(v))
	}
	return out
}
