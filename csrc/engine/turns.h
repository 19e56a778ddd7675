// Who works on what, across threads and forks.
#pragma once

#include <cstdint>
#include <mutex>

namespace phi4 {

// 1, and one more in every child of a fork: the threads of earlier eras are not here.
uint32_t era();

// The process's one lock over what several threads share, held for moments: a fork waits for it, so that the child has
// everything whole. Whoever holds it never waits for Python's lock.
class Moment {
public:
    Moment();
    // Lets others have it until `done`; they say so by `changed`.
    template <typename Condition>
    void wait(Condition done) {
        while (!done()) sleep();
    }
    static void changed();

private:
    void sleep();
    std::unique_lock<std::mutex> lock_;
};

// On what one thread works for longer. All of it is called within a Moment. A claim of a thread that a fork left behind
// counts for nothing.
class Claim {
public:
    bool held() const { return owner_ == era(); }
    // Whether a fork cut off who held it before.
    bool take() {
        const bool cut = owner_ != 0;
        owner_ = era();
        return cut;
    }
    void give_back() {
        owner_ = 0;
        Moment::changed();
    }

private:
    uint32_t owner_ = 0;
};

// A claim as a mutex.
class Turn {
public:
    void lock();
    void unlock();
    // Whether a fork cut off a holder since this was last asked; asked by who holds it.
    bool was_cut();

private:
    Claim claim_;
    bool cut_ = false;
};

}  // namespace phi4
