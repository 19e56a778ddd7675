// Float arithmetic of the transformer: each instruction set's file includes this in its own namespace and compiles it
// with its own flags. A sum's order depends on positions alone.
#include "kernels/lanes.inl"

static void rms_norm(const float* x, const float* gain, float eps, int n, float* out) {
    Lanes power{};
    int i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        Lanes v = load(x + i);
        power += v * v;
    }
    float total = sum_lanes(power);
    for (; i < n; ++i) total += x[i] * x[i];
    const float factor = 1.0f / std::sqrt(total / float(n) + eps);
    for (i = 0; i + kLanes <= n; i += kLanes) store(out + i, load(x + i) * fill(factor) * load(gain + i));
    for (; i < n; ++i) out[i] = x[i] * factor * gain[i];
}

template <int kStride>
PHI4_INLINE Lanes butterfly(Lanes v) {
    const Lanes other = across<kStride>(v);
    return choose((lane_numbers() & fill_int(kStride)) > IntLanes{}, other - v, other + v);
}

static void hadamard(float* x, int size) {
    int stride = 1;
    if (size >= kLanes) {
        for (int i = 0; i < size; i += kLanes) {
            Lanes v = load(x + i);
            v = butterfly<1>(v);
            v = butterfly<2>(v);
            v = butterfly<4>(v);
            v = butterfly<8>(v);
            store(x + i, v);
        }
        for (stride = kLanes; stride < size; stride *= 2)
            for (int base = 0; base < size; base += 2 * stride)
                for (int i = base; i < base + stride; i += kLanes) {
                    Lanes a = load(x + i), b = load(x + i + stride);
                    store(x + i, a + b);
                    store(x + i + stride, a - b);
                }
        return;
    }
    for (; stride < size; stride *= 2)
        for (int base = 0; base < size; base += 2 * stride)
            for (int i = base; i < base + stride; ++i) {
                const float a = x[i], b = x[i + stride];
                x[i] = a + b;
                x[i + stride] = a - b;
            }
}

static void rotate(float* x, int n, int rotation) {
    if (rotation <= 1) return;
    const float norm = 1.0f / std::sqrt(float(rotation));
    for (int i = 0; i < n; ++i) {
        const bool negative = (uint32_t(i + 1) * 2654435761u) >> 31;
        x[i] = negative ? -x[i] * norm : x[i] * norm;
    }
    for (int base = 0; base < n; base += rotation) hadamard(x + base, rotation);
}

static void quantize_row(float* x, int n, int rotation, int padded, const QuantizedRows& out, int row) {
    rotate(x, n, rotation);
    int8_t* codes = out.codes + size_t(row) * out.stride;
    Lanes most{}, nothing{};
    int i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        const Lanes v = load(x + i);
        most = larger(most, larger(v, Lanes{} - v));
        nothing += v * Lanes{};
    }
    float peak = max_lanes(most), strange = sum_lanes(nothing);  // strange: not 0 where a number is infinite or none
    for (; i < n; ++i) {
        peak = std::max(peak, std::fabs(x[i]));
        strange += x[i] * 0.0f;
    }
    constexpr float kMinPeak = 1e-35f;  // its inverse is still finite
    if (strange != 0.0f || peak < kMinPeak) {
        // A row of zeros, or one that overflowed: zeros times a scale that says which.
        std::memset(codes, 0, padded);
        out.scales[row] = strange == 0.0f ? 0.0f : NAN;
        out.sums[row] = 0;
        return;
    }
    const float step = peak / 127.0f, inverse = 127.0f / peak;
    IntLanes total{};
    for (i = 0; i + kLanes <= n; i += kLanes) {
        const IntLanes rounded = to_nearest(load(x + i) * fill(inverse));
        total += rounded;
        narrow(rounded, codes + i);
    }
    int32_t parts[kLanes], count = 0;
    std::memcpy(parts, &total, sizeof parts);
    for (int each : parts) count += each;
    for (; i < n; ++i) {
        codes[i] = int8_t(std::lrint(x[i] * inverse));
        count += codes[i];
    }
    for (; i < padded; ++i) codes[i] = 0;
    out.scales[row] = step;
    out.sums[row] = count;
}

