// One block of 16 rows as exact int8: [cols / 4][16 rows][4 inputs].
static void unpack_block(const PackedMatrix& w, int block, int8_t* out) {
    const int groups = w.groups(), bytes = group_bytes(w.bits);
    const uint8_t* codes = w.codes + size_t(block) * groups * bytes;
    const uint8_t* scales = w.scales ? w.scales + size_t(block) * groups * 8 : nullptr;
    for (int group = 0; group < groups; ++group, codes += bytes, out += kRowBlock * kGroup) {
        if (w.bits == 8) {
            std::memcpy(out, codes, bytes);
            continue;
        }
        int scale[kRowBlock];
        for (int i = 0; i < 8; ++i) {
            scale[i] = scales[i] & 15;
            scale[i + 8] = scales[i] >> 4;
        }
        scales += 8;
        for (int quad = 0; quad < 4; ++quad)
            for (int i = 0; i < 64; ++i) {
                int code;
                if (w.bits == 4) {
                    code = ((codes[(quad / 2) * 64 + i] >> (4 * (quad % 2))) & 15) - 8;
                } else {
                    const int low = (codes[i] >> (2 * quad)) & 3, high = (codes[64 + quad * 8 + i / 8] >> (i % 8)) & 1;
                    code = (high * 4 + low) - 4;
                }
                out[quad * 64 + i] = int8_t(code * scale[i / 4]);
            }
    }
}
