// Days as people and programs write them: 2024-03-01, 1.3.24, 03/01/2024, 20 Jan 2022, 04-oct-09, März 2024, a year
// alone, the number of a spreadsheet, seconds since 1970. Whether 03/01/2024 is in March or in January, the other
// cells of its column say; 3.1.2024 is in January.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/graph/network.hpp"

namespace tertius::io {

/// What a cell says of a day.
struct DateReading {
  graph::Day day_first = graph::no_day;    ///< where 3/1 is in January
  graph::Day month_first = graph::no_day;  ///< where it is in March
  enum class Guess { none, year, serial } guess = Guess::none;

  bool understood() const { return day_first != graph::no_day || month_first != graph::no_day; }
  bool decided() const { return day_first == month_first; }
};

/// `says_date`: the place where it stands says that it is a date, so that a number alone is one, too. O(length).
DateReading read_date(std::string_view text, bool says_date = true);

/// The dates of one column. What does not say by itself which figure is the month waits for the others: the reading
/// that fits all of them is right; where both do, or none, those dates are left out.
class DateColumn {
 public:
  /// The day of a row's cell; no_day where it is empty, left out, or waits. `again`: of a row that was read before.
  graph::Day read(std::string_view cell, std::size_t row, bool again = false);
  /// Adds the rows that follow, of which the first is number `first_row`.
  void append(const DateColumn& next, std::size_t first_row);
  /// Whether rows wait for their day.
  bool waits() const { return !waiting_.empty(); }
  /// Calls put(row, day) for each row that waited and has a day now.
  template <class Put>
  void settle(Put put) const {
    const Order order = this->order();
    for (const Waiting& each : waiting_)
      if (const graph::Day day = each.day(order); day != graph::no_day) put(each.row, day);
  }
  /// What was guessed and left out, in words.
  std::vector<std::string> notes() const;

 private:
  enum class Order { unknown, day, month, both };
  struct Waiting {
    std::size_t row;
    DateReading reading;

    graph::Day day(Order order) const;
  };
  /// A count, with the text of the first.
  struct Seen {
    std::uint64_t count = 0;
    std::string first{};

    void add(std::string_view text);
    void add(const Seen& other);
  };
  Order order() const;

  std::vector<Waiting> waiting_;
  Seen left_out_, day_first_, month_first_, either_, years_, serials_;
};

}  // namespace tertius::io
