#include "kernels/kernels.h"

#include <algorithm>
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
    while (block < kLargestRotation && n % (2 * block) == 0) block *= 2;
    return block;
}

std::vector<const Kernels*> available_kernels() {
    std::vector<const Kernels*> found = {portable_kernels()};
    const std::vector<std::string> features = cpu_features();
    [[maybe_unused]] auto has = [&](const char* name) { return std::find(features.begin(), features.end(), name) != features.end(); };
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

const Kernels& choose_kernels(const std::string& name) {
    const auto found = available_kernels();
    if (name.empty()) return *found.back();
    std::string names;
    for (const Kernels* each : found) {
        if (name == each->name) return *each;
        names += (names.empty() ? "" : ", ") + std::string(each->name);
    }
    throw std::invalid_argument("there are no kernels named '" + name + "' for this processor; PHI4_KERNELS can be " + names);
}

}  // namespace phi4
