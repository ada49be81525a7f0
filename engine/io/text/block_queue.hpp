// Blocks of whole lines on their way from the thread that unpacks them to those that read them.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace tertius::io {

/// Hands blocks out in the order in which they came, and keeps the unpacker from running ahead.
class BlockQueue {
 public:
  struct Block {
    std::uint64_t number;
    std::string text;
  };

  explicit BlockQueue(std::size_t capacity) : capacity_(capacity) {}

  /// False when nobody wants more.
  bool push(Block block) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return blocks_.size() < capacity_ || stopped_; });
    if (stopped_) return false;
    blocks_.push_back(std::move(block));
    changed_.notify_all();
    return true;
  }
  /// Nothing at the end. Throws what the other side has failed with.
  std::optional<Block> pop() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !blocks_.empty() || ended_ || stopped_; });
    if (stopped_) return std::nullopt;
    if (blocks_.empty()) {
      if (failure_) std::rethrow_exception(failure_);
      return std::nullopt;
    }
    Block block = std::move(blocks_.front());
    blocks_.pop_front();
    changed_.notify_all();
    return block;
  }
  void end(std::exception_ptr failure = {}) {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(failure);
    ended_ = true;
    changed_.notify_all();
  }
  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Block> blocks_;
  std::exception_ptr failure_;
  bool ended_ = false;
  bool stopped_ = false;
};

}  // namespace tertius::io
