// A sequence that is either our own or lies in memory that somebody else keeps, such as a mapped file. The
// first change makes it our own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace tertius {

template <class T>
class Array {
 public:
  Array() = default;
  Array(std::vector<T> values) : own_(std::move(values)) {}
  Array(std::span<const T> values, std::shared_ptr<const void> owner)
      : mapped_(values), owner_(std::move(owner)) {}

  std::size_t size() const { return owner_ ? mapped_.size() : own_.size(); }
  bool empty() const { return size() == 0; }
  const T* data() const { return owner_ ? mapped_.data() : own_.data(); }
  const T& operator[](std::size_t i) const { return data()[i]; }
  const T& back() const { return data()[size() - 1]; }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }
  friend bool operator==(const Array& a, const Array& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }
  std::span<const T> view() const { return {data(), size()}; }
  std::size_t bytes() const { return size() * sizeof(T); }

  /// The values as our own, to be changed.
  std::vector<T>& own() {
    if (owner_) {
      own_.assign(mapped_.begin(), mapped_.end());
      mapped_ = {};
      owner_.reset();
    }
    return own_;
  }

 private:
  std::vector<T> own_;
  std::span<const T> mapped_;
  std::shared_ptr<const void> owner_;
};

}  // namespace tertius
