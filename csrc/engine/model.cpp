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
int share(int n, int threads, double cost) {
    constexpr double kWorthwhile = 20000.0;
    return std::max(std::max(1, n / (4 * threads)), int(kWorthwhile / std::max(cost, 1.0)));
}

}  // namespace

Model::Model(ModelShape shape, const Kernels& kernels, int threads)
    : layers(shape.layers), shape_(std::move(shape)), kernels_(kernels), pool_(threads), scratch_(threads), panels_(threads) {}

bool Model::complete() const {
    const auto whole = [](const Linear& each) { return each.packed || each.full.data; };
    bool fine = whole(lm_head) && norm && (embedding.codes || embedding.full.data), floats = !lm_head.packed;
    for (const Layer& layer : layers) {
        fine = fine && layer.attention_norm && layer.mlp_norm && whole(layer.qkv) && whole(layer.output) &&
               (!shape_.experts || layer.router.full.data);
        floats = floats || !layer.qkv.packed || !layer.output.packed;
        for (const auto* some : {&layer.gate_up, &layer.down})
            for (const Linear& each : *some) {
                fine = fine && whole(each);
                floats = floats || !each.packed;
            }
    }
    if (!fine) throw std::invalid_argument("the model lacks weights");
    return floats;
}

// After a fork in the middle of a step: what its threads were changing is left where it lies.
void Model::start_anew() {
    const auto leave = [](auto&... each) { (new std::remove_reference_t<decltype(each)>(std::move(each)), ...); };
    leave(hidden_, normed_, qkv_, attended_, inner_, mixed_, cosine_, sine_, floats_, codes_, scales_, sums_, pairs_);
    for (auto& each : scratch_) leave(each);
    for (auto& each : panels_) leave(each);
}

void Model::embed(const Token& token, float* out) const {
    const int n = shape_.hidden_size;
    const size_t at = size_t(token.id) * n;
    if (embedding.codes) {
        const float scale = embedding.scales[token.id] * shape_.embedding_scale;
        for (int i = 0; i < n; ++i) out[i] = float(embedding.codes[at + i]) * scale;
        return;
    }
    for (int i = 0; i < n; ++i) {
        float value;
        if (embedding.full.type == FloatType::f32) value = static_cast<const float*>(embedding.full.data)[at + i];
        else {
            const uint16_t half = static_cast<const uint16_t*>(embedding.full.data)[at + i];
            value = embedding.full.type == FloatType::bf16 ? from_bf16(half) : from_f16(half);
        }
        out[i] = value * shape_.embedding_scale;
    }
}

// The rounded inputs of the matrix at hand, from row `first` on.
QuantizedRows Model::quantized(int first) {
    return {codes_.data() + size_t(first) * widest_, scales_.data() + first, sums_.data() + first,
            pairs_.data() + size_t(first) * (widest_ / 8), widest_};
}

// Makes `values` [linear.cols()] the input `row` of a matmul with `linear`; they are overwritten.
void Model::prepare(const Linear& linear, int row, float* values) {
    const int n = linear.cols();
    if (linear.packed) {
        kernels_.quantize_row(values, n, linear.rotation, linear.low.padded_cols(), quantized(), row);
    } else {
        std::memcpy(floats_.data() + size_t(row) * widest_, values, sizeof(float) * n);
    }
}

// y[i] = inputs[row + i] . W for i < m, and the bias.
void Model::matmul(const Linear& linear, int m, float* y, int y_stride, int row) {
    const int units = linear.packed ? linear.low.row_blocks() : (linear.full.rows + 15) / 16;
    const double work = double(linear.rows()) * linear.cols() * m;
    // Kernels take two or four blocks together; a matrix too small to share is done by the caller.
    int chunk = std::max(4, units / (pool_.threads() * 32) / 4 * 4);
    if (work < 60000.0) chunk = units;
    const QuantizedRows rows = quantized(row);
    pool_.run(units, chunk, [&](int begin, int end, int thread) {
        const int first = begin * 16, last = std::min(end * 16, linear.rows());
        if (linear.packed) {
            grow(panels_[thread], panel_bytes(linear.low));
            kernels_.packed_matmul(linear.low, rows, m, y, y_stride, begin, end, panels_[thread].data());
        } else {
            kernels_.float_matmul(linear.full, floats_.data() + size_t(row) * widest_, widest_, m, y, y_stride, first, last);
        }
        if (linear.bias)
            for (int i = 0; i < m; ++i)
                for (int o = first; o < last; ++o) y[size_t(i) * y_stride + o] += linear.bias[o];
    });
}

