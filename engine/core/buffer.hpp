// A plain array for large trivial data: not initialised (each thread touches its own part first), aligned to
// cache lines, on huge pages where the system offers them.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <type_traits>
#include <utility>

namespace tertius {

template <class T>
class Buffer {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

 public:
  Buffer() = default;
  /// Throws std::bad_alloc when there is no memory.
  explicit Buffer(std::size_t size) : size_(size) {
    if (size == 0) return;
    if (bytes() >= mapped) {
      void* at = mmap(nullptr, bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (at == MAP_FAILED) throw std::bad_alloc();
      if (bytes() >= huge) madvise(at, bytes(), MADV_HUGEPAGE);
      data_ = static_cast<T*>(at);
    } else {
      data_ = static_cast<T*>(::operator new (bytes(), std::align_val_t{64}));
    }
  }
  Buffer(std::size_t size, T value) : Buffer(size) {
    for (std::size_t i = 0; i < size_; ++i) data_[i] = value;
  }
  /// All bytes zero. Large ones are so from the start: no thread has to touch them before they are needed.
  static Buffer zeroed(std::size_t size) {
    Buffer buffer(size);
    if (buffer.bytes() < mapped && size > 0) std::memset(buffer.data_, 0, buffer.bytes());
    return buffer;
  }
  ~Buffer() { release(); }
  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    if (this != &other) {
      release();
      data_ = std::exchange(other.data_, nullptr);
      size_ = std::exchange(other.size_, 0);
    }
    return *this;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  std::size_t bytes() const { return size_ * sizeof(T); }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T& operator[](std::size_t i) { return data_[i]; }
  const T& operator[](std::size_t i) const { return data_[i]; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  operator std::span<T>() { return {data_, size_}; }
  operator std::span<const T>() const { return {data_, size_}; }

 private:
  static constexpr std::size_t mapped = std::size_t{256}
                                        << 10;  // goes back to the system when it is released
  static constexpr std::size_t huge = std::size_t{4} << 20;

  void release() {
    if (data_ == nullptr) return;
    if (bytes() >= mapped) {
      munmap(data_, bytes());
    } else {
      ::operator delete (data_, std::align_val_t{64});
    }
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
};

/// For vectors whose new elements are not initialised: whoever fills them touches their memory first.
template <class T>
struct Uninitialised : std::allocator<T> {
  template <class U>
  struct rebind {
    using other = Uninitialised<U>;
  };
  template <class U, class... Arguments>
  void construct(U* at, Arguments&&... arguments) {
    if constexpr (sizeof...(Arguments) == 0) {
      ::new (static_cast<void*>(at)) U;
    } else {
      ::new (static_cast<void*>(at)) U(std::forward<Arguments>(arguments)...);
    }
  }
};

}  // namespace tertius
