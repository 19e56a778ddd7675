#include "engine/model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

#include "kernels/half.h"

namespace phi4 {
namespace {

constexpr int kChunkTokens = 256;
constexpr int kTileTokens = 8;  // tokens that attention takes together

template <typename T>
void grow(Buffer<T>& buffer, size_t size) {
    if (buffer.size() < size) buffer.resize(size);
}

// How many of n items a thread takes at once, when each costs about `cost` operations: few enough to share evenly,
// and enough to be worth the thread's while.
int grain(int n, int threads, double cost) {
    constexpr double kWorthwhile = 20000.0;
    return std::max(std::max(1, n / (4 * threads)), int(kWorthwhile / std::max(cost, 1.0)));
}

void demand(bool fine, const char* problem) {
    if (!fine) throw std::invalid_argument(problem);
}

}  // namespace

Model::Model(ModelShape shape, const Kernels& kernels, int threads)
    : shape_(std::move(shape)),
      kernels_(kernels),
      pool_(threads),
      layers_(shape_.layers),
      hidden_stride_(round_up(shape_.hidden_size, 16)),
      q_size_(shape_.heads * shape_.head_dim),
      qkv_stride_(round_up(q_size_ + 2 * shape_.kv_heads * shape_.head_dim, 16)),
      gate_up_stride_(round_up(2 * shape_.intermediate_size, 16)),
      input_stride_(round_up(std::max({shape_.hidden_size, q_size_, shape_.intermediate_size}), 64)),
      scratch_(threads),
      panels_(threads) {
    for (Layer& layer : layers_) {
        layer.gate_up.resize(std::max(1, shape_.experts));
        layer.down.resize(std::max(1, shape_.experts));
    }
}

Linear& Model::linear(const std::string& role, int layer, int expert) {
    if (role == "lm_head") return lm_head_;
    demand(layer >= 0 && layer < shape_.layers, "there is no such layer");
    Layer& of = layers_[layer];
    if (role == "qkv") return of.qkv;
    if (role == "output") return of.output;
    if (role == "router") return of.router;
    demand(expert >= 0 && expert < int(of.gate_up.size()), "there is no such expert");
    if (role == "gate_up") return of.gate_up[expert];
    if (role == "down") return of.down[expert];
    throw std::invalid_argument("there is no matrix " + role);
}

std::pair<int, int> Model::matrix_shape(const std::string& role, int layer, int expert) {
    linear(role, layer, expert);
    const ModelShape& s = shape_;
    if (role == "lm_head") return {s.vocab_size, s.hidden_size};
    if (role == "qkv") return {(s.heads + 2 * s.kv_heads) * s.head_dim, s.hidden_size};
    if (role == "output") return {s.hidden_size, s.heads * s.head_dim};
    if (role == "router") return {s.experts, s.hidden_size};
    if (role == "gate_up") return {2 * s.intermediate_size, s.hidden_size};
    return {s.hidden_size, s.intermediate_size};
}

void Model::set_packed(const std::string& role, int layer, int expert, const PackedMatrix& weights, bool rotated) {
    demand(role != "router", "a router is in floats");
    Linear& to = linear(role, layer, expert);
    const std::lock_guard<Turn> turn(busy);
    to.packed = weights;
    to.is_packed = true;
    to.hadamard = rotated ? rotation_block(weights.cols) : 1;
}

void Model::set_dense(const std::string& role, int layer, int expert, const FloatMatrix& weights) {
    Linear& to = linear(role, layer, expert);
    const std::lock_guard<Turn> turn(busy);
    to.dense = weights;
    to.is_packed = false;
}

void Model::set_bias(const std::string& role, int layer, const float* bias) {
    Linear& to = linear(role, layer, 0);
    const std::lock_guard<Turn> turn(busy);
    to.bias = bias;
}

void Model::set_norm(const std::string& role, int layer, const float* gain) {
    const bool in_layer = role == "attention_norm" || role == "mlp_norm";
    if (role != "norm" && !in_layer) throw std::invalid_argument("there is no norm " + role);
    demand(!in_layer || (layer >= 0 && layer < shape_.layers), "there is no such layer");
    const std::lock_guard<Turn> turn(busy);
    if (!in_layer) norm_ = gain;
    else (role == "attention_norm" ? layers_[layer].attention_norm : layers_[layer].mlp_norm) = gain;
}

void Model::set_embedding(const FloatMatrix& rows) {
    const std::lock_guard<Turn> turn(busy);
    embedding_ = {rows, nullptr, nullptr};
}

void Model::set_embedding(const int8_t* codes, const float* scales) {
    const std::lock_guard<Turn> turn(busy);
    embedding_.codes = codes;
    embedding_.scales = scales;
}

bool Model::demand_complete() const {
    bool complete = lm_head_.given() && norm_ && (embedding_.codes || embedding_.dense.data),
         any_dense = !lm_head_.is_packed;
    const auto add = [&](const Linear& matrix) {
        complete = complete && matrix.given();
        any_dense = any_dense || !matrix.is_packed;
    };
    for (const Layer& layer : layers_) {
        complete = complete && layer.attention_norm && layer.mlp_norm && (!shape_.experts || layer.router.given());
        add(layer.qkv);
        add(layer.output);
        for (const Linear& matrix : layer.gate_up) add(matrix);
        for (const Linear& matrix : layer.down) add(matrix);
    }
    demand(complete, "the model lacks weights");
    return any_dense;
}

// After a fork in the middle of a step: what its threads were changing is left where it lies.
void Model::start_anew() {
    const auto leave = [](auto&... each) { (new std::remove_reference_t<decltype(each)>(std::move(each)), ...); };
    leave(hidden_, normed_, qkv_, attended_, gate_up_, block_out_, cosine_, sine_, float_in_, codes_, scales_, sums_,
          pairs_);
    for (auto& each : scratch_) leave(each);
    for (auto& each : panels_) leave(each);
}

QuantizedRows Model::quantized(int first) {
    return {codes_.data() + size_t(first) * input_stride_, scales_.data() + first, sums_.data() + first,
            pairs_.data() + size_t(first) * (input_stride_ / 8), input_stride_};
}

void Model::prepare(const Linear& linear, int row, float* values) {
    const int n = linear.cols();
    if (linear.is_packed)
        kernels_.quantize_row(values, n, linear.hadamard, linear.packed.padded_cols(), quantized(), row);
    else std::memcpy(float_in_.data() + size_t(row) * input_stride_, values, sizeof(float) * n);
}

void Model::matmul(const Linear& linear, int m, float* y, int y_stride, int row) {
    const int units = linear.is_packed ? linear.packed.row_blocks() : (linear.dense.rows + 15) / 16;
    const double work = double(linear.rows()) * linear.cols() * m;
    // Kernels take two or four blocks together; a matrix too small to share is done by the caller.
    int chunk = std::max(4, units / (pool_.threads() * 32) / 4 * 4);
    if (work < 60000.0) chunk = units;
    const QuantizedRows rows = quantized(row);
    pool_.run(units, chunk, [&](int begin, int end, int thread) {
        const int first = begin * 16, last = std::min(end * 16, linear.rows());
        if (linear.is_packed) {
            grow(panels_[thread], panel_bytes(linear.packed));
            kernels_.packed_matmul(linear.packed, rows, m, y, y_stride, begin, end, panels_[thread].data());
        } else {
            const float* x = float_in_.data() + size_t(row) * input_stride_;
            kernels_.float_matmul(linear.dense, x, input_stride_, m, y, y_stride, first, last);
        }
        if (linear.bias)
            for (int i = 0; i < m; ++i)
                for (int o = first; o < last; ++o) y[size_t(i) * y_stride + o] += linear.bias[o];
    });
}

void Model::mlp(const Linear& gate_up, const Linear& down, int m, float* out, int row) {
    const int width = shape_.intermediate_size;
    matmul(gate_up, m, gate_up_.data(), gate_up_stride_, row);
    pool_.run(m, grain(m, pool_.threads(), 8.0 * width), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) {
            float* gate = gate_up_.data() + size_t(i) * gate_up_stride_;
            kernels_.swiglu(gate, gate + width, width, gate);
            prepare(down, row + i, gate);
        }
    });
    matmul(down, m, out, hidden_stride_, row);
}

