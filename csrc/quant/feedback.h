// Rounding one input after the other, each error fed on to the inputs that are still to be rounded (GPTQ).
#pragma once

#include <cstdint>

#include "engine/thread_pool.h"

namespace phi4 {

// Rounds `inputs` neighbouring inputs, whole groups of 16 (any number at 8 bits), of `rows` outputs: w [inputs][rows].
// The error of input j is spread[j][k] / spread[j][j] of it on each later input k. The scale of a group is the one
// whose errors, fed back within the group, are the least. Gives codes [inputs][rows], group scales [inputs / 16][rows]
// (none at 8 bits) and errors [inputs][rows], each divided by spread[j][j], to be spread over the inputs of later
// calls.
void round_feeding_back(ThreadPool& pool, const float* w, int inputs, int64_t rows, const float* spread,
                        const float* row_scales, int bits, int8_t* codes, uint8_t* scales, float* errors);

}  // namespace phi4
