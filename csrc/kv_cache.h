// Keys and values of the sequences under way, in pages of 32 positions that sequences may share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace phi4 {

class KvCache {
public:
    static constexpr int kLongest = 1 << 30;       // positions of a sequence
    static constexpr int kLargestSide = 1 << 16;   // layers, heads, numbers of a head: no product below overflows

    // Held by whoever reads or changes the cache; Model::step does it itself.
    std::mutex busy;

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
    // Bytes of all pages that any sequence holds.
    size_t bytes() const { return (pages_.size() - free_.size()) * page_bytes_; }

    int kv_bits() const { return kv_bits_; }
    size_t block(int layer, int head) const { return (size_t(layer) * kv_heads_ + head) * block_bytes_; }
    bool matches(int layers, int kv_heads, int head_dim) const {
        return layers == layers_ && kv_heads == kv_heads_ && head_dim == head_dim_;
    }
    // Makes room for `count` more positions, of which no page is shared with another sequence.
    void extend(int sequence, int count);
    // As `extend` of a sequence that ends with a page, and all new positions hold zeros: for measuring a long context
    // without computing it.
    void extend_with_zeros(int sequence, int count);
    const uint8_t* const* pages(int sequence) const;
    uint8_t* page(int sequence, int position);

private:
    struct Sequence {
        int length = 0;
        std::vector<int> pages;
        std::vector<const uint8_t*> addresses;
    };
    struct Page {
        std::unique_ptr<uint8_t[]> data;
        int users = 0;
    };
    Sequence& at(int sequence);
    const Sequence& at(int sequence) const;
    int take_page();
    void drop(int page);

    int layers_, kv_heads_, head_dim_, kv_bits_;
    size_t block_bytes_ = 0, page_bytes_ = 0;
    int next_ = 0;
    std::unordered_map<int, Sequence> sequences_;
    std::vector<Page> pages_;
    std::vector<int> free_;
};

}  // namespace phi4
