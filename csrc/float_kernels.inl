// Float arithmetic in vectors of 16 lanes, whatever the machine's width: each instruction set's file includes this
// in its own namespace and compiles it with its own flags. A sum's order depends on positions alone.

typedef float Lanes __attribute__((vector_size(64)));
typedef int32_t IntLanes __attribute__((vector_size(64)));
constexpr int kLanes = 16;
#define PHI4_INLINE static inline __attribute__((always_inline))

// f(0), f(1) .. f(n - 1) with constants: arrays of sums that are only indexed so stay in registers.
template <int n, typename F>
PHI4_INLINE void repeat(F&& f) {
    [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
        (f(std::integral_constant<int, i>{}), ...);
    }(std::make_integer_sequence<int, n>{});
}
#define PHI4_EACH(i) [&](auto i) __attribute__((always_inline))

PHI4_INLINE Lanes load(const float* p) { Lanes v; std::memcpy(&v, p, sizeof v); return v; }
PHI4_INLINE void store(float* p, Lanes v) { std::memcpy(p, &v, sizeof v); }
PHI4_INLINE Lanes fill(float v) { return Lanes{v, v, v, v, v, v, v, v, v, v, v, v, v, v, v, v}; }
PHI4_INLINE Lanes as_float(IntLanes v) { Lanes r; std::memcpy(&r, &v, sizeof r); return r; }
PHI4_INLINE IntLanes as_int(Lanes v) { IntLanes r; std::memcpy(&r, &v, sizeof r); return r; }
PHI4_INLINE Lanes larger(Lanes a, Lanes b) { return a > b ? a : b; }
// Narrow numbers to 32 bits. gcc 12 takes __builtin_convertvector between these widths one element at a time.
PHI4_INLINE IntLanes widen_s8(const int8_t* p) {
    IntLanes r;
#if defined(__AVX512F__)
    const __m512i v = _mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    std::memcpy(&r, &v, sizeof r);
#elif defined(__AVX2__)
    const __m256i v[2] = {_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))),
                          _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p + 8)))};
    std::memcpy(&r, v, sizeof r);
#else
    int32_t v[kLanes];
    for (int i = 0; i < kLanes; ++i) v[i] = p[i];
    std::memcpy(&r, v, sizeof r);
#endif
    return r;
}
PHI4_INLINE IntLanes widen_u16(const uint16_t* p) {
    IntLanes r;
#if defined(__AVX512F__)
    const __m512i v = _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
    std::memcpy(&r, &v, sizeof r);
#elif defined(__AVX2__)
    const __m256i v[2] = {_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))),
                          _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8)))};
    std::memcpy(&r, v, sizeof r);
#else
    int32_t v[kLanes];
    for (int i = 0; i < kLanes; ++i) v[i] = p[i];
    std::memcpy(&r, v, sizeof r);
