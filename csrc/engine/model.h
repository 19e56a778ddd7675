// The transformer of every family, over a mixed batch of prefill chunks and single tokens.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "engine/buffer.h"
#include "engine/kv_cache.h"
#include "engine/thread_pool.h"
#include "engine/turns.h"
#include "kernels/kernels.h"

namespace phi4 {

struct ModelShape {
    int vocab_size, hidden_size, intermediate_size, layers, heads, kv_heads, head_dim, rope_dim;
    int experts, experts_per_token;
    float rms_norm_eps, attention_scale, embedding_scale, residual_scale, logit_scale, rope_factor;
    std::vector<int> windows;             // 0: none
    std::vector<float> frequencies;       // [rope_dim / 2]
    std::vector<float> long_frequencies;  // the same past switch_length, or empty
    int switch_length;                    // 0: never
};

// A matrix [rows, cols] that inputs [m, cols] are multiplied with -> [m, rows], packed or dense.
struct Linear {
    bool is_packed = false;
    PackedMatrix packed;
    FloatMatrix dense;
    int hadamard = 1;             // block of the transform of the inputs of packed weights; 1: none
    const float* bias = nullptr;  // [rows], or none
    int rows() const { return is_packed ? packed.rows : dense.rows; }
    int cols() const { return is_packed ? packed.cols : dense.cols; }
    bool given() const { return is_packed || dense.data; }
};

struct Layer {
    const float* attention_norm = nullptr;  // [hidden]
    const float* mlp_norm = nullptr;        // [hidden]
    Linear qkv;                             // [(heads + 2 kv_heads) head_dim, hidden]
    Linear output;                          // [hidden, heads head_dim]
    Linear router;                          // [experts, hidden], dense
    std::vector<Linear> gate_up;            // [2 intermediate, hidden]: one, or one an expert
    std::vector<Linear> down;               // [hidden, intermediate]: the same
};

// [vocabulary, hidden]: floats, or 8-bit codes with a scale a row.
struct Embedding {
    FloatMatrix dense;
    const int8_t* codes = nullptr;
    const float* scales = nullptr;  // [vocabulary]
};

// Tokens of one sequence that a step appends.
struct Segment {
    int sequence;
    int count;
    bool long_rope;
};

class Model {
public:
    Model(ModelShape shape, const Kernels& kernels, int threads);

    const ModelShape& shape() const { return shape_; }
    const Kernels& kernels() const { return kernels_; }
    int threads() const { return pool_.threads(); }
    ThreadPool& pool() { return pool_; }

    // Held by `step` and by what changes the weights; to be held by whoever uses the pool.
    Turn busy;

    // The weights, by role: qkv, output, router, gate_up, down and lm_head are matrices; norm, attention_norm and
    // mlp_norm are norms. `layer` counts outside lm_head and norm, `expert` for gate_up and down alone. What is given
    // is not copied, and must have the shape of its role; each call waits for the step under way. They throw
    // std::invalid_argument for a role, layer or expert that the model does not have.
    std::pair<int, int> matrix_shape(const std::string& role, int layer, int expert);  // (rows, cols)
    void set_packed(const std::string& role, int layer, int expert, const PackedMatrix& weights, bool rotated);
    void set_dense(const std::string& role, int layer, int expert, const FloatMatrix& weights);
    void set_bias(const std::string& role, int layer, const float* bias);  // [rows]
    void set_norm(const std::string& role, int layer, const float* gain);  // [hidden]
    void set_embedding(const FloatMatrix& rows);                           // [vocabulary, hidden]
    void set_embedding(const int8_t* codes, const float* scales);          // [vocabulary, hidden], [vocabulary]

    // Appends `tokens` [count], those of each segment after one another, to the sequences of `cache`. `logits_at` are
    // ascending indices of tokens; their logits go to out [logits_count][stride], stride at least the vocabulary
    // rounded up to 16. `pause` is called now and then, from this thread. Throws std::invalid_argument, ThreadsError,
    // or what `pause` or memory that runs out throws; the sequences are then as they were.
    void step(
        KvCache& cache, const std::vector<Segment>& segments, const int32_t* tokens, int count,
        const int32_t* logits_at, int logits_count, float* out, int stride, const std::function<void()>& pause = [] {});

private:
    struct Token {
        int id, sequence, position;
        bool long_rope;
        uint8_t* const* pages;  // of its sequence
    };
    struct Tile {  // tokens of one sequence in a chunk
        int first, count;
    };