void Model::experts(const Layer& layer, int n) {
    const int hidden = shape_.hidden_size, top = shape_.experts_per_token, all = shape_.experts;
    std::vector<std::vector<std::pair<int, float>>> chosen(all);  // of each expert: (token, its weight there)
    std::vector<float> scores(round_up(all, 16));
    std::vector<int> order(all);
    for (int i = 0; i < n; ++i) {
        const float* normed = normed_.data() + size_t(i) * hidden;
        kernels_.float_matmul(layer.router.dense, normed, hidden, 1, scores.data(), int(scores.size()), 0, all);
        std::iota(order.begin(), order.end(), 0);
        // NaN has no place in an order; the weights show it.
        const auto rank = [&](int expert) { return std::isnan(scores[expert]) ? INFINITY : scores[expert]; };
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) > rank(b); });
        float total = 0.0f;
        for (int k = 0; k < top; ++k) total += std::exp(scores[order[k]] - scores[order[0]]);
        for (int k = 0; k < top; ++k)
            chosen[order[k]].push_back({i, std::exp(scores[order[k]] - scores[order[0]]) / total});
    }
    grow(block_out_, size_t(2) * n * hidden_stride_);
    float* out = block_out_.data();
    float* part = out + size_t(n) * hidden_stride_;
    std::memset(out, 0, sizeof(float) * size_t(n) * hidden_stride_);
    std::vector<float> row(hidden);
    for (int expert = 0; expert < all; ++expert) {
        const int m = int(chosen[expert].size());
        if (!m) continue;
        for (int i = 0; i < m; ++i) {
            std::memcpy(row.data(), normed_.data() + size_t(chosen[expert][i].first) * hidden, sizeof(float) * hidden);
            prepare(layer.gate_up[expert], i, row.data());
        }
        mlp(layer.gate_up[expert], layer.down[expert], m, part, 0);
        for (int i = 0; i < m; ++i) {
            const auto [token, weight] = chosen[expert][i];
            for (int d = 0; d < hidden; ++d)
                out[size_t(token) * hidden_stride_ + d] += weight * part[size_t(i) * hidden_stride_ + d];
        }
    }
}

