// The kernels of one instruction set, and the layout of the weights that they read (docs/packed-format.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace phi4 {

constexpr int kRowBlock = 16;    // output rows that lie interleaved
constexpr int kGroup = 16;       // inputs that share a group scale
constexpr int kPageTokens = 32;  // positions of a page of the KV cache
constexpr int kMaxRotation = 1024;

inline int round_up(int value, int multiple) { return (value + multiple - 1) / multiple * multiple; }

// Bytes that hold one group of 16 inputs for 16 rows, without scales.
inline int group_bytes(int bits) { return bits * kRowBlock * kGroup / 8; }

// A packed matrix of `rows` outputs and `cols` inputs. An exact int8 weight is (code - offset) * group scale
// (8 bits: the code itself); its value is that times the scale of its row.
struct PackedMatrix {
    int bits = 0;  // 8, 4 or 3
    int rows = 0, cols = 0;
    const uint8_t* codes = nullptr;     // [row blocks][cols / 16][group_bytes(bits)]
    const uint8_t* scales = nullptr;    // [row blocks][cols / 16][8]; none at 8 bits
    const float* row_scales = nullptr;  // [row blocks * 16]

    int row_blocks() const { return (rows + kRowBlock - 1) / kRowBlock; }
    int groups() const { return (cols + kGroup - 1) / kGroup; }
    int padded_cols() const { return groups() * kGroup; }
};

enum class FloatType { f32, bf16, f16 };

// A row-major float matrix [rows, cols].
struct FloatMatrix {
    FloatType type = FloatType::f32;
    int rows = 0, cols = 0;
    const void* data = nullptr;
};

// Activations in 8 bits: value = codes * scale. `sums` are the sums of the codes. `pairs` are 8 times sums within each
// group of 16: of the codes 0 and 1 of every four, and of the codes 2 and 3; only kernels that read them fill them in.
struct QuantizedRows {
    int8_t* codes = nullptr;   // [m][stride]
    float* scales = nullptr;   // [m]
    int32_t* sums = nullptr;   // [m]
    int16_t* pairs = nullptr;  // [m][stride / 8]
    int stride = 0;            // at least cols, a multiple of 64: AMX reads whole lines, whatever lies past the columns
};

// One tile of queries that share a KV head and a sequence.
struct AttentionTile {
    const float* const* queries;  // [count] -> [head_dim], already scaled
    const int* positions;         // [count], ascending
    float* const* outputs;        // [count] -> [head_dim]
    int count;
    const uint8_t* const* pages;  // pages of the sequence
    size_t block;                 // offset of this layer and head in a page
    int head_dim;
    int kv_bits;  // 8, 16 or 32
    int window;   // 0: none
};

struct Kernels {
    const char* name;
    // y[i][rows of blocks first..last) = x[i] . W, for i < m; `scratch` holds panel_bytes(W).
    void (*packed_matmul)(const PackedMatrix&, const QuantizedRows&, int m, float* y, int y_stride, int first_block,
                          int last_block, uint8_t* scratch);
    // y[i][first_row..last_row) = x[i] . W, for i < m; x [m][x_stride], y [m][y_stride].
    void (*float_matmul)(const FloatMatrix&, const float* x, int x_stride, int m, float* y, int y_stride, int first_row,
                         int last_row);
    // out[i] = x[i] / rms(x) * gain[i], all [n].
    void (*rms_norm)(const float* x, const float* gain, float eps, int n, float* out);
    // Rotates x [n] in place by the signed block Hadamard transform, then rounds it to 8 bits as row `row` of `out`.
    void (*quantize_row)(float* x, int n, int rotation, int padded, const QuantizedRows& out, int row);
    // The transform alone, of x [n] in place, in blocks of `rotation`.
    void (*rotate)(float* x, int n, int rotation);
    // out[i] = silu(gate[i]) * up[i], all [n]; out may be gate.
    void (*swiglu)(const float* gate, const float* up, int n, float* out);
    // Rotates head [2 half or more] in place by the angles of cosine, sine [half].
    void (*rope)(float* head, const float* cosine, const float* sine, int half);
    // key, value [head_dim] -> position `slot` of `block`, the kv_block_bytes of a head in a page.
    void (*store_kv)(const float* key, const float* value, uint8_t* block, int slot, int head_dim, int kv_bits);
    // softmax(queries . keys) . values -> outputs, over the positions up to each query's own; attention_scratch()
    // floats.
    void (*attend)(const AttentionTile&, float* scratch);
    // Multiply-adds of int8 in registers alone, for the measured peak; returns operations done.
    double (*int8_peak)(int64_t rounds);
    // Reads `size` bytes, a multiple of 256, and nothing else, for the measured bandwidth.
    void (*read_bytes)(const uint8_t* data, size_t size);
};

// Bytes of one layer's and head's keys and values in a page.
size_t kv_block_bytes(int head_dim, int kv_bits);
// Floats that `attend` needs as scratch.
size_t attention_scratch(int head_dim, int queries);
inline size_t panel_bytes(const PackedMatrix& w) { return size_t(2) * kRowBlock * round_up(w.cols, 64); }
// The block of the rotation of n inputs: the largest power of two that divides n, at most 1024.
int rotation_block(int n);

// The instruction sets that were compiled in and that this processor has, weakest first.
std::vector<const Kernels*> available_kernels();
inline const Kernels& best_kernels() { return *available_kernels().back(); }
// Those of that name; of an empty name those that the environment variable PHI4_KERNELS names, or else the best. Throws
// std::invalid_argument.
const Kernels& choose_kernels(std::string name);

// x [m, cols] times packed weights -> y [m][y_stride], activations rounded to 8 bits as a model does; y_stride is at
// least the rows rounded up to 16.
void packed_product(const Kernels& kernels, const PackedMatrix& w, bool rotated, const float* x, int m, float* y,
                    int y_stride);

const Kernels* portable_kernels();
const Kernels* avx2_kernels();
const Kernels* avx512_kernels();
const Kernels* amx_kernels();
const Kernels* neon_kernels();

}  // namespace phi4