static void swiglu(const float* gate, const float* up, int n, float* out) {
    int i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        Lanes g = load(gate + i);
        store(out + i, g / (fill(1.0f) + exp_lanes(Lanes{} - g)) * load(up + i));
    }
    if (i < n) {
        float g[kLanes] = {}, u[kLanes] = {}, o[kLanes];
        for (int j = 0; j < n - i; ++j) {
            g[j] = gate[i + j];
            u[j] = up[i + j];
        }
        Lanes v = load(g);
        store(o, v / (fill(1.0f) + exp_lanes(Lanes{} - v)) * load(u));
        for (int j = 0; j < n - i; ++j) out[i + j] = o[j];
    }
}

static void rope(float* head, const float* cosine, const float* sine, int half) {
    for (int i = 0; i < half; ++i) {
        const float a = head[i], b = head[half + i];
        head[i] = a * cosine[i] - b * sine[i];
        head[half + i] = b * cosine[i] + a * sine[i];
    }
}

// A page's block: keys transposed [head_dim][32], values [32][head_dim rounded up to 16], and in 8 bits a scale a
// position for keys [32] and for values [32].
static void store_kv(const float* key, const float* value, uint8_t* block, int slot, int head_dim, int kv_bits) {
    const int wide = round_up(head_dim, kLanes);
    if (kv_bits == 32) {
        auto* keys = reinterpret_cast<float*>(block);
        float* values = keys + size_t(head_dim) * kPageTokens + size_t(slot) * wide;
        for (int i = 0; i < head_dim; ++i) {
            keys[i * kPageTokens + slot] = key[i];
            values[i] = value[i];
        }
        for (int i = head_dim; i < wide; ++i) values[i] = 0.0f;
        return;
    }
    if (kv_bits == 16) {
        auto* keys = reinterpret_cast<uint16_t*>(block);
        uint16_t* values = keys + size_t(head_dim) * kPageTokens + size_t(slot) * wide;
        for (int i = 0; i < head_dim; ++i) {
            keys[i * kPageTokens + slot] = to_f16(key[i]);
            values[i] = to_f16(value[i]);
        }
        for (int i = head_dim; i < wide; ++i) values[i] = 0;
        return;
    }
    auto* keys = reinterpret_cast<int8_t*>(block);
    int8_t* values = keys + size_t(head_dim) * kPageTokens + size_t(slot) * wide;
    float* scales = reinterpret_cast<float*>(keys + size_t(head_dim + wide) * kPageTokens);
    float key_peak = 0.0f, value_peak = 0.0f;
    for (int i = 0; i < head_dim; ++i) {
        key_peak = std::max(key_peak, std::fabs(key[i]));
        value_peak = std::max(value_peak, std::fabs(value[i]));
    }
    const bool key_fine = key_peak > 0 && std::isfinite(key_peak),
               value_fine = value_peak > 0 && std::isfinite(value_peak);
    const float key_inverse = key_fine ? 127.0f / key_peak : 0.0f,
                value_inverse = value_fine ? 127.0f / value_peak : 0.0f;
    for (int i = 0; i < head_dim; ++i) {
        keys[i * kPageTokens + slot] = key_fine ? int8_t(std::lrint(key[i] * key_inverse)) : 0;
        values[i] = value_fine ? int8_t(std::lrint(value[i] * value_inverse)) : 0;
    }
    for (int i = head_dim; i < wide; ++i) values[i] = 0;
    scales[slot] = key_peak / 127.0f;
    scales[kPageTokens + slot] = value_peak / 127.0f;
}

// What queries of a tile share of one page, and what is known of each query so far.
struct AttentionPage {
    const float *keys, *values;  // [dim][32], [32][wide]
    Lanes key_scale[2], value_scale[2];
    int begin, filled, wide;  // position of the first slot, slots in use, width of a value
    float *sums, *peaks, *totals;
};

// Vectors of 16 lanes that a query's sums take at once: two where a vector is one register.
constexpr int kSpan = kWidth == 16 ? 2 : 1;