void Model::rope_and_store(const KvCache& cache, const std::vector<Token>& tokens, int layer) {
    const int dim = shape_.head_dim, heads = shape_.heads, kv_heads = shape_.kv_heads, half = shape_.rope_dim / 2;
    const int n = int(tokens.size());
    pool_.run(n, grain(n, pool_.threads(), 2.0 * qkv_stride_), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) {
            float* qkv = qkv_.data() + size_t(i) * qkv_stride_;
            const float *cosine = cosine_.data() + size_t(i) * half, *sine = sine_.data() + size_t(i) * half;
            for (int head = 0; head < heads + kv_heads; ++head) kernels_.rope(qkv + head * dim, cosine, sine, half);
            for (int d = 0; d < q_size_; ++d) qkv[d] *= shape_.attention_scale;
            uint8_t* page = tokens[i].pages[tokens[i].position / kPageTokens];
            const float *keys = qkv + q_size_, *values = keys + kv_heads * dim;
            for (int head = 0; head < kv_heads; ++head)
                kernels_.store_kv(keys + head * dim, values + head * dim, page + cache.block(layer, head),
                                  tokens[i].position % kPageTokens, dim, cache.kv_bits());
        }
    });
}

void Model::attend(const KvCache& cache, const std::vector<Token>& tokens, int layer) {
    const int dim = shape_.head_dim, kv_heads = shape_.kv_heads, group = shape_.heads / kv_heads,
              n = int(tokens.size());
    std::vector<Tile> tiles;
    double keys = 0.0;
    for (int i = 0; i < n;) {
        int end = i + 1;
        while (end < n && end - i < kTileTokens && tokens[end].sequence == tokens[i].sequence) ++end;
        tiles.push_back({i, end - i});
        i = end;
    }
    for (const Token& token : tokens) keys += token.position + 1;
    const double cost = keys / double(tiles.size()) * dim * (group + 1);
    const int items = int(tiles.size()) * kv_heads;
    const int chunk = std::min(grain(items, pool_.threads(), cost), std::max(1, items / 8));
    pool_.run(items, cost * items < 20000.0 ? items : chunk, [&](int begin, int end, int thread) {
        for (int item = begin; item < end; ++item) {
            const Tile tile = tiles[item / kv_heads];
            const int kv_head = item % kv_heads;
            std::vector<const float*> queries;
            std::vector<float*> outputs;
            std::vector<int> positions;
            for (int i = tile.first; i < tile.first + tile.count; ++i)
                for (int j = 0; j < group; ++j) {
                    const int head = kv_head * group + j;
                    queries.push_back(qkv_.data() + size_t(i) * qkv_stride_ + head * dim);
                    outputs.push_back(attended_.data() + size_t(i) * q_size_ + head * dim);
                    positions.push_back(tokens[i].position);
                }
            const AttentionTile work{queries.data(),
                                     positions.data(),
                                     outputs.data(),
                                     int(queries.size()),
                                     tokens[tile.first].pages,
                                     cache.block(layer, kv_head),
                                     dim,
                                     cache.kv_bits(),
                                     shape_.windows[layer]};
            grow(scratch_[thread], attention_scratch(dim, work.count));
            kernels_.attend(work, scratch_[thread].data());
        }
    });
}

