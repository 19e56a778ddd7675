// Sixteen floats or 32-bit integers in as many native vectors as the instruction set needs, so that arithmetic is
// written once; each instruction set's file includes this in its own namespace.

// f(0), f(1) .. f(n - 1) with constants: arrays of sums that are only indexed so stay in registers.
template <int n, typename F>
PHI4_INLINE void repeat(F&& f) {
#if defined(PHI4_ROLLED)
    for (int i = 0; i < n; ++i) f(i);
#else
    [&]<int... i>(std::integer_sequence<int, i...>) __attribute__((always_inline)) {
        (f(std::integral_constant<int, i>{}), ...);
    }(std::make_integer_sequence<int, n>{});
#endif
}
#define PHI4_EACH(i) [&](auto i) __attribute__((always_inline))

#if defined(__AVX512F__)
constexpr int kWidth = 16;
#elif defined(__AVX2__)
constexpr int kWidth = 8;
#else
constexpr int kWidth = 4;
#endif
constexpr int kLanes = 16, kParts = kLanes / kWidth;
typedef float FloatPart __attribute__((vector_size(4 * kWidth)));
typedef int32_t IntPart __attribute__((vector_size(4 * kWidth)));

template <typename Part>
struct Sixteen {
    Part part[kParts];
};
using Lanes = Sixteen<FloatPart>;
using IntLanes = Sixteen<IntPart>;

#define PHI4_OPERATOR(op)                                                                    \
    template <typename Part>                                                                 \
    PHI4_INLINE Sixteen<Part> operator op(Sixteen<Part> a, const Sixteen<Part>& b) {         \
        repeat<kParts>(PHI4_EACH(i) { a.part[i] = a.part[i] op b.part[i]; });                \
        return a;                                                                            \
    }                                                                                        \
    template <typename Part>                                                                 \
    PHI4_INLINE Sixteen<Part>& operator op## = (Sixteen<Part> & a, const Sixteen<Part>& b) { \
        return a = a op b;                                                                   \
    }
PHI4_OPERATOR(+)
PHI4_OPERATOR(-)
PHI4_OPERATOR(*)
PHI4_OPERATOR(/)
PHI4_OPERATOR(&)
PHI4_OPERATOR(|)
PHI4_OPERATOR(^)
#undef PHI4_OPERATOR
#define PHI4_COMPARISON(op)                                                            \
    template <typename Part>                                                           \
    PHI4_INLINE IntLanes operator op(const Sixteen<Part>& a, const Sixteen<Part>& b) { \
        IntLanes r;                                                                    \
        repeat<kParts>(PHI4_EACH(i) { r.part[i] = a.part[i] op b.part[i]; });          \
        return r;                                                                      \
    }
PHI4_COMPARISON(<)
PHI4_COMPARISON(>)
PHI4_COMPARISON(<=)
#undef PHI4_COMPARISON
PHI4_INLINE IntLanes operator<<(IntLanes v, int bits) {
    repeat<kParts>(PHI4_EACH(i) { v.part[i] = v.part[i] << bits; });
    return v;
}
// Of each lane, `yes` where the mask is all ones and `no` where it is 0.
template <typename Part>
PHI4_INLINE Sixteen<Part> choose(const IntLanes& mask, Sixteen<Part> yes, const Sixteen<Part>& no) {
    repeat<kParts>(PHI4_EACH(i) { yes.part[i] = mask.part[i] ? yes.part[i] : no.part[i]; });
    return yes;
}

