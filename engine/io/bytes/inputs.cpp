#include "engine/io/bytes/inputs.hpp"

#include <algorithm>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include "engine/core/error.hpp"

namespace tertius::io {
namespace {

struct Inputs {
  std::mutex mutex;
  std::vector<const WatchedInput*> open;
  std::string changed;  // one that is closed again
};

Inputs& inputs() {
  static Inputs all;
  return all;
}

}  // namespace

WatchedInput::WatchedInput(std::string name, int descriptor, const struct stat& opened)
    : name_(std::move(name)), descriptor_(descriptor), opened_(opened) {
  const std::lock_guard lock(inputs().mutex);
  inputs().open.push_back(this);
}

WatchedInput::~WatchedInput() {
  const std::lock_guard lock(inputs().mutex);
  std::erase(inputs().open, this);
  if (changed()) inputs().changed = name_;
}

void WatchedInput::is_mapped_at(std::string_view bytes) {
  const std::lock_guard lock(inputs().mutex);
  mapping_ = bytes;
}

bool WatchedInput::changed() const {
  struct stat now {};
  return ::fstat(descriptor_, &now) == 0 &&
         (now.st_size != opened_.st_size || now.st_mtim.tv_sec != opened_.st_mtim.tv_sec ||
          now.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec);
}

void check_inputs() {
  const std::lock_guard lock(inputs().mutex);
  std::string name = std::exchange(inputs().changed, {});
  for (const WatchedInput* input : inputs().open)
    if (input->changed()) name = input->name_;
  if (!name.empty()) throw Error(ErrorKey::input_damaged, std::string(changed_words), {name});
}

std::string input_mapped_at(const void* address) {
  const std::lock_guard lock(inputs().mutex);
  const std::less<const void*> before;
  for (const WatchedInput* input : inputs().open) {
    const std::string_view bytes = input->mapping_;
    // To its last page, all of which is mapped.
    if (!bytes.empty() && !before(address, bytes.data()) &&
        before(address, bytes.data() + bytes.size() + 4096))
      return input->name_;
  }
  return {};
}

}  // namespace tertius::io
