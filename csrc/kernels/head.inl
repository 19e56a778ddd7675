#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

#include "kernels/half.h"
#include "kernels/kernels.h"

#if defined(PHI4_EMULATED)
#include "tests/emulated_amx.h"
#include "tests/emulated_avx512.h"
#elif defined(__AVX2__)
#include <immintrin.h>
#elif defined(__SSE2__)
#include <emmintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

// Sanitizers take minutes over code in which everything is unrolled and in line: the check that is built with them has
// loops and calls instead.
#if defined(PHI4_ROLLED)
#define PHI4_INLINE static inline
#else
#define PHI4_INLINE static inline __attribute__((always_inline))
#endif
