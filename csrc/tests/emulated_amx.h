// AMX in plain C++, as emulated_avx512.h: what a processor would fault on ends the program.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace phi4::emulated {

// The tiles of a thread, as palette 1 has them. A thread that ends must have released them.
struct Tiles {
    bool configured = false;
    uint8_t rows[8] = {};
    uint16_t row_bytes[8] = {};
    uint8_t data[8][16][64] = {};

    static void demand(bool fine, const char* what) {
        if (fine) return;
        std::fprintf(stderr, "failed: the processor would fault: %s\n", what);
        std::abort();
    }
    ~Tiles() { demand(!configured, "tiles were not released"); }
    void check(int tile) const {
        demand(configured && tile >= 0 && tile < 8 && rows[tile], "a tile is used that is not configured");
    }
};
inline thread_local Tiles tiles;

}  // namespace phi4::emulated

inline void _tile_release() { phi4::emulated::tiles.configured = false; }
inline void _tile_loadconfig(const void* from) {
    auto& t = phi4::emulated::tiles;
    uint8_t raw[64];
    std::memcpy(raw, from, sizeof raw);
    t.demand(raw[0] == 1 && raw[1] == 0, "the palette is not 1, or tiles begin elsewhere than at row 0");
    for (int i = 2; i < 16; ++i) t.demand(raw[i] == 0, "a reserved byte is set");
    uint16_t row_bytes[16];
    std::memcpy(row_bytes, raw + 16, sizeof row_bytes);
    for (int i = 0; i < 16; ++i) {
        t.demand(raw[48 + i] <= 16 && row_bytes[i] <= 64 && !raw[48 + i] == !row_bytes[i],
                 "a tile is larger than 16 rows of 64 bytes");
        t.demand(i < 8 || !raw[48 + i], "there are 8 tiles");
        if (i < 8) t.rows[i] = raw[48 + i], t.row_bytes[i] = row_bytes[i];
    }
    std::memset(t.data, 0, sizeof t.data);
    t.configured = true;
}
inline void _tile_zero(int tile) {
    phi4::emulated::tiles.check(tile);
    std::memset(phi4::emulated::tiles.data[tile], 0, 1024);
}
inline void _tile_loadd(int tile, const void* base, size_t stride) {
    auto& t = phi4::emulated::tiles;
    _tile_zero(tile);
    for (size_t i = 0; i < t.rows[tile]; ++i)
        std::memcpy(t.data[tile][i], static_cast<const char*>(base) + i * stride, t.row_bytes[tile]);
}
inline void _tile_stored(int tile, void* base, size_t stride) {
    auto& t = phi4::emulated::tiles;
    t.check(tile);
    for (size_t i = 0; i < t.rows[tile]; ++i)
        std::memcpy(static_cast<char*>(base) + i * stride, t.data[tile][i], t.row_bytes[tile]);
}
inline void _tile_dpbssd(int to, int a, int b) {
    auto& t = phi4::emulated::tiles;
    t.check(to), t.check(a), t.check(b);
    t.demand(to != a && to != b && a != b && t.rows[to] == t.rows[a] && t.row_bytes[to] == t.row_bytes[b] &&
                 t.row_bytes[a] == 4 * t.rows[b] && t.row_bytes[b] % 4 == 0,
             "the shapes of three tiles do not fit");
    for (int row = 0; row < t.rows[a]; ++row)
        for (int col = 0; col < t.row_bytes[b] / 4; ++col) {
            uint32_t sum;
            std::memcpy(&sum, t.data[to][row] + 4 * col, 4);
            for (int i = 0; i < t.row_bytes[a]; ++i)
                sum += uint32_t(int8_t(t.data[a][row][i]) * int8_t(t.data[b][i / 4][4 * col + i % 4]));
            std::memcpy(t.data[to][row] + 4 * col, &sum, 4);
        }
}
