// The Python face of the engine: phi4.native._engine.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "cpu_features.h"

NB_MODULE(_engine, module) {
    module.doc() = "phi4's compiled engine";
    module.def("cpu_features", &phi4::cpu_features,
               "Instruction sets of use to matrix kernels that this processor has, weakest first, by the names of "
               "/proc/cpuinfo.");
}
