// raw_rmat SCALE ROWS FILE: the text that Graph500's generator would write, for scaling.py. A row a draw, in
// no order, repeats and loops in it; the command `generate` writes a graph instead, where all that is gone.
#include <fmt/os.h>

#include <cstdint>
#include <string>

#include "engine/core/random.hpp"
#include "engine/generators/permutation.hpp"

int main(int count, char** words) {
  using namespace tertius;
  if (count != 4) {
    fmt::print(stderr, "usage: raw_rmat SCALE ROWS FILE\n");
    return 2;
  }
  const unsigned scale = static_cast<unsigned>(std::stoul(words[1]));
  const std::uint64_t rows = std::stoull(words[2]);
  const generators::Permutation name(std::uint64_t{1} << scale, 1);
  auto file = fmt::output_file(words[3], fmt::buffer_size = 1 << 20);
  for (std::uint64_t row = 0; row < rows; ++row) {
    RandomStream random(1, row);
    std::uint64_t from = 0, to = 0, bits = 0;
    for (unsigned level = 0; level < scale; ++level) {
      bits = level % 4 == 0 ? random() : bits >> 16;
      // Quadrants with shares of .57, .19, .19 and .05.
      const double at = static_cast<double>(bits & 0xffff) / 0x10000;
      from = from << 1 | (at >= 0.76 ? 1U : 0U);
      to = to << 1 | ((at >= 0.57 && at < 0.76) || at >= 0.95 ? 1U : 0U);
    }
    file.print("{} {}\n", name(from), name(to));
  }
}
