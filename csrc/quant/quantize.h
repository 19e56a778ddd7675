// Rounding to the packed widths, with a search for the scales.
#pragma once

#include <cstdint>

#include "engine/thread_pool.h"

namespace phi4 {

// For each row of w [rows, cols]: codes [rows, cols] such that code * group scale * row scale is near w, the squared
// errors weighted by `importance` [cols]. Group scales [rows, ceil(cols / 16)] are 1 to 15; all 1 at 8 bits. Throws
// std::invalid_argument if a number is not finite.
void quantize_rows(ThreadPool& pool, const float* w, int64_t rows, int cols, const float* importance, int bits,
                   int8_t* codes, uint8_t* scales, float* row_scales);

}  // namespace phi4
