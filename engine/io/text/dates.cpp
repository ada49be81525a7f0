#include "engine/io/text/dates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <utility>

#include "engine/core/text.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

using graph::Day;
using graph::no_day;

constexpr std::size_t longest_date = 60;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

Day day_of(std::uint64_t year, std::uint64_t month, std::uint64_t day) {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return no_day;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year)),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  return date.ok() ? static_cast<Day>(std::chrono::sys_days(date).time_since_epoch().count()) : no_day;
}

DateReading certain(Day day) {
  return {.day_first = day, .month_first = day};
}

/// The year of two or four digits: 68 is 2068 and 69 is 1969, as POSIX has it.
std::uint64_t year_of(std::string_view digits) {
  const std::uint64_t year = parse_natural(digits).value_or(0);
  return digits.size() > 2 ? year : year + (year < 69 ? 2000 : 1900);
}

/// The number of a month by its English or German name, or what is usual of it; 0 for other words.
std::uint64_t month_of(std::string_view word) {
  constexpr std::array<std::pair<std::string_view, unsigned>, 34> months{
      {{"january", 1},  {"januar", 1},   {"jänner", 1}, {"jan", 1},       {"jän", 1},  {"february", 2},
       {"februar", 2},  {"feber", 2},    {"feb", 2},    {"march", 3},     {"märz", 3}, {"maerz", 3},
       {"mar", 3},      {"mär", 3},      {"mrz", 3},    {"april", 4},     {"apr", 4},  {"may", 5},
       {"mai", 5},      {"june", 6},     {"juni", 6},   {"jun", 6},       {"july", 7}, {"juli", 7},
       {"jul", 7},      {"august", 8},   {"aug", 8},    {"september", 9}, {"sept", 9}, {"sep", 9},
       {"october", 10}, {"oktober", 10}, {"oct", 10},   {"okt", 10}}};
  constexpr std::array<std::pair<std::string_view, unsigned>, 6> others{
      {{"november", 11}, {"nov", 11}, {"december", 12}, {"dezember", 12}, {"dec", 12}, {"dez", 12}}};
  if (word.size() < 3 || word.size() > 10) return 0;
  const std::string folded = fold_case(word);
  for (const auto& [name, number] : months)
    if (fold_case(name) == folded) return number;
  for (const auto& [name, number] : others)
    if (name == folded) return number;
  return 0;
}

bool is_weekday(std::string_view word) {
  constexpr std::array<std::string_view, 29> days{
      "mo",         "di",       "mi",      "do",       "fr",       "sa",     "so",       "mon",
      "tue",        "wed",      "thu",     "fri",      "sat",      "sun",    "monday",   "tuesday",
      "wednesday",  "thursday", "friday",  "saturday", "sunday",   "montag", "dienstag", "mittwoch",
      "donnerstag", "freitag",  "samstag", "sonntag",  "sonnabend"};
  const std::string folded = fold_case(word);
  return std::find(days.begin(), days.end(), folded) != days.end();
}

/// What may follow a day: nothing, or a time after a blank, a comma or a T.
bool is_time(std::string_view rest) {
  if (rest.empty()) return true;
  if (rest.front() != ' ' && rest.front() != 'T' && rest.front() != ',') return false;
  rest.remove_prefix(1);
  rest = trimmed(rest);
  return rest.empty() || is_digit(rest.front());
}

/// The digits that the text begins with, which loses them.
std::string_view cut_digits(std::string_view& text) {
  std::size_t end = 0;
  while (end < text.size() && is_digit(text[end])) ++end;
  const std::string_view digits = text.substr(0, end);
  text.remove_prefix(end);
  return digits;
}