void Model::reserve(int n, bool any_dense) {
    grow(hidden_, size_t(n) * shape_.hidden_size);
    grow(normed_, size_t(n) * shape_.hidden_size);
    grow(qkv_, size_t(n) * qkv_stride_);
    grow(attended_, size_t(n) * q_size_);
    grow(gate_up_, size_t(n) * gate_up_stride_);
    grow(block_out_, size_t(n) * hidden_stride_);
    grow(cosine_, size_t(n) * (shape_.rope_dim / 2));
    grow(sine_, size_t(n) * (shape_.rope_dim / 2));
    grow(codes_, size_t(n) * input_stride_);
    grow(scales_, n);
    grow(sums_, n);
    grow(pairs_, size_t(n) * (input_stride_ / 8));
    if (any_dense) grow(float_in_, size_t(n) * input_stride_);
}

void Model::embed(const Token& token, float* out) const {
    const int n = shape_.hidden_size;
    const size_t at = size_t(token.id) * n;
    if (embedding_.codes) {
        const float scale = embedding_.scales[token.id] * shape_.embedding_scale;
        for (int i = 0; i < n; ++i) out[i] = float(embedding_.codes[at + i]) * scale;
        return;
    }
    for (int i = 0; i < n; ++i) {
        float value;
        if (embedding_.dense.type == FloatType::f32) value = static_cast<const float*>(embedding_.dense.data)[at + i];
        else {
            const uint16_t half = static_cast<const uint16_t*>(embedding_.dense.data)[at + i];
            value = embedding_.dense.type == FloatType::bf16 ? from_bf16(half) : from_f16(half);
        }
        out[i] = value * shape_.embedding_scale;
    }
}

void Model::embed_and_rotate(const std::vector<Token>& tokens) {
    const int n = int(tokens.size()), hidden = shape_.hidden_size, half = shape_.rope_dim / 2;
    pool_.run(n, grain(n, pool_.threads(), 6.0 * hidden), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) {
            embed(tokens[i], hidden_.data() + size_t(i) * hidden);
            const auto& frequencies = tokens[i].long_rope ? shape_.long_frequencies : shape_.frequencies;
            for (int d = 0; d < half; ++d) {
                const float angle = float(tokens[i].position) * frequencies[d];
                cosine_[size_t(i) * half + d] = std::cos(angle) * shape_.rope_factor;
                sine_[size_t(i) * half + d] = std::sin(angle) * shape_.rope_factor;
            }
        }
    });
}

void Model::add_and_norm(int row, bool add, const float* gain, const Linear* next, int to) {
    const int hidden = shape_.hidden_size;
    float *stream = hidden_.data() + size_t(row) * hidden, *normed = normed_.data() + size_t(row) * hidden;
    const float* block_out = block_out_.data() + size_t(row) * hidden_stride_;
    if (add)
        for (int d = 0; d < hidden; ++d) stream[d] += shape_.residual_scale * block_out[d];
    kernels_.rms_norm(stream, gain, shape_.rms_norm_eps, hidden, normed);
    if (next) prepare(*next, to, normed);
}

void Model::add_and_norm_all(int n, bool add, const float* gain, const Linear* next) {
    pool_.run(n, grain(n, pool_.threads(), 6.0 * shape_.hidden_size), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) add_and_norm(i, add, gain, next, i);
    });
}

