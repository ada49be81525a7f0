#include "engine/io/edges/number_lines.hpp"

#if defined(__AVX512VBMI2__) && defined(__AVX512VBMI__) && defined(__AVX512BW__) && defined(__BMI2__)
#define TERTIUS_WIDE_LINES 1
// The intrinsics of g++ 12 leave on purpose uninitialised what they then warn of.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#include <immintrin.h>
#pragma GCC diagnostic pop
#endif

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

bool is_digit(char c) {
  return static_cast<unsigned char>(c - '0') < 10;
}
bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_end(char c) {
  return c == '\n' || c == '\r';
}

/// How many of the eight bytes, from the lowest on, are digits.
unsigned leading_digits(std::uint64_t word) {
  const std::uint64_t zero_based = word ^ 0x3030303030303030ULL;
  const std::uint64_t other = ((zero_based + 0x7676767676767676ULL) | zero_based) & 0x8080808080808080ULL;
  return other == 0 ? 8 : static_cast<unsigned>(std::countr_zero(other)) / 8;
}

/// The number that eight digits state, the lowest byte first.
std::uint64_t eight_digits(std::uint64_t word) {
  word = (word & 0x0F0F0F0F0F0F0F0FULL) * 2561 >> 8;
  word = (word & 0x00FF00FF00FF00FFULL) * 6553601 >> 16;
  return (word & 0x0000FFFF0000FFFFULL) * 42949672960001ULL >> 32;
}

constexpr std::uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/// Reads a whole number in its usual spelling (no sign, no leading zero, below 2^64). False, and `at`
/// somewhere, when there is none.
bool read_natural(const char*& at, const char* end, std::uint64_t& value) {
  const char* const begin = at;
  value = 0;
  while (end - at >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, 8);
    const unsigned digits = leading_digits(word);
    if (digits == 0) break;
    const std::uint64_t part = eight_digits(digits == 8 ? word : word << (64 - 8 * digits));
    if (at - begin > 8) {  // the third part: it may be too large
      __extension__ using Wide = unsigned __int128;
      const Wide larger = static_cast<Wide>(value) * powers[digits] + part;
      if (at - begin > 16 || larger > ~std::uint64_t{0}) return false;
      value = static_cast<std::uint64_t>(larger);
    } else {
      value = value * powers[digits] + part;
    }
    at += digits;
    if (digits < 8) break;
  }
  if (end - at < 8) {
    while (at < end && is_digit(*at)) {
      const auto digit = static_cast<std::uint64_t>(*at - '0');
      if (value > (~std::uint64_t{0} - digit) / 10) return false;
      value = value * 10 + digit;
      ++at;
    }
  }
  return at > begin && (at == begin + 1 || *begin != '0');
}

/// Reads lines one by one.
class LineReader {
 public:
  LineReader(std::string_view lines, const NumberLineOptions& options, NumberLines& into)
      : begin_(lines.data()), end_(lines.data() + lines.size()), options_(options), into_(into) {}

  /// Reads the line that begins at `at`, which moves past its end.
  bool line(const char*& at) {
    const char* const start = at;
    skip_blanks(at);
    if (at == end_ || is_end(*at)) {
      // Where blanks part nothing they are a cell, as for every other reader of edge lists.
      if (at > start && options_.separator != ' ' && !options_.table) {
        into_.refused.push_back({NumberLines::Finding::Kind::one_value, into_.lines, 1, {}});
      }
      return end_line(at);
    }
    if (*at == '#' || *at == '%') return !options_.table && comment(at);
    NumberLines::Wide row{0, 0, into_.lines};
    const char* const id = at;
    if (!read_natural(at, end_, row.from)) return false;
    if (!next_value(at)) return refuse_short(start, id, at);
    if (!read_natural(at, end_, row.to)) return false;
    double weight = 1.0;
    if (next_value(at)) {
      const bool empty = at == end_ || is_end(*at);  // a column of weights that states none
      if (!options_.weighted && !empty) return false;
      const char* const word = at;
      while (at < end_ && !is_end(*at) && !parts(*at)) ++at;
      const auto text = trimmed({word, static_cast<std::size_t>(at - word)});
      if (text.starts_with('"') || text.starts_with('{')) return false;
      const bool more = next_value(at);
      if (options_.table && more && filled(at)) return false;
      const auto number = text.empty() ? std::optional(1.0) : parse_real(text);
      if (!is_weight(number)) {
        if (options_.separator != ',' && text.find(',') != text.npos)
          return false;  // perhaps a decimal comma
        into_.refused.push_back(
            {NumberLines::Finding::Kind::no_weight, into_.lines, cell_column(start, word), text});
        return rest(at);
      }
      weight = *number;
      if (more && !options_.table) into_.more_columns = true;
    } else if (at < end_ && !is_end(*at)) {
      return false;  // digits with something after them are no number
    }
    put(row, weight);
    return rest(at);
  }

 private:
  bool parts(char c) const { return options_.separator == ' ' ? is_blank(c) : c == options_.separator; }
  void skip_blanks(const char*& at) const {
    while (at < end_ && is_blank(*at) && (options_.separator != '\t' || *at != '\t')) ++at;
  }

