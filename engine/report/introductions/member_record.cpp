// A member's record as JSON: every row as it stands in the files, everything that is computed.
#include "engine/report/introductions/member_record.hpp"

#include <cmath>

#include "engine/report/findings.hpp"

namespace tertius::report {
namespace {

std::string_view to_string(io::RowsOf kind) {
  switch (kind) {
    case io::RowsOf::members:
      return "members";
    case io::RowsOf::connections:
      return "connections";
    case io::RowsOf::affiliations:
      return "affiliations";
    case io::RowsOf::edge_list:
      return "edge list";
    case io::RowsOf::text:
      return "text";
  }
  return "";
}

void text_or_null(JsonWriter& json, std::string_view name, const std::string& text) {
  json.key(name);
  if (text.empty()) {
    json.value(nullptr);
  } else {
    json.value(text);
  }
}

void write_file(JsonWriter& json, const SearchedFile& file) {
  json.begin_object()
      .member("file", file.file)
      .member("holds", file.history ? "history" : to_string(file.kind))
      .member("searched", file.searched);
  json.key("rows").begin_array();
  for (const io::NamingRow& row : file.rows) {
    json.begin_object().member("line", row.line).member("text", row.text).member("whole", row.whole);
    json.key("cells").begin_array();
    for (const auto& [column, value] : row.cells) {
      json.begin_line();
      text_or_null(json, "column", column);
      json.member("value", value).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array().end_object();
}

void write_suggestions(JsonWriter& json, const std::vector<MemberSuggestion>& suggestions,
                       const graph::MemberTable& members) {
  json.begin_array();
  for (const MemberSuggestion& s : suggestions) {
    json.begin_object()
        .member("id", s.id)
        .member("name", s.name)
        .member("rank", s.rank)
        .member("score", s.score)
        .member("strongest", tertius::introductions::to_string(s.strongest))
        .member("mutual_contacts", s.mutual_contacts);
    write_with_texts(json, "reasons", s.reasons, members);
    json.member("through", s.through).end_object();
  }
  json.end_array();
}

void write_computed(JsonWriter& json, const ComputedMember& computed, const graph::MemberTable& members) {
  json.begin_object();
  json.key("groups").begin_array();
  for (const MemberGroup& group : computed.groups) {
    json.begin_line()
        .member("by", group.by)
        .member("name", group.name)
        .member("members", group.size)
        .end_object();
  }
  json.end_array().member("estimated", computed.estimated);
  json.key("figures").begin_object();
  for (const MemberFigure& figure : computed.figures) {
    json.key(figure.name);
    if (figure.whole && !std::isnan(figure.value)) {
      json.value(static_cast<std::uint64_t>(figure.value));
    } else {
      json.value(figure.value);
    }
  }
  json.end_object().member("introduced", computed.introduced);
  json.key("suggested");
  write_suggestions(json, computed.suggested, members);
  json.key("suggested_to");
  write_suggestions(json, computed.suggested_to, members);
  json.end_object();
}

}  // namespace

std::size_t MemberRecord::rows() const {
  std::size_t count = 0;
  for (const SearchedFile& file : files) count += file.rows.size();
  return count;
}

void write_member_json(JsonWriter& json, const MemberRecord& r) {
  const graph::MemberTable& members = r.network->members;
  json.begin_object().member("id", members.ids[r.member]).member("name", members.name(r.member));
  json.member("consent", r.consent);
  json.key("attributes").begin_object();
  for (const graph::Column& column : members.columns)
    text_or_null(json, column.name(), std::string(column.text(r.member)));
  json.end_object();
  json.key("files").begin_array();
  for (const SearchedFile& file : r.files) write_file(json, file);
  json.end_array();
  json.key("connections").begin_array();
  for (const HeldConnection& held : r.connections) {
    const bool closed = r.is_closed(held.other);
    json.begin_line();
    text_or_null(json, "id", closed ? "" : members.ids[held.other]);
    text_or_null(json, "name", closed ? "" : members.name(held.other));
    json.member("weight", held.weight);
    text_or_null(json, "kind", held.kind);
    text_or_null(json, "since", held.since);
    json.end_object();
  }
  json.end_array();
  json.key("affiliations").begin_array();
  for (const HeldAffiliation& held : r.affiliations) {
    json.begin_line().member("group", held.group);
    text_or_null(json, "kind", held.kind);
    text_or_null(json, "role", held.role);
    text_or_null(json, "date", held.date);
    json.end_object();
  }
  json.end_array();
  json.key("computed");
  if (r.computed) {
    write_computed(json, *r.computed, r.network->members);
  } else {
    json.value(nullptr);
  }
  json.end_object();
}

}  // namespace tertius::report
