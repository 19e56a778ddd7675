// AVX-512 with VNNI: vpdpbusd takes 64 products of an unsigned and a signed byte. Weights are shifted by 128 to be
// unsigned; 128 times the sum of the activations is taken off at the end.
#include "kernels/head.inl"

namespace phi4 {
namespace {
#include "kernels/float_kernels.inl"
#include "kernels/unpack_avx512.inl"

PHI4_INLINE __m512i broadcast(const int8_t* p) {
    int32_t quad;
    std::memcpy(&quad, p, 4);
    return _mm512_set1_epi32(quad);
}

// sum += weights (unsigned) . in (signed), by fours. The intrinsic makes gcc 12 copy every sum.
#if defined(PHI4_EMULATED)
PHI4_INLINE void dot(__m512i& sum, __m512i weights, __m512i in) { sum = _mm512_dpbusd_epi32(sum, weights, in); }
PHI4_INLINE void dot_broadcast(__m512i& sum, __m512i weights, const int8_t* in) { dot(sum, weights, broadcast(in)); }
PHI4_INLINE void keep(__m512i&) {}
#else
PHI4_INLINE void dot(__m512i& sum, __m512i weights, __m512i in) {
    asm("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(weights), "v"(in));
}
PHI4_INLINE void dot_broadcast(__m512i& sum, __m512i weights, const int8_t* in) {
    asm("vpdpbusd %2%{1to16%}, %1, %0" : "+v"(sum) : "v"(weights), "m"(*reinterpret_cast<const int8_t (*)[4]>(in)));
}
// The compiler must take `each` for used and changed here.
PHI4_INLINE void keep(__m512i& each) { asm volatile("" : "+v"(each)); }
#endif

PHI4_INLINE void finish(__m512i acc, const PackedMatrix& w, const QuantizedRows& x, int t, int block, float* y,
                        int y_stride) {
    acc = _mm512_sub_epi32(acc, _mm512_set1_epi32(x.sums[t] * 128));
    const __m512 scale = _mm512_mul_ps(_mm512_loadu_ps(w.row_scales + block * kRowBlock), _mm512_set1_ps(x.scales[t]));
    _mm512_storeu_ps(y + size_t(t) * y_stride + size_t(block) * kRowBlock,
                     _mm512_mul_ps(_mm512_cvtepi32_ps(acc), scale));
}

// Few tokens: the weights are unpacked in registers and used at once.
template <int bits, int kTokens>
void direct(const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride, int block) {
    const int groups = w.groups(), bytes = group_bytes(bits);
    const uint8_t* codes = w.codes + size_t(block) * groups * bytes;
    const uint8_t* scales = bits == 8 ? nullptr : w.scales + size_t(block) * groups * 8;
    const int8_t* in = x.codes + size_t(t) * x.stride;
    constexpr int kChains = kTokens <= 4 ? 2 : 1;  // one token alone would wait for each sum
    __m512i acc[kTokens][kChains];
    repeat<kTokens>(PHI4_EACH(i) { repeat<kChains>(PHI4_EACH(c) { acc[i][c] = _mm512_setzero_si512(); }); });
    for (int group = 0; group < groups; ++group) {
        const uint8_t* at = codes + size_t(group) * bytes;
        fetch_ahead<bits>(at);
        const Group weights = unpack<bits, 128>(at, bits == 8 ? nullptr : scales + group * 8);
        repeat<4>(PHI4_EACH(quad) {
            repeat<kTokens>(PHI4_EACH(i) {
                dot_broadcast(acc[i][quad % kChains], weights.quad[quad],
                              in + size_t(i) * x.stride + group * 16 + quad * 4);
            });
        });
    }
    repeat<kTokens>(PHI4_EACH(i) {
        __m512i sum = acc[i][0];
        if constexpr (kChains == 2) sum = _mm512_add_epi32(sum, acc[i][1]);
        finish(sum, w, x, t + i, block, y, y_stride);
    });
}

// Many tokens: two blocks of rows are unpacked once to `panel`, [quads][2][64].
template <int kTokens>
void from_panel(const uint8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride,
                int block) {
    __m512i acc[kTokens][2];
    repeat<kTokens>(PHI4_EACH(i) { acc[i][0] = acc[i][1] = _mm512_setzero_si512(); });
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int quads = w.padded_cols() / 4;
    for (int quad = 0; quad < quads; ++quad) {
        const __m512i a = _mm512_loadu_si512(panel + size_t(quad) * 128),
                      b = _mm512_loadu_si512(panel + size_t(quad) * 128 + 64);
        repeat<kTokens>(PHI4_EACH(i) {
            const __m512i v = broadcast(in + size_t(i) * x.stride + quad * 4);
            dot(acc[i][0], a, v);
            dot(acc[i][1], b, v);
        });
    }
    repeat<kTokens>(PHI4_EACH(i) {
        finish(acc[i][0], w, x, t + i, block, y, y_stride);
        finish(acc[i][1], w, x, t + i, block + 1, y, y_stride);
    });
}

constexpr int kPanelTokens = 12, kDirectTokens = 16, kFewTokens = 48;

template <int bits>
void unpack_panel(const PackedMatrix& w, int block, uint8_t* panel) {
    const int groups = w.groups(), bytes = group_bytes(bits);
    for (int side = 0; side < 2; ++side) {
        const uint8_t* codes = w.codes + size_t(block + side) * groups * bytes;
        const uint8_t* scales = bits == 8 ? nullptr : w.scales + size_t(block + side) * groups * 8;
        for (int group = 0; group < groups; ++group) {
            const uint8_t* at = codes + size_t(group) * bytes;
            fetch_ahead<bits>(at);
            const Group weights = unpack<bits, 128>(at, bits == 8 ? nullptr : scales + group * 8);
            for (int quad = 0; quad < 4; ++quad)
                _mm512_storeu_si512(panel + size_t(group * 4 + quad) * 128 + side * 64, weights.quad[quad]);
        }
    }
}

template <int bits, int kTokens>
void run_direct(const PackedMatrix& w, const QuantizedRows& x, int t, int count, float* y, int y_stride, int block) {
    if constexpr (kTokens > 1) {
        if (count < kTokens) return run_direct<bits, kTokens - 1>(w, x, t, count, y, y_stride, block);
    }
    direct<bits, kTokens>(w, x, t, y, y_stride, block);
}

template <int kTokens>
void run_panel(const uint8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, int count, float* y,
               int y_stride, int block) {
    if constexpr (kTokens > 1) {
        if (count < kTokens) return run_panel<kTokens - 1>(panel, w, x, t, count, y, y_stride, block);
    }
    from_panel<kTokens>(panel, w, x, t, y, y_stride, block);
}

template <int bits>
void matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
            uint8_t* panel) {
    int block = first;
    if (m > kFewTokens)
        for (; block + 2 <= last; block += 2) {
            unpack_panel<bits>(w, block, panel);
            const int tiles = (m + kPanelTokens - 1) / kPanelTokens;
            for (int tile = 0; tile < tiles; ++tile) {
                const int t = int(int64_t(m) * tile / tiles), end = int(int64_t(m) * (tile + 1) / tiles);
                run_panel<kPanelTokens>(panel, w, x, t, end - t, y, y_stride, block);
            }
        }
    for (; block < last; ++block)
        for (int t = 0; t < m; t += kDirectTokens)
            run_direct<bits, kDirectTokens>(w, x, t, std::min(kDirectTokens, m - t), y, y_stride, block);
}

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
                   uint8_t* scratch) {
    if (w.bits == 8) return matmul<8>(w, x, m, y, y_stride, first, last, scratch);
    if (w.bits == 4) return matmul<4>(w, x, m, y, y_stride, first, last, scratch);
    matmul<3>(w, x, m, y, y_stride, first, last, scratch);
}

double int8_peak(int64_t rounds) {
    __m512i acc[12];
    for (auto& each : acc) each = _mm512_setzero_si512();
    __m512i a = _mm512_set1_epi8(3), b = _mm512_set1_epi8(1);
    for (int64_t round = 0; round < rounds; ++round) {
        for (auto& each : acc) each = _mm512_dpbusd_epi32(each, a, b);
        keep(a);
        keep(b);
    }
    for (auto& each : acc) keep(each);
    return double(rounds) * 12 * 128;
}

const Kernels kKernels = {"avx512_vnni", packed_matmul, float_matmul, rms_norm, quantize_row, rotate,
                          swiglu,        rope,          store_kv,     attend,   int8_peak,    read_bytes};
}  // namespace

const Kernels* avx512_kernels() { return &kKernels; }
}  // namespace phi4
