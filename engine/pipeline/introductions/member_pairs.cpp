#include "engine/pipeline/introductions/member_pairs.hpp"

#include <fmt/format.h>

#include <optional>
#include <string_view>
#include <unordered_map>

#include "engine/core/text.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::pipeline {
namespace {

/// Finds members by id, else by a name that only one of them has.
class Finder {
 public:
  explicit Finder(const graph::MemberTable& members) : members_(members) {}

  std::optional<graph::VertexId> operator()(std::string_view text) {
    if (const auto found = members_.ids.find(text)) return found;
    if (!members_.names) return std::nullopt;
    if (by_name_.empty()) {
      for (graph::VertexId v = 0; v < members_.size(); ++v) {
        const auto [at, added] = by_name_.emplace(fold_case(members_.name(v)), v);
        if (!added) at->second = graph::no_vertex;
      }
    }
    const auto found = by_name_.find(fold_case(text));
    if (found == by_name_.end() || found->second == graph::no_vertex) return std::nullopt;
    return found->second;
  }

 private:
  const graph::MemberTable& members_;
  std::unordered_map<std::string, graph::VertexId> by_name_;
};

}  // namespace

MemberPairs read_member_pairs(const std::string& path, const graph::Network& network, bool skip_unknown,
                              const RunContext& context) {
  io::Source source = io::open_table(path, 0, context);
  const std::string_view text = source.text();
  MemberPairs list;
  if (io::trimmed(io::without_mark(text)).empty()) return list;
  io::CsvReader rows(text, source.name(), io::csv_options(source));
  rows.next();
  io::CsvHeader header(rows.fields());
  const auto a = header.take({"a", "source", "member", "id", "blocked", "from"});
  const auto b = header.take({"b", "target", "other", "avoids", "to"});
  if (!a) {
    throw Error(
        ErrorKey::columns_missing,
        fmt::format("columns {}; expected a and b (pairs of members), or member (one a row)", header.list()),
        rows.where());
  }
  Finder find(network.members);
  std::uint64_t seen = 0;
  while (rows.next()) {
    if (++seen % 4096 == 0) context.poll();
    const auto cell = [&](std::optional<std::size_t> column) {
      return column && *column < rows.fields().size()
                 ? without_formula_mark(io::trimmed(rows.fields()[*column]))
                 : std::string_view();
    };
    const std::string_view first = cell(a), second = cell(b);
    if (first.empty() && second.empty()) continue;
    const auto known = [&](std::string_view name, std::size_t column) {
      const auto found = find(name);
      if (!found && !skip_unknown && !network.consent.remembers(name)) {
        throw Error(ErrorKey::member_unknown,
                    fmt::format("\"{}\" is not the id, nor the name of just one, of the members",
                                fit_to_width(name, 60)),
                    rows.where(column));
      }
      return found;
    };
    const auto x = known(first.empty() ? second : first, first.empty() ? *b : *a);
    const auto y = first.empty() || second.empty() ? x : known(second, *b);
    if (!x || !y) {
      list.unknown += network.consent.remembers(x ? second : first) ? 0 : 1;
    } else if (*x == *y) {
      list.single.push_back(*x);
    } else {
      list.pairs.emplace_back(*x, *y);
    }
  }
  return list;
}

}  // namespace tertius::pipeline
