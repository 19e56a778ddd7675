#include "engine/bus_error.h"

#include <signal.h>
#include <unistd.h>

namespace phi4 {
namespace {

const char* text = nullptr;
size_t size = 0;

// Only what is safe in a signal's handler.
void end_with_message(int signal, siginfo_t* info, void*) {
    if (info->si_code == BUS_ADRERR) {
        [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, size);
        _exit(1);
    }
    // Not a matter of files: the instruction is run again, and ends the process as usual.
    struct sigaction usual{};
    usual.sa_handler = SIG_DFL;
    sigaction(signal, &usual, nullptr);
}

}  // namespace

void end_on_bus_error(const std::string& message) {
    const auto& kept = *new std::string(message);  // for as long as the process lives
    text = kept.data();
    size = kept.size();
    struct sigaction action{};
    action.sa_sigaction = end_with_message;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGBUS, &action, nullptr);
}

}  // namespace phi4
