// AVX2: vpmaddubsw takes pairs of an unsigned and a signed byte to 16 bits. Codes of 4 and 3 bits are small enough for
// the pairs of a whole group to be summed in 16 bits, so that one multiplication by the group's scales serves them all.
// Weights of 8 bits go in as |w| times the activation with the sign of w: a pair is at most 2 * 127 * 127. All exact.
#include "kernels/head.inl"

#include <immintrin.h>

namespace phi4 {
namespace {
#include "kernels/float_kernels.inl"

constexpr int kAhead = 1024;      // bytes of weights that are fetched before they are needed
constexpr int kStreams = 4;       // blocks that one token takes side by side, and two tokens half as many
constexpr int kTileTokens = 5;    // tokens that share what was unpacked: their sums stay in registers
constexpr int kDirectTokens = 4;  // up to so many, unpacked weights are not kept

PHI4_INLINE __m256i load_bytes(const void* p) { return _mm256_loadu_si256(static_cast<const __m256i*>(p)); }
PHI4_INLINE __m256i broadcast(const void* p) {
    int32_t value;
    std::memcpy(&value, p, 4);
    return _mm256_set1_epi32(value);
}

// A group for 8 of its 16 rows: codes of the four quads, and the scale of each row twice in 16 bits.
struct Half {
    __m256i quad[4], scale;
};

PHI4_INLINE void prefetch(const uint8_t* at, int bytes) {
    for (int line = 0; line < bytes; line += 64)
        _mm_prefetch(reinterpret_cast<const char*>(at + kAhead + line), _MM_HINT_T0);
}

// Scales of rows 0 to 7 (low halves of the 8 bytes) or 8 to 15 (high halves).
PHI4_INLINE __m256i scales_of(const uint8_t* scales, int half) {
    const __m128i raw = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(scales));
    const __m128i nibbles = _mm_and_si128(half ? _mm_srli_epi16(raw, 4) : raw, _mm_set1_epi8(15));
    const __m256i wide = _mm256_cvtepu8_epi32(nibbles);
    return _mm256_or_si256(wide, _mm256_slli_epi32(wide, 16));
}

template <int bits>
PHI4_INLINE Half unpack(const uint8_t* at, const uint8_t* scales, int half) {
    Half to;
    to.scale = scales_of(scales, half);
    if constexpr (bits == 4) {
        const __m256i mask = _mm256_set1_epi8(15);
        for (int i = 0; i < 2; ++i) {
            const __m256i codes = load_bytes(at + 64 * i + 32 * half);
            to.quad[2 * i] = _mm256_and_si256(codes, mask);
            to.quad[2 * i + 1] = _mm256_and_si256(_mm256_srli_epi16(codes, 4), mask);
        }
    } else {
        const __m256i low = load_bytes(at + 32 * half);
        const __m256i spread = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2,
                                                3, 3, 3, 3, 3, 3, 3, 3);
        const __m256i bit = _mm256_set1_epi64x(int64_t(0x8040201008040201));
        for (int i = 0; i < 4; ++i) {
            const __m256i pair = _mm256_and_si256(_mm256_srli_epi16(low, 2 * i), _mm256_set1_epi8(3));
            const __m256i flags =
                _mm256_and_si256(_mm256_shuffle_epi8(broadcast(at + 64 + 8 * i + 4 * half), spread), bit);
            to.quad[i] = _mm256_or_si256(pair, _mm256_and_si256(_mm256_cmpeq_epi8(flags, bit), _mm256_set1_epi8(4)));
        }
    }
    return to;
}

// sum += the group's products with one token's 16 codes; `pairs` are 8 times the sums of the token's pairs.
template <int bits>
PHI4_INLINE void add_group(__m256i& sum, const Half& w, const int8_t* in, const int16_t* pairs) {
    __m256i offset = broadcast(pairs);
    if constexpr (bits == 3) offset = _mm256_srai_epi16(offset, 1);
    const __m256i a = _mm256_add_epi16(_mm256_maddubs_epi16(w.quad[0], broadcast(in)),
                                       _mm256_maddubs_epi16(w.quad[1], broadcast(in + 4)));
    const __m256i b = _mm256_add_epi16(_mm256_maddubs_epi16(w.quad[2], broadcast(in + 8)),
                                       _mm256_maddubs_epi16(w.quad[3], broadcast(in + 12)));
    sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_sub_epi16(_mm256_add_epi16(a, b), offset), w.scale));
}

PHI4_INLINE void finish(__m256i sum, const PackedMatrix& w, const QuantizedRows& x, int t, int row, float* y,
                        int y_stride) {
    const __m256 scale = _mm256_mul_ps(_mm256_loadu_ps(w.row_scales + row), _mm256_set1_ps(x.scales[t]));
    _mm256_storeu_ps(y + size_t(t) * y_stride + row, _mm256_mul_ps(_mm256_cvtepi32_ps(sum), scale));
}