/// Three figures, the year first or last; or two, one of them a year, where a date is meant.
std::optional<DateReading> in_figures(std::string_view text, bool says_date) {
  std::string_view rest = text;
  const std::string_view a = cut_digits(rest);
  if (a.empty() || a.size() == 3 || a.size() > 4 || rest.empty()) return std::nullopt;
  const char mark = rest.front();
  if (mark != '.' && mark != '/' && mark != '-') return std::nullopt;
  rest.remove_prefix(1);
  if (mark == '.') rest = trimmed(rest);  // 1. 3. 2024
  const std::string_view b = cut_digits(rest);
  if (b.empty() || b.size() == 3 || b.size() > 4) return std::nullopt;
  const auto number = [](std::string_view digits) { return parse_natural(digits).value_or(0); };
  if (rest.empty() || rest.front() != mark) {  // a month: 2024-03, 03/2024
    if (!says_date || mark == '.' || !rest.empty() || (a.size() == 4) == (b.size() == 4)) return std::nullopt;
    return certain(a.size() == 4 ? day_of(number(a), number(b), 1) : day_of(number(b), number(a), 1));
  }
  rest.remove_prefix(1);
  if (mark == '.') rest = trimmed(rest);
  const std::string_view c = cut_digits(rest);
  if (b.size() > 2 || (c.empty() && mark != '.')) return std::nullopt;
  if (!is_time(rest) && !(a.size() == 4 && !rest.empty() && rest.front() == 'Z')) return std::nullopt;
  if (a.size() == 4)
    return c.size() > 2 ? std::nullopt : std::optional(certain(day_of(number(a), number(b), number(c))));
  if (c.size() != 2 && c.size() != 4) return std::nullopt;
  const std::uint64_t year = year_of(c);
  const Day day_first = day_of(year, number(b), number(a));
  if (mark == '.') return certain(day_first);
  return DateReading{.day_first = day_first, .month_first = day_of(year, number(a), number(b))};
}

/// A month by its name, with a year and mostly a day around it.
std::optional<DateReading> in_words(std::string_view text) {
  std::array<std::string_view, 2> figures;
  std::size_t count = 0, before = 0;  // figures, and those in front of the month
  std::uint64_t month = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '+') break;  // a time zone
    if (!is_digit(c) && !is_letter(c)) {
      if (c != ' ' && c != '.' && c != ',' && c != '-' && c != '/' && c != '\'') return std::nullopt;
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && (is_digit(c) ? is_digit(text[end]) : is_letter(text[end]))) ++end;
    const std::string_view word = text.substr(at, end - at);
    if (is_digit(c) && end < text.size() && text[end] == ':') {  // a time
      at = std::min(text.find(' ', end), text.size());
      continue;
    }
    at = end;
    if (is_digit(c)) {
      if (count == figures.size() || word.size() > 4 || word.size() == 3) return std::nullopt;
      figures[count++] = word;
      if (month == 0) ++before;
    } else if (const std::uint64_t named = month_of(word); named != 0 && month == 0) {
      month = named;
    } else if (month == 0 && count == 0) {
      if (!is_weekday(word)) return std::nullopt;
    } else {
      constexpr std::array<std::string_view, 15> fillers{
          "st", "nd", "rd", "th", "of", "am", "pm", "uhr", "utc", "gmt", "z", "cet", "cest", "mez", "mesz"};
      if (std::none_of(fillers.begin(), fillers.end(), [&](auto known) { return same_word(known, word); }))
        return std::nullopt;
    }
  }
  if (month == 0 || count == 0) return std::nullopt;
  if (count == 1) {
    if (figures[0].size() != 4) return std::nullopt;
    return certain(day_of(year_of(figures[0]), month, 1));
  }
  const bool year_first = figures[0].size() == 4;
  if (year_first && before == 2) return std::nullopt;
  const std::string_view year = figures[year_first ? 0 : 1], day = figures[year_first ? 1 : 0];
  if (day.size() > 2 || year.size() == 1) return std::nullopt;
  return certain(day_of(year_of(year), month, parse_natural(day).value_or(0)));
}

