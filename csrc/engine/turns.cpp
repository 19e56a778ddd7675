#include "engine/turns.h"

#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <new>
#include <utility>

namespace phi4 {
namespace {

std::atomic<uint32_t> current_era{1};

struct Shared {
    std::mutex mutex;
    std::condition_variable changed;
};

// Never destroyed: at the end of the process threads may still wait.
Shared& shared() {
    static Shared& it = *new Shared;
    return it;
}

void before_fork() { shared().mutex.lock(); }
void in_parent() { shared().mutex.unlock(); }
void in_child() {
    new (&shared().changed) std::condition_variable;  // the old one counts waiters that are not here
    current_era.fetch_add(1, std::memory_order_relaxed);
    shared().mutex.unlock();
}

[[maybe_unused]] const int registered = pthread_atfork(before_fork, in_parent, in_child);

}  // namespace

uint32_t era() { return current_era.load(std::memory_order_relaxed); }

Moment::Moment() : lock_(shared().mutex) {}
void Moment::sleep() { shared().changed.wait(lock_); }
void Moment::changed() { shared().changed.notify_all(); }

void Turn::lock() {
    Moment moment;
    moment.wait([&] { return !claim_.held(); });
    if (claim_.take()) cut_ = true;
}

void Turn::unlock() {
    const Moment moment;
    claim_.give_back();
}

bool Turn::was_cut() { return std::exchange(cut_, false); }

}  // namespace phi4
