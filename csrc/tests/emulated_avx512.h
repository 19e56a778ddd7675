// AVX-512 in plain C++: exactly the intrinsics that the kernels use, for the engine's check on machines without it.
// Memory is reached through memcpy, so that AddressSanitizer sees it.
#pragma once

#include <emmintrin.h>

#include <cstdint>
#include <cstring>

typedef long long __m512i __attribute__((vector_size(64)));
typedef float __m512 __attribute__((vector_size(64)));
typedef uint64_t __mmask64;

namespace phi4::emulated {

typedef uint8_t Bytes __attribute__((vector_size(64)));
typedef uint16_t Words __attribute__((vector_size(64)));
typedef uint32_t Ints __attribute__((vector_size(64)));

template <typename Vector>
inline Vector loaded(const void* from) {
    Vector v;
    std::memcpy(&v, from, sizeof v);
    return v;
}
template <typename Vector, typename Number>
inline Vector filled(Number value) {
    Vector v;
    for (size_t i = 0; i < sizeof v / sizeof v[0]; ++i) v[i] = value;
    return v;
}

}  // namespace phi4::emulated

#define PHI4_BYTES(v) ((phi4::emulated::Bytes)(v))
#define PHI4_WORDS(v) ((phi4::emulated::Words)(v))
#define PHI4_INTS(v) ((phi4::emulated::Ints)(v))

inline __m512i _mm512_setzero_si512() { return __m512i{}; }
inline __m512i _mm512_set1_epi8(char v) { return (__m512i)phi4::emulated::filled<phi4::emulated::Bytes>(uint8_t(v)); }
inline __m512i _mm512_set1_epi16(short v) {
    return (__m512i)phi4::emulated::filled<phi4::emulated::Words>(uint16_t(v));
}
inline __m512i _mm512_set1_epi32(int v) { return (__m512i)phi4::emulated::filled<phi4::emulated::Ints>(uint32_t(v)); }
inline __m512 _mm512_set1_ps(float v) { return phi4::emulated::filled<__m512>(v); }
template <typename... Numbers>
inline __m512i _mm512_set_epi32(Numbers... from_the_last) {
    const uint32_t given[16] = {uint32_t(from_the_last)...};
    phi4::emulated::Ints v;
    for (int i = 0; i < 16; ++i) v[i] = given[15 - i];
    return (__m512i)v;
}
inline __m512i _mm512_loadu_si512(const void* p) { return phi4::emulated::loaded<__m512i>(p); }
inline __m512 _mm512_loadu_ps(const void* p) { return phi4::emulated::loaded<__m512>(p); }
inline void _mm512_storeu_si512(void* p, const __m512i& v) { std::memcpy(p, &v, sizeof v); }
inline void _mm512_storeu_ps(void* p, const __m512& v) { std::memcpy(p, &v, sizeof v); }

inline __m512i _mm512_and_si512(const __m512i& a, const __m512i& b) { return a & b; }
inline __m512i _mm512_add_epi8(const __m512i& a, const __m512i& b) { return (__m512i)(PHI4_BYTES(a) + PHI4_BYTES(b)); }
inline __m512i _mm512_sub_epi8(const __m512i& a, const __m512i& b) { return (__m512i)(PHI4_BYTES(a) - PHI4_BYTES(b)); }
inline __m512i _mm512_add_epi32(const __m512i& a, const __m512i& b) { return (__m512i)(PHI4_INTS(a) + PHI4_INTS(b)); }
inline __m512i _mm512_sub_epi32(const __m512i& a, const __m512i& b) { return (__m512i)(PHI4_INTS(a) - PHI4_INTS(b)); }
inline __m512i _mm512_slli_epi16(const __m512i& v, unsigned n) { return (__m512i)(PHI4_WORDS(v) << uint16_t(n)); }
inline __m512i _mm512_srli_epi16(const __m512i& v, unsigned n) { return (__m512i)(PHI4_WORDS(v) >> uint16_t(n)); }
inline __m512i _mm512_mullo_epi16(const __m512i& a, const __m512i& b) {
    phi4::emulated::Words v{};
    for (int i = 0; i < 32; ++i) v[i] = uint16_t(uint32_t(PHI4_WORDS(a)[i]) * PHI4_WORDS(b)[i]);
    return (__m512i)v;
}
inline __m512i _mm512_mask_add_epi8(const __m512i& from, __mmask64 mask, const __m512i& a, const __m512i& b) {
    phi4::emulated::Bytes v = PHI4_BYTES(from), sum = PHI4_BYTES(a) + PHI4_BYTES(b);
    for (int i = 0; i < 64; ++i)
        if (mask >> i & 1) v[i] = sum[i];
    return (__m512i)v;
}
inline __m512i _mm512_broadcast_i32x4(__m128i v) {
    __m512i wide;
    for (int i = 0; i < 8; ++i) wide[i] = ((const long long*)&v)[i % 2];
    return wide;
}
inline __m512i _mm512_shuffle_epi8(const __m512i& from, const __m512i& index) {
    phi4::emulated::Bytes v;
    for (int i = 0; i < 64; ++i)
        v[i] = PHI4_BYTES(index)[i] & 0x80 ? 0 : PHI4_BYTES(from)[i / 16 * 16 + (PHI4_BYTES(index)[i] & 15)];
    return (__m512i)v;
}
inline __m512i _mm512_dpbusd_epi32(const __m512i& sum, const __m512i& weights, const __m512i& in) {
    phi4::emulated::Ints v = PHI4_INTS(sum);
    for (int i = 0; i < 64; ++i) v[i / 4] += uint32_t(int(PHI4_BYTES(weights)[i]) * int8_t(PHI4_BYTES(in)[i]));
    return (__m512i)v;
}
inline __m512 _mm512_mul_ps(const __m512& a, const __m512& b) { return a * b; }
inline __m512 _mm512_cvtepi32_ps(const __m512i& from) {
    __m512 v;
    for (int i = 0; i < 16; ++i) v[i] = float(int32_t(PHI4_INTS(from)[i]));
    return v;
}
