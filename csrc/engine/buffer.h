// Vectors that begin at a cache line, so that 64 bytes at a multiple of 64 lie in one.
#pragma once

#include <cstddef>
#include <new>
#include <vector>

namespace phi4 {

template <typename T>
struct LineAllocator {
    using value_type = T;
    static constexpr std::align_val_t kLine{64};

    LineAllocator() = default;
    template <typename Other>
    LineAllocator(const LineAllocator<Other>&) {}

    T* allocate(size_t count) {
        if (count > size_t(-1) / sizeof(T)) throw std::bad_array_new_length();
        return static_cast<T*>(::operator new(count * sizeof(T), kLine));
    }
    void deallocate(T* p, size_t) { ::operator delete(p, kLine); }
    template <typename Other>
    bool operator==(const LineAllocator<Other>&) const {
        return true;
    }
};

template <typename T>
using Buffer = std::vector<T, LineAllocator<T>>;

}  // namespace phi4
