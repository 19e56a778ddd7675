// 16-bit floats, one at a time.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace phi4 {

inline float from_bits(uint32_t bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}
inline uint32_t to_bits(float value) {
    uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return bits;
}

inline float from_bf16(uint16_t half) { return from_bits(uint32_t(half) << 16); }

inline float from_f16(uint16_t half) {
    const float magnitude = from_bits(uint32_t(half & 0x7fff) << 13) * 5.192296858534828e33f;
    return from_bits(to_bits(magnitude) | (uint32_t(half & 0x8000) << 16));
}

// Rounds to nearest, ties to even; beyond the largest half it gives that.
inline uint16_t to_f16(float value) {
    const uint16_t sign = uint16_t((to_bits(value) >> 16) & 0x8000);
    float magnitude = std::fabs(value);
    if (!(magnitude <= 65504.0f)) magnitude = 65504.0f;
    if (magnitude < 6.103515625e-05f) return uint16_t(sign | uint16_t(std::lrint(magnitude * 16777216.0f)));
    uint32_t bits = to_bits(magnitude);
    bits += 0xfff + ((bits >> 13) & 1);
    return uint16_t(sign | ((bits - 0x38000000u) >> 13));
}

}  // namespace phi4
