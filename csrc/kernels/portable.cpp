// Plain C++: what runs on any processor, and what every other instruction set is held to.
#include "kernels/head.inl"

namespace phi4 {
namespace {
#include "kernels/float_kernels.inl"
#include "kernels/unpack.inl"

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
                   uint8_t* scratch) {
    auto* panel = reinterpret_cast<int8_t*>(scratch);
    const int quads = w.padded_cols() / 4;
    for (int block = first; block < last; ++block) {
        unpack_block(w, block, panel);
        for (int t = 0; t < m; ++t) {
            int32_t acc[kRowBlock] = {};
            const int8_t* in = x.codes + size_t(t) * x.stride;
            for (int quad = 0; quad < quads; ++quad)
                for (int row = 0; row < kRowBlock; ++row)
                    for (int i = 0; i < 4; ++i)
                        acc[row] += int32_t(panel[quad * 64 + row * 4 + i]) * int32_t(in[quad * 4 + i]);
            float* out = y + size_t(t) * y_stride + size_t(block) * kRowBlock;
            for (int row = 0; row < kRowBlock; ++row)
                out[row] = float(acc[row]) * (w.row_scales[block * kRowBlock + row] * x.scales[t]);
        }
    }
}

double int8_peak(int64_t rounds) {
    volatile int32_t sink = 0;
    int32_t acc[64] = {};
    int8_t a[64], b[64];
    for (int i = 0; i < 64; ++i) {
        a[i] = int8_t(i + sink);
        b[i] = int8_t(3 * i + sink);
    }
    for (int64_t round = 0; round < rounds; ++round)
        for (int i = 0; i < 64; ++i) acc[i] += int32_t(a[i]) * int32_t(b[(i + round) & 63]);
    for (int i = 0; i < 64; ++i) sink = sink + acc[i];
    return double(rounds) * 128;
}

const Kernels kKernels = {"portable", packed_matmul, float_matmul, rms_norm, quantize_row, rotate,
                          swiglu,     rope,          store_kv,     attend,   int8_peak,    read_bytes};
}  // namespace

const Kernels* portable_kernels() { return &kKernels; }
}  // namespace phi4
