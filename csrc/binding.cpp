// The Python face of the engine: phi4.native._engine. Every array from Python is held to its expected size here.
#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>

#include "engine/bus_error.h"
#include "engine/kv_cache.h"
#include "engine/model.h"
#include "engine/sampling.h"
#include "kernels/cpu_features.h"
#include "kernels/kernels.h"
#include "probe.h"
#include "quant/feedback.h"
#include "quant/quantize.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace phi4 {
namespace {

using Bytes = nb::ndarray<const uint8_t, nb::c_contig, nb::device::cpu>;
using Floats = nb::ndarray<const float, nb::c_contig, nb::device::cpu>;
using Numbers = nb::ndarray<nb::ro, nb::c_contig, nb::device::cpu>;
using Ints = nb::ndarray<const int32_t, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

constexpr int kMaxThreads = 1024, kMaxExperts = 1 << 16;
constexpr int kMaxSize = 1 << 28;  // of one side of a model; sums of a few stay within an int

void demand(bool fine, const std::string& problem) {
    if (!fine) throw std::invalid_argument(problem);
}

// What a signal's handler raised is set in Python.
struct Raised {};

// Lets Python's lock go, until `end`.
class Unlocked {
public:
    // To be called now and then: lets signals' handlers run, such as that of Ctrl-C; throws Raised if one raises.
    void pause() {
        const auto now = std::chrono::steady_clock::now();
        if (now < next_) return;
        next_ = now + kBetween;
        end();
        const bool raised = PyErr_CheckSignals() != 0;
        state_ = PyEval_SaveThread();
        if (raised) throw Raised{};
    }

    // Where the interpreter has ended meanwhile, the thread waits for the end of the process. Up to Python 3.13 it is
    // unwound instead (pthread_exit), which the frames above do not allow.
    void end() {
        try {
            PyEval_RestoreThread(state_);
        } catch (...) {
            for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
        }
    }

private:
    static constexpr std::chrono::milliseconds kBetween{200};
    PyThreadState* state_ = PyEval_SaveThread();
    std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + kBetween;
};

// work(Unlocked&) without Python's lock. All that waits for a Turn or a Claim does so: their holders may wait for that
// lock.
template <typename Work>
auto unlocked(Work work) {
    using Result = std::invoke_result_t<Work, Unlocked&>;
    std::conditional_t<std::is_void_v<Result>, char, Result> result{};
    std::exception_ptr failure;
    Unlocked here;
    try {
        if constexpr (std::is_void_v<Result>) work(here);
        else result = work(here);
    } catch (...) {
        failure = std::current_exception();
    }
    here.end();
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const Raised&) {
        throw nb::python_error();
    }
    if constexpr (!std::is_void_v<Result>) return result;
}

// A size that models may have and the engine has not: phi4.errors.ConfigError in Python.
struct SizeError : std::invalid_argument {
    using std::invalid_argument::invalid_argument;
};

// More products of two bytes than these may not fit a sum of 32 bits.
void demand_width(int64_t inputs) {
    constexpr int64_t kMaxInputs = 65536;
    if (inputs > kMaxInputs)
        throw SizeError("a packed matrix has at most " + std::to_string(kMaxInputs) +
                        " inputs, and one of this model has " + std::to_string(inputs) +
                        "; run it in floats, such as with the dtype bfloat16");
}

// A view of a file may begin at any byte.
template <typename Array>
void demand_aligned(const Array& array, size_t item) {
    demand(reinterpret_cast<uintptr_t>(array.data()) % item == 0,
           "an array is not aligned to its numbers; give a copy of it");
}

