#include "quant/quantize.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace phi4 {
namespace {

constexpr int kGroupSize = 16;
constexpr float kMinStep = 1e-30f;  // a row of smaller numbers is a row of zeros: steps are divided by

struct Row {
    std::vector<float> values, weights;  // padded to whole groups; a pad weighs nothing
    int groups;
};

// The weighted error of one group at `step`.
float group_error(const float* w, const float* weight, float step, float low, float high) {
    const float inverse = 1.0f / step;
    float error = 0.0f;
    for (int i = 0; i < kGroupSize; ++i) {
        float code = (w[i] * inverse + 12582912.0f) - 12582912.0f;
        code = std::min(std::max(code, low), high);
        const float miss = w[i] - code * step;
        error += weight[i] * miss * miss;
    }
    return error;
}

void quantize_row(const Row& row, int cols, int bits, int8_t* codes, uint8_t* scales, float* row_scale) {
    const float high = float((1 << (bits - 1)) - 1), low = bits == 8 ? -high : -high - 1;
    const int most = bits == 8 ? 1 : 15;
    std::vector<float> ideal(row.groups);
    float largest = 0.0f;
    for (int g = 0; g < row.groups; ++g) {
        float peak = 0.0f;
        for (int i = 0; i < kGroupSize; ++i) {
            const float magnitude = std::fabs(row.values[g * kGroupSize + i]);
            if (!std::isfinite(magnitude)) throw std::invalid_argument("a weight is infinite or not a number");
            peak = std::max(peak, magnitude);
        }
        ideal[g] = peak / (bits == 8 ? 127.0f : -low);
        largest = std::max(largest, ideal[g]);
    }
    if (largest < kMinStep) {
        std::fill(codes, codes + cols, int8_t(0));
        std::fill(scales, scales + row.groups, uint8_t(1));
        *row_scale = 0.0f;
        return;
    }
    double best = INFINITY;
    std::vector<uint8_t> trial(row.groups);
    *row_scale = largest / float(most);  // stays if all errors overflow
    std::fill(scales, scales + row.groups, uint8_t(most));
    const int tries = bits == 8 ? 16 : 7;
    for (int attempt = 0; attempt < tries; ++attempt) {
        const float share = bits == 8 ? 1.05f - 0.04f * attempt : 1.05f - 0.08f * attempt;
        const float unit = largest * share / most;
        double total = 0;
        for (int g = 0; g < row.groups && total < best; ++g) {
            const float *w = row.values.data() + g * kGroupSize, *weight = row.weights.data() + g * kGroupSize;
            float least = INFINITY;
            const int middle = int(std::lrint(ideal[g] / unit));
            for (int scale = std::max(1, middle - 3); scale <= std::min(most, std::max(1, middle + 2)); ++scale) {
                const float error = group_error(w, weight, unit * scale, low, high);
                if (error < least) {
                    least = error;
                    trial[g] = uint8_t(scale);
                }
            }
            if (least == INFINITY) {
                trial[g] = uint8_t(most);
                least = group_error(w, weight, unit * most, low, high);
            }
            total += least;
        }
        if (total < best) {
            best = total;
            *row_scale = unit;
            std::copy(trial.begin(), trial.end(), scales);
        }
    }
    // With the codes fixed, the row's scale has a best value in closed form; the codes are then rounded once more.
    for (int pass = 0; pass < 2; ++pass) {
        double along = 0, power = 0;
        for (int g = 0; g < row.groups; ++g)
            for (int i = 0; i < kGroupSize; ++i) {
                const int at = g * kGroupSize + i;
                const float step = *row_scale * scales[g];
                const float code = std::min(std::max(std::nearbyint(row.values[at] / step), low), high);
                if (at < cols) codes[at] = int8_t(code);
                const double whole = double(code) * scales[g];
                along += double(row.weights[at]) * row.values[at] * whole;
                power += double(row.weights[at]) * whole * whole;
            }
        if (pass == 0 && along > 0 && power > 0) *row_scale = float(along / power);
    }
}

}  // namespace

void quantize_rows(ThreadPool& pool, const float* w, int64_t rows, int cols, const float* importance, int bits,
                   int8_t* codes, uint8_t* scales, float* row_scales) {
    const int groups = (cols + kGroupSize - 1) / kGroupSize;
    for (int i = 0; importance && i < cols; ++i)
        if (!(importance[i] >= 0.0f) || !std::isfinite(importance[i]))
            throw std::invalid_argument("an importance is negative or not finite");
    pool.run(int(rows), 8, [&](int begin, int end, int) {
        Row row{std::vector<float>(size_t(groups) * kGroupSize), std::vector<float>(size_t(groups) * kGroupSize),
                groups};
        for (int i = 0; i < cols; ++i) row.weights[i] = importance ? importance[i] : 1.0f;
        for (int64_t r = begin; r < end; ++r) {
            std::copy(w + r * cols, w + (r + 1) * cols, row.values.begin());
            quantize_row(row, cols, bits, codes + r * cols, scales + r * groups, row_scales + r);
        }
    });
}

}  // namespace phi4