#endif
    return r;
}
// Numbers from -128 to 127 to bytes.
PHI4_INLINE void narrow(IntLanes v, int8_t* out) {
#if defined(__AVX512F__)
    __m512i wide;
    std::memcpy(&wide, &v, sizeof wide);
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm512_cvtepi32_epi8(wide));
#elif defined(__AVX2__)
    __m256i wide[2];
    std::memcpy(wide, &v, sizeof wide);
    const __m256i halves = _mm256_permute4x64_epi64(_mm256_packs_epi32(wide[0], wide[1]), 0xd8);
    const __m128i bytes = _mm_packs_epi16(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
#else
    int32_t wide[kLanes];
    std::memcpy(wide, &v, sizeof wide);
    for (int i = 0; i < kLanes; ++i) out[i] = int8_t(wide[i]);
#endif
}
PHI4_INLINE Lanes widen_bytes(const int8_t* p) { return __builtin_convertvector(widen_s8(p), Lanes); }
PHI4_INLINE Lanes widen_bf16(const uint16_t* p) { return as_float(widen_u16(p) << 16); }
// Exact for all but infinities and NaN: the exponent is moved by a multiplication, which also takes subnormals.
PHI4_INLINE Lanes widen_f16(const uint16_t* p) {
    const IntLanes bits = widen_u16(p);
    Lanes magnitude = as_float((bits & 0x7fff) << 13) * 5.192296858534828e33f;
    return as_float(as_int(magnitude) | ((bits & 0x8000) << 16));
}
template <int stride>
PHI4_INLINE Lanes across(Lanes v) {
    const IntLanes lane{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    return __builtin_shuffle(v, lane ^ stride);
}
PHI4_INLINE float sum_lanes(Lanes v) {
    v += across<8>(v);
    v += across<4>(v);
    v += across<2>(v);
    v += across<1>(v);
    return v[0];
}
PHI4_INLINE float max_lanes(Lanes v) {
    v = larger(v, across<8>(v));
    v = larger(v, across<4>(v));
    v = larger(v, across<2>(v));
    v = larger(v, across<1>(v));
    return v[0];
}
// exp to about 1e-7: 2^k times a polynomial on [-ln2/2, ln2/2]; below -87 it is 0.
PHI4_INLINE Lanes exp_lanes(Lanes x) {
    Lanes low = fill(-87.0f), high = fill(88.0f);
    IntLanes vanishes = x < low;
    x = x < low ? low : x;
    x = x > high ? high : x;
    Lanes k = x * 1.44269504088896341f + 12582912.0f;
    IntLanes exponent = as_int(k) << 23;
    k = k - 12582912.0f;
    Lanes r = x - k * 0.693359375f;
    r = r + k * 2.12194440e-4f;
    Lanes p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;
    Lanes result = as_float(as_int(p) + exponent);
    return vanishes ? Lanes{} : result;
}

static void rms_norm(const float* x, const float* gain, float eps, int n, float* out) {
    Lanes power{};
    int i = 0;
    for (; i + kLanes <= n; i += kLanes) { Lanes v = load(x + i); power += v * v; }
    float total = sum_lanes(power);
    for (; i < n; ++i) total += x[i] * x[i];
    const float factor = 1.0f / std::sqrt(total / float(n) + eps);
    for (i = 0; i + kLanes <= n; i += kLanes) store(out + i, load(x + i) * factor * load(gain + i));
    for (; i < n; ++i) out[i] = x[i] * factor * gain[i];
}

template <int kStride>
PHI4_INLINE Lanes butterfly(Lanes v) {
    const IntLanes lane{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const Lanes other = across<kStride>(v);
    return (lane & kStride) ? other - v : other + v;
}

static void hadamard(float* x, int size) {
    int stride = 1;
    if (size >= kLanes) {
        for (int i = 0; i < size; i += kLanes) {
            Lanes v = load(x + i);
            v = butterfly<1>(v); v = butterfly<2>(v); v = butterfly<4>(v); v = butterfly<8>(v);
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

// 8 times the sums of the first and of the second halves of each four codes of a group.
PHI4_INLINE void sum_pairs(const int8_t* codes, int16_t* pairs) {
#if defined(__AVX2__)
    const __m128i twos = _mm_maddubs_epi16(_mm_set1_epi8(8), _mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)));
    const __m128i fours = _mm_add_epi16(twos, _mm_shuffle_epi32(twos, 0x4e));
    const __m128i all = _mm_add_epi16(fours, _mm_shuffle_epi32(fours, 0xb1));
    const int32_t both = _mm_cvtsi128_si32(all);
    std::memcpy(pairs, &both, 4);
#else
    int low = 0, high = 0;
    for (int i = 0; i < 16; i += 4) { low += codes[i] + codes[i + 1]; high += codes[i + 2] + codes[i + 3]; }
    pairs[0] = int16_t(8 * low);
    pairs[1] = int16_t(8 * high);
#endif
}

static void quantize_row(float* x, int n, int rotation, int padded, const QuantizedRows& out, int row) {
    rotate(x, n, rotation);
    int8_t* codes = out.codes + size_t(row) * out.stride;
    int16_t* pairs = out.pairs + size_t(row) * (out.stride / 8);
    Lanes most{};
    int i = 0;
    for (; i + kLanes <= n; i += kLanes) { Lanes v = load(x + i); most = larger(most, larger(v, -v)); }
    float peak = max_lanes(most);
    for (; i < n; ++i) peak = std::max(peak, std::fabs(x[i]));
    if (!(peak > 0.0f) || !std::isfinite(peak)) {
        // A row of zeros, or one that overflowed: zeros times a scale that says which.
        std::memset(codes, 0, padded);
        std::memset(pairs, 0, sizeof(int16_t) * (padded / 8));
        out.scales[row] = peak == 0.0f ? 0.0f : NAN;
        out.sums[row] = 0;
        return;
    }
    const float step = peak / 127.0f, inverse = 127.0f / peak;
    IntLanes total{};
    for (i = 0; i + kLanes <= n; i += kLanes) {
        IntLanes rounded = as_int(load(x + i) * inverse + 12582912.0f) - 0x4b400000;
        total += rounded;
        narrow(rounded, codes + i);
    }
    int32_t count = 0;
    for (int lane = 0; lane < kLanes; ++lane) count += total[lane];
    for (; i < n; ++i) { codes[i] = int8_t(std::lrint(x[i] * inverse)); count += codes[i]; }
    for (; i < padded; ++i) codes[i] = 0;
    for (i = 0; i < padded; i += kGroup) sum_pairs(codes + i, pairs + i / 8);
    out.scales[row] = step;
    out.sums[row] = count;
}

static void swiglu(const float* gate, const float* up, int n, float* out) {
    int i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        Lanes g = load(gate + i);
        store(out + i, g / (1.0f + exp_lanes(-g)) * load(up + i));
    }
    if (i < n) {
        float g[kLanes] = {}, u[kLanes] = {}, o[kLanes];
        for (int j = 0; j < n - i; ++j) { g[j] = gate[i + j]; u[j] = up[i + j]; }
        Lanes v = load(g);
        store(o, v / (1.0f + exp_lanes(-v)) * load(u));
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
    const bool key_fine = key_peak > 0 && std::isfinite(key_peak), value_fine = value_peak > 0 && std::isfinite(value_peak);
    const float key_inverse = key_fine ? 127.0f / key_peak : 0.0f, value_inverse = value_fine ? 127.0f / value_peak : 0.0f;
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
    int begin, filled, wide;     // position of the first slot, slots in use, width of a value
    float *sums, *peaks, *totals;
};

// Takes a page into the softmax of `kTogether` queries from `start` on.
template <int kTogether>
static void attend_page(const AttentionTile& tile, const AttentionPage& page, int start) {
    const int dim = tile.head_dim, wide = page.wide, vectors = wide / kLanes, begin = page.begin, filled = page.filled;
    const float *keys = page.keys, *values = page.values;
    float *sums = page.sums, *peaks = page.peaks, *totals = page.totals;
    const Lanes* key_scale = page.key_scale;
    const Lanes* value_scale = page.value_scale;
    const IntLanes lane{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const float* q[kTogether];
    for (int j = 0; j < kTogether; ++j) q[j] = tile.queries[start + int(j)];
    Lanes scores[kTogether][2];
    repeat<kTogether>(PHI4_EACH(j) { scores[j][0] = scores[j][1] = Lanes{}; });
    for (int d = 0; d < dim; ++d) {
        const Lanes k0 = load(keys + d * kPageTokens), k1 = load(keys + d * kPageTokens + kLanes);
        repeat<kTogether>(PHI4_EACH(j) {
            const Lanes value = fill(q[j][d]);
            scores[j][0] += k0 * value;
            scores[j][1] += k1 * value;
        });
    }
    float shares[kTogether][kPageTokens];
    float keep[kTogether];
    bool sees[kTogether];
    repeat<kTogether>(PHI4_EACH(j) {
        const int row = start + int(j);
        const int position = tile.positions[row];
        const int low = tile.window ? position - tile.window : -1;
        sees[j] = begin <= position && begin + kPageTokens - 1 > low;
        if (!sees[j]) { std::memset(shares[j], 0, sizeof shares[j]); keep[j] = 1.0f; return; }
        Lanes masked[2];
        for (int half = 0; half < 2; ++half) {
            const IntLanes at = lane + (begin + half * kLanes);
            masked[half] = ((at <= position) & (at > low)) ? scores[j][half] * key_scale[half] : fill(-INFINITY);
        }
        const float peak = std::max(peaks[row], max_lanes(larger(masked[0], masked[1])));
        if (peak == -INFINITY) {
            sees[j] = false; std::memset(shares[j], 0, sizeof shares[j]); keep[j] = 1.0f; return;
        }
        Lanes change = exp_lanes(fill(peaks[row] - peak));
        keep[j] = peaks[row] == -INFINITY ? 0.0f : change[0];
        peaks[row] = peak;
        const Lanes p0 = exp_lanes(masked[0] - peak), p1 = exp_lanes(masked[1] - peak);
        totals[row] = totals[row] * keep[j] + sum_lanes(p0 + p1);
        // A slot that was never written may hold anything: its share is 0, its scale is not used.
        store(shares[j], p0 > 0.0f ? p0 * value_scale[0] : Lanes{});
        store(shares[j] + kLanes, p1 > 0.0f ? p1 * value_scale[1] : Lanes{});
    });
    // Two vectors of a value at a time, so that a share is spread over lanes once for both.
    for (int c = 0; c < vectors; c += 2) {
        const int second = std::min(c + 1, vectors - 1) * kLanes, first = c * kLanes;
        Lanes acc[kTogether][2];
        repeat<kTogether>(PHI4_EACH(j) {
            const float* sum = sums + size_t(start + int(j)) * wide;
            acc[j][0] = load(sum + first) * keep[j];
            acc[j][1] = load(sum + second) * keep[j];
        });
        for (int t = 0; t < filled; ++t) {
            const Lanes v0 = load(values + size_t(t) * wide + first), v1 = load(values + size_t(t) * wide + second);
            repeat<kTogether>(PHI4_EACH(j) {
                const Lanes share = fill(shares[j][t]);
                acc[j][0] += v0 * share;
                acc[j][1] += v1 * share;
            });
        }
        repeat<kTogether>(PHI4_EACH(j) {
            float* sum = sums + size_t(start + int(j)) * wide;
            store(sum + first, acc[j][0]);
            if (second != first) store(sum + second, acc[j][1]);
        });
    }
}

// Softmax attention, page by page in the order of positions, with a running maximum.
static void attend(const AttentionTile& tile, float* scratch) {
    const int dim = tile.head_dim, wide = round_up(dim, kLanes);
    float* keys = scratch;                          // [dim][32]
    float* values = keys + size_t(dim) * kPageTokens;  // [32][wide]
    float* sums = values + size_t(wide) * kPageTokens;  // [count][wide]
    float* peaks = sums + size_t(tile.count) * wide;   // [count]
    float* totals = peaks + tile.count;                // [count]
    std::memset(sums, 0, sizeof(float) * size_t(tile.count) * wide);
    for (int i = 0; i < tile.count; ++i) { peaks[i] = -INFINITY; totals[i] = 0.0f; }
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
        const AttentionPage shared{keys, values, {key_scale[0], key_scale[1]}, {value_scale[0], value_scale[1]}, begin, filled, wide,
                                   sums, peaks, totals};
        int start = 0;
        for (; start + 8 <= tile.count; start += 8) attend_page<8>(tile, shared, start);
        for (; start + 4 <= tile.count; start += 4) attend_page<4>(tile, shared, start);
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
    Lanes acc[kRows][kTokens] = {};
    const int n = w.cols;
    int k = 0;
    for (; k + kLanes <= n; k += kLanes) {
        Lanes weights[kRows];
        for (int r = 0; r < kRows; ++r) weights[r] = widen<type>(w.data, size_t(row + r) * n + k);
        for (int t = 0; t < kTokens; ++t) {
            const Lanes v = load(x + size_t(t) * x_stride + k);
            for (int r = 0; r < kRows; ++r) acc[r][t] += weights[r] * v;
        }
    }
    for (int r = 0; r < kRows; ++r)
        for (int t = 0; t < kTokens; ++t) {
            float total = sum_lanes(acc[r][t]);
            for (int i = k; i < n; ++i) total += widen_one<type>(w.data, size_t(row + r) * n + i) * x[size_t(t) * x_stride + i];
            y[size_t(t) * y_stride + row + r] = total;
        }
}

template <FloatType type>
static void float_matmul_of(const FloatMatrix& w, const float* x, int x_stride, int m, float* y, int y_stride, int first,
                            int last) {
    constexpr int kRows = 4, kTokens = 4;
    for (int row = first; row < last;) {
        const bool whole = last - row >= kRows;
        int t = 0;
        if (whole)
            for (; t + kTokens <= m; t += kTokens)
                float_tile<type, kRows, kTokens>(w, x + size_t(t) * x_stride, x_stride, y + size_t(t) * y_stride, y_stride, row);
        for (; t < m; ++t) {
            const float* in = x + size_t(t) * x_stride;
            float* out = y + size_t(t) * y_stride;
            if (whole) float_tile<type, kRows, 1>(w, in, x_stride, out, y_stride, row);
            else for (int r = row; r < last; ++r) float_tile<type, 1, 1>(w, in, x_stride, out, y_stride, r);
        }
        row += whole ? kRows : last - row;
    }
}

static void float_matmul(const FloatMatrix& w, const float* x, int x_stride, int m, float* y, int y_stride, int first,
                         int last) {
    switch (w.type) {
        case FloatType::f32: return float_matmul_of<FloatType::f32>(w, x, x_stride, m, y, y_stride, first, last);
        case FloatType::bf16: return float_matmul_of<FloatType::bf16>(w, x, x_stride, m, y, y_stride, first, last);
        case FloatType::f16: return float_matmul_of<FloatType::f16>(w, x, x_stride, m, y, y_stride, first, last);
    }
}

static void read_bytes(const uint8_t* data, size_t size) {
    IntLanes sums[4] = {};
    for (size_t i = 0; i < size; i += 256)
        for (int j = 0; j < 4; ++j) {
            __builtin_prefetch(data + i + 64 * j + 2048);
            IntLanes v;
            std::memcpy(&v, data + i + 64 * j, sizeof v);
            sums[j] ^= v;
        }
    const IntLanes all = (sums[0] ^ sums[1]) ^ (sums[2] ^ sums[3]);
    for (int lane = 0; lane < kLanes; ++lane) asm volatile("" : : "r"(int(all[lane])));
}
