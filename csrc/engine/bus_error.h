// What a mapped file does to the process when it is cut.
#pragma once

#include <string>

namespace phi4 {

// From now on, reading a mapped file where it has been cut, or where its disk fails, writes `message` to standard error
// and ends the process with exit code 1: for programs, not for a library.
void end_on_bus_error(const std::string& message);

}  // namespace phi4
