// From scores to a token.
#pragma once

namespace phi4 {

// Temperature, top_k, top_p and min_p in this order, then the token in whose share of [0, 1) `uniform` falls.
// phi4.engine.sampling.probabilities is the slow reference.
int draw(const double* scores, int count, double temperature, int top_k, double top_p, double min_p, double uniform);

}  // namespace phi4