// Part by part: gcc takes a copy of all sixteen through the stack.
PHI4_INLINE Lanes load(const float* p) {
    Lanes r;
    repeat<kParts>(PHI4_EACH(i) { std::memcpy(&r.part[i], p + i * kWidth, sizeof(FloatPart)); });
    return r;
}
PHI4_INLINE void store(float* p, const Lanes& v) {
    repeat<kParts>(PHI4_EACH(i) { std::memcpy(p + i * kWidth, &v.part[i], sizeof(FloatPart)); });
}
PHI4_INLINE Lanes fill(float v) {
    Lanes r;
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = v - FloatPart{}; });
    return r;
}
PHI4_INLINE IntLanes fill_int(int32_t v) {
    IntLanes r;
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = IntPart{} + v; });
    return r;
}
PHI4_INLINE Lanes as_float(const IntLanes& v) {
    Lanes r;
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = (FloatPart)v.part[i]; });
    return r;
}
PHI4_INLINE IntLanes as_int(const Lanes& v) {
    IntLanes r;
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = (IntPart)v.part[i]; });
    return r;
}
PHI4_INLINE Lanes to_float(const IntLanes& v) {
    Lanes r;
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = __builtin_convertvector(v.part[i], FloatPart); });
    return r;
}
PHI4_INLINE Lanes larger(const Lanes& a, const Lanes& b) { return choose(a > b, a, b); }
// 0 to 15.
PHI4_INLINE IntLanes lane_numbers() {
    IntLanes r;
    repeat<kParts>(PHI4_EACH(i) {
        [&]<int... j>(std::integer_sequence<int, j...>) __attribute__((always_inline)) {
            r.part[i] = IntPart{(int(i) * kWidth + j)...};
        }(std::make_integer_sequence<int, kWidth>{});
    });
    return r;
}
// Lane i of the result is lane i ^ stride.
template <int stride>
PHI4_INLINE Lanes across(const Lanes& v) {
    Lanes r;
    repeat<kParts>(PHI4_EACH(i) {
        if constexpr (stride >= kWidth) {
            r.part[i] = v.part[i ^ (stride / kWidth)];
        } else {
            [&]<int... j>(std::integer_sequence<int, j...>) __attribute__((always_inline)) {
                r.part[i] = __builtin_shufflevector(v.part[i], v.part[i], (j ^ stride)...);
            }(std::make_integer_sequence<int, kWidth>{});
        }
    });
    return r;
}
PHI4_INLINE float first_lane(const Lanes& v) { return v.part[0][0]; }
PHI4_INLINE float sum_lanes(Lanes v) {
    v += across<8>(v);
    v += across<4>(v);
    v += across<2>(v);
    v += across<1>(v);
    return first_lane(v);
}
PHI4_INLINE float max_lanes(Lanes v) {
    v = larger(v, across<8>(v));
    v = larger(v, across<4>(v));
    v = larger(v, across<2>(v));
    v = larger(v, across<1>(v));
    return first_lane(v);
}

// Narrow numbers to 32 bits. gcc 12 takes __builtin_convertvector between these widths one element at a time.
PHI4_INLINE IntLanes widen_s8(const int8_t* p) {
    IntLanes r;
#if defined(__AVX512F__)
    r.part[0] = (IntPart)_mm512_cvtepi8_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
#elif defined(__AVX2__)
    r.part[0] = (IntPart)_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p)));
    r.part[1] = (IntPart)_mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p + 8)));
#elif defined(__ARM_NEON)
    const int8x16_t bytes = vld1q_s8(p);
    const int16x8_t low = vmovl_s8(vget_low_s8(bytes)), high = vmovl_s8(vget_high_s8(bytes));
    r.part[0] = (IntPart)vmovl_s16(vget_low_s16(low));
    r.part[1] = (IntPart)vmovl_s16(vget_high_s16(low));
    r.part[2] = (IntPart)vmovl_s16(vget_low_s16(high));
    r.part[3] = (IntPart)vmovl_s16(vget_high_s16(high));
#else
    int32_t v[kLanes];
    for (int i = 0; i < kLanes; ++i) v[i] = p[i];
    std::memcpy(&r, v, sizeof r);
#endif
    return r;
}
PHI4_INLINE IntLanes widen_u16(const uint16_t* p) {
    IntLanes r;
#if defined(__AVX512F__)
    r.part[0] = (IntPart)_mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
#elif defined(__AVX2__)
    r.part[0] = (IntPart)_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)));
    r.part[1] = (IntPart)_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 8)));
#elif defined(__ARM_NEON)
    const uint16x8_t low = vld1q_u16(p), high = vld1q_u16(p + 8);
    r.part[0] = (IntPart)vmovl_u16(vget_low_u16(low));
    r.part[1] = (IntPart)vmovl_u16(vget_high_u16(low));
    r.part[2] = (IntPart)vmovl_u16(vget_low_u16(high));
    r.part[3] = (IntPart)vmovl_u16(vget_high_u16(high));
#else
    int32_t v[kLanes];
    for (int i = 0; i < kLanes; ++i) v[i] = p[i];
    std::memcpy(&r, v, sizeof r);
