// AVX2: vpmaddubsw on |w| and the activation with the sign of w. A pair of products is at most 2 * 127 * 127, which
// 16 bits hold, so the sums are exact.
#include "kernels_head.inl"

#include <immintrin.h>

namespace phi4 {
namespace {
#include "float_kernels.inl"
#include "unpack.inl"

template <int kTokens>
PHI4_INLINE void tile(const int8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride, int block) {
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i acc[kTokens][2];
    repeat<kTokens>(PHI4_EACH(i) { acc[i][0] = acc[i][1] = _mm256_setzero_si256(); });
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int quads = w.padded_cols() / 4;
    for (int quad = 0; quad < quads; ++quad)
        repeat<2>(PHI4_EACH(half) {
            const __m256i weights = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(panel + size_t(quad) * 64 + half * 32));
            const __m256i magnitude = _mm256_abs_epi8(weights);
            repeat<kTokens>(PHI4_EACH(i) {
                int32_t bytes;
                std::memcpy(&bytes, in + size_t(i) * x.stride + quad * 4, 4);
                const __m256i signed_in = _mm256_sign_epi8(_mm256_set1_epi32(bytes), weights);
                acc[i][half] = _mm256_add_epi32(acc[i][half], _mm256_madd_epi16(_mm256_maddubs_epi16(magnitude, signed_in), ones));
            });
        });
    repeat<kTokens>(PHI4_EACH(i) {
        repeat<2>(PHI4_EACH(half) {
            const __m256 scale = _mm256_mul_ps(_mm256_loadu_ps(w.row_scales + block * kRowBlock + half * 8), _mm256_set1_ps(x.scales[t + i]));
            _mm256_storeu_ps(y + size_t(t + i) * y_stride + size_t(block) * kRowBlock + half * 8, _mm256_mul_ps(_mm256_cvtepi32_ps(acc[i][half]), scale));
        });
    });
}

PHI4_INLINE void unpack_four_bits(const PackedMatrix& w, int block, int8_t* out) {
    const int groups = w.groups();
    const uint8_t* codes = w.codes + size_t(block) * groups * 128;
    const uint8_t* scales = w.scales + size_t(block) * groups * 8;
    const __m256i mask = _mm256_set1_epi8(15), low_bytes = _mm256_set1_epi16(0x00ff);
    const __m256i spread[2] = {
        _mm256_set_epi32(0x07070707, 0x06060606, 0x05050505, 0x04040404, 0x03030303, 0x02020202, 0x01010101, 0),
        _mm256_set_epi32(0x0f0f0f0f, 0x0e0e0e0e, 0x0d0d0d0d, 0x0c0c0c0c, 0x0b0b0b0b, 0x0a0a0a0a, 0x09090909, 0x08080808)};
    for (int group = 0; group < groups; ++group, codes += 128, scales += 8, out += 256) {
        _mm_prefetch(reinterpret_cast<const char*>(codes + 2048), _MM_HINT_T0);
        _mm_prefetch(reinterpret_cast<const char*>(codes + 2112), _MM_HINT_T0);
        const __m128i raw = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(scales));
        const __m128i nibble = _mm_set1_epi8(15);
        const __m128i both = _mm_unpacklo_epi64(_mm_and_si128(raw, nibble), _mm_and_si128(_mm_srli_epi16(raw, 4), nibble));
        const __m256i wide = _mm256_broadcastsi128_si256(both);
        for (int half = 0; half < 2; ++half) {
            const __m256i scale = _mm256_shuffle_epi8(wide, spread[half]);
            const __m256i factor = _mm256_and_si256(scale, low_bytes), offset = _mm256_slli_epi16(scale, 3);
            for (int i = 0; i < 2; ++i) {
                const __m256i packed = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(codes + 64 * i + 32 * half));
                const __m256i low = _mm256_and_si256(packed, mask), high = _mm256_and_si256(_mm256_srli_epi16(packed, 4), mask);
                auto* to = reinterpret_cast<__m256i*>(out + 128 * i + 32 * half);
                _mm256_storeu_si256(to, _mm256_sub_epi8(_mm256_mullo_epi16(low, factor), offset));
                _mm256_storeu_si256(to + 2, _mm256_sub_epi8(_mm256_mullo_epi16(high, factor), offset));
            }
        }
    }
}

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last, uint8_t* scratch) {
    auto* panel = reinterpret_cast<int8_t*>(scratch);
    for (int block = first; block < last; ++block) {
        const int8_t* weights = panel;
        if (w.bits == 8) weights = reinterpret_cast<const int8_t*>(w.codes) + size_t(block) * w.padded_cols() * kRowBlock;
        else if (w.bits == 4) unpack_four_bits(w, block, panel);
        else unpack_block(w, block, panel);
        int t = 0;
        for (; t + 4 <= m; t += 4) tile<4>(weights, w, x, t, y, y_stride, block);
        for (; t < m; ++t) tile<1>(weights, w, x, t, y, y_stride, block);
    }
}

double int8_peak(int64_t rounds) {
    const __m256i ones = _mm256_set1_epi16(1);
    __m256i acc[8];
    for (auto& each : acc) each = _mm256_setzero_si256();
    __m256i a = _mm256_set1_epi8(3), b = _mm256_set1_epi8(1);
    for (int64_t round = 0; round < rounds; ++round)
        for (auto& each : acc) {
            asm volatile("" : "+x"(a), "+x"(b));
            each = _mm256_add_epi32(each, _mm256_madd_epi16(_mm256_maddubs_epi16(a, b), ones));
        }
    for (auto& each : acc) asm volatile("" : : "x"(each));
    return double(rounds) * 8 * 64;
}

const Kernels kKernels = {"avx2", packed_matmul, float_matmul, rms_norm, quantize_row, rotate, swiglu, rope, store_kv, attend, int8_peak, read_bytes};
}  // namespace

const Kernels* avx2_kernels() { return &kKernels; }
}  // namespace phi4
