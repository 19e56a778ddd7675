// A pool of threads that share loops. The caller is one of them.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace phi4 {

struct ThreadsError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class ThreadPool {
public:
    // Throws ThreadsError if the system does not start so many.
    explicit ThreadPool(int threads);
    ~ThreadPool();
    ThreadPool(const ThreadPool&) = delete;
    ThreadPool& operator=(const ThreadPool&) = delete;

    int threads() const { return threads_; }

    // Calls work(begin, end, thread) until [0, items) is covered, in pieces of at most `chunk`; returns when all is
    // done. Which thread takes which piece is not fixed. One piece, or one thread, runs in the caller. What `work`
    // throws first is thrown here, when no thread works any more; pieces that none had begun are left out then. A
    // thread that does not get a processor before all pieces are taken is not waited for, so that a busy machine costs
    // little. In the child of a fork the first call starts the threads anew, and may throw ThreadsError.
    void run(int items, int chunk, const std::function<void(int, int, int)>& work);

private:
    void start();
    void stop();
    void restart();
    void serve(int thread);
    void take(int thread);
    bool join(uint32_t generation);

    int threads_;
    uint32_t era_;
    std::vector<std::thread> workers_;
    const std::function<void(int, int, int)>* work_ = nullptr;
    int items_ = 0, chunk_ = 1;
    std::atomic<int64_t> next_{0};
    std::atomic<uint32_t> generation_{0};
    // The loop's generation, whether workers may still join it, and how many are in it.
    std::atomic<uint64_t> entry_{0};
    std::atomic<bool> stop_{false};
    std::atomic<bool> failed_{false};
    std::exception_ptr failure_;
};

}  // namespace phi4
