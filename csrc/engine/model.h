// The transformer of every family, over a mixed batch of prefill chunks and single tokens.
#pragma once

#include <cstdint>
#include <functional>
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
    std::vector<int> windows;                  // 0: none
    std::vector<float> frequencies;            // [rope_dim / 2]
    std::vector<float> long_frequencies;       // the same past switch_length, or empty
    int switch_length;                         // 0: never
};

struct Linear {
    bool packed = false;
    PackedMatrix low;
    FloatMatrix full;
    int rotation = 1;
    const float* bias = nullptr;
    int rows() const { return packed ? low.rows : full.rows; }
    int cols() const { return packed ? low.cols : full.cols; }
};

struct Layer {
    const float* attention_norm = nullptr;
    const float* mlp_norm = nullptr;
    Linear qkv, output, router;
    std::vector<Linear> gate_up, down;  // one, or one an expert
};

// Rows of the embedding: floats, or 8-bit codes with a scale a row.
struct Embedding {
    FloatMatrix full;
    const int8_t* codes = nullptr;
    const float* scales = nullptr;
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

    // Held by `step`, and by whoever changes the weights or uses the pool.
    Turn busy;

    Embedding embedding;
    std::vector<Layer> layers;
    const float* norm = nullptr;
    Linear lm_head;

    // Appends `tokens`, those of each segment after one another, to the sequences of `cache`. `wanted` are ascending
    // indices of tokens; their logits go to out, [wanted][stride], stride at least the vocabulary rounded up to 16.
    // `pause` is called now and then, from this thread. Throws std::invalid_argument, ThreadsError, or what `pause` or
    // memory that runs out throws; the sequences are then as they were.
    void step(KvCache& cache, const std::vector<Segment>& segments, const int32_t* tokens, int count, const int32_t* wanted,
              int wanted_count, float* out, int stride, const std::function<void()>& pause = [] {});

private:
    struct Token {
        int id, sequence, position;
        bool long_rope;
        uint8_t* const* pages;  // of its sequence
    };
    struct Tile {  // tokens of one sequence in a chunk
        int first, count;
    };
    // Refuses a model that lacks weights; whether any matrix is in floats.
    bool complete() const;
    void start_anew();
    void chunk(const KvCache& cache, const std::vector<Token>& tokens, const int32_t* wanted, int wanted_count, float* out, int stride,
               bool floats, const std::function<void()>& pause);
    void embed(const Token& token, float* out) const;
    QuantizedRows quantized(int first = 0);
    void prepare(const Linear& linear, int row, float* values);
    void matmul(const Linear& linear, int m, float* y, int y_stride, int row = 0);
    void attention(const KvCache& cache, const std::vector<Token>& tokens, int layer);
    void experts(const Layer& layer, int n);
    void mlp(const Linear& gate_up, const Linear& down, int m, float* out, int row);

    ModelShape shape_;
    const Kernels& kernels_;
    ThreadPool pool_;
    int widest_ = 0;
    Buffer<float> hidden_, normed_, qkv_, attended_, inner_, mixed_, cosine_, sine_, floats_;
    Buffer<int8_t> codes_;
    Buffer<float> scales_;
    Buffer<int32_t> sums_;
    Buffer<int16_t> pairs_;
    std::vector<Buffer<float>> scratch_;
    std::vector<Buffer<uint8_t>> panels_;
};

}  // namespace phi4