PackedMatrix packed_matrix(int bits, int rows, int cols, const Bytes& codes, const Bytes& scales,
                           const Floats& row_scales) {
    demand(bits == 8 || bits == 4 || bits == 3, "weights have 8, 4 or 3 bits");
    demand(rows > 0 && rows <= kMaxSize && cols > 0, "a matrix has at least 1 input, and 1 to 2^28 outputs");
    demand_width(cols);
    PackedMatrix w;
    w.bits = bits;
    w.rows = rows;
    w.cols = cols;
    const size_t groups = size_t(w.row_blocks()) * w.groups();
    demand(codes.size() == groups * group_bytes(bits), "the codes of a matrix have the wrong size");
    demand(scales.size() == (bits == 8 ? 0 : groups * 8), "the scales of a matrix have the wrong size");
    demand(row_scales.size() == size_t(w.row_blocks()) * kRowBlock, "the row scales of a matrix have the wrong size");
    demand_aligned(row_scales, sizeof(float));
    w.codes = codes.data();
    w.scales = bits == 8 ? nullptr : scales.data();
    w.row_scales = row_scales.data();
    return w;
}

FloatType float_type(const std::string& name) {
    if (name == "float32") return FloatType::f32;
    if (name == "bfloat16") return FloatType::bf16;
    if (name == "float16") return FloatType::f16;
    throw std::invalid_argument("there is no weight type " + name);
}

FloatMatrix float_matrix(const std::string& type, int rows, int cols, const Numbers& data) {
    FloatMatrix w{float_type(type), rows, cols, data.data()};
    const size_t item = w.type == FloatType::f32 ? 4 : 2;
    demand(data.itemsize() == item && data.size() == size_t(rows) * cols, "a float matrix has the wrong size");
    demand_aligned(data, item);
    return w;
}

// An array of `size` numbers for Python -> what owns it.
template <typename T>
nb::capsule array_of(size_t size, T*& data) {
    data = new T[std::max<size_t>(1, size)];
    return nb::capsule(data, [](void* p) noexcept { delete[] static_cast<T*>(p); });
}

// A model, and the arrays that its weights lie in.
class PyModel {
public:
    PyModel(ModelShape shape, int threads) : model(std::move(shape), choose_kernels(""), threads) {}

    void set_packed(const std::string& role, int layer, int expert, int bits, bool rotated, Bytes codes, Bytes scales,
                    Floats row_scales) {
        const auto [rows, cols] = model.matrix_shape(role, layer, expert);
        const PackedMatrix weights = packed_matrix(bits, rows, cols, codes, scales, row_scales);
        keep(codes), keep(scales), keep(row_scales);
        unlocked([&](Unlocked&) { model.set_packed(role, layer, expert, weights, rotated); });
    }

    void set_float(const std::string& role, int layer, int expert, const std::string& type, Numbers data) {
        const auto [rows, cols] = model.matrix_shape(role, layer, expert);
        const FloatMatrix weights = float_matrix(type, rows, cols, data);
        keep(data);
        unlocked([&](Unlocked&) { model.set_dense(role, layer, expert, weights); });
    }

    void set_bias(const std::string& role, int layer, Floats data) {
        demand(data.size() == size_t(model.matrix_shape(role, layer, 0).first), "a bias has the wrong size");
        demand_aligned(data, sizeof(float));
        keep(data);
        unlocked([&](Unlocked&) { model.set_bias(role, layer, data.data()); });
    }

    void set_norm(const std::string& role, int layer, Floats data) {
        demand(data.size() == size_t(model.shape().hidden_size), "a norm has the wrong size");
        demand_aligned(data, sizeof(float));
        keep(data);
        unlocked([&](Unlocked&) { model.set_norm(role, layer, data.data()); });
    }

    void set_embedding(const std::string& type, Numbers data) {
        const FloatMatrix rows = float_matrix(type, model.shape().vocab_size, model.shape().hidden_size, data);
        keep(data);
        unlocked([&](Unlocked&) { model.set_embedding(rows); });
    }

    void set_embedding_codes(nb::ndarray<const int8_t, nb::c_contig, nb::device::cpu> codes, Floats scales) {
        demand(codes.size() == size_t(model.shape().vocab_size) * model.shape().hidden_size,
               "the embedding has the wrong size");
        demand(scales.size() == size_t(model.shape().vocab_size), "the embedding's scales have the wrong size");
        demand_aligned(scales, sizeof(float));
        keep(codes), keep(scales);
        unlocked([&](Unlocked&) { model.set_embedding(codes.data(), scales.data()); });
    }