#endif
    return r;
}
// To the nearest whole number, ties to even, of values below 2^31: one instruction, so that no compiler joins it with
// the multiplication before it, which would round once where others round twice.
PHI4_INLINE IntLanes to_nearest(const Lanes& v) {
    IntLanes r;
#if defined(__AVX512F__)
    r.part[0] = (IntPart)_mm512_cvtps_epi32((__m512)v.part[0]);
#elif defined(__AVX2__)
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = (IntPart)_mm256_cvtps_epi32((__m256)v.part[i]); });
#elif defined(__SSE2__)
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = (IntPart)_mm_cvtps_epi32((__m128)v.part[i]); });
#elif defined(__ARM_NEON)
    repeat<kParts>(PHI4_EACH(i) { r.part[i] = (IntPart)vcvtnq_s32_f32((float32x4_t)v.part[i]); });
#else
    float values[kLanes];
    store(values, v);
    int32_t whole[kLanes];
    for (int i = 0; i < kLanes; ++i) whole[i] = int32_t(std::lrint(values[i]));
    std::memcpy(&r, whole, sizeof r);
#endif
    return r;
}
// Numbers from -128 to 127 to bytes.
PHI4_INLINE void narrow(const IntLanes& v, int8_t* out) {
#if defined(__AVX512F__)
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), _mm512_cvtepi32_epi8((__m512i)v.part[0]));
#elif defined(__AVX2__)
    const __m256i halves = _mm256_permute4x64_epi64(_mm256_packs_epi32((__m256i)v.part[0], (__m256i)v.part[1]), 0xd8);
    const __m128i bytes = _mm_packs_epi16(_mm256_castsi256_si128(halves), _mm256_extracti128_si256(halves, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out), bytes);
#elif defined(__ARM_NEON)
    const int16x8_t low = vcombine_s16(vmovn_s32((int32x4_t)v.part[0]), vmovn_s32((int32x4_t)v.part[1]));
    const int16x8_t high = vcombine_s16(vmovn_s32((int32x4_t)v.part[2]), vmovn_s32((int32x4_t)v.part[3]));
    vst1q_s8(out, vcombine_s8(vmovn_s16(low), vmovn_s16(high)));
#else
    int32_t wide[kLanes];
    std::memcpy(wide, &v, sizeof wide);
    for (int i = 0; i < kLanes; ++i) out[i] = int8_t(wide[i]);
#endif
}
PHI4_INLINE Lanes widen_bytes(const int8_t* p) { return to_float(widen_s8(p)); }
PHI4_INLINE Lanes widen_bf16(const uint16_t* p) { return as_float(widen_u16(p) << 16); }
// Exact for all but infinities and NaN: the exponent is moved by a multiplication, which also takes subnormals.
PHI4_INLINE Lanes widen_f16(const uint16_t* p) {
    const IntLanes bits = widen_u16(p);
    const Lanes magnitude = as_float((bits & fill_int(0x7fff)) << 13) * fill(5.192296858534828e33f);
    return as_float(as_int(magnitude) | ((bits & fill_int(0x8000)) << 16));
}

// exp to about 1e-7: 2^k times a polynomial on [-ln2/2, ln2/2]; below -87 it is 0.
PHI4_INLINE Lanes exp_lanes(Lanes x) {
    const Lanes low = fill(-87.0f), high = fill(88.0f), shift = fill(12582912.0f);
    const IntLanes vanishes = x < low;
    x = choose(x < low, low, x);
    x = choose(x > high, high, x);
    const Lanes k = x * fill(1.44269504088896341f) + shift;
    const IntLanes exponent = as_int(k) << 23;
    const Lanes whole = k - shift;
    Lanes r = x - whole * fill(0.693359375f);
    r = r + whole * fill(2.12194440e-4f);
    Lanes p = r * fill(1.9875691500e-4f) + fill(1.3981999507e-3f);
    p = p * r + fill(8.3334519073e-3f);
    p = p * r + fill(4.1665795894e-2f);
    p = p * r + fill(1.6666665459e-1f);
    p = p * r + fill(5.0000001201e-1f);
    p = p * (r * r) + r + fill(1.0f);
    return choose(vanishes, Lanes{}, as_float(as_int(p) + exponent));
}
