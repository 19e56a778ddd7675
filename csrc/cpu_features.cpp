#include "cpu_features.h"

#if defined(__linux__) && defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace phi4 {

std::vector<std::string> cpu_features() {
    std::vector<std::string> found;
#if defined(__x86_64__) && defined(__GNUC__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2")) found.emplace_back("avx2");
    if (__builtin_cpu_supports("fma")) found.emplace_back("fma");
    if (__builtin_cpu_supports("avx512f")) found.emplace_back("avx512f");
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vnni"))
        found.emplace_back("avx512_vnni");
#elif defined(__linux__) && defined(__aarch64__)
    const unsigned long capabilities = getauxval(AT_HWCAP);
    if (capabilities & HWCAP_ASIMD) found.emplace_back("asimd");
    if (capabilities & HWCAP_ASIMDDP) found.emplace_back("asimddp");
#elif defined(__APPLE__) && defined(__aarch64__)
    found = {"asimd", "asimddp"};
#endif
    return found;
}

}  // namespace phi4
