#include "probe.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <vector>

namespace phi4 {
namespace {

// Calls work() until about `seconds` have passed -> the seconds that it took.
template <typename Work>
double repeat(double seconds, Work work) {
    const auto start = std::chrono::steady_clock::now();
    double passed;
    do {
        work();
        passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    } while (passed < seconds);
    return passed;
}

}  // namespace

double read_bandwidth(Model& model, const uint8_t* data, size_t size, double seconds) {
    const std::lock_guard<Turn> turn(model.busy);
    const int pieces = model.threads();
    const size_t part = size / pieces / 4096 * 4096, stretch = std::min<size_t>(part, size_t(16) << 20);
    std::vector<size_t> cursor(pieces, 0);
    size_t bytes = 0;
    const double passed = repeat(seconds, [&] {
        model.pool().run(pieces, 1, [&](int begin, int end, int) {
            for (int piece = begin; piece < end; ++piece) {
                if (cursor[piece] + stretch > part) cursor[piece] = 0;
                model.kernels().read_bytes(data + piece * part + cursor[piece], stretch);
                cursor[piece] += stretch;
            }
        });
        bytes += stretch * pieces;
    });
    return double(bytes) / passed;
}

double int8_peak(Model& model, double seconds) {
    const std::lock_guard<Turn> turn(model.busy);
    std::vector<double> done(model.threads());
    const double passed = repeat(seconds, [&] {
        model.pool().run(model.threads(), 1, [&](int begin, int end, int) {
            for (int i = begin; i < end; ++i) done[i] += model.kernels().int8_peak(100000);
        });
    });
    double total = 0;
    for (double operations : done) total += operations;
    return total / passed;
}

}  // namespace phi4
