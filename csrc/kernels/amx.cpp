// AMX: tdpbssd multiplies a tile of 16 tokens and 64 inputs with one of 64 inputs and 16 outputs, all bytes signed, in
// 16 cycles. Weights are unpacked to a panel that the cache holds; a group of packed weights is in a tile's order.
#include "kernels/head.inl"

namespace phi4 {
namespace {
#include "kernels/unpack_avx512.inl"

// With few tokens the weights come from memory more slowly than vpdpbusd takes them. A group of 4-bit weights is 136
// bytes, some 26 cycles of memory for each core; unpacking it takes 12, each token 2 (on Sapphire Rapids, which
// issues two a cycle): up to 7 tokens cost nothing, and unpacking to a panel would.
constexpr int kFewTokens = 7;
constexpr int kTileTokens = 16, kPairTokens = 2 * kTileTokens;
constexpr int kTileInputs = 64, kTileBytes = 1024;
constexpr int kSlabGroups = 64;                    // 1,024 inputs: a panel of 32 KiB
constexpr size_t kCachedInputs = size_t(1) << 20;  // bytes of activations that stay in the L2 cache

// The intrinsics of gcc 12 do not say which memory they read and write.
PHI4_INLINE void finish_writing() { asm volatile("" : : : "memory"); }

// The tile registers of this thread: 0 to 3 are sums, for tokens (0, 1 the first sixteen; 2, 3 the others) and outputs
// (0, 2 the first block; 1, 3 the second), 4 and 5 are activations, 6 and 7 weights.
class Tiles {
public:
    Tiles() = default;
    ~Tiles() { _tile_release(); }
    Tiles(const Tiles&) = delete;
    Tiles& operator=(const Tiles&) = delete;

