// Many strings that cost little more than their bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/array.hpp"

namespace tertius {

/// Strings one after the other in one block of memory. A text that an altered file places outside that block
/// is empty.
class StringPool {
 public:
  StringPool() : begin_(std::vector<std::uint64_t>{0}) {}
  StringPool(std::initializer_list<std::string_view> texts) : StringPool() {
    for (const std::string_view text : texts) push_back(text);
  }
  /// The texts whose bytes these are; begin has one more entry than there are texts.
  StringPool(Array<char> bytes, Array<std::uint64_t> begin)
      : bytes_(std::move(bytes)), begin_(std::move(begin)) {}

  void push_back(std::string_view text) {
    std::vector<char>& bytes = bytes_.own();
    bytes.insert(bytes.end(), text.begin(), text.end());
    begin_.own().push_back(bytes.size());
  }
  std::string_view operator[](std::size_t i) const {
    const std::uint64_t first = begin_[i], last = begin_[i + 1];
    if (first > last || last > bytes_.size()) return {};
    return {bytes_.data() + first, static_cast<std::size_t>(last - first)};
  }
  /// Asks for the text before it is needed.
  void prefetch(std::size_t i) const { __builtin_prefetch(bytes_.data() + begin_[i]); }
  void prefetch_place(std::size_t i) const { __builtin_prefetch(begin_.data() + i); }
  std::size_t size() const { return begin_.size() - 1; }
  bool empty() const { return size() == 0; }
  std::size_t bytes() const { return bytes_.bytes() + begin_.bytes(); }
  std::span<const char> text() const { return bytes_.view(); }
  /// Where each text begins among the bytes, and where the last one ends.
  std::span<const std::uint64_t> offsets() const { return begin_.view(); }
  friend bool operator==(const StringPool&, const StringPool&) = default;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = std::string_view;
    using difference_type = std::ptrdiff_t;
    using pointer = void;
    using reference = std::string_view;
    Iterator() = default;
    Iterator(const StringPool* pool, std::size_t at) : pool_(pool), at_(at) {}
    std::string_view operator*() const { return (*pool_)[at_]; }
    Iterator& operator++() {
      ++at_;
      return *this;
    }
    Iterator operator++(int) {
      const Iterator before = *this;
      ++at_;
      return before;
    }
    bool operator==(const Iterator&) const = default;

   private:
    const StringPool* pool_ = nullptr;
    std::size_t at_ = 0;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }

 private:
  Array<char> bytes_;
  Array<std::uint64_t> begin_;
};

}  // namespace tertius
