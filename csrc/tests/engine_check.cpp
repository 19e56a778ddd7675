// Random models and matrices through every kernel that this processor has, held to plain arithmetic. Built by
// tests/native/test_compiled.py with sanitizers, and for other processors under an emulator.
#include <atomic>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/kv_cache.h"
#include "engine/model.h"
#include "engine/sampling.h"
#include "kernels/kernels.h"
#include "quant/feedback.h"
#include "quant/quantize.h"

using namespace phi4;

#if defined(PHI4_EMULATED)
// The kernels for other processors, on tests/emulated_*.h.
namespace phi4 {
const Kernels* emulated_avx512_kernels();
const Kernels* emulated_amx_kernels();
}  // namespace phi4
#endif

namespace {

std::mt19937 generator(7);
int below(int n) { return int(generator() % uint32_t(n)); }
float normal() { return std::normal_distribution<float>()(generator); }

void demand(bool fine, const char* what) {
    if (fine) return;
    std::printf("failed: %s\n", what);
    std::exit(1);
}

struct Matrix {
    std::vector<uint8_t> codes, scales;
    std::vector<float> row_scales;
    PackedMatrix view;
};

Matrix random_matrix(int bits, int rows, int cols) {
    Matrix m;
    m.view.bits = bits, m.view.rows = rows, m.view.cols = cols;
    const size_t groups = size_t(m.view.row_blocks()) * m.view.groups();
    m.codes.resize(groups * group_bytes(bits));
    m.scales.resize(bits == 8 ? 0 : groups * 8);
    m.row_scales.resize(size_t(m.view.row_blocks()) * 16);
    for (auto& each : m.codes) each = uint8_t(generator());
    for (auto& each : m.scales) each = uint8_t(generator());
    for (auto& each : m.row_scales) each = 0.002f;
    m.view.codes = m.codes.data(), m.view.scales = bits == 8 ? nullptr : m.scales.data(),
    m.view.row_scales = m.row_scales.data();
    return m;
}

// Blocks `first` to `last` of a product, the rest of y left as it was.
std::vector<float> product(const Kernels& kernels, const Matrix& w, const QuantizedRows& x, int m, int first,
                           int last) {
    const int out = w.view.row_blocks() * kRowBlock;
    std::vector<float> y(size_t(m) * out, 5.0f);
    std::vector<uint8_t> scratch(panel_bytes(w.view));
    kernels.packed_matmul(w.view, x, m, y.data(), out, first, last, scratch.data());
    return y;
}

void check_product(const Kernels& kernels, int bits, int rows, int cols, int m) {
    const Matrix w = random_matrix(bits, rows, cols);
    const int stride = round_up(cols, 64);
    std::vector<int8_t> codes(size_t(m) * stride);
    for (auto& each : codes) each = int8_t(generator());  // what lies past the columns must not matter
    std::vector<float> scales(m), row(cols);
    std::vector<int32_t> sums(m);
    std::vector<int16_t> pairs(size_t(m) * stride / 8);
    const QuantizedRows x{codes.data(), scales.data(), sums.data(), pairs.data(), stride};
    for (int i = 0; i < m; ++i) {
        for (auto& each : row) each = normal();
        kernels.quantize_row(row.data(), cols, rotation_block(cols), w.view.padded_cols(), x, i);
    }
    const int first = below(w.view.row_blocks()), last = first + 1 + below(w.view.row_blocks() - first);
    demand(product(kernels, w, x, m, first, last) == product(*portable_kernels(), w, x, m, first, last),
           "products of packed weights");
}

void check_products(const Kernels& kernels) {
    const int widths[] = {8, 4, 3};
    for (int round = 0; round < 40; ++round)
        check_product(kernels, widths[below(3)], 1 + below(80), 1 + below(200), 1 + below(100));
    for (int bits : widths) {
        check_product(kernels, bits, 1 + below(40), 1024 + below(1400), 1 + below(40));
        check_product(kernels, bits, 1 + below(40), 2048 + below(200), 560);  // more activations than a cache holds
    }
    demand(kernels.int8_peak(3) > 0, "operations are counted");
}

// A number that is infinite or none, wherever it stands, makes the whole row none; no other row is touched.
void check_strange_rows(const Kernels& kernels) {
    const Matrix w = random_matrix(4, 20, 150);
    const float odd[] = {INFINITY, -INFINITY, NAN};
    for (int at : {0, 5, 77, 127, 128, 149})
        for (int m : {2, 40}) {
            const int stride = 192;
            std::vector<int8_t> codes(size_t(m) * stride);
            std::vector<float> scales(m), row(150);
            std::vector<int32_t> sums(m);
            std::vector<int16_t> pairs(size_t(m) * stride / 8);
            const QuantizedRows x{codes.data(), scales.data(), sums.data(), pairs.data(), stride};
            for (int i = 0; i < m; ++i) {
                for (auto& each : row) each = i == 0 ? 1e-42f * normal() : normal();
                if (i == 1) row[at] = odd[below(3)];
                kernels.quantize_row(row.data(), 150, rotation_block(150), w.view.padded_cols(), x, i);
            }
            const std::vector<float> y = product(kernels, w, x, m, 0, 2);
            for (int i = 0; i < m; ++i)
                for (int o = 0; o < 20; ++o) {
                    const float value = y[size_t(i) * 32 + o];
                    demand(i == 0   ? value == 0.0f
                           : i == 1 ? std::isnan(value)
                                    : std::isfinite(value),
                           "rows of strange numbers");
                }
        }
}

struct Weights {
    std::vector<Matrix> packed;
    std::vector<std::vector<float>> floats;
};

// A model of random weights, packed or in floats.
void fill(Model& model, Weights& held, bool packed) {
    const ModelShape& s = model.shape();
    held.packed.reserve(1000), held.floats.reserve(1000);
    auto values = [&](size_t count, float scale) {
        held.floats.emplace_back(count);
        for (auto& each : held.floats.back()) each = normal() * scale;
        return held.floats.back().data();
    };
    auto linear = [&](const char* role, int layer, int expert) {
        const auto [rows, cols] = model.matrix_shape(role, layer, expert);
        if (packed && std::string(role) != "router") {
            held.packed.push_back(random_matrix(4, rows, cols));
            model.set_packed(role, layer, expert, held.packed.back().view, true);
        } else {
            model.set_dense(role, layer, expert, {FloatType::f32, rows, cols, values(size_t(rows) * cols, 0.1f)});
        }
    };
    model.set_embedding(
        {FloatType::f32, s.vocab_size, s.hidden_size, values(size_t(s.vocab_size) * s.hidden_size, 1.0f)});
    model.set_norm("norm", 0, values(s.hidden_size, 1.0f));
    linear("lm_head", 0, 0);
    for (int layer = 0; layer < s.layers; ++layer) {
        model.set_norm("attention_norm", layer, values(s.hidden_size, 1.0f));
        model.set_norm("mlp_norm", layer, values(s.hidden_size, 1.0f));
        linear("qkv", layer, 0);
        linear("output", layer, 0);
        if (s.experts) linear("router", layer, 0);
        for (int expert = 0; expert < std::max(1, s.experts); ++expert)
            linear("gate_up", layer, expert), linear("down", layer, expert);
    }
}

// The logits of a sequence are the same bits in one step, in pieces, and beside others.
void check_model(const Kernels& kernels, bool packed, int kv_bits, int experts, int window) {
    ModelShape shape{};
    shape.vocab_size = 50, shape.hidden_size = 48, shape.intermediate_size = 72, shape.layers = 2, shape.heads = 6;
    shape.kv_heads = 2, shape.head_dim = 12, shape.rope_dim = 8, shape.experts = experts,
    shape.experts_per_token = experts ? 2 : 0;
    shape.rms_norm_eps = 1e-5f, shape.attention_scale = 0.3f, shape.embedding_scale = shape.residual_scale = 1.0f;
    shape.logit_scale = shape.rope_factor = 1.0f;
    shape.windows = {window, 0};
    shape.frequencies = {1.0f, 0.1f, 0.01f, 0.001f};
    Model model(shape, kernels, 2);
    Weights held;
    fill(model, held, packed);
    KvCache cache(2, 2, 12, kv_bits);
    const int n = 70, stride = 64;
    std::vector<int32_t> tokens(n), all(n);
    for (int i = 0; i < n; ++i) tokens[i] = below(50), all[i] = i;
    std::vector<float> whole(size_t(n) * stride), piece(size_t(n) * stride);
    const int first = cache.create();
    model.step(cache, {{first, n, false}}, tokens.data(), n, all.data(), n, whole.data(), stride);
    const int second = cache.create();
    for (int at = 0; at < n;) {
        const int size = std::min(n - at, 1 + below(20));
        model.step(cache, {{second, size, false}}, tokens.data() + at, size, all.data(), size, piece.data(), stride);
        for (int i = 0; i < size; ++i)
            for (int v = 0; v < 50; ++v)
                demand(piece[size_t(i) * stride + v] == whole[size_t(at + i) * stride + v], "logits in pieces");
        at += size;
    }
    const int fork = cache.fork(first, 40);
    const int32_t other[] = {tokens[40], 3, 4};
    const int32_t logits_at[] = {0, 2};
    model.step(cache, {{fork, 1, false}, {second, 2, false}}, other, 3, logits_at, 2, piece.data(), stride);
    for (int v = 0; v < 50; ++v) demand(piece[v] == whole[size_t(40) * stride + v], "logits of a fork beside others");
    cache.truncate(second, 5);
    for (int each : {first, second, fork}) cache.release(each);
    demand(cache.bytes() == 0, "pages are given back");
    bool refused = false;
    const int32_t wrong[] = {50};
    const int last = cache.create();
    try {
        model.step(cache, {{last, 1, false}}, wrong, 1, logits_at, 1, piece.data(), stride);
    } catch (const std::invalid_argument&) {
        refused = true;
    }
    demand(refused && cache.length(last) == 0, "a token outside the vocabulary is refused");

    if (!packed || kv_bits != 8 || experts) return;
    // Two threads step and a third forks, as threads of Python may.
    const int base = cache.create();
    model.step(cache, {{base, 40, false}}, tokens.data(), 40, nullptr, 0, nullptr, stride);
    std::vector<std::thread> threads;
    for (int each = 0; each < 2; ++each)
        threads.emplace_back([&] {
            const int sequence = cache.fork(base, 33);
            std::vector<float> out(size_t(n) * stride);
            model.step(cache, {{sequence, n - 33, false}}, tokens.data() + 33, n - 33, all.data(), n - 33, out.data(),
                       stride);
            for (int i = 33; i < n; ++i)
                for (int v = 0; v < 50; ++v)
                    demand(out[size_t(i - 33) * stride + v] == whole[size_t(i) * stride + v], "logits of threads");
            cache.release(sequence);
        });
    for (int i = 0; i < 10; ++i) cache.release(cache.fork(base, 10 + i));
    for (auto& each : threads) each.join();
}

// What a piece of work throws comes to the caller, and the pool goes on.
void check_pool() {
    ThreadPool pool(3);
    for (int round = 0; round < 50; ++round) {
        bool caught = false;
        try {
            pool.run(100, 3, [](int begin, int, int) {
                if (begin == 30) throw std::runtime_error("no");
            });
        } catch (const std::runtime_error&) {
            caught = true;
        }
        std::atomic<int> done{0};
        pool.run(100, 3, [&](int begin, int end, int) { done += end - begin; });
        demand(caught && done == 100, "work that throws");
    }
}

// More threads than processors and short loops, so that workers come late, or when the next loop has begun already.
void check_late_workers() {
    ThreadPool pool(6);
    std::vector<int> times(64);
    for (int round = 0; round < 5000; ++round) {
        const int items = 2 + round % 63;
        std::fill(times.begin(), times.end(), 0);
        pool.run(items, 1, [&](int begin, int end, int) {
            for (int i = begin; i < end; ++i) ++times[i];
        });
        for (int i = 0; i < 64; ++i) demand(times[i] == (i < items), "each piece once");
    }
}

void check_rounding() {
    ThreadPool pool(2);
    for (int bits : {8, 4, 3}) {
        const int rows = 9, cols = 61, groups = 4;
        std::vector<float> w(rows * cols), row_scales(rows);
        for (auto& each : w) each = normal();
        std::vector<int8_t> codes(rows * cols);
        std::vector<uint8_t> scales(rows * groups);
        quantize_rows(pool, w.data(), rows, cols, nullptr, bits, codes.data(), scales.data(), row_scales.data());
        double error = 0;
        for (int r = 0; r < rows; ++r)
            for (int c = 0; c < cols; ++c) {
                const double miss =
                    w[r * cols + c] - double(codes[r * cols + c]) * scales[r * groups + c / 16] * row_scales[r];
                error += miss * miss / (rows * cols);
            }
        demand(error < (bits == 8 ? 3e-4 : bits == 4 ? 0.01 : 0.04), "rounding");
    }
    for (int bits : {8, 4, 3}) {
        // With nothing fed on, what is rounded is the nearest.
        const int inputs = bits == 8 ? 41 : 48, rows = 9;
        std::vector<float> w(inputs * rows), spread(inputs * inputs), row_scales(rows, bits == 8 ? 0.03f : 0.05f),
            errors(inputs * rows);
        for (auto& each : w) each = normal();
        for (int i = 0; i < inputs; ++i) spread[i * inputs + i] = 1.0f;
        std::vector<int8_t> codes(inputs * rows);
        std::vector<uint8_t> scales(inputs / 16 * rows);
        round_feeding_back(pool, w.data(), inputs, rows, spread.data(), row_scales.data(), bits, codes.data(),
                           scales.data(), errors.data());
        double error = 0;
        for (int i = 0; i < inputs; ++i)
            for (int r = 0; r < rows; ++r) {
                const float step = row_scales[r] * float(bits == 8 ? 1 : scales[i / 16 * rows + r]),
                            miss = w[i * rows + r] - codes[i * rows + r] * step;
                demand(std::fabs(miss - errors[i * rows + r]) < 1e-5f, "errors that are fed on");
                error += miss * miss / (inputs * rows);
            }
        demand(error < (bits == 8 ? 1e-3 : bits == 4 ? 0.02 : 0.06), "rounding with feedback");
    }
    bool refused = false;
    const float strange[] = {1.0f, NAN};
    int8_t code[2];
    uint8_t scale;
    float row_scale;
    try {
        quantize_rows(pool, strange, 1, 2, nullptr, 4, code, &scale, &row_scale);
    } catch (const std::invalid_argument&) {
        refused = true;
    }
    demand(refused, "weights that are no numbers are refused");
    const float extreme[] = {3e38f, -3e38f};
    quantize_rows(pool, extreme, 1, 2, nullptr, 4, code, &scale, &row_scale);
    demand(std::fabs(code[0] * scale * row_scale / 3e38f - 1) < 0.2f, "weights near the largest float");
    const double scores[] = {0.0, 1.0, 2.0};
    demand(draw(scores, 3, 1.0, 1, 1.0, 0.0, 0.99) == 2, "the best token");
    std::vector<double> odd(500, -INFINITY);
    for (int i = 0; i < 500; i += 3) odd[i] = i;
    demand(draw(odd.data(), 500, 1.0, 40, 0.9, 0.1, 0.5) % 3 == 0, "a token among scores of minus infinity");
    demand(draw(odd.data(), 500, 1e-310, 0, 1.0, 0.0, 0.5) == 498, "the best token at a temperature near 0");
    odd[77] = NAN;
    refused = false;
    try {
        draw(odd.data(), 500, 1.0, 40, 0.9, 0.1, 0.5);
    } catch (const std::invalid_argument&) {
        refused = true;
    }
    demand(refused, "scores that are no numbers are refused");
}

// Threads that step on one model, and threads that fork, cut, end and release sequences of one cache.
void check_threads() {
    ModelShape shape{};
    shape.vocab_size = 50, shape.hidden_size = 48, shape.intermediate_size = 72, shape.layers = 2, shape.heads = 6;
    shape.kv_heads = 2, shape.head_dim = 12, shape.rope_dim = 8;
    shape.rms_norm_eps = 1e-5f, shape.attention_scale = 0.3f, shape.embedding_scale = shape.residual_scale = 1.0f;
    shape.logit_scale = shape.rope_factor = 1.0f;
    shape.windows = {0, 0};
    shape.frequencies = {1.0f, 0.1f, 0.01f, 0.001f};
    Model model(shape, *portable_kernels(), 2);
    Weights held;
    fill(model, held, true);
    KvCache cache(2, 2, 12, 8);
    constexpr int n = 70, stride = 64;
    std::vector<int32_t> tokens(n);
    for (auto& each : tokens) each = below(50);
    const int32_t last[] = {n - 1};
    std::vector<float> whole(stride);
    const int base = cache.create();
    model.step(cache, {{base, n, false}}, tokens.data(), n, last, 1, whole.data(), stride);
    const auto work = [&](unsigned seed) {
        std::mt19937 random(seed);
        std::vector<float> out(stride);
        for (int round = 0; round < 12; ++round) {
            int sequence, from;
            if (seed % 2) {
                from = int(random() % n);
                sequence = cache.fork(base, from);
            } else {
                std::tie(sequence, from) = cache.begin(tokens, false);
            }
            const int32_t logits_at[] = {n - from - 1};
            model.step(cache, {{sequence, n - from, false}}, tokens.data() + from, n - from, logits_at, 1, out.data(),
                       stride);
            for (int v = 0; v < 50; ++v) demand(out[v] == whole[v], "logits of threads");
            demand(cache.length(sequence) == n && cache.bytes() > 0, "lengths of threads");
            if (random() % 2) cache.truncate(sequence, int(random() % n));
            if (random() % 2) cache.end(sequence, tokens, false, 3 * n);
            else cache.release(sequence);
        }
    };
    std::vector<std::thread> threads;
    for (unsigned seed = 1; seed <= 4; ++seed) threads.emplace_back(work, seed);
    for (auto& each : threads) each.join();
    for (const auto& each : cache.ended()) cache.release(each.sequence);
    cache.release(base);
    demand(cache.bytes() == 0, "pages of threads are given back");
}

}  // namespace

int main(int count, char** arguments) {
    if (count > 1 && std::string(arguments[1]) == "threads") {
        check_pool();
        check_late_workers();
        check_threads();
        std::printf("threads: fine\n");
        return 0;
    }
    check_threads();
    check_pool();
    check_late_workers();
    check_rounding();
    std::vector<std::pair<const Kernels*, const char*>> sets;
    for (const Kernels* each : available_kernels()) sets.push_back({each, ""});
#if defined(PHI4_EMULATED)
    for (const Kernels* each : {emulated_avx512_kernels(), emulated_amx_kernels()})
        sets.push_back({each, " (emulated)"});
#endif
    for (const auto& [kernels, how] : sets) {
        check_products(*kernels);
        check_strange_rows(*kernels);
        for (bool packed : {false, true})
            for (int kv_bits : {8, 16, 32})
                for (int experts : {0, 4})
                    for (int window : {0, 9}) check_model(*kernels, packed, kv_bits, experts, window);
        std::printf("%s%s: fine\n", kernels->name, how);
        std::fflush(stdout);
    }
}