/// A number alone: a year, 20240301, the day of a spreadsheet, seconds or milliseconds since 1970.
std::optional<DateReading> in_one_number(std::string_view text) {
  const std::size_t end = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view whole = text.substr(0, end), rest = text.substr(end);
  if (!rest.empty() &&
      ((rest.front() != '.' && rest.front() != ',') || rest.find_first_not_of("0123456789", 1) != rest.npos))
    return std::nullopt;
  const std::uint64_t number = parse_natural(whole).value_or(0);
  constexpr std::uint64_t a_day = 86'400;
  constexpr Day first_of_spreadsheets = -25'569;  // day 0, in days since 1970
  DateReading reading;
  switch (whole.size()) {
    case 4:
      if (number < 1800 || number > 2100 || rest.find_first_not_of(".,0") != rest.npos) return std::nullopt;
      reading = certain(day_of(number, 1, 1));
      reading.guess = DateReading::Guess::year;
      return reading;
    case 5:
      reading = certain(static_cast<Day>(number) + first_of_spreadsheets);
      reading.guess = DateReading::Guess::serial;
      return reading;
    case 8:
      return certain(day_of(number / 10'000, number / 100 % 100, number % 100));
    case 9:
    case 10:
      return certain(static_cast<Day>(number / a_day));
    case 12:
    case 13:
      return certain(static_cast<Day>(number / 1000 / a_day));
    default:
      return std::nullopt;
  }
}

}  // namespace

DateReading read_date(std::string_view text, bool says_date) {
  if (const auto day = parse_day(text)) return certain(*day);
  text = trimmed(text);
  if (text.size() < 4 || text.size() > longest_date) return {};
  std::optional<DateReading> reading;
  if (is_digit(text.front())) reading = in_figures(text, says_date);
  if (!reading && text.find_first_not_of("0123456789.,") == text.npos) {
    if (says_date) reading = in_one_number(text);
  } else if (!reading) {
    reading = in_words(text);
  }
  return reading.value_or(DateReading{});
}

void DateColumn::Seen::add(std::string_view text) {
  if (count++ == 0) first = fit_to_width(text.substr(0, 200), 60);
}

void DateColumn::Seen::add(const Seen& other) {
  if (count == 0) first = other.first;
  count += other.count;
}

graph::Day DateColumn::read(std::string_view cell, std::size_t row, bool again) {
  if (cell.empty()) return no_day;
  const DateReading reading = read_date(cell);
  const auto seen = [&](Seen& what) {
    if (!again) what.add(cell);
  };
  if (!reading.understood()) {
    seen(left_out_);
    return no_day;
  }
  if (reading.guess == DateReading::Guess::year) seen(years_);
  if (reading.guess == DateReading::Guess::serial) seen(serials_);
  if (reading.decided()) return reading.day_first;
  if (reading.month_first == no_day) {
    seen(day_first_);
  } else if (reading.day_first == no_day) {
    seen(month_first_);
  } else {
    seen(either_);
  }
  waiting_.push_back({row, reading});
  return no_day;
}

void DateColumn::append(const DateColumn& next, std::size_t first_row) {
  for (const Waiting& each : next.waiting_) waiting_.push_back({first_row + each.row, each.reading});
  left_out_.add(next.left_out_);
  day_first_.add(next.day_first_);
  month_first_.add(next.month_first_);
  either_.add(next.either_);
  years_.add(next.years_);
  serials_.add(next.serials_);
}

DateColumn::Order DateColumn::order() const {
  if (day_first_.count > 0) return month_first_.count > 0 ? Order::both : Order::day;
  return month_first_.count > 0 ? Order::month : Order::unknown;
}

graph::Day DateColumn::Waiting::day(Order order) const {
  if (order == Order::day) return reading.day_first;
  if (order == Order::month) return reading.month_first;
  return no_day;
}

std::vector<std::string> DateColumn::notes() const {
  std::vector<std::string> notes;
  const Order order = this->order();
  if (order == Order::both)
    notes.push_back(fmt::format(
        "\"{}\" is a date with the day first and \"{}\" one with the month first: dates of "
        "this form, {} in all, were left out.",
        day_first_.first, month_first_.first, day_first_.count + month_first_.count + either_.count));
  if (order == Order::unknown && either_.count > 0)
    notes.push_back(fmt::format("{} as \"{}\", where none says which figure is the month, {} left out.",
                                counted(either_.count, "date such", "dates such"), either_.first,
                                either_.count == 1 ? "was" : "were"));
  if (order == Order::month && either_.count > 0)
    notes.push_back(fmt::format("Dates such as \"{}\" were read with the month first, as \"{}\" can only be.",
                                either_.first, month_first_.first));
  if (left_out_.count > 0)
    // What stands there may be anything, a name in the wrong column: it is not repeated.
    notes.push_back(fmt::format("{} not understood and left out; expected one such as 2024-03-01.",
                                counted(left_out_.count, "date was", "dates were")));
  if (years_.count > 0)
    notes.push_back(fmt::format("{} without a day, such as \"{}\", {} taken as the first of January.",
                                counted(years_.count, "year", "years"), years_.first,
                                years_.count == 1 ? "was" : "were"));
  if (serials_.count > 0)
    notes.push_back(fmt::format("{} such as \"{}\" {} taken as days, as spreadsheets count them.",
                                counted(serials_.count, "number", "numbers"), serials_.first,
                                serials_.count == 1 ? "was" : "were"));
  return notes;
}

}  // namespace tertius::io
