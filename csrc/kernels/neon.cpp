// ARM with the dot product instructions: sdot takes 16 products of signed bytes.
#include "kernels/head.inl"

#include <arm_neon.h>

namespace phi4 {
namespace {
#include "kernels/float_kernels.inl"
#include "kernels/unpack.inl"

template <int kTokens>
PHI4_INLINE void tile(const int8_t* panel, const PackedMatrix& w, const QuantizedRows& x, int t, float* y, int y_stride,
                      int block) {
    int32x4_t acc[kTokens][4];
    repeat<kTokens>(PHI4_EACH(i) { repeat<4>(PHI4_EACH(part) { acc[i][part] = vdupq_n_s32(0); }); });
    const int8_t* in = x.codes + size_t(t) * x.stride;
    const int quads = w.padded_cols() / 4;
    for (int quad = 0; quad < quads; ++quad)
        repeat<4>(PHI4_EACH(part) {
            const int8x16_t weights = vld1q_s8(panel + size_t(quad) * 64 + part * 16);
            repeat<kTokens>(PHI4_EACH(i) {
                int32_t bytes;
                std::memcpy(&bytes, in + size_t(i) * x.stride + quad * 4, 4);
                acc[i][part] = vdotq_s32(acc[i][part], weights, vreinterpretq_s8_s32(vdupq_n_s32(bytes)));
            });
        });
    repeat<kTokens>(PHI4_EACH(i) {
        repeat<4>(PHI4_EACH(part) {
            const float32x4_t scale =
                vmulq_n_f32(vld1q_f32(w.row_scales + block * kRowBlock + part * 4), x.scales[t + i]);
            vst1q_f32(y + size_t(t + i) * y_stride + size_t(block) * kRowBlock + part * 4,
                      vmulq_f32(vcvtq_f32_s32(acc[i][part]), scale));
        });
    });
}

void packed_matmul(const PackedMatrix& w, const QuantizedRows& x, int m, float* y, int y_stride, int first, int last,
                   uint8_t* scratch) {
    auto* panel = reinterpret_cast<int8_t*>(scratch);
    for (int block = first; block < last; ++block) {
        const int8_t* weights = panel;
        if (w.bits == 8)
            weights = reinterpret_cast<const int8_t*>(w.codes) + size_t(block) * w.padded_cols() * kRowBlock;
        else unpack_block(w, block, panel);
        int t = 0;
        for (; t + 4 <= m; t += 4) tile<4>(weights, w, x, t, y, y_stride, block);
        for (; t < m; ++t) tile<1>(weights, w, x, t, y, y_stride, block);
    }
}

double int8_peak(int64_t rounds) {
    int32x4_t acc[8];
    for (auto& each : acc) each = vdupq_n_s32(0);
    int8x16_t a = vdupq_n_s8(3), b = vdupq_n_s8(1);
    for (int64_t round = 0; round < rounds; ++round) {
        asm volatile("" : "+w"(a), "+w"(b));
        for (auto& each : acc) each = vdotq_s32(each, a, b);
    }
    for (auto& each : acc) asm volatile("" : : "w"(each));
    return double(rounds) * 8 * 32;
}

const Kernels kKernels = {"neon_dotprod", packed_matmul, float_matmul, rms_norm, quantize_row, rotate,
                          swiglu,         rope,          store_kv,     attend,   int8_peak,    read_bytes};
}  // namespace

const Kernels* neon_kernels() { return &kKernels; }
}  // namespace phi4