    nb::ndarray<nb::numpy, float> step(KvCache& cache, const std::vector<int>& sequences,
                                       const std::vector<int>& counts, const std::vector<bool>& long_rope, Ints tokens,
                                       Ints logits_at) {
        demand(sequences.size() == counts.size() && counts.size() == long_rope.size(),
               "sequences and counts differ in number");
        demand(tokens.size() <= size_t(kMaxSize), "a step has too many tokens");
        demand_aligned(tokens, sizeof(int32_t));
        demand_aligned(logits_at, sizeof(int32_t));
        std::vector<Segment> segments;
        for (size_t i = 0; i < sequences.size(); ++i) segments.push_back({sequences[i], counts[i], long_rope[i]});
        const size_t rows = logits_at.size(), stride = round_up(model.shape().vocab_size, 16);
        float* data;
        const nb::capsule owner = array_of(rows * stride, data);
        unlocked([&](Unlocked& here) {
            model.step(cache, segments, tokens.data(), int(tokens.size()), logits_at.data(), int(rows), data,
                       int(stride), [&] { here.pause(); });
        });
        return nb::ndarray<nb::numpy, float>(data, {rows, size_t(model.shape().vocab_size)}, owner,
                                             {int64_t(stride), 1});
    }

    Model model;

private:
    template <typename Array>
    void keep(const Array& array) {
        held_.push_back(nb::cast(array));
    }

    std::vector<nb::object> held_;
};

// y [m, rows] of packed weights and float inputs x [m, cols]: what tests hold kernels together by.
nb::ndarray<nb::numpy, float> product(const std::string& kernels, int bits, int rows, int cols, bool rotated,
                                      Bytes codes, Bytes scales, Floats row_scales,
                                      nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu> x) {
    const Kernels& chosen = choose_kernels(kernels);
    const PackedMatrix w = packed_matrix(bits, rows, cols, codes, scales, row_scales);
    demand(x.shape(1) == size_t(cols) && x.shape(0) <= size_t(kMaxSize),
           "the inputs have the wrong width, or are too many");
    const size_t m = x.shape(0), stride = round_up(rows, 16);
    float* y;
    const nb::capsule owner = array_of(m * stride, y);
    unlocked([&](Unlocked&) { packed_product(chosen, w, rotated, x.data(), int(m), y, int(stride)); });
    return nb::ndarray<nb::numpy, float>(y, {m, size_t(rows)}, owner, {int64_t(stride), 1});
}

// A method of the cache, without Python's lock.
template <auto method, typename... Arguments>
auto freely(KvCache& cache, Arguments... arguments) {
    return unlocked([&](Unlocked&) { return (cache.*method)(arguments...); });
}

}  // namespace
}  // namespace phi4