void Model::mlp(const Linear& gate_up, const Linear& down, int m, float* out, int row) {
    const int inner = shape_.intermediate_size, stride = round_up(2 * inner, 16);
    matmul(gate_up, m, inner_.data(), stride, row);
    pool_.run(m, share(m, pool_.threads(), 8.0 * inner), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) {
            float* gate = inner_.data() + size_t(i) * stride;
            kernels_.swiglu(gate, gate + inner, inner, gate);
            prepare(down, row + i, gate);
        }
    });
    matmul(down, m, out, round_up(shape_.hidden_size, 16), row);
}

void Model::attention(const KvCache& cache, const std::vector<Token>& tokens, int layer) {
    const int dim = shape_.head_dim, heads = shape_.heads, kv_heads = shape_.kv_heads, group = heads / kv_heads;
    const int stride = round_up((heads + 2 * kv_heads) * dim, 16), half = shape_.rope_dim / 2, n = int(tokens.size());
    pool_.run(n, share(n, pool_.threads(), 2.0 * stride), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) {
            float* qkv = qkv_.data() + size_t(i) * stride;
            const float *cosine = cosine_.data() + size_t(i) * half, *sine = sine_.data() + size_t(i) * half;
            for (int head = 0; head < heads + kv_heads; ++head) kernels_.rope(qkv + head * dim, cosine, sine, half);
            for (int d = 0; d < heads * dim; ++d) qkv[d] *= shape_.attention_scale;
            uint8_t* page = tokens[i].pages[tokens[i].position / kPageTokens];
            for (int head = 0; head < kv_heads; ++head)
                kernels_.store_kv(qkv + (heads + head) * dim, qkv + (heads + kv_heads + head) * dim, page + cache.block(layer, head),
                                  tokens[i].position % kPageTokens, dim, cache.kv_bits());
        }
    });
    std::vector<Tile> tiles;
    for (int i = 0; i < n;) {
        int end = i + 1;
        while (end < n && end - i < kTileTokens && tokens[end].sequence == tokens[i].sequence) ++end;
        tiles.push_back({i, end - i});
        i = end;
    }
    const double keys = double(std::accumulate(tokens.begin(), tokens.end(), int64_t(0), [](int64_t sum, const Token& each) {
        return sum + each.position + 1;
    })) / double(tiles.size());
    const int items = int(tiles.size()) * kv_heads;
    const int chunk = std::min(share(items, pool_.threads(), keys * dim * (group + 1)), std::max(1, items / 8));
    pool_.run(items, keys * dim * (group + 1) * items < 20000.0 ? items : chunk, [&](int begin, int end, int thread) {
        for (int item = begin; item < end; ++item) {
            const Tile tile = tiles[item / kv_heads];
            const int kv_head = item % kv_heads;
            std::vector<const float*> queries;
            std::vector<float*> outputs;
            std::vector<int> positions;
            for (int i = tile.first; i < tile.first + tile.count; ++i)
                for (int j = 0; j < group; ++j) {
                    const int head = kv_head * group + j;
                    queries.push_back(qkv_.data() + size_t(i) * stride + head * dim);
                    outputs.push_back(attended_.data() + size_t(i) * heads * dim + head * dim);
                    positions.push_back(tokens[i].position);
                }
            const AttentionTile work{queries.data(), positions.data(), outputs.data(), int(queries.size()),
                                     tokens[tile.first].pages, cache.block(layer, kv_head), dim, cache.kv_bits(),
                                     shape_.windows[layer]};
            grow(scratch_[thread], attention_scratch(dim, work.count));
            kernels_.attend(work, scratch_[thread].data());
        }
    });
}

