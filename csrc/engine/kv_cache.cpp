#include "engine/kv_cache.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include "kernels/kernels.h"

namespace phi4 {

KvCache::KvCache(int layers, int kv_heads, int head_dim, int kv_bits)
    : layers_(layers), kv_heads_(kv_heads), head_dim_(head_dim), kv_bits_(kv_bits) {
    if (kv_bits != 8 && kv_bits != 16 && kv_bits != 32) throw std::invalid_argument("a KV cache has 8, 16 or 32 bits");
    const auto hold = [](int value, const char* what) {
        if (value < 1 || value > kMaxSide)
            throw std::invalid_argument("the shape of a KV cache is impossible: " + std::to_string(value) + " " + what +
                                        ", and it holds 1 to " + std::to_string(kMaxSide));
    };
    hold(layers, "layers");
    hold(kv_heads, "key heads");
    hold(head_dim, "numbers in a head");
    block_bytes_ = kv_block_bytes(head_dim, kv_bits);
    page_bytes_ = block_bytes_ * kv_heads * layers;
}

KvCache::Sequence& KvCache::at(int sequence) {
    auto found = sequences_.find(sequence);
    if (found == sequences_.end()) throw std::invalid_argument("there is no sequence " + std::to_string(sequence));
    return found->second;
}

const KvCache::Sequence& KvCache::at(int sequence) const { return const_cast<KvCache*>(this)->at(sequence); }

KvCache::Sequence& KvCache::alone(Moment& moment, int sequence) {
    moment.wait([&] { return !at(sequence).claim.held(); });
    return at(sequence);
}

int KvCache::create() {
    const Moment moment;
    sequences_[next_] = {};
    return next_++;
}

int KvCache::length(int sequence) const {
    const Moment moment;
    return at(sequence).length;
}

std::vector<int> KvCache::lengths(const std::vector<int>& sequences) const {
    const Moment moment;
    std::vector<int> found;
    for (int each : sequences) found.push_back(at(each).length);
    return found;
}

size_t KvCache::bytes() const {
    const Moment moment;
    return (pages_.size() - free_.size()) * page_bytes_;
}

int KvCache::take_page() {
    int page;
    if (free_.empty()) {
        if (free_.capacity() <= pages_.size())
            free_.reserve(2 * pages_.size() + 16);  // giving pages back needs no memory
        pages_.push_back({std::unique_ptr<uint8_t[]>(new uint8_t[page_bytes_]), 0});
        page = int(pages_.size()) - 1;
    } else {
        page = free_.back();
        if (!pages_[page].data) pages_[page].data.reset(new uint8_t[page_bytes_]);
        free_.pop_back();
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

int KvCache::fork_now(const Sequence& from, int length) {
    const int count = (length + kPageTokens - 1) / kPageTokens;
    Sequence to;
    to.length = length;
    to.pages.assign(from.pages.begin(), from.pages.begin() + count);
    to.addresses.assign(from.addresses.begin(), from.addresses.begin() + count);
    Sequence& made = sequences_[next_] = std::move(to);
    for (int page : made.pages) ++pages_[page].users;
    return next_++;
}

int KvCache::fork(int sequence, int length) {
    Moment moment;
    const Sequence& from = alone(moment, sequence);
    if (length < 0 || length > from.length) throw std::invalid_argument("a fork cannot be longer than its sequence");
    return fork_now(from, length);
}

void KvCache::shrink(Sequence& each, int length) {
    const size_t count = size_t(length + kPageTokens - 1) / kPageTokens;
    while (each.pages.size() > count) {
        drop(each.pages.back());
        each.pages.pop_back();
        each.addresses.pop_back();
    }
    each.length = length;
}

void KvCache::truncate(int sequence, int length) {
    Moment moment;
    Sequence& each = alone(moment, sequence);
    if (length < 0 || length > each.length) throw std::invalid_argument("a sequence can only be cut shorter");
    forget(sequence);
    shrink(each, length);
}

void KvCache::release_now(int sequence) {
    for (int page : at(sequence).pages) drop(page);
    sequences_.erase(sequence);
}

void KvCache::release(int sequence) {
    Moment moment;
    alone(moment, sequence);
    forget(sequence);
    release_now(sequence);
}

// Room for `count` positions more; the length stays. Memory that runs out leaves at most pages that are not counted on.
void KvCache::reserve(Sequence& each, int count) {
    const size_t needed = size_t(each.length + count + kPageTokens - 1) / kPageTokens;
    if (each.length % kPageTokens && count > 0) {
        const size_t begun = size_t(each.length / kPageTokens);
        const int old = each.pages[begun];
        if (pages_[old].users > 1) {
            const int fresh = take_page();
            std::memcpy(pages_[fresh].data.get(), pages_[old].data.get(), page_bytes_);
            drop(old);
            each.pages[begun] = fresh;
            each.addresses[begun] = pages_[fresh].data.get();
        }
    }
    if (each.addresses.capacity() < needed) {
        each.pages.reserve(2 * needed);
        each.addresses.reserve(2 * needed);
    }
    while (each.pages.size() < needed) {
        each.pages.push_back(take_page());
        each.addresses.push_back(pages_[each.pages.back()].data.get());
    }
}

KvCache::Extension::Extension(KvCache& cache, const std::vector<std::pair<int, int>>& wanted) : cache_(cache) {
    taken_.reserve(wanted.size());
    counts_.reserve(wanted.size());
    std::vector<int> sorted;
    for (const auto& [sequence, count] : wanted) sorted.push_back(sequence);
    std::sort(sorted.begin(), sorted.end());
    if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end())
        throw std::invalid_argument("a sequence occurs twice in a step");
    Moment moment;
    // All at once, so that two who want the same ones do not wait for each other.
    moment.wait([&] {
        return std::none_of(wanted.begin(), wanted.end(),
                            [&](const auto& each) { return cache.at(each.first).claim.held(); });
    });
    for (const auto& [sequence, count] : wanted)
        if (count < 0 || count > kMaxPositions - cache.at(sequence).length)
            throw std::invalid_argument("a sequence has at most " + std::to_string(kMaxPositions) + " positions");
    for (const auto& [sequence, count] : wanted) {
        taken_.push_back(&cache.at(sequence));
        counts_.push_back(count);
        taken_.back()->claim.take();
    }
    try {
        for (size_t i = 0; i < taken_.size(); ++i) cache.reserve(*taken_[i], counts_[i]);
    } catch (...) {
        give_back();
        throw;
    }
}

void KvCache::Extension::give_back() {
    for (size_t i = 0; i < taken_.size(); ++i) {
        cache_.shrink(*taken_[i], taken_[i]->length + (committed_ ? counts_[i] : 0));
        taken_[i]->claim.give_back();
    }
}

KvCache::Extension::~Extension() {
    const Moment moment;
    give_back();
}

void KvCache::Extension::commit() { committed_ = true; }

void KvCache::extend_with_zeros(int sequence, int count) {
    Extension room(*this, {{sequence, count}});
    const int first = room.length(0) / kPageTokens, last = (room.length(0) + count + kPageTokens - 1) / kPageTokens;
    if (room.length(0) % kPageTokens) throw std::invalid_argument("zeros are added to whole pages only");
    for (int page = first; page < last; ++page) std::memset(room.pages(0)[page], 0, page_bytes_);
    room.commit();
}

void KvCache::forget(int sequence) {
    const auto found =
        std::find_if(ended_.begin(), ended_.end(), [&](const Ended& each) { return each.sequence == sequence; });
    if (found == ended_.end()) return;
    kept_ -= int64_t(found->ids.size());
    ended_.erase(found);
}

void KvCache::end(int sequence, const std::vector<int32_t>& ids, bool long_rope, int64_t most) {
    Moment moment;
    Sequence& each = alone(moment, sequence);
    forget(sequence);
    const int count = int(std::min(size_t(each.length), ids.size()));
    if (count < kMinReuse || count > most) return release_now(sequence);
    shrink(each, count);
    try {
        ended_.push_back({sequence, {ids.begin(), ids.begin() + count}, long_rope});
    } catch (const std::bad_alloc&) {
        return release_now(sequence);
    }
    kept_ += count;
    while (kept_ > most) {
        const int oldest = ended_.front().sequence;
        forget(oldest);
        release_now(oldest);
    }
}

std::pair<int, int> KvCache::begin(const std::vector<int32_t>& prompt, bool long_rope) {
    const Moment moment;
    int best = 0;
    auto source = ended_.end();
    for (auto each = ended_.begin(); each != ended_.end(); ++each) {
        if (each->long_rope != long_rope || at(each->sequence).claim.held()) continue;
        const size_t most = std::min(each->ids.size(), prompt.size() - (prompt.empty() ? 0 : 1));
        const int common = int(std::mismatch(prompt.begin(), prompt.begin() + int64_t(most), each->ids.begin()).first -
                               prompt.begin());
        if (common > best) best = common, source = each;
    }
    if (best < kMinReuse) {
        sequences_[next_] = {};
        return {next_++, 0};
    }
    ended_.splice(ended_.end(), ended_, source);
    return {fork_now(at(source->sequence), best), best};
}

std::vector<KvCache::Ended> KvCache::ended() const {
    const Moment moment;
    return {ended_.begin(), ended_.end()};
}

}  // namespace phi4