void Model::attention_block(const KvCache& cache, const std::vector<Token>& tokens, int index) {
    const Layer& layer = layers_[index];
    const int n = int(tokens.size());
    add_and_norm_all(n, index > 0, layer.attention_norm, &layer.qkv);
    matmul(layer.qkv, n, qkv_.data(), qkv_stride_);
    rope_and_store(cache, tokens, index);
    attend(cache, tokens, index);
    pool_.run(n, grain(n, pool_.threads(), 6.0 * shape_.hidden_size), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) prepare(layer.output, i, attended_.data() + size_t(i) * q_size_);
    });
    matmul(layer.output, n, block_out_.data(), hidden_stride_);
}

void Model::mlp_block(int n, const Layer& layer) {
    const bool mixture = shape_.experts > 0;
    add_and_norm_all(n, true, layer.mlp_norm, mixture ? nullptr : &layer.gate_up[0]);
    if (mixture) experts(layer, n);
    else mlp(layer.gate_up[0], layer.down[0], n, block_out_.data(), 0);
}

void Model::logits(const int32_t* logits_at, int count, float* out, int stride) {
    if (!count) return;
    pool_.run(count, grain(count, pool_.threads(), 6.0 * shape_.hidden_size), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) add_and_norm(logits_at[i], true, norm_, &lm_head_, i);
    });
    matmul(lm_head_, count, out, stride);
    if (shape_.logit_scale != 1.0f)
        for (int i = 0; i < count; ++i)
            for (int v = 0; v < shape_.vocab_size; ++v) out[size_t(i) * stride + v] *= shape_.logit_scale;
}

void Model::forward_chunk(const KvCache& cache, const std::vector<Token>& tokens, const int32_t* logits_at,
                          int logits_count, float* out, int stride, bool any_dense,
                          const std::function<void()>& pause) {
    const int n = int(tokens.size());
    reserve(n, any_dense);
    embed_and_rotate(tokens);
    for (int layer = 0; layer < shape_.layers; ++layer) {
        pause();
        attention_block(cache, tokens, layer);
        mlp_block(n, layers_[layer]);
    }
    logits(logits_at, logits_count, out, stride);
}

void Model::step(KvCache& cache, const std::vector<Segment>& segments, const int32_t* tokens, int count,
                 const int32_t* logits_at, int logits_count, float* out, int stride,
                 const std::function<void()>& pause) {
    const std::lock_guard<Turn> turn(busy);
    if (busy.was_cut()) start_anew();
    const bool any_dense = demand_complete();
    if (!cache.matches(shape_.layers, shape_.kv_heads, shape_.head_dim))
        throw std::invalid_argument("the cache belongs to another model");
    std::vector<std::pair<int, int>> appended;
    int left = count;
    for (const Segment& segment : segments) {
        if (segment.count < 1) throw std::invalid_argument("a segment is empty");
        if (segment.count > left) throw std::invalid_argument("the segments are longer than the tokens");
        if (segment.long_rope && shape_.long_frequencies.empty())
            throw std::invalid_argument("the model has no long frequencies");
        left -= segment.count;
        appended.push_back({segment.sequence, segment.count});
    }
    if (left) throw std::invalid_argument("the segments are shorter than the tokens");
    for (int i = 0; i < count; ++i)
        if (tokens[i] < 0 || tokens[i] >= shape_.vocab_size)
            throw std::invalid_argument("token " + std::to_string(tokens[i]) + " is outside the vocabulary");
    for (int i = 0; i < logits_count; ++i)
        if (logits_at[i] < 0 || logits_at[i] >= count || (i && logits_at[i] <= logits_at[i - 1]))
            throw std::invalid_argument("the tokens whose logits are asked for must ascend within the tokens");
    KvCache::Extension room(cache, appended);
    std::vector<Token> all;
    all.reserve(count);
    for (size_t each = 0; each < segments.size(); ++each)
        for (int i = 0; i < segments[each].count; ++i)
            all.push_back({tokens[all.size()], segments[each].sequence, room.length(each) + i, segments[each].long_rope,
                           room.pages(each)});
    int done = 0;
    for (int begin = 0; begin < count; begin += kChunkTokens) {
        const int end = std::min(count, begin + kChunkTokens);
        std::vector<int32_t> rows;
        while (done + int(rows.size()) < logits_count && logits_at[done + rows.size()] < end)
            rows.push_back(logits_at[done + rows.size()] - begin);
        forward_chunk(cache, {all.begin() + begin, all.begin() + end}, rows.data(), int(rows.size()),
                      out + size_t(done) * stride, stride, any_dense, pause);
        done += int(rows.size());
    }
    room.commit();
}

}  // namespace phi4