// Takes a page into the softmax of `kTogether` queries from `start` on. One alone leaves out the values of slots that
// it does not see; several together take them with share 0, which must not be done where a value is infinite or none.
template <int kTogether>
static void attend_page(const AttentionTile& tile, const AttentionPage& page, int start) {
    const int dim = tile.head_dim, wide = page.wide, begin = page.begin, filled = page.filled;
    const float* q[kTogether];
    for (int j = 0; j < kTogether; ++j) q[j] = tile.queries[start + j];
    float shares[kTogether][kPageTokens];  // scores, then shares
    for (int first = 0; first < kPageTokens; first += kSpan * kLanes) {
        Lanes acc[kTogether][kSpan];
        repeat<kTogether>(PHI4_EACH(j) { repeat<kSpan>(PHI4_EACH(s) { acc[j][s] = Lanes{}; }); });
        const float* keys = page.keys + first;
        for (int d = 0; d < dim; ++d, keys += kPageTokens) {
            Lanes key[kSpan];
            repeat<kSpan>(PHI4_EACH(s) { key[s] = load(keys + s * kLanes); });
            repeat<kTogether>(PHI4_EACH(j) {
                const Lanes value = fill(q[j][d]);
                repeat<kSpan>(PHI4_EACH(s) { acc[j][s] += key[s] * value; });
            });
        }
        repeat<kTogether>(
            PHI4_EACH(j) { repeat<kSpan>(PHI4_EACH(s) { store(shares[j] + first + s * kLanes, acc[j][s]); }); });
    }
    float keep[kTogether];
    int from = 0, to = filled;
    bool seen = false;
    for (int j = 0; j < kTogether; ++j) {
        const int row = start + j, position = tile.positions[row];
        const int low = tile.window ? position - tile.window : -1;
        keep[j] = 1.0f;
        if (kTogether == 1) {
            from = std::max(0, low + 1 - begin);
            to = std::min(filled, position + 1 - begin);
        }
        Lanes masked[2];
        for (int half = 0; half < 2; ++half) {
            const IntLanes at = lane_numbers() + fill_int(begin + half * kLanes);
            const IntLanes visible = (at <= fill_int(position)) & (at > fill_int(low));
            masked[half] = choose(visible, load(shares[j] + half * kLanes) * page.key_scale[half], fill(-INFINITY));
        }
        const float peak = std::max(page.peaks[row], max_lanes(larger(masked[0], masked[1])));
        if (peak == -INFINITY || begin > position || begin + kPageTokens - 1 <= low) {
            std::memset(shares[j], 0, sizeof shares[j]);
            continue;
        }
        seen = true;
        keep[j] = page.peaks[row] == -INFINITY ? 0.0f : first_lane(exp_lanes(fill(page.peaks[row] - peak)));
        page.peaks[row] = peak;
        const Lanes p0 = exp_lanes(masked[0] - fill(peak)), p1 = exp_lanes(masked[1] - fill(peak));
        page.totals[row] = page.totals[row] * keep[j] + sum_lanes(p0 + p1);
        // A slot that was never written may hold anything: its share is 0, its scale is not used.
        store(shares[j], choose(p0 > Lanes{}, p0 * page.value_scale[0], Lanes{}));
        store(shares[j] + kLanes, choose(p1 > Lanes{}, p1 * page.value_scale[1], Lanes{}));
    }
    if (!seen) return;
    for (int c = 0; c < wide; c += kSpan * kLanes) {
        // An odd vector at the end is taken twice over, and stored once.
        const int at[2] = {c, std::min(c + kLanes, wide - kLanes)};
        Lanes acc[kTogether][kSpan];
        repeat<kTogether>(PHI4_EACH(j) {
            const float* sum = page.sums + size_t(start + int(j)) * wide;
            repeat<kSpan>(PHI4_EACH(s) { acc[j][s] = load(sum + at[s]) * fill(keep[j]); });
        });
        for (int t = from; t < to; ++t) {
            Lanes value[kSpan];
            repeat<kSpan>(PHI4_EACH(s) { value[s] = load(page.values + size_t(t) * wide + at[s]); });
            repeat<kTogether>(PHI4_EACH(j) {
                const Lanes share = fill(shares[j][t]);
                repeat<kSpan>(PHI4_EACH(s) { acc[j][s] += value[s] * share; });
            });
        }
        repeat<kTogether>(PHI4_EACH(j) {
            float* sum = page.sums + size_t(start + int(j)) * wide;
            repeat<kSpan>(PHI4_EACH(s) { store(sum + at[s], acc[j][s]); });
        });
    }
}