  /// Moves on from a value to the next one; false when the line ends or goes on with something else.
  bool next_value(const char*& at) const {
    const char* const before = at;
    skip_blanks(at);
    if (options_.separator == ' ') return at > before && at < end_ && !is_end(*at);
    if (at == end_ || *at != options_.separator) return false;
    ++at;
    skip_blanks(at);
    return true;
  }

  /// Whether a cell from `at` to the end of the line holds something.
  bool filled(const char* at) const {
    while (at < end_ && (is_blank(*at) || *at == options_.separator)) ++at;
    return at < end_ && !is_end(*at);
  }

  /// From 1, where the cell of the value at `at` begins: with the blanks in front, unless these separate
  /// cells.
  std::uint64_t cell_column(const char* start, const char* at) const {
    while (options_.separator != ' ' && at > start && at[-1] != options_.separator) --at;
    return static_cast<std::uint64_t>(at - start) + 1;
  }

  bool end_line(const char*& at) {
    if (at < end_ && *at == '\r') ++at;
    if (at < end_ && *at == '\n') ++at;
    ++into_.lines;
    return true;
  }

  bool rest(const char*& at) {
    while (at < end_ && !is_end(*at)) ++at;
    return end_line(at);
  }

  bool comment(const char*& at) {
    constexpr std::string_view member = "# member ";
    const char* const start = at;
    while (at < end_ && !is_end(*at)) ++at;
    const std::string_view text(start, static_cast<std::size_t>(at - start));
    if (text.starts_with(member)) {
      const char* number = start + member.size();
      std::uint64_t id = 0;
      if (!read_natural(number, at, id) || number != at) return false;
      into_.members.push_back(id);
    }
    return end_line(at);
  }

  bool refuse_short(const char* start, const char* id, const char*& at) {
    if (at < end_ && !is_end(*at)) return false;
    const std::string_view text = trimmed({id, static_cast<std::size_t>(at - id)});
    into_.refused.push_back(
        {NumberLines::Finding::Kind::one_value, into_.lines, cell_column(start, id), text});
    return end_line(at);
  }

  void put(const NumberLines::Wide& row, double weight) {
    if (row.from < options_.id_bound && row.to < options_.id_bound) {
      into_.pairs.push_back({static_cast<graph::VertexId>(row.from), static_cast<graph::VertexId>(row.to)});
      if (options_.weighted) into_.weights.push_back(weight);
    } else {
      into_.wide.push_back(row);
      if (options_.weighted) into_.wide_weights.push_back(weight);
    }
  }

  const char* begin_;
  const char* end_;
  const NumberLineOptions& options_;
  NumberLines& into_;
};

#if defined(TERTIUS_WIDE_LINES)

struct alignas(64) ByteSteps {
  char value[64] = {};
  constexpr explicit ByteSteps(int divisor) {
    for (int i = 0; i < 64; ++i) value[i] = static_cast<char>(i / divisor);
  }
};
constexpr ByteSteps iota(1);
constexpr ByteSteps eight_times(8);

/// Reads the whole lines among the next 64 bytes when each is "digits separator digits newline" with at most
/// eight digits. Returns how many bytes that was; 0 when the window holds anything else.
class WindowReader {
 public:
  explicit WindowReader(const NumberLineOptions& options)
      : separator_(_mm512_set1_epi8(options.separator)),
        tab_(_mm512_set1_epi8(options.separator == ' ' ? '\t' : options.separator)) {}