// Few tokens: the weights are unpacked in registers and used at once, `kBlocks` blocks side by side: memory gives more
// to several streams than to one.
template <int bits, int kTokens, int kBlocks>
void direct(const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride, int block) {
    const int groups = w.groups(), bytes = group_bytes(bits);
    const size_t block_bytes = size_t(groups) * bytes, block_scales = size_t(groups) * 8;
    const uint8_t* codes = w.codes + block * block_bytes;
    const uint8_t* scales = w.scales + block * block_scales;
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int16_t* pairs = x.pairs + size_t(t) * (x.stride / 8);
    __m256i sums[kBlocks][kTokens][2];
    repeat<kBlocks>(
        PHI4_EACH(b) { repeat<kTokens>(PHI4_EACH(i) { sums[b][i][0] = sums[b][i][1] = _mm256_setzero_si256(); }); });
    for (int group = 0; group < groups; ++group)
        repeat<kBlocks>(PHI4_EACH(b) {
            const uint8_t* at = codes + b * block_bytes + size_t(group) * bytes;
            prefetch(at, bytes);
            repeat<2>(PHI4_EACH(half) {
                const Half weights = unpack<bits>(at, scales + b * block_scales + group * 8, half);
                repeat<kTokens>(PHI4_EACH(i) {
                    add_group<bits>(sums[b][i][half], weights, in + size_t(i) * x.stride + group * 16,
                                    pairs + size_t(i) * (x.stride / 8) + group * 2);
                });
            });
        });
    repeat<kBlocks>(PHI4_EACH(b) {
        repeat<kTokens>(PHI4_EACH(i) {
            repeat<2>(PHI4_EACH(half) {
                finish(sums[b][i][half], w, x, t + i, (block + b) * kRowBlock + half * 8, y, y_stride);
            });
        });
    });
}

constexpr int kHalfBytes = 160;

PHI4_INLINE void store_half(uint8_t* at, const Half& half) {
    for (int i = 0; i < 4; ++i) _mm256_storeu_si256(reinterpret_cast<__m256i*>(at + 32 * i), half.quad[i]);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(at + 128), half.scale);
}
PHI4_INLINE Half load_half(const uint8_t* at) {
    return {{load_bytes(at), load_bytes(at + 32), load_bytes(at + 64), load_bytes(at + 96)}, load_bytes(at + 128)};
}

// Many tokens: a block of rows is unpacked once to `panel`, [halves][groups] of Half.
template <int bits>
void unpack_panel(const PackedMatrix& w, int block, uint8_t* panel) {
    const int groups = w.groups(), bytes = group_bytes(bits);
    const uint8_t* codes = w.codes + size_t(block) * groups * bytes;
    const uint8_t* scales = w.scales + size_t(block) * groups * 8;
    for (int group = 0; group < groups; ++group) {
        prefetch(codes + size_t(group) * bytes, bytes);
        for (int half = 0; half < 2; ++half)
            store_half(panel + (size_t(half) * groups + group) * kHalfBytes,
                       unpack<bits>(codes + size_t(group) * bytes, scales + group * 8, half));
    }
}

template <int bits, int kTokens>
void from_panel(const uint8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride,
                int block) {
    const int groups = w.groups();
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int16_t* pairs = x.pairs + size_t(t) * (x.stride / 8);
    for (int half = 0; half < 2; ++half) {
        __m256i sums[kTokens];
        repeat<kTokens>(PHI4_EACH(i) { sums[i] = _mm256_setzero_si256(); });
        for (int group = 0; group < groups; ++group) {
            const Half weights = load_half(panel + (size_t(half) * groups + group) * kHalfBytes);
            repeat<kTokens>(PHI4_EACH(i) {
                add_group<bits>(sums[i], weights, in + size_t(i) * x.stride + group * 16,
                                pairs + size_t(i) * (x.stride / 8) + group * 2);
            });
        }
        repeat<kTokens>(PHI4_EACH(i) { finish(sums[i], w, x, t + i, block * kRowBlock + half * 8, y, y_stride); });
    }
}

template <int bits, int kTokens>
void run_direct(const PackedMatrix& w, const QuantizedRows& x, int count, float* y, int y_stride, int block) {
    if constexpr (kTokens > 1) {
        if (count < kTokens) return run_direct<bits, kTokens - 1>(w, x, count, y, y_stride, block);
    }
    direct<bits, kTokens, 1>(w, x, 0, y, y_stride, block);
}