    Linear& linear(const std::string& role, int layer, int expert);
    // Refuses a model that lacks weights; whether any matrix is dense.
    bool demand_complete() const;
    void start_anew();

    // A chunk of n tokens through all layers -> out [logits_count][stride], the logits of the tokens `logits_at`.
    void forward_chunk(const KvCache& cache, const std::vector<Token>& tokens, const int32_t* logits_at,
                       int logits_count, float* out, int stride, bool any_dense, const std::function<void()>& pause);
    void reserve(int n, bool any_dense);
    // Rows of the embedding -> hidden_ [n, hidden]; angles of the positions -> cosine_, sine_ [n, rope_dim / 2].
    void embed_and_rotate(const std::vector<Token>& tokens);
    // normed_ -> block_out_ [n, hidden padded]; adds the last block's output to hidden_ first, but in the first layer.
    void attention_block(const KvCache& cache, const std::vector<Token>& tokens, int layer);
    // The same through the MLP, or through the experts that each token chooses.
    void mlp_block(int n, const Layer& layer);
    // The last norm and lm_head -> out [count][stride].
    void logits(const int32_t* logits_at, int count, float* out, int stride);

    void embed(const Token& token, float* out) const;  // -> [hidden]
    void rope_and_store(const KvCache& cache, const std::vector<Token>& tokens,
                        int layer);  // qkv_ in place; keys, values -> pages
    void attend(const KvCache& cache, const std::vector<Token>& tokens, int layer);  // queries of qkv_ -> attended_
    // hidden_[row] += block_out_[row] if `add`; then its norm -> normed_[row], and from there into the input `to` of
    // `next`.
    void add_and_norm(int row, bool add, const float* gain, const Linear* next, int to);
    void add_and_norm_all(int n, bool add, const float* gain, const Linear* next);
    // normed_ [n, hidden] -> block_out_: each expert runs on the tokens that chose it, in the order of experts.
    void experts(const Layer& layer, int n);
    // Inputs `row` to row + m of gate_up -> out [m, hidden padded].
    void mlp(const Linear& gate_up, const Linear& down, int m, float* out, int row);

    // The rounded inputs of the next matmul, from row `first` on.
    QuantizedRows quantized(int first = 0);
    // Makes `values` [linear.cols()] the input `row` of a matmul with `linear`; they are overwritten.
    void prepare(const Linear& linear, int row, float* values);
    // y[i] = inputs[row + i] . W for i < m, and the bias -> y [m][y_stride].
    void matmul(const Linear& linear, int m, float* y, int y_stride, int row = 0);

    ModelShape shape_;
    const Kernels& kernels_;
    ThreadPool pool_;

    Embedding embedding_;
    std::vector<Layer> layers_;
    const float* norm_ = nullptr;  // [hidden]
    Linear lm_head_;               // [vocabulary, hidden]

    const int hidden_stride_, q_size_, qkv_stride_, gate_up_stride_;  // hidden, qkv and gate_up padded to 16
    const int input_stride_;                                          // of the widest input of a matrix, padded to 64
    Buffer<float> hidden_;                                            // [n, hidden], the residual stream
    Buffer<float> normed_;                                            // [n, hidden]
    Buffer<float> qkv_;                                               // [n, qkv_stride_]
    Buffer<float> attended_;                                          // [n, q_size_]
    Buffer<float> gate_up_;                                           // [n, gate_up_stride_]
    Buffer<float> block_out_;                                         // [n, hidden_stride_], twice with experts
    Buffer<float> cosine_, sine_;                                     // [n, rope_dim / 2]
    Buffer<float> float_in_;               // [n, input_stride_], the inputs of dense matrices
    Buffer<int8_t> codes_;                 // [n, input_stride_], those of packed ones
    Buffer<float> scales_;                 // [n]
    Buffer<int32_t> sums_;                 // [n]
    Buffer<int16_t> pairs_;                // [n, input_stride_ / 8]
    std::vector<Buffer<float>> scratch_;   // of each thread, for attention
    std::vector<Buffer<uint8_t>> panels_;  // of each thread, for unpacked weights
};

}  // namespace phi4