    // Makes the tiles as high as 1 to 32 tokens need.
    void set_tokens(int tokens) {
        if (tokens == tokens_) return;
        tokens_ = tokens;
        struct alignas(64) Configuration {
            uint8_t palette = 1, start = 0, reserved[14] = {};
            uint16_t row_bytes[16] = {};
            uint8_t rows[16] = {};
        } config;
        static_assert(sizeof(Configuration) == 64);
        const int first = std::min(tokens, kTileTokens), second = tokens - first;
        const int rows[8] = {first, first, second, second, first, second, kTileInputs / 4, kTileInputs / 4};
        for (int tile = 0; tile < 8; ++tile) {
            config.rows[tile] = uint8_t(rows[tile]);
            config.row_bytes[tile] = rows[tile] ? 64 : 0;
        }
        asm volatile("" : : "r"(&config) : "memory");
        _tile_loadconfig(&config);
    }

private:
    int tokens_ = 0;
};

// sums (+)= inputs . weights, of one or two tiles of tokens and one or two blocks, over `steps` times 64 inputs.
template <bool two_tiles, bool two_blocks>
void multiply(const int8_t* in, size_t stride, const uint8_t* panel, int steps, float* sums, size_t y_stride,
              bool begin) {
    const uint8_t* second_block = panel + size_t(steps) * kTileBytes;
    const int8_t* second_in = in + (two_tiles ? kTileTokens * stride : 0);
    float* second_sums = sums + (two_tiles ? kTileTokens * y_stride : 0);
    const size_t sum_stride = y_stride * sizeof(float);
    if (begin) {
        _tile_zero(0);
        if constexpr (two_blocks) _tile_zero(1);
        if constexpr (two_tiles) _tile_zero(2);
        if constexpr (two_tiles && two_blocks) _tile_zero(3);
    } else {
        _tile_loadd(0, sums, sum_stride);
        if constexpr (two_blocks) _tile_loadd(1, sums + kRowBlock, sum_stride);
        if constexpr (two_tiles) _tile_loadd(2, second_sums, sum_stride);
        if constexpr (two_tiles && two_blocks) _tile_loadd(3, second_sums + kRowBlock, sum_stride);
    }
    for (int step = 0; step < steps; ++step) {
        _tile_loadd(6, panel + size_t(step) * kTileBytes, 64);
        _tile_loadd(4, in + step * kTileInputs, stride);
        _tile_dpbssd(0, 4, 6);
        if constexpr (two_blocks) {
            _tile_loadd(7, second_block + size_t(step) * kTileBytes, 64);
            _tile_dpbssd(1, 4, 7);
        }
        if constexpr (two_tiles) {
            _tile_loadd(5, second_in + step * kTileInputs, stride);
            _tile_dpbssd(2, 5, 6);
        }
        if constexpr (two_tiles && two_blocks) _tile_dpbssd(3, 5, 7);
    }
    _tile_stored(0, sums, sum_stride);
    if constexpr (two_blocks) _tile_stored(1, sums + kRowBlock, sum_stride);
    if constexpr (two_tiles) _tile_stored(2, second_sums, sum_stride);
    if constexpr (two_tiles && two_blocks) _tile_stored(3, second_sums + kRowBlock, sum_stride);
    finish_writing();
}

// `count` groups of a block as tiles, filled up with zeros.
template <int bits>
void unpack_slab(const PackedMatrix& w, int block, int begin, int count, uint8_t* panel) {
    const size_t at = size_t(block) * w.groups() + begin;
    const uint8_t* codes = w.codes + at * group_bytes(bits);
    const uint8_t* scales = bits == 8 ? nullptr : w.scales + at * 8;
    for (int group = 0; group < count; ++group, panel += 256) {
        const uint8_t* packed = codes + size_t(group) * group_bytes(bits);
        fetch_ahead<bits>(packed);
        const Group weights = unpack<bits, 0>(packed, bits == 8 ? nullptr : scales + group * 8);
        for (int quad = 0; quad < 4; ++quad) _mm512_storeu_si512(panel + 64 * quad, weights.quad[quad]);
    }
    std::memset(panel, 0, size_t(round_up(count, 4) - count) * 256);
}

// Whole sums in y, as int32, become the products.
void scale_sums(const PackedMatrix& w, const QuantizedRows& x, int t, int tokens, float* y, int y_stride, int block,
                int blocks) {
    for (int i = 0; i < tokens; ++i)
        for (int each = block; each < block + blocks; ++each) {
            float* out = y + size_t(t + i) * y_stride + size_t(each) * kRowBlock;
            const __m512 scale =
                _mm512_mul_ps(_mm512_loadu_ps(w.row_scales + each * kRowBlock), _mm512_set1_ps(x.scales[t + i]));
            _mm512_storeu_ps(out, _mm512_mul_ps(_mm512_cvtepi32_ps(_mm512_loadu_si512(out)), scale));
        }
}

// Between the slabs of a row, its sums lie in y.
template <int bits>
void matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
            uint8_t* panel) {
    const int groups = w.groups();
    Tiles tiles;
    const auto slab = [&](int block, int begin) {
        const int blocks = std::min(2, last - block), count = std::min(kSlabGroups, groups - begin),
                  steps = (count + 3) / 4;
        for (int side = 0; side < blocks; ++side)
            unpack_slab<bits>(w, block + side, begin, count, panel + size_t(side) * steps * kTileBytes);
        finish_writing();
        for (int t = 0; t < m; t += kPairTokens) {
            const int tokens = std::min(kPairTokens, m - t);
            tiles.set_tokens(tokens);
            const bool two_tiles = tokens > kTileTokens, two_blocks = blocks == 2;
            const auto product = two_tiles ? (two_blocks ? multiply<true, true> : multiply<true, false>)
                                           : (two_blocks ? multiply<false, true> : multiply<false, false>);
            product(x.codes + size_t(t) * x.stride + size_t(begin) * kGroup, size_t(x.stride), panel, steps,
                    y + size_t(t) * y_stride + size_t(block) * kRowBlock, size_t(y_stride), begin == 0);
            if (begin + count == groups) scale_sums(w, x, t, tokens, y, y_stride, block, blocks);
        }
    };
    if (size_t(m) * w.padded_cols() <= kCachedInputs) {  // the weights in their order
        for (int block = first; block < last; block += 2)
            for (int begin = 0; begin < groups; begin += kSlabGroups) slab(block, begin);
    } else {  // a slab of the activations with all blocks, before it leaves the cache
        for (int begin = 0; begin < groups; begin += kSlabGroups)
            for (int block = first; block < last; block += 2) slab(block, begin);
    }
}

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
                   uint8_t* scratch) {
    if (m <= kFewTokens) return avx512_kernels()->packed_matmul(w, x, m, y, y_stride, first, last, scratch);
    if (w.bits == 8) return matmul<8>(w, x, m, y, y_stride, first, last, scratch);
    if (w.bits == 4) return matmul<4>(w, x, m, y, y_stride, first, last, scratch);
    matmul<3>(w, x, m, y, y_stride, first, last, scratch);
}

double int8_peak(int64_t rounds) {
    alignas(64) int8_t ones[kTileBytes];
    std::memset(ones, 1, sizeof ones);
    Tiles tiles;
    tiles.set_tokens(kPairTokens);
    finish_writing();
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    _tile_loadd(4, ones, 64);
    _tile_loadd(5, ones, 64);
    _tile_loadd(6, ones, 64);
    _tile_loadd(7, ones, 64);
    for (int64_t round = 0; round < rounds; ++round) {
        _tile_dpbssd(0, 4, 6);
        _tile_dpbssd(1, 4, 7);
        _tile_dpbssd(2, 5, 6);
        _tile_dpbssd(3, 5, 7);
    }
    return double(rounds) * 4 * 2 * kTileTokens * kTileInputs * kRowBlock;
}

}  // namespace

// All but the products of packed weights is as with AVX-512.
const Kernels* amx_kernels() {
    static const Kernels kernels = [] {
        Kernels each = *avx512_kernels();
        each.name = "amx_int8";
        each.packed_matmul = packed_matmul;
        each.int8_peak = int8_peak;
        return each;
    }();
    return &kernels;
}
}  // namespace phi4