NB_MODULE(_engine, module) {
    using namespace phi4;
    module.doc() = "phi4's compiled engine";
    nb::set_leak_warnings(false);  // at the end of a process, threads that go on keep what they use
    nb::register_exception_translator([](const std::exception_ptr& problem, void*) {
        const auto raise = [](const char* name, const std::exception& error) {
            PyErr_SetString(nb::module_::import_("phi4.errors").attr(name).ptr(), error.what());
        };
        try {
            std::rethrow_exception(problem);
        } catch (const ThreadsError& error) {
            raise("Phi4Error", error);
        } catch (const SizeError& error) {
            raise("ConfigError", error);
        }
    });
    module.def("end_on_bus_error", &end_on_bus_error, "message"_a,
               "Where a mapped file is cut or its disk fails: write `message` to standard error, and end the process "
               "with exit code 1.");
    module.def("cpu_features", &cpu_features,
               "Instruction sets of use to matrix kernels that this processor has, weakest first, by the names of "
               "/proc/cpuinfo.");
    module.def(
        "kernel_names",
        [] {
            std::vector<std::string> names;
            for (const Kernels* each : available_kernels()) names.emplace_back(each->name);
            return names;
        },
        "Kernels that run on this processor, slowest first; PHI4_KERNELS names the one to use.");
    module.def("packed_product", &product, "kernels"_a, "bits"_a, "rows"_a, "cols"_a, "rotated"_a, "codes"_a,
               "scales"_a, "row_scales"_a, "x"_a,
               "x [m, cols] times packed weights -> [m, rows], activations rounded to 8 bits.");
    module.def("rotation_block", &rotation_block, "n"_a, "Size of the Hadamard blocks that n inputs are rotated by.");
    module.def(
        "rotate",
        [](nb::ndarray<float, nb::ndim<2>, nb::c_contig, nb::device::cpu> rows) {
            demand(rows.shape(1) >= 1 && rows.shape(1) <= size_t(kMaxSize), "a row has the wrong size");
            demand_aligned(rows, sizeof(float));
            const int n = int(rows.shape(1));
            const Kernels& kernels = best_kernels();
            for (size_t i = 0; i < rows.shape(0); ++i) kernels.rotate(rows.data() + i * n, n, rotation_block(n));
        },
        "rows"_a, "Rotate each row [n] in place, as activations are before they are rounded.");
    module.def(
        "draw",
        [](nb::ndarray<const double, nb::ndim<1>, nb::c_contig, nb::device::cpu> scores, double temperature,
           int64_t top_k, double top_p, double min_p, double uniform) {
            demand(scores.size() > 0 && scores.size() <= size_t(kMaxSize), "there must be scores to draw from");
            demand(temperature > 0, "the temperature must be above 0");
            demand_aligned(scores, sizeof(double));
            const int count = int(scores.size());
            return draw(scores.data(), count, temperature, int(std::clamp<int64_t>(top_k, 0, count)), top_p, min_p,
                        uniform);
        },
        "scores"_a, "temperature"_a, "top_k"_a, "top_p"_a, "min_p"_a, "uniform"_a,
        "The token that `uniform` in [0, 1) picks from scores [V].");

    module.def(
        "quantize_rows",
        [](nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu> w, Floats importance, int bits,
           int threads) {
            const size_t rows = w.shape(0), cols = w.shape(1), groups = (cols + kGroup - 1) / kGroup;
            demand(bits == 8 || bits == 4 || bits == 3, "weights have 8, 4 or 3 bits");
            demand(importance.size() == cols, "give an importance for each input");
            demand_width(int64_t(cols));
            demand(rows <= size_t(kMaxSize), "the matrix is too large");
            demand(threads >= 1 && threads <= kMaxThreads, "rounding runs on 1 to 1,024 threads");
            demand_aligned(w, sizeof(float));
            demand_aligned(importance, sizeof(float));
            int8_t* codes;
            const nb::capsule own_codes = array_of(rows * cols, codes);
            uint8_t* scales;
            const nb::capsule own_scales = array_of(rows * groups, scales);
            float* row_scales;
            const nb::capsule own_rows = array_of(rows, row_scales);
            unlocked([&](Unlocked&) {
                ThreadPool pool(threads);
                quantize_rows(pool, w.data(), int64_t(rows), int(cols), importance.data(), bits, codes, scales,
                              row_scales);
            });
            return nb::make_tuple(nb::ndarray<nb::numpy, int8_t>(codes, {rows, cols}, own_codes),
                                  nb::ndarray<nb::numpy, uint8_t>(scales, {rows, groups}, own_scales),
                                  nb::ndarray<nb::numpy, float>(row_scales, {rows}, own_rows));
        },
        "w"_a, "importance"_a, "bits"_a, "threads"_a,
        "Round w [rows, cols] -> codes [rows, cols] int8, group scales [rows, ceil(cols / 16)] uint8, row scales "
        "[rows].");

    using Matrix = nb::ndarray<const float, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
    module.def(
        "round_feeding_back",
        [](Matrix w, Matrix spread, Floats row_scales, int bits, int threads) {
            const size_t inputs = w.shape(0), rows = w.shape(1), groups = bits == 8 ? 0 : inputs / kGroup;
            demand(bits == 8 || bits == 4 || bits == 3, "weights have 8, 4 or 3 bits");
            demand(inputs >= 1 && (bits == 8 || inputs % kGroup == 0), "give whole groups of 16 inputs");
            demand_width(int64_t(inputs));
            demand(spread.shape(0) == inputs && spread.shape(1) == inputs && row_scales.size() == rows,
                   "the sizes do not fit");
            demand(rows <= size_t(kMaxSize) && threads >= 1 && threads <= kMaxThreads,
                   "there are too many rows or threads");
            demand_aligned(w, sizeof(float));
            demand_aligned(spread, sizeof(float));
            demand_aligned(row_scales, sizeof(float));
            int8_t* codes;
            const nb::capsule own_codes = array_of(inputs * rows, codes);
            uint8_t* scales;
            const nb::capsule own_scales = array_of(groups * rows, scales);
            float* errors;
            const nb::capsule own_errors = array_of(inputs * rows, errors);
            unlocked([&](Unlocked&) {
                ThreadPool pool(threads);
                round_feeding_back(pool, w.data(), int(inputs), int64_t(rows), spread.data(), row_scales.data(), bits,
                                   codes, scales, errors);
            });
            return nb::make_tuple(nb::ndarray<nb::numpy, int8_t>(codes, {inputs, rows}, own_codes),
                                  nb::ndarray<nb::numpy, uint8_t>(scales, {groups, rows}, own_scales),
                                  nb::ndarray<nb::numpy, float>(errors, {inputs, rows}, own_errors));
        },
        "w"_a, "spread"_a, "row_scales"_a, "bits"_a, "threads"_a,
        "Round w [inputs, rows] with the errors fed on by spread [inputs, inputs] -> codes int8 [inputs, rows], group "
        "scales "
        "uint8 [inputs / 16, rows], errors [inputs, rows].");

    nb::class_<KvCache>(module, "KvCache")
        .def(nb::init<int, int, int, int>(), "layers"_a, "kv_heads"_a, "head_dim"_a, "kv_bits"_a)
        .def("create", &freely<&KvCache::create>)
        .def("fork", &freely<&KvCache::fork, int, int>, "sequence"_a, "length"_a)
        .def("truncate", &freely<&KvCache::truncate, int, int>, "sequence"_a, "length"_a)
        .def("release", &freely<&KvCache::release, int>, "sequence"_a)
        .def("extend_with_zeros", &freely<&KvCache::extend_with_zeros, int, int>, "sequence"_a, "count"_a)
        .def("length", &freely<&KvCache::length, int>, "sequence"_a)
        .def("lengths", &freely<&KvCache::lengths, std::vector<int>>, "sequences"_a)
        .def("begin", &freely<&KvCache::begin, std::vector<int>, bool>, "prompt"_a, "long_rope"_a,
             "A sequence for a prompt -> (sequence, tokens that it holds already): those that an ended one began with.")
        .def("end", &freely<&KvCache::end, int, std::vector<int>, bool, int64_t>, "sequence"_a, "ids"_a, "long_rope"_a,
             "most"_a, "Take a sequence of `ids`, for prompts that begin alike; at most `most` tokens of all are kept.")
        .def(
            "ended",
            [](KvCache& cache) {
                nb::dict found;
                for (const auto& each : freely<&KvCache::ended>(cache))
                    found[nb::int_(each.sequence)] = nb::make_tuple(each.ids, each.long_rope);
                return found;
            },
            "What is kept of ended sequences, oldest first -> {sequence: (ids, long_rope)}.")
        .def_prop_ro("bytes", &freely<&KvCache::bytes>);

    nb::class_<ModelShape>(module, "ModelShape").def("__init__", [](ModelShape* self, nb::dict d) {
        auto whole = [&](const char* name) { return nb::cast<int>(d[name]); };
        auto real = [&](const char* name) { return nb::cast<float>(d[name]); };
        new (self) ModelShape{whole("vocab_size"),
                              whole("hidden_size"),
                              whole("intermediate_size"),
                              whole("layers"),
                              whole("heads"),
                              whole("kv_heads"),
                              whole("head_dim"),
                              whole("rope_dim"),
                              whole("experts"),
                              whole("experts_per_token"),
                              real("rms_norm_eps"),
                              real("attention_scale"),
                              real("embedding_scale"),
                              real("residual_scale"),
                              real("logit_scale"),
                              real("rope_factor"),
                              nb::cast<std::vector<int>>(d["windows"]),
                              nb::cast<std::vector<float>>(d["frequencies"]),
                              nb::cast<std::vector<float>>(d["long_frequencies"]),
                              whole("switch_length")};
        for (int side : {self->vocab_size, self->hidden_size, self->intermediate_size, self->layers, self->heads,
                         self->kv_heads, self->head_dim})
            demand(side > 0 && side <= kMaxSize, "the shape of the model is impossible");
        demand(self->heads % self->kv_heads == 0 &&
                   (int64_t(self->heads) + 2 * self->kv_heads) * self->head_dim <= kMaxSize,
               "the heads of the model are impossible");
        demand(self->windows.size() == size_t(self->layers), "a window must be given for each layer");
        for (int window : self->windows) demand(window >= 0, "a window cannot be negative");
        demand(self->rope_dim >= 0 && self->rope_dim % 2 == 0 && self->rope_dim <= self->head_dim &&
                   self->frequencies.size() == size_t(self->rope_dim / 2) &&
                   (self->long_frequencies.empty() || self->long_frequencies.size() == self->frequencies.size()),
               "the frequencies do not fit the head");
        demand(self->experts >= 0 && self->experts <= kMaxExperts &&
                   self->experts_per_token >= (self->experts ? 1 : 0) && self->experts_per_token <= self->experts,
               "the number of experts is impossible");
    });

    nb::class_<PyModel>(module, "Model")
        .def(
            "__init__",
            [](PyModel* self, const ModelShape& shape, int threads) {
                demand(threads >= 1 && threads <= kMaxThreads, "a model runs on 1 to 1,024 threads");
                new (self) PyModel(shape, threads);
            },
            "shape"_a, "threads"_a)
        .def_prop_ro("kernels", [](const PyModel& m) { return std::string(m.model.kernels().name); })
        .def_prop_ro("threads", [](const PyModel& m) { return m.model.threads(); })
        .def("set_packed", &PyModel::set_packed, "role"_a, "layer"_a, "expert"_a, "bits"_a, "rotated"_a, "codes"_a,
             "scales"_a, "row_scales"_a)
        .def("set_float", &PyModel::set_float, "role"_a, "layer"_a, "expert"_a, "type"_a, "data"_a)
        .def("set_bias", &PyModel::set_bias, "role"_a, "layer"_a, "data"_a)
        .def("set_norm", &PyModel::set_norm, "role"_a, "layer"_a, "data"_a)
        .def("set_embedding", &PyModel::set_embedding, "type"_a, "data"_a)
        .def("set_embedding_codes", &PyModel::set_embedding_codes, "codes"_a, "scales"_a)
        .def("step", &PyModel::step, "cache"_a, "sequences"_a, "counts"_a, "long_rope"_a, "tokens"_a, "logits_at"_a)
        .def(
            "read_bandwidth",
            [](PyModel& m, Bytes data, double seconds) {
                demand(data.size() >= size_t(m.model.threads()) * (size_t(1) << 20),
                       "give at least a megabyte a thread");
                return unlocked([&](Unlocked&) { return read_bandwidth(m.model, data.data(), data.size(), seconds); });
            },
            "data"_a, "seconds"_a, "Bytes a second that all threads read from `data` (plain reads, ascending).")
        .def(
            "int8_peak",
            [](PyModel& m, double seconds) { return unlocked([&](Unlocked&) { return int8_peak(m.model, seconds); }); },
            "seconds"_a, "int8 operations a second of all threads, in registers (a multiply-add is two).");
}