template <int bits, int kTokens>
void run_panel(const uint8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, int count, float* y,
               int y_stride, int block) {
    if constexpr (kTokens > 1) {
        if (count < kTokens) return run_panel<bits, kTokens - 1>(panel, w, x, t, count, y, y_stride, block);
    }
    from_panel<bits, kTokens>(panel, w, x, t, y, y_stride, block);
}

template <int bits>
void small_codes(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
                 uint8_t* panel) {
    const int tiles = (m + kTileTokens - 1) / kTileTokens;
    int block = first;
    if (m == 1)
        for (; block + kStreams <= last; block += kStreams) direct<bits, 1, kStreams>(w, x, 0, y, y_stride, block);
    if (m == 2)
        for (; block + kStreams / 2 <= last; block += kStreams / 2)
            direct<bits, 2, kStreams / 2>(w, x, 0, y, y_stride, block);
    for (; block < last; ++block) {
        if (m <= kDirectTokens) {
            run_direct<bits, kDirectTokens>(w, x, m, y, y_stride, block);
            continue;
        }
        unpack_panel<bits>(w, block, panel);
        for (int tile = 0; tile < tiles; ++tile) {
            const int t = int(int64_t(m) * tile / tiles), end = int(int64_t(m) * (tile + 1) / tiles);
            run_panel<bits, kTileTokens>(panel, w, x, t, end - t, y, y_stride, block);
        }
    }
}

// 8 bits: the codes are the weights.
template <int kTokens>
void bytes(const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride, int block) {
    const __m256i ones = _mm256_set1_epi16(1);
    const uint8_t* codes = w.codes + size_t(block) * w.padded_cols() * kRowBlock;
    __m256i sums[kTokens][2];
    repeat<kTokens>(PHI4_EACH(i) { sums[i][0] = sums[i][1] = _mm256_setzero_si256(); });
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int quads = w.padded_cols() / 4;
    for (int quad = 0; quad < quads; ++quad) {
        prefetch(codes + size_t(quad) * 64, 64);
        repeat<2>(PHI4_EACH(half) {
            const __m256i weights = load_bytes(codes + size_t(quad) * 64 + half * 32);
            const __m256i magnitude = _mm256_abs_epi8(weights);
            repeat<kTokens>(PHI4_EACH(i) {
                const __m256i signed_in = _mm256_sign_epi8(broadcast(in + size_t(i) * x.stride + quad * 4), weights);
                sums[i][half] = _mm256_add_epi32(sums[i][half],
                                                 _mm256_madd_epi16(_mm256_maddubs_epi16(magnitude, signed_in), ones));
            });
        });
    }
    repeat<kTokens>(PHI4_EACH(i) {
        repeat<2>(PHI4_EACH(half) { finish(sums[i][half], w, x, t + i, block * kRowBlock + half * 8, y, y_stride); });
    });
}

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
                   uint8_t* scratch) {
    if (w.bits == 4) return small_codes<4>(w, x, m, y, y_stride, first, last, scratch);
    if (w.bits == 3) return small_codes<3>(w, x, m, y, y_stride, first, last, scratch);
    for (int block = first; block < last; ++block) {
        int t = 0;
        for (; t + 4 <= m; t += 4) bytes<4>(w, x, t, y, y_stride, block);
        for (; t < m; ++t) bytes<1>(w, x, t, y, y_stride, block);
    }
}

// 8 times the sums of the first and of the second halves of each four codes of a group.
PHI4_INLINE void sum_pairs(const int8_t* codes, int16_t* pairs) {
    const __m128i twos = _mm_maddubs_epi16(_mm_set1_epi8(8), _mm_loadu_si128(reinterpret_cast<const __m128i*>(codes)));
    const __m128i fours = _mm_add_epi16(twos, _mm_shuffle_epi32(twos, 0x4e));
    const int32_t both = _mm_cvtsi128_si32(_mm_add_epi16(fours, _mm_shuffle_epi32(fours, 0xb1)));
    std::memcpy(pairs, &both, 4);
}

void quantize_row_and_pairs(float* x, int n, int rotation, int padded, const QuantizedRows& out, int row) {
    quantize_row(x, n, rotation, padded, out, row);
    const int8_t* codes = out.codes + size_t(row) * out.stride;
    int16_t* pairs = out.pairs + size_t(row) * (out.stride / 8);
    for (int i = 0; i < padded; i += kGroup) sum_pairs(codes + i, pairs + i / 8);
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

const Kernels kKernels = {"avx2",    packed_matmul, float_matmul, rms_norm, quantize_row_and_pairs,
                          rotate,    swiglu,        rope,         store_kv, attend,
                          int8_peak, read_bytes};
}  // namespace

const Kernels* avx2_kernels() { return &kKernels; }
}  // namespace phi4
