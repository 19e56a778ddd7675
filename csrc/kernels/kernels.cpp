#include "kernels/kernels.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "kernels/cpu_features.h"

namespace phi4 {

size_t kv_block_bytes(int head_dim, int kv_bits) {
    const size_t values = size_t(head_dim + round_up(head_dim, 16)) * kPageTokens;
    return kv_bits == 8 ? values + 2 * kPageTokens * sizeof(float) : values * (kv_bits / 8);
}

size_t attention_scratch(int head_dim, int queries) {
    const size_t wide = round_up(head_dim, 16);
    return (size_t(head_dim) + wide) * kPageTokens + size_t(queries) * (wide + 2);
}

int rotation_block(int n) {
    int block = 1;
    while (block < kMaxRotation && n % (2 * block) == 0) block *= 2;
    return block;
}

std::vector<const Kernels*> available_kernels() {
    std::vector<const Kernels*> found = {portable_kernels()};
    const std::vector<std::string> features = cpu_features();
    [[maybe_unused]] auto has = [&](const char* name) {
        return std::find(features.begin(), features.end(), name) != features.end();
    };
#if defined(PHI4_X86)
    if (has("avx2") && has("fma")) found.push_back(avx2_kernels());
#if defined(PHI4_AVX512)
    if (has("avx512_vnni")) found.push_back(avx512_kernels());
#endif
#if defined(PHI4_AMX)
    if (has("avx512_vnni") && has("amx_tile") && has("amx_int8") && amx_permitted()) found.push_back(amx_kernels());
#endif
#elif defined(PHI4_ARM)
    if (has("asimddp")) found.push_back(neon_kernels());
#endif
    return found;
}

const Kernels& choose_kernels(std::string name) {
    if (const char* chosen = std::getenv("PHI4_KERNELS"); name.empty() && chosen) name = chosen;
    const auto found = available_kernels();
    if (name.empty()) return *found.back();
    std::string names;
    for (const Kernels* each : found) {
        if (name == each->name) return *each;
        names += (names.empty() ? "" : ", ") + std::string(each->name);
    }
    throw std::invalid_argument("there are no kernels named '" + name + "' for this processor; PHI4_KERNELS can be " +
                                names);
}

void packed_product(const Kernels& kernels, const PackedMatrix& w, bool rotated, const float* x, int m, float* y,
                    int y_stride) {
    const int stride = round_up(w.cols, 64);
    std::vector<int8_t> codes(size_t(m) * stride);
    std::vector<float> steps(m), row(w.cols);
    std::vector<int32_t> sums(m);
    std::vector<int16_t> pairs(size_t(m) * stride / 8);
    std::vector<uint8_t> scratch(panel_bytes(w));
    const QuantizedRows rounded{codes.data(), steps.data(), sums.data(), pairs.data(), stride};
    for (int i = 0; i < m; ++i) {
        std::memcpy(row.data(), x + size_t(i) * w.cols, sizeof(float) * w.cols);
        kernels.quantize_row(row.data(), w.cols, rotated ? rotation_block(w.cols) : 1, w.padded_cols(), rounded, i);
    }
    kernels.packed_matmul(w, rounded, m, y, y_stride, 0, w.row_blocks(), scratch.data());
}

}  // namespace phi4
