// From scores to a token.
#pragma once

namespace phi4 {

// Temperature, top_k, top_p and min_p in this order, then the token in whose share of [0, 1) `uniform` falls.
// A temperature too low for the scores' differences is the limit: the best token. Throws std::invalid_argument where a
// score is not a number, or all are minus infinity. phi4.engine.sampling.probabilities is the slow reference.
int draw(const double* scores, int count, double temperature, int top_k, double top_p, double min_p, double uniform);

}  // namespace phi4
