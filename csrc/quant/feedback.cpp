#include "quant/feedback.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace phi4 {
namespace {

constexpr int kGroupSize = 16, kLanes = 4, kMaxScale = 15;
constexpr int kMinOffset = -4, kMaxOffset = 4;  // of the scales tried, from the one that just holds the largest weight
typedef float Lanes __attribute__((vector_size(16)));

inline Lanes fill(float v) { return Lanes{v, v, v, v}; }
inline Lanes smaller(Lanes a, Lanes b) { return a < b ? a : b; }
inline Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
// To the nearest whole number, of values below 2^22.
inline Lanes rounded(Lanes v) { return (v + 12582912.0f) - 12582912.0f; }

struct Group {
    Lanes codes[kGroupSize], errors[kGroupSize];
    Lanes scale, loss;
};

// Rounds `size` inputs of four rows at `step`; `spread` has `stride` numbers a row, the first the group's own diagonal.
void round_group(const Lanes* w, int size, Lanes step, const float* spread, int stride, Lanes low, Lanes high,
                 Group& out) {
    Lanes left[kGroupSize];
    std::memcpy(left, w, sizeof(Lanes) * size);
    const Lanes zero = fill(0.0f), inverse = step > zero ? fill(1.0f) / step : zero;
    out.loss = zero;
    for (int j = 0; j < size; ++j) {
        const float* row = spread + size_t(j) * stride;
        const Lanes code = rounded(smaller(larger(left[j] * inverse, low), high));
        const Lanes error = (left[j] - code * step) / fill(row[j]);
        for (int k = j + 1; k < size; ++k) left[k] -= error * fill(row[k]);
        out.codes[j] = code;
        out.errors[j] = error;
        out.loss += error * error;
    }
}

void keep_better(const Group& found, Group& best) {
    const auto better = found.loss < best.loss;
    for (int j = 0; j < kGroupSize; ++j) {
        best.codes[j] = better ? found.codes[j] : best.codes[j];
        best.errors[j] = better ? found.errors[j] : best.errors[j];
    }
    best.scale = better ? found.scale : best.scale;
    best.loss = better ? found.loss : best.loss;
}

Group best_group(const Lanes* w, Lanes row_scale, const float* spread, int stride, Lanes low, Lanes high) {
    Lanes peak = fill(0.0f);
    for (int j = 0; j < kGroupSize; ++j) peak = larger(peak, larger(w[j], -w[j]));
    const Lanes unit = row_scale > fill(0.0f) ? row_scale : fill(1.0f);
    const Lanes middle = rounded(smaller(peak / (-low * unit), fill(float(kMaxScale))));
    Group best{}, found{};
    for (int offset = kMinOffset; offset <= kMaxOffset; ++offset) {
        found.scale = smaller(larger(middle + float(offset), fill(1.0f)), fill(float(kMaxScale)));
        round_group(w, kGroupSize, found.scale * row_scale, spread, stride, low, high, found);
        if (offset == kMinOffset) best = found;
        else keep_better(found, best);
    }
    return best;
}

}  // namespace

void round_feeding_back(ThreadPool& pool, const float* w, int inputs, int64_t rows, const float* spread,
                        const float* row_scales, int bits, int8_t* codes, uint8_t* scales, float* errors) {
    const float top = float((1 << (bits - 1)) - 1);
    const Lanes high = fill(top), low = fill(bits == 8 ? -top : -top - 1.0f);
    pool.run(int((rows + kLanes - 1) / kLanes), 64, [&](int begin, int end, int) {
        std::vector<Lanes> left(inputs);
        for (int tile = begin; tile < end; ++tile) {
            const int64_t first = int64_t(tile) * kLanes;
            const size_t count = size_t(std::min<int64_t>(kLanes, rows - first));
            for (int i = 0; i < inputs; ++i) {
                left[i] = fill(0.0f);
                std::memcpy(&left[i], w + i * rows + first, count * sizeof(float));
            }
            Lanes row_scale = fill(0.0f);
            std::memcpy(&row_scale, row_scales + first, count * sizeof(float));
            for (int at = 0; at < inputs; at += kGroupSize) {
                const int size = std::min(kGroupSize, inputs - at);
                const float* corner = spread + size_t(at) * inputs + at;
                Group group{};
                if (bits == 8) round_group(&left[at], size, row_scale, corner, inputs, low, high, group);
                else group = best_group(&left[at], row_scale, corner, inputs, low, high);
                for (int j = 0; j < size; ++j) {
                    const float* row = spread + size_t(at + j) * inputs;
                    for (int k = at + size; k < inputs; ++k) left[k] -= group.errors[j] * fill(row[k]);
                    std::memcpy(errors + (at + j) * rows + first, &group.errors[j], count * sizeof(float));
                    for (size_t r = 0; r < count; ++r)
                        codes[(at + j) * rows + first + int64_t(r)] = int8_t(group.codes[j][r]);
                }
                if (bits == 8) continue;
                for (size_t r = 0; r < count; ++r)
                    scales[at / kGroupSize * rows + first + int64_t(r)] = uint8_t(group.scale[r]);
            }
        }
    });
}

}  // namespace phi4