// Each expert runs on the tokens that chose it, in the order of experts; shares of the chosen sum to one.
void Model::experts(const Layer& layer, int n) {
    const int hidden = shape_.hidden_size, wide = round_up(hidden, 16), top = shape_.experts_per_token, all = shape_.experts;
    std::vector<std::vector<std::pair<int, float>>> chosen(all);
    std::vector<float> scores(round_up(all, 16));
    for (int i = 0; i < n; ++i) {
        const float* normed = normed_.data() + size_t(i) * hidden;
        kernels_.float_matmul(layer.router.full, normed, hidden, 1, scores.data(), int(scores.size()), 0, all);
        std::vector<int> order(all);
        std::iota(order.begin(), order.end(), 0);
        // A score that is not a number has no place in an order; the shares show it.
        const auto rank = [&](int expert) { return std::isnan(scores[expert]) ? INFINITY : scores[expert]; };
        std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) > rank(b); });
        float total = 0.0f;
        for (int k = 0; k < top; ++k) total += std::exp(scores[order[k]] - scores[order[0]]);
        for (int k = 0; k < top; ++k) chosen[order[k]].push_back({i, std::exp(scores[order[k]] - scores[order[0]]) / total});
    }
    grow(mixed_, size_t(2) * n * wide);
    float* out = mixed_.data();
    float* part = out + size_t(n) * wide;
    std::memset(out, 0, sizeof(float) * size_t(n) * wide);
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
            const auto [token, share] = chosen[expert][i];
            for (int d = 0; d < hidden; ++d) out[size_t(token) * wide + d] += share * part[size_t(i) * wide + d];
        }
    }
}