  /// Appends to `out` (room for 32 numbers) and adds to `lines`.
  std::size_t read(const char* at, std::uint32_t*& out, std::uint64_t& lines) const {
    const __m512i bytes = _mm512_loadu_si512(at);
    const __m512i values = _mm512_sub_epi8(bytes, _mm512_set1_epi8('0'));
    std::uint64_t digits = _mm512_cmplt_epu8_mask(values, _mm512_set1_epi8(10));
    std::uint64_t newlines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
    if (newlines == 0) return 0;
    const unsigned used = 64 - static_cast<unsigned>(std::countl_zero(newlines));
    const std::uint64_t window = ~std::uint64_t{0} >> (64 - used);
    digits &= window;
    const std::uint64_t between = window & ~digits;
    const std::uint64_t separators =
        _mm512_cmpeq_epi8_mask(bytes, separator_) | _mm512_cmpeq_epi8_mask(bytes, tab_);
    const std::uint64_t starts = digits & ~(digits << 1);
    const std::uint64_t ends = digits & ~(digits >> 1);
    const std::uint64_t zeros = _mm512_testn_epi8_mask(values, values);
    const bool strange = (between & ~(separators | newlines)) != 0 ||  // other characters
                         (between & (between << 1 | 1)) != 0 ||  // two separators, or one at the beginning
                         (starts & zeros & digits >> 1) != 0 ||  // leading zeros
                         nine(digits) != 0;
    if (strange) return 0;
    // Every second number must be the last of its line.
    const auto count = static_cast<unsigned>(std::popcount(ends));
    const std::uint64_t last_of_line = _pext_u64(newlines >> 1, ends);
    if (last_of_line != (0xAAAAAAAAAAAAAAAAULL & ((std::uint64_t{1} << count) - 1))) return 0;

    const __m512i positions = _mm512_load_si512(iota.value);
    const __m256i end_at = _mm512_castsi512_si256(_mm512_maskz_compress_epi8(ends, positions));
    const __m256i start_at = _mm512_castsi512_si256(_mm512_maskz_compress_epi8(starts, positions));
    const __m256i lengths = _mm256_sub_epi8(end_at, start_at);  // less one
    for (unsigned i = 0; i < count; i += 8) {
      const __m512i spread =
          _mm512_add_epi8(_mm512_load_si512(eight_times.value), _mm512_set1_epi8(static_cast<char>(i)));
      const __m512i end = _mm512_permutexvar_epi8(spread, _mm512_castsi256_si512(end_at));
      const __m512i length = _mm512_permutexvar_epi8(spread, _mm512_castsi256_si512(lengths));
      const __m512i back = _mm512_set1_epi64(0x0001020304050607);  // bytes before the last digit
      const __mmask64 there = _mm512_cmple_epu8_mask(back, length);
      const __m512i eight = _mm512_maskz_permutexvar_epi8(there, _mm512_sub_epi8(end, back), values);
      const __m512i twos = _mm512_maddubs_epi16(eight, _mm512_set1_epi16(0x010A));
      const __m512i fours = _mm512_madd_epi16(twos, _mm512_set1_epi32(0x00010064));
      const __m512i high = _mm512_mul_epu32(fours, _mm512_set1_epi64(10000));
      const __m512i number = _mm512_add_epi64(high, _mm512_srli_epi64(fours, 32));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i), _mm512_cvtepi64_epi32(number));
    }
    out += count;
    lines += count / 2;
    return used;
  }

 private:
  /// Where nine digits or more stand in a row.
  static std::uint64_t nine(std::uint64_t digits) {
    const std::uint64_t two = digits & digits << 1;
    const std::uint64_t four = two & two << 2;
    return (four & four << 4) & digits << 8;
  }

  __m512i separator_;
  __m512i tab_;
};

/// Rows on their way from windows to where they are kept.
class Batch {
 public:
  Batch(const NumberLineOptions& options, NumberLines& into) : options_(options), into_(into) {}
  std::uint32_t* room() { return numbers_ + count_; }
  bool full() const { return count_ >= size; }
  void took(std::uint32_t* end) { count_ = static_cast<std::size_t>(end - numbers_); }

  /// Keeps the rows, of which the last one stands on the line before `line`.
  void keep(std::uint64_t line) {
    if (count_ == 0) return;
    const auto* const pairs = reinterpret_cast<const graph::VertexPair*>(numbers_);
    const std::size_t rows = count_ / 2;
    std::uint32_t largest = 0;
    for (std::size_t i = 0; i < count_; ++i) largest = std::max(largest, numbers_[i]);
    count_ = 0;
    if (largest < options_.id_bound) {
      into_.pairs.insert(into_.pairs.end(), pairs, pairs + rows);
      return;
    }
    for (std::size_t i = 0; i < rows; ++i) {
      if (pairs[i].from < options_.id_bound && pairs[i].to < options_.id_bound) {
        into_.pairs.push_back(pairs[i]);
      } else {
        into_.wide.push_back({pairs[i].from, pairs[i].to, line - rows + i});
      }
    }
  }

 private:
  static constexpr std::size_t size = 1024;

  const NumberLineOptions& options_;
  NumberLines& into_;
  std::size_t count_ = 0;
  alignas(64) std::uint32_t numbers_[size + 64];
};

#endif

}  // namespace

void NumberLines::clear() {
  pairs.clear();
  weights.clear();
  wide.clear();
  wide_weights.clear();
  members.clear();
  refused.clear();
  lines = 0;
  more_columns = false;
}

bool read_number_lines(std::string_view lines, const NumberLineOptions& options, NumberLines& into) {
  LineReader reader(lines, options, into);
  const char* at = lines.data();
  const char* const end = at + lines.size();
#if defined(TERTIUS_WIDE_LINES)
  if (!options.weighted && !options.portable) {
    const WindowReader window(options);
    Batch batch(options, into);
    unsigned line_by_line = 0;  // after a window that was no use, some lines are read one by one
    unsigned patience = 1;
    while (at < end) {
      if (line_by_line == 0 && end - at >= 64) {
        std::uint32_t* out = batch.room();
        const std::size_t used = window.read(at, out, into.lines);
        if (used > 0) {
          at += used;
          batch.took(out);
          if (batch.full()) batch.keep(into.lines);
          patience = 1;
          continue;
        }
        line_by_line = patience;
        patience = std::min(2 * patience, 1024U);
      }
      batch.keep(into.lines);
      if (!reader.line(at)) return false;
      if (line_by_line > 0) --line_by_line;
    }
    batch.keep(into.lines);
    return true;
  }
#endif
  while (at < end) {
    if (!reader.line(at)) return false;
  }
  return true;
}

}  // namespace tertius::io
