// What the processor that this runs on can do, by the names that the Linux kernel gives.
#pragma once

#include <string>
#include <vector>

namespace phi4 {

// The instruction sets of use to matrix kernels that this processor has, weakest first; empty on one that has none.
std::vector<std::string> cpu_features();

// Asks the system to let this process use AMX, whose registers are large; false where it refuses. Asks once.
bool amx_permitted();

}  // namespace phi4
