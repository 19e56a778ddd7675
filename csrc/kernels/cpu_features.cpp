#include "kernels/cpu_features.h"

#include <cstdint>

#if defined(__linux__) && defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif
#if defined(__x86_64__) && defined(__GNUC__)
#include <cpuid.h>
#endif
#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace phi4 {
namespace {

#if defined(__x86_64__) && defined(__GNUC__)
// The state that the system saves for a thread: bit 17 the configuration of AMX's tiles, bit 18 the tiles.
uint64_t saved_state() {
    unsigned eax, ebx, ecx, edx;
    constexpr unsigned kXgetbv = 1u << 27;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx) || !(ecx & kXgetbv)) return 0;
    asm volatile("xgetbv" : "=a"(eax), "=d"(edx) : "c"(0));
    return (uint64_t(edx) << 32) | eax;
}
#endif

}  // namespace

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
    unsigned eax, ebx, ecx, edx;
    constexpr uint64_t kTiles = 3u << 17;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (saved_state() & kTiles) == kTiles) {
        if (edx & (1u << 24)) found.emplace_back("amx_tile");
        if (edx & (1u << 25)) found.emplace_back("amx_int8");
    }
#elif defined(__linux__) && defined(__aarch64__)
    const unsigned long capabilities = getauxval(AT_HWCAP);
    if (capabilities & HWCAP_ASIMD) found.emplace_back("asimd");
    if (capabilities & HWCAP_ASIMDDP) found.emplace_back("asimddp");
#elif defined(__APPLE__) && defined(__aarch64__)
    found = {"asimd", "asimddp"};
#endif
    return found;
}

bool amx_permitted() {
#if defined(__x86_64__) && defined(__linux__)
    // Documentation/arch/x86/xstate.rst: feature 18 is the tiles.
    constexpr long kRequestPermission = 0x1023, kTiles = 18;
    static const bool permitted = syscall(SYS_arch_prctl, kRequestPermission, kTiles) == 0;
    return permitted;
#else
    return false;
#endif
}

}  // namespace phi4
