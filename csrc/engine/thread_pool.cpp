#include "engine/thread_pool.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <string>
#include <system_error>
#include <utility>

#include "engine/turns.h"

namespace phi4 {
namespace {

void pause() {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    asm volatile("yield");
#endif
}

// The layers of a step follow one another within microseconds, so a worker looks for a while before it sleeps.
constexpr auto kPatience = std::chrono::microseconds(200);

constexpr uint64_t kOpen = uint64_t(1) << 31, kInside = kOpen - 1;

}  // namespace

ThreadPool::ThreadPool(int threads) : threads_(threads), era_(era()) { start(); }

void ThreadPool::start() {
    try {
        workers_.reserve(size_t(threads_ - 1));
        for (int i = 1; i < threads_; ++i) workers_.emplace_back([this, i] { serve(i); });
    } catch (const std::system_error& error) {
        const size_t started = workers_.size() + 1;
        stop();
        throw ThreadsError("the system starts " + std::to_string(started) + " of " + std::to_string(threads_) +
                           " threads (" + error.code().message() + "); use fewer threads, or raise its limit");
    } catch (...) {
        stop();
        throw;
    }
}

void ThreadPool::stop() {
    stop_ = true;
    generation_.fetch_add(1);
    generation_.notify_all();
    for (auto& worker : workers_) worker.join();
    workers_.clear();
    stop_ = false;
}

// A fork leaves the threads behind, perhaps in the middle of something; what stands for them is neither joined nor
// freed.
static void leave(std::vector<std::thread>& workers) { new std::vector<std::thread>(std::move(workers)); }

void ThreadPool::restart() {
    leave(workers_);
    new (&failure_) std::exception_ptr;
    failed_ = false;
    entry_ = 0;
    generation_ = 0;
    start();
    era_ = era();
}

ThreadPool::~ThreadPool() {
    if (era_ == era()) stop();
    else leave(workers_);
}

void ThreadPool::take(int thread) {
    for (;;) {
        const int64_t begin = next_.fetch_add(chunk_, std::memory_order_relaxed);
        if (begin >= items_ || failed_.load(std::memory_order_relaxed)) return;
        try {
            (*work_)(int(begin), int(std::min<int64_t>(begin + chunk_, items_)), thread);
        } catch (...) {
            if (!failed_.exchange(true)) failure_ = std::current_exception();
            return;
        }
    }
}

void ThreadPool::run(int items, int chunk, const std::function<void(int, int, int)>& work) {
    if (items <= 0) return;
    if (era_ != era()) restart();
    if (workers_.empty() || items <= chunk) {
        work(0, items, 0);
        return;
    }
    work_ = &work;
    items_ = items;
    chunk_ = chunk;
    next_.store(0, std::memory_order_relaxed);
    const uint32_t generation = generation_.load(std::memory_order_relaxed) + 1;
    entry_.store(uint64_t(generation) << 32 | kOpen, std::memory_order_release);
    generation_.store(generation, std::memory_order_release);
    generation_.notify_all();
    take(0);
    entry_.fetch_and(~kOpen, std::memory_order_acq_rel);
    for (int spins = 0; entry_.load(std::memory_order_acquire) & kInside;) {
        if (++spins < 20000) pause();
        else std::this_thread::yield();
    }
    if (failed_.load(std::memory_order_relaxed)) {
        failed_.store(false, std::memory_order_relaxed);
        std::rethrow_exception(std::exchange(failure_, nullptr));
    }
}

// Enters the loop of that generation, unless it has been closed: all its pieces are taken then.
bool ThreadPool::join(uint32_t generation) {
    uint64_t entry = entry_.load(std::memory_order_acquire);
    while (entry >> 32 == generation && (entry & kOpen))
        if (entry_.compare_exchange_weak(entry, entry + 1, std::memory_order_acq_rel, std::memory_order_acquire))
            return true;
    return false;
}

void ThreadPool::serve(int thread) {
    uint32_t seen = 0;
    for (;;) {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (generation_.load(std::memory_order_acquire) == seen) {
            for (int i = 0; i < 64 && generation_.load(std::memory_order_acquire) == seen; ++i) pause();
            if (std::chrono::steady_clock::now() > deadline) generation_.wait(seen, std::memory_order_acquire);
        }
        seen = generation_.load(std::memory_order_acquire);
        if (stop_) return;
        if (!join(seen)) continue;
        take(thread);
        entry_.fetch_sub(1, std::memory_order_release);
    }
}

}  // namespace phi4
