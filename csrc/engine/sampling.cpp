#include "engine/sampling.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <vector>

namespace phi4 {

int draw(const double* scores, int count, double temperature, int top_k, double top_p, double min_p, double uniform) {
    std::vector<double> shares(scores, scores + count);
    double best = -INFINITY;
    for (double each : shares) {
        if (std::isnan(each)) throw std::invalid_argument("a score is not a number");
        best = std::max(best, each);
    }
    if (best == -INFINITY) throw std::invalid_argument("every score is minus infinity");
    // From the best one down, so that nothing overflows however low the temperature is.
    for (double& each : shares) each = each == best ? 0.0 : (each - best) / temperature;
    if (top_k > 0 && top_k < count) {
        std::vector<double> sorted(shares);
        std::nth_element(sorted.begin(), sorted.begin() + (top_k - 1), sorted.end(), std::greater<>());
        const double least = sorted[top_k - 1];
        for (double& each : shares)
            if (each < least) each = -INFINITY;
    }
    double total = 0;
    for (double& each : shares) {
        each = std::exp(each);
        total += each;
    }
    if (top_p < 1) {
        // The least likely tokens go, as long as they make up at most 1 - top_p together; the best one stays.
        std::vector<int> order;
        for (int i = 0; i < count; ++i)
            if (shares[i] > 0) order.push_back(i);
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return shares[a] < shares[b]; });
        double gone = 0, kept = total;
        for (size_t i = 0; i + 1 < order.size(); ++i) {
            gone += shares[order[i]];
            if (gone / total > 1 - top_p) break;
            kept -= shares[order[i]];
            shares[order[i]] = 0;
        }
        total = kept;
    }
    if (min_p > 0) {
        const double least = min_p * *std::max_element(shares.begin(), shares.end());
        for (double& each : shares)
            if (each < least) each = 0;
    }
    total = 0;
    for (double each : shares) total += each;
    const double target = uniform * total;
    double sum = 0;
    int last = 0;
    for (int i = 0; i < count; ++i) {
        if (shares[i] <= 0) continue;
        sum += shares[i];
        last = i;
        if (sum > target) return i;
    }
    return last;
}

}  // namespace phi4