// Whether `n` numbers, a multiple of 16, are all finite.
static bool all_finite(const float* x, int n) {
    Lanes strange{};
    for (int i = 0; i < n; i += kLanes) strange += load(x + i) * Lanes{};
    return sum_lanes(strange) == 0.0f;
}

// Softmax attention, page by page in the order of positions, with a running maximum.
static void attend(const AttentionTile& tile, float* scratch) {
    const int dim = tile.head_dim, wide = round_up(dim, kLanes);
    float* keys = scratch;                              // [dim][32]
    float* values = keys + size_t(dim) * kPageTokens;   // [32][wide]
    float* sums = values + size_t(wide) * kPageTokens;  // [count][wide]
    float* peaks = sums + size_t(tile.count) * wide;    // [count]
    float* totals = peaks + tile.count;                 // [count]
    std::memset(sums, 0, sizeof(float) * size_t(tile.count) * wide);
    for (int i = 0; i < tile.count; ++i) {
        peaks[i] = -INFINITY;
        totals[i] = 0.0f;
    }
    const int first_seen = tile.window ? std::max(0, tile.positions[0] - tile.window + 1) : 0;
    const int last_seen = tile.positions[tile.count - 1];
    for (int page = first_seen / kPageTokens; page <= last_seen / kPageTokens; ++page) {
        const uint8_t* block = tile.pages[page] + tile.block;
        const int begin = page * kPageTokens;
        const int filled = std::min(kPageTokens, last_seen + 1 - begin);
        Lanes key_scale[2] = {fill(1.0f), fill(1.0f)}, value_scale[2] = {fill(1.0f), fill(1.0f)};
        if (tile.kv_bits == 8) {
            auto* raw = reinterpret_cast<const int8_t*>(block);
            for (int i = 0; i < dim * kPageTokens; i += kLanes) store(keys + i, widen_bytes(raw + i));
            raw += size_t(dim) * kPageTokens;
            for (int i = 0; i < filled * wide; i += kLanes) store(values + i, widen_bytes(raw + i));
            auto* scales = reinterpret_cast<const float*>(raw + size_t(wide) * kPageTokens);
            for (int half = 0; half < 2; ++half) {
                key_scale[half] = load(scales + half * kLanes);
                value_scale[half] = load(scales + kPageTokens + half * kLanes);
            }
        } else if (tile.kv_bits == 32) {
            auto* raw = reinterpret_cast<const float*>(block);
            std::memcpy(keys, raw, sizeof(float) * dim * kPageTokens);
            std::memcpy(values, raw + size_t(dim) * kPageTokens, sizeof(float) * filled * wide);
        } else {
            auto* raw = reinterpret_cast<const uint16_t*>(block);
            for (int i = 0; i < dim * kPageTokens; i += kLanes) store(keys + i, widen_f16(raw + i));
            raw += size_t(dim) * kPageTokens;
            for (int i = 0; i < filled * wide; i += kLanes) store(values + i, widen_f16(raw + i));
        }
        const AttentionPage shared{
            keys,  values, {key_scale[0], key_scale[1]}, {value_scale[0], value_scale[1]}, begin, filled, wide, sums,
            peaks, totals};
        const bool all_seen =
            begin + filled - 1 <= tile.positions[0] && (!tile.window || begin > last_seen - tile.window);
        // Only a cache in floats holds values that are not finite.
        const bool together = all_seen || tile.kv_bits != 32 || all_finite(values, filled * wide);
        int start = 0;
        if constexpr (kSpan == 2)
            for (; together && start + 8 <= tile.count; start += 8) attend_page<8>(tile, shared, start);
        for (; together && start + 4 <= tile.count; start += 4) attend_page<4>(tile, shared, start);
        for (; start < tile.count; ++start) attend_page<1>(tile, shared, start);
    }
    for (int i = 0; i < tile.count; ++i)
        for (int d = 0; d < dim; ++d) tile.outputs[i][d] = sums[size_t(i) * wide + d] / totals[i];
}

