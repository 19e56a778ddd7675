// What this machine reaches with the threads and kernels of a model: the bounds that its speed is compared with.
#pragma once

#include <cstddef>
#include <cstdint>

#include "engine/model.h"

namespace phi4 {

// Bytes a second that all threads read from `data` [size], ascending, over about `seconds`. At least 4,096 bytes a
// thread.
double read_bandwidth(Model& model, const uint8_t* data, size_t size, double seconds);

// int8 operations a second of all threads, in registers, over about `seconds`; a multiply-add is two.
double int8_peak(Model& model, double seconds);

}  // namespace phi4
