// AVX-512 with VNNI: vpdpbusd takes 64 products of an unsigned and a signed byte. Weights are shifted by 128 to be
// unsigned; 128 times the sum of the activations is taken off at the end.
#include "kernels_head.inl"

#include <immintrin.h>

namespace phi4 {
namespace {
#include "float_kernels.inl"

constexpr int kAhead = 2048;  // bytes of weights that are fetched before they are needed

struct Group { __m512i quad[4]; };

// The four quads of a group as weight + 128. `at` points at the group's codes, `scales` at its 8 bytes.
template <int bits>
PHI4_INLINE Group unpack(const uint8_t* at, const uint8_t* scales) {
    Group group;
    if constexpr (bits == 8) {
        const __m512i flip = _mm512_set1_epi8(char(0x80));
        for (int i = 0; i < 4; ++i) group.quad[i] = _mm512_xor_si512(_mm512_loadu_si512(at + 64 * i), flip);
        return group;
    }
    const __m128i raw = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(scales));
    const __m128i nibble = _mm_set1_epi8(15);
    const __m128i both = _mm_unpacklo_epi64(_mm_and_si128(raw, nibble), _mm_and_si128(_mm_srli_epi16(raw, 4), nibble));
    const __m512i spread = _mm512_set_epi32(0x0f0f0f0f, 0x0e0e0e0e, 0x0d0d0d0d, 0x0c0c0c0c, 0x0b0b0b0b, 0x0a0a0a0a,
                                            0x09090909, 0x08080808, 0x07070707, 0x06060606, 0x05050505, 0x04040404,
                                            0x03030303, 0x02020202, 0x01010101, 0x00000000);
    const __m512i scale = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(both), spread);
    const __m512i factor = _mm512_and_si512(scale, _mm512_set1_epi16(0x00ff));
    if constexpr (bits == 4) {
        // A product of a code and a scale is at most 225, so one 16-bit multiplication serves two bytes.
        const __m512i offset = _mm512_sub_epi8(_mm512_set1_epi8(char(0x80)), _mm512_slli_epi16(scale, 3));
        const __m512i mask = _mm512_set1_epi8(15);
        for (int i = 0; i < 2; ++i) {
            const __m512i codes = _mm512_loadu_si512(at + 64 * i);
            const __m512i low = _mm512_and_si512(codes, mask);
            const __m512i high = _mm512_and_si512(_mm512_srli_epi16(codes, 4), mask);
            group.quad[2 * i] = _mm512_add_epi8(_mm512_mullo_epi16(low, factor), offset);
            group.quad[2 * i + 1] = _mm512_add_epi8(_mm512_mullo_epi16(high, factor), offset);
        }
    } else {
        const __m512i offset = _mm512_sub_epi8(_mm512_set1_epi8(char(0x80)), _mm512_slli_epi16(scale, 2));
        const __m512i codes = _mm512_loadu_si512(at);
        for (int i = 0; i < 4; ++i) {
            __mmask64 high;
            std::memcpy(&high, at + 64 + 8 * i, 8);
            __m512i low = _mm512_and_si512(_mm512_srli_epi16(codes, 2 * i), _mm512_set1_epi8(3));
            low = _mm512_mask_add_epi8(low, high, low, _mm512_set1_epi8(4));
            group.quad[i] = _mm512_add_epi8(_mm512_mullo_epi16(low, factor), offset);
        }
    }
    return group;
}

PHI4_INLINE __m512i broadcast(const int8_t* p) {
    int32_t quad;
    std::memcpy(&quad, p, 4);
    return _mm512_set1_epi32(quad);
}

// sum += weights (unsigned) . in (signed), by fours. The intrinsic makes gcc 12 copy every sum.
PHI4_INLINE void dot(__m512i& sum, __m512i weights, __m512i in) {
    asm("vpdpbusd %2, %1, %0" : "+v"(sum) : "v"(weights), "v"(in));
}
PHI4_INLINE void dot_broadcast(__m512i& sum, __m512i weights, const int8_t* in) {
    asm("vpdpbusd %2%{1to16%}, %1, %0" : "+v"(sum) : "v"(weights), "m"(*reinterpret_cast<const int8_t(*)[4]>(in)));
}

PHI4_INLINE void finish(__m512i acc, const PackedMatrix& w, const QuantizedRows& x, int t, int block, float* y, int y_stride) {
    acc = _mm512_sub_epi32(acc, _mm512_set1_epi32(x.sums[t] * 128));
    const __m512 scale = _mm512_mul_ps(_mm512_loadu_ps(w.row_scales + block * kRowBlock), _mm512_set1_ps(x.scales[t]));
    _mm512_storeu_ps(y + size_t(t) * y_stride + size_t(block) * kRowBlock, _mm512_mul_ps(_mm512_cvtepi32_ps(acc), scale));
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
        for (int line = 0; line < bytes; line += 64) _mm_prefetch(reinterpret_cast<const char*>(at + kAhead + line), _MM_HINT_T0);
        const Group weights = unpack<bits>(at, scales + group * 8);
        repeat<4>(PHI4_EACH(quad) {
            repeat<kTokens>(PHI4_EACH(i) {
                dot_broadcast(acc[i][quad % kChains], weights.quad[quad], in + size_t(i) * x.stride + group * 16 + quad * 4);
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
void from_panel(const uint8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride, int block) {
    __m512i acc[kTokens][2];
    repeat<kTokens>(PHI4_EACH(i) { acc[i][0] = acc[i][1] = _mm512_setzero_si512(); });
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int quads = w.padded_cols() / 4;
    for (int quad = 0; quad < quads; ++quad) {
        const __m512i a = _mm512_loadu_si512(panel + size_t(quad) * 128), b = _mm512_loadu_si512(panel + size_t(quad) * 128 + 64);
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
            for (int line = 0; line < bytes; line += 64) _mm_prefetch(reinterpret_cast<const char*>(at + kAhead + line), _MM_HINT_T0);
            const Group weights = unpack<bits>(at, scales + group * 8);
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
void run_panel(const uint8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, int count, float* y, int y_stride, int block) {
    if constexpr (kTokens > 1) {
        if (count < kTokens) return run_panel<kTokens - 1>(panel, w, x, t, count, y, y_stride, block);
    }
    from_panel<kTokens>(panel, w, x, t, y, y_stride, block);
}

template <int bits>
void matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last, uint8_t* panel) {
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

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last, uint8_t* scratch) {
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
        asm volatile("" : "+v"(a), "+v"(b));
    }
    for (auto& each : acc) asm volatile("" : : "v"(each));
    return double(rounds) * 12 * 128;
}

const Kernels kKernels = {"avx512_vnni", packed_matmul, float_matmul, rms_norm, quantize_row, rotate, swiglu, rope, store_kv, attend, int8_peak, read_bytes};
}  // namespace

const Kernels* avx512_kernels() { return &kKernels; }
}  // namespace phi4