void Model::chunk(const KvCache& cache, const std::vector<Token>& tokens, const int32_t* wanted, int wanted_count, float* out, int out_stride,
                  bool floats, const std::function<void()>& pause) {
    const int n = int(tokens.size()), hidden = shape_.hidden_size, wide = round_up(hidden, 16), dim = shape_.head_dim;
    const int q_size = shape_.heads * dim, qkv_size = round_up(q_size + 2 * shape_.kv_heads * dim, 16), half = shape_.rope_dim / 2;
    widest_ = round_up(std::max({hidden, q_size, shape_.intermediate_size}), 64);
    grow(hidden_, size_t(n) * hidden);
    grow(normed_, size_t(n) * hidden);
    grow(qkv_, size_t(n) * qkv_size);
    grow(attended_, size_t(n) * q_size);
    grow(inner_, size_t(n) * round_up(2 * shape_.intermediate_size, 16));
    grow(mixed_, size_t(n) * wide);
    grow(cosine_, size_t(n) * half);
    grow(sine_, size_t(n) * half);
    grow(codes_, size_t(n) * widest_);
    grow(scales_, n);
    grow(sums_, n);
    grow(pairs_, size_t(n) * (widest_ / 8));
    if (floats) grow(floats_, size_t(n) * widest_);
    const int piece = share(n, pool_.threads(), 6.0 * hidden);

    pool_.run(n, piece, [&](int begin, int end, int) {
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
    for (int index = 0; index < shape_.layers; ++index) {
        pause();
        const Layer& layer = layers[index];
        const bool mixture = shape_.experts > 0;
        // Adds what the last block gave, then norms into the input of `next` (or into normed_ alone).
        auto join = [&](bool add, const float* gain, const Linear* next) {
            pool_.run(n, piece, [&](int begin, int end, int) {
                for (int i = begin; i < end; ++i) {
                    float *stream = hidden_.data() + size_t(i) * hidden, *normed = normed_.data() + size_t(i) * hidden;
                    const float* mixed = mixed_.data() + size_t(i) * wide;
                    if (add) for (int d = 0; d < hidden; ++d) stream[d] += shape_.residual_scale * mixed[d];
                    kernels_.rms_norm(stream, gain, shape_.rms_norm_eps, hidden, normed);
                    if (next) prepare(*next, i, normed);
                }
            });
        };
        join(index > 0, layer.attention_norm, &layer.qkv);
        matmul(layer.qkv, n, qkv_.data(), qkv_size);
        attention(cache, tokens, index);
        pool_.run(n, piece, [&](int begin, int end, int) {
            for (int i = begin; i < end; ++i) prepare(layer.output, i, attended_.data() + size_t(i) * q_size);
        });
        matmul(layer.output, n, mixed_.data(), wide);
        join(true, layer.mlp_norm, mixture ? nullptr : &layer.gate_up[0]);
        if (mixture) experts(layer, n);
        else mlp(layer.gate_up[0], layer.down[0], n, mixed_.data(), 0);
    }
    if (!wanted_count) return;
    pool_.run(wanted_count, share(wanted_count, pool_.threads(), 6.0 * hidden), [&](int begin, int end, int) {
        for (int i = begin; i < end; ++i) {
            const int row = wanted[i];
            float *stream = hidden_.data() + size_t(row) * hidden, *normed = normed_.data() + size_t(row) * hidden;
            const float* mixed = mixed_.data() + size_t(row) * wide;
            for (int d = 0; d < hidden; ++d) stream[d] += shape_.residual_scale * mixed[d];
            kernels_.rms_norm(stream, norm, shape_.rms_norm_eps, hidden, normed);
            prepare(lm_head, i, normed);
        }
    });
    matmul(lm_head, wanted_count, out, out_stride);
    if (shape_.logit_scale != 1.0f)
        for (int i = 0; i < wanted_count; ++i)
            for (int v = 0; v < shape_.vocab_size; ++v) out[size_t(i) * out_stride + v] *= shape_.logit_scale;
}

void Model::step(KvCache& cache, const std::vector<Segment>& segments, const int32_t* tokens, int count, const int32_t* wanted,
                 int wanted_count, float* out, int stride, const std::function<void()>& pause) {
    const std::lock_guard<Turn> turn(busy);
    if (busy.was_cut()) start_anew();
    const bool floats = complete();
    if (!cache.matches(shape_.layers, shape_.kv_heads, shape_.head_dim)) throw std::invalid_argument("the cache belongs to another model");
    std::vector<std::pair<int, int>> appended;
    int left = count;
    for (const Segment& segment : segments) {
        if (segment.count < 1) throw std::invalid_argument("a segment is empty");
        if (segment.count > left) throw std::invalid_argument("the segments are longer than the tokens");
        if (segment.long_rope && shape_.long_frequencies.empty()) throw std::invalid_argument("the model has no long frequencies");
        left -= segment.count;
        appended.push_back({segment.sequence, segment.count});
    }
    if (left) throw std::invalid_argument("the segments are shorter than the tokens");
    for (int i = 0; i < count; ++i)
        if (tokens[i] < 0 || tokens[i] >= shape_.vocab_size) throw std::invalid_argument("token " + std::to_string(tokens[i]) + " is outside the vocabulary");
    for (int i = 0; i < wanted_count; ++i)
        if (wanted[i] < 0 || wanted[i] >= count || (i && wanted[i] <= wanted[i - 1])) throw std::invalid_argument("the wanted rows must ascend within the tokens");
    KvCache::Extension room(cache, appended);
    std::vector<Token> all;
    all.reserve(count);
    for (size_t each = 0; each < segments.size(); ++each)
        for (int i = 0; i < segments[each].count; ++i)
            all.push_back({tokens[all.size()], segments[each].sequence, room.length(each) + i, segments[each].long_rope, room.pages(each)});
    int done = 0;
    for (int begin = 0; begin < count; begin += kChunkTokens) {
        const int end = std::min(count, begin + kChunkTokens);
        std::vector<int32_t> rows;
        while (done + int(rows.size()) < wanted_count && wanted[done + rows.size()] < end) rows.push_back(wanted[done + rows.size()] - begin);
        chunk(cache, {all.begin() + begin, all.begin() + end}, rows.data(), int(rows.size()), out + size_t(done) * stride, stride, floats, pause);
        done += int(rows.size());
    }
    room.commit();
}

}  // namespace phi4
