// Keys and values of the sequences under way, in pages of 32 positions that sequences may share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/turns.h"

namespace phi4 {

// Any thread may call any method at any time. One that changes a sequence waits for the step that appends to it.
class KvCache {
    struct Sequence {
        int length = 0;
        std::vector<int> pages;
        std::vector<uint8_t*> addresses;
        Claim claim;
    };

public:
    static constexpr int kMaxPositions = 1 << 30;  // positions of a sequence
    static constexpr int kMaxSide = 1 << 16;       // layers, heads, numbers of a head: no product below overflows
    static constexpr int kMinReuse = 16;           // tokens that a prompt must share with an ended sequence

    // kv_bits 8 (a scale for each position and head), 16 (halves) or 32.
    KvCache(int layers, int kv_heads, int head_dim, int kv_bits);

    KvCache(const KvCache&) = delete;
    KvCache& operator=(const KvCache&) = delete;

    int create();
    // A sequence with the first `length` positions of `sequence`: whole pages are shared, a begun one when it is
    // written to is copied.
    int fork(int sequence, int length);
    void truncate(int sequence, int length);
    void release(int sequence);
    int length(int sequence) const;
    std::vector<int> lengths(const std::vector<int>& sequences) const;
    // Bytes of all pages that any sequence holds.
    size_t bytes() const;

    // Ended sequences serve prompts that begin alike. `end` takes a sequence, whose positions hold a beginning of
    // `ids`, and keeps it if it has kMinReuse to `most` tokens; of those kept, the oldest go beyond `most` tokens
    // together.
    void end(int sequence, const std::vector<int32_t>& ids, bool long_rope, int64_t most);
    // A sequence for `prompt`, and how many of its tokens it holds already: never the last.
    std::pair<int, int> begin(const std::vector<int32_t>& prompt, bool long_rope);
    struct Ended {
        int sequence;
        std::vector<int32_t> ids;
        bool long_rope;
    };
    // Those kept, oldest first.
    std::vector<Ended> ended() const;

    // As a step of `count` tokens does to a sequence that ends with a page, and all new positions hold zeros: for
    // measuring a long context without computing it.
    void extend_with_zeros(int sequence, int count);

    int kv_bits() const { return kv_bits_; }
    size_t block(int layer, int head) const { return (size_t(layer) * kv_heads_ + head) * block_bytes_; }
    bool matches(int layers, int kv_heads, int head_dim) const {
        return layers == layers_ && kv_heads == kv_heads_ && head_dim == head_dim_;
    }

    // Room for more positions of some sequences, in pages that no other sequence shares. While it lives nobody else
    // changes these sequences; they have the new positions after `commit`, and are as they were without it.
    class Extension {
    public:
        // (sequence, count) of each.
        Extension(KvCache& cache, const std::vector<std::pair<int, int>>& wanted);
        ~Extension();
        Extension(const Extension&) = delete;
        Extension& operator=(const Extension&) = delete;
        // Of the sequence `index` of those wanted: positions without the new ones, and all its pages.
        int length(size_t index) const { return taken_[index]->length; }
        uint8_t* const* pages(size_t index) const { return taken_[index]->addresses.data(); }
        void commit();

    private:
        void give_back();

        KvCache& cache_;
        std::vector<Sequence*> taken_;
        std::vector<int> counts_;
        bool committed_ = false;
    };

private:
    struct Page {
        std::unique_ptr<uint8_t[]> data;
        int users = 0;
    };

    // Within a Moment, as all below.
    Sequence& at(int sequence);
    const Sequence& at(int sequence) const;
    // The sequence when no step appends to it.
    Sequence& alone(Moment& moment, int sequence);
    int fork_now(const Sequence& from, int length);
    void reserve(Sequence& sequence, int count);
    void shrink(Sequence& sequence, int length);
    void release_now(int sequence);
    void forget(int sequence);
    int take_page();
    void drop(int page);

    int layers_, kv_heads_, head_dim_, kv_bits_;
    size_t block_bytes_ = 0, page_bytes_ = 0;
    int next_ = 0;
    std::unordered_map<int, Sequence> sequences_;
    std::vector<Page> pages_;
    std::vector<int> free_;
    std::list<Ended> ended_;
    int64_t kept_ = 0;  // tokens of `ended_`
};

}  // namespace phi4