template <FloatType type>
PHI4_INLINE Lanes widen(const void* data, size_t at) {
    if constexpr (type == FloatType::f32) return load(static_cast<const float*>(data) + at);
    if constexpr (type == FloatType::bf16) return widen_bf16(static_cast<const uint16_t*>(data) + at);
    return widen_f16(static_cast<const uint16_t*>(data) + at);
}
template <FloatType type>
PHI4_INLINE float widen_one(const void* data, size_t at) {
    if constexpr (type == FloatType::f32) return static_cast<const float*>(data)[at];
    if constexpr (type == FloatType::bf16) return from_bf16(static_cast<const uint16_t*>(data)[at]);
    return from_f16(static_cast<const uint16_t*>(data)[at]);
}

template <FloatType type, int kRows, int kTokens>
PHI4_INLINE void float_tile(const FloatMatrix& w, const float* x, int x_stride, float* y, int y_stride, int row) {
    Lanes acc[kRows][kTokens];
    repeat<kRows>(PHI4_EACH(r) { repeat<kTokens>(PHI4_EACH(t) { acc[r][t] = Lanes{}; }); });
    const int n = w.cols;
    int k = 0;
    for (; k + kLanes <= n; k += kLanes) {
        Lanes weights[kRows];
        repeat<kRows>(PHI4_EACH(r) { weights[r] = widen<type>(w.data, size_t(row + int(r)) * n + k); });
        repeat<kTokens>(PHI4_EACH(t) {
            const Lanes v = load(x + size_t(t) * x_stride + k);
            repeat<kRows>(PHI4_EACH(r) { acc[r][t] += weights[r] * v; });
        });
    }
    repeat<kRows>(PHI4_EACH(r) {
        repeat<kTokens>(PHI4_EACH(t) {
            float total = sum_lanes(acc[r][t]);
            for (int i = k; i < n; ++i)
                total += widen_one<type>(w.data, size_t(row + int(r)) * n + i) * x[size_t(t) * x_stride + i];
            y[size_t(t) * y_stride + row + int(r)] = total;
        });
    });
}

template <FloatType type>
static void float_matmul_of(const FloatMatrix& w, const float* x, int x_stride, int m, float* y, int y_stride,
                            int first, int last) {
    constexpr int kRows = kWidth == 16 ? 4 : 2, kTokens = kWidth == 16 ? 4 : 2;
    for (int row = first; row < last;) {
        const bool whole = last - row >= kRows;
        int t = 0;
        if (whole)
            for (; t + kTokens <= m; t += kTokens)
                float_tile<type, kRows, kTokens>(w, x + size_t(t) * x_stride, x_stride, y + size_t(t) * y_stride,
                                                 y_stride, row);
        for (; t < m; ++t) {
            const float* in = x + size_t(t) * x_stride;
            float* out = y + size_t(t) * y_stride;
            if (whole) float_tile<type, kRows, 1>(w, in, x_stride, out, y_stride, row);
            else
                for (int r = row; r < last; ++r) float_tile<type, 1, 1>(w, in, x_stride, out, y_stride, r);
        }
        row += whole ? kRows : last - row;
    }
}

static void float_matmul(const FloatMatrix& w, const float* x, int x_stride, int m, float* y, int y_stride, int first,
                         int last) {
    switch (w.type) {
        case FloatType::f32:
            return float_matmul_of<FloatType::f32>(w, x, x_stride, m, y, y_stride, first, last);
        case FloatType::bf16:
            return float_matmul_of<FloatType::bf16>(w, x, x_stride, m, y, y_stride, first, last);
        case FloatType::f16:
            return float_matmul_of<FloatType::f16>(w, x, x_stride, m, y, y_stride, first, last);
    }
}

// Four streams side by side, which memory serves faster than one.
static void read_bytes(const uint8_t* data, size_t size) {
    const size_t part = size / 4;
    IntLanes sums[4];
    repeat<4>(PHI4_EACH(j) { sums[j] = IntLanes{}; });
    for (size_t i = 0; i < part; i += 64)
        repeat<4>(PHI4_EACH(j) {
            repeat<kParts>(PHI4_EACH(k) {
                IntPart v;
                std::memcpy(&v, data + j * part + i + k * sizeof v, sizeof v);
                sums[j].part[k] ^= v;
            });
        });
    const IntLanes all = (sums[0] ^ sums[1]) ^ (sums[2] ^ sums[3]);
    int32_t seen[kLanes];
    std::memcpy(seen, &all, sizeof seen);
    for (int each : seen) asm volatile("" : : "r"(each));
}
