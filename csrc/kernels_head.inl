#include <algorithm>
#include <cmath>
#include <cstring>
#include <type_traits>
#include <utility>

#include "half.h"
#include "kernels.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif
