// Packed weights to bytes in AVX-512 registers.

constexpr int kAhead = 2048;  // bytes of weights that are fetched before they are needed

template <int bits>
PHI4_INLINE void fetch_ahead(const uint8_t* at) {
    for (int line = 0; line < group_bytes(bits); line += 64)
        _mm_prefetch(reinterpret_cast<const char*>(reinterpret_cast<uintptr_t>(at) + kAhead + line), _MM_HINT_T0);
}

struct Group {
    __m512i quad[4];
};

// The four quads of a group as weight + `shift`. `at` points at the group's codes, `scales` at its 8 bytes.
template <int bits, int shift>
PHI4_INLINE Group unpack(const uint8_t* at, const uint8_t* scales) {
    Group group;
    if constexpr (bits == 8) {
        for (int i = 0; i < 4; ++i)
            group.quad[i] = _mm512_add_epi8(_mm512_loadu_si512(at + 64 * i), _mm512_set1_epi8(char(shift)));
        return group;
    }
    const __m128i raw = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(scales));
    const __m128i nibble = _mm_set1_epi8(15);
    const __m128i both = _mm_unpacklo_epi64(_mm_and_si128(raw, nibble), _mm_and_si128(_mm_srli_epi16(raw, 4), nibble));
    const __m512i spread = _mm512_set_epi32(0x0f0f0f0f, 0x0e0e0e0e, 0x0d0d0d0d, 0x0c0c0c0c, 0x0b0b0b0b, 0x0a0a0a0a,
                                            0x09090909, 0x08080808, 0x07070707, 0x06060606, 0x05050505, 0x04040404,
                                            0x03030303, 0x02020202, 0x01010101, 0x00000000);
    const __m512i scale = _mm512_shuffle_epi8(_mm512_broadcast_i32x4(both), spread);
    const __m512i factor = _mm512_and_si512(scale, _mm512_set1_epi16(0x00ff));
    if constexpr (bits == 4) {
        // A product of a code and a scale is at most 225, so one 16-bit multiplication serves two bytes.
        const __m512i offset = _mm512_sub_epi8(_mm512_set1_epi8(char(shift)), _mm512_slli_epi16(scale, 3));
        const __m512i mask = _mm512_set1_epi8(15);
        for (int i = 0; i < 2; ++i) {
            const __m512i codes = _mm512_loadu_si512(at + 64 * i);
            const __m512i low = _mm512_and_si512(codes, mask);
            const __m512i high = _mm512_and_si512(_mm512_srli_epi16(codes, 4), mask);
            group.quad[2 * i] = _mm512_add_epi8(_mm512_mullo_epi16(low, factor), offset);
            group.quad[2 * i + 1] = _mm512_add_epi8(_mm512_mullo_epi16(high, factor), offset);
        }
    } else {
        const __m512i offset = _mm512_sub_epi8(_mm512_set1_epi8(char(shift)), _mm512_slli_epi16(scale, 2));
        const __m512i codes = _mm512_loadu_si512(at);
        for (int i = 0; i < 4; ++i) {
            __mmask64 high;
            std::memcpy(&high, at + 64 + 8 * i, 8);
            __m512i low = _mm512_and_si512(_mm512_srli_epi16(codes, 2 * i), _mm512_set1_epi8(3));
            low = _mm512_mask_add_epi8(low, high, low, _mm512_set1_epi8(4));
            group.quad[i] = _mm512_add_epi8(_mm512_mullo_epi16(low, factor), offset);
        }
    }
    return group;
}
