#include "kv_cache.h"

#include <cstring>
#include <stdexcept>
#include <string>

#include "kernels.h"

namespace phi4 {

KvCache::KvCache(int layers, int kv_heads, int head_dim, int kv_bits)
    : layers_(layers), kv_heads_(kv_heads), head_dim_(head_dim), kv_bits_(kv_bits) {
    if (kv_bits != 8 && kv_bits != 16 && kv_bits != 32) throw std::invalid_argument("a KV cache has 8, 16 or 32 bits");
    const auto fits = [](int value) { return value >= 1 && value <= kLargestSide; };
    if (!fits(layers) || !fits(kv_heads) || !fits(head_dim)) throw std::invalid_argument("the shape of a KV cache is impossible");
    block_bytes_ = kv_block_bytes(head_dim, kv_bits);
    page_bytes_ = block_bytes_ * kv_heads * layers;
}

KvCache::Sequence& KvCache::at(int sequence) {
    auto found = sequences_.find(sequence);
    if (found == sequences_.end()) throw std::invalid_argument("there is no sequence " + std::to_string(sequence));
    return found->second;
}

const KvCache::Sequence& KvCache::at(int sequence) const { return const_cast<KvCache*>(this)->at(sequence); }

int KvCache::create() {
    sequences_[next_] = {};
    return next_++;
}

int KvCache::length(int sequence) const { return at(sequence).length; }
const uint8_t* const* KvCache::pages(int sequence) const { return at(sequence).addresses.data(); }

int KvCache::take_page() {
    int page;
    if (free_.empty()) {
        pages_.push_back({std::unique_ptr<uint8_t[]>(new uint8_t[page_bytes_]), 0});
        page = int(pages_.size()) - 1;
    } else {
        page = free_.back();
        free_.pop_back();
        if (!pages_[page].data) pages_[page].data.reset(new uint8_t[page_bytes_]);
    }
    pages_[page].users = 1;
    return page;
}

void KvCache::drop(int page) {
    if (--pages_[page].users == 0) {
        pages_[page].data.reset();
        free_.push_back(page);
    }
}

int KvCache::fork(int sequence, int length) {
    const Sequence& from = at(sequence);
    if (length < 0 || length > from.length) throw std::invalid_argument("a fork cannot be longer than its sequence");
    const int count = (length + kPageTokens - 1) / kPageTokens;
    Sequence to;
    to.length = length;
    to.pages.assign(from.pages.begin(), from.pages.begin() + count);
    to.addresses.assign(from.addresses.begin(), from.addresses.begin() + count);
    for (int page : to.pages) ++pages_[page].users;
    sequences_[next_] = std::move(to);
    return next_++;
}

void KvCache::truncate(int sequence, int length) {
    Sequence& each = at(sequence);
    if (length < 0 || length > each.length) throw std::invalid_argument("a sequence can only be cut shorter");
    const size_t count = size_t(length + kPageTokens - 1) / kPageTokens;
    while (each.pages.size() > count) {
        drop(each.pages.back());
        each.pages.pop_back();
        each.addresses.pop_back();
    }
    each.length = length;
}

void KvCache::release(int sequence) {
    for (int page : at(sequence).pages) drop(page);
    sequences_.erase(sequence);
}

void KvCache::extend(int sequence, int count) {
    Sequence& each = at(sequence);
    if (count < 0 || count > kLongest - each.length) throw std::invalid_argument("a sequence has at most " + std::to_string(kLongest) + " positions");
    const size_t needed = size_t(each.length + count + kPageTokens - 1) / kPageTokens;
    const int used = each.length % kPageTokens;
    if (used && count > 0 && pages_[each.pages.back()].users > 1) {
        const int old = each.pages.back(), fresh = take_page();
        std::memcpy(pages_[fresh].data.get(), pages_[old].data.get(), page_bytes_);
        drop(old);
        each.pages.back() = fresh;
        each.addresses.back() = pages_[fresh].data.get();
    }
    // The length is changed last, so that memory that runs out leaves a sequence without pages that it counts on.
    if (each.addresses.capacity() < needed) {
        each.pages.reserve(2 * needed);
        each.addresses.reserve(2 * needed);
    }
    while (each.pages.size() < needed) {
        each.pages.push_back(take_page());
        each.addresses.push_back(pages_[each.pages.back()].data.get());
    }
    each.length += count;
}

void KvCache::extend_with_zeros(int sequence, int count) {
    if (at(sequence).length % kPageTokens) throw std::invalid_argument("zeros are added to whole pages only");
    const size_t before = at(sequence).pages.size();
    extend(sequence, count);
    const Sequence& each = at(sequence);
    for (size_t i = before; i < each.pages.size(); ++i) std::memset(pages_[each.pages[i]].data.get(), 0, page_bytes_);
}

uint8_t* KvCache::page(int sequence, int position) { return pages_[at(sequence).pages[position / kPageTokens]].data.get(); }

}  // namespace phi4
