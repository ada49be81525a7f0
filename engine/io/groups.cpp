#include "engine/io/groups.hpp"

#include <rapidjson/document.h>
#include <rapidjson/error/en.h>

#include <map>
#include <optional>

#include "engine/core/text.hpp"
#include "engine/io/books/workbook.hpp"
#include "engine/io/text/csv.hpp"
#include "engine/io/text/headings.hpp"
#include "engine/io/text/lexing.hpp"

namespace tertius::io {
namespace {

/// Collects rows; a member who is listed again keeps the first group.
class Groups {
 public:
  explicit Groups(const graph::MemberTable& members) : members_(members) {
    file_.label.assign(members.size(), GroupFile::none);
  }

  void add(std::string_view id, std::string_view group) {
    if (id.empty() || group.empty()) return;
    ++file_.rows;
    const auto [at, added] =
        known_.try_emplace(std::string(group), static_cast<std::uint32_t>(file_.names.size()));
    if (added) {
      file_.names.emplace_back(group);
      file_.size.push_back(0);
    }
    const auto member = members_.ids.find(id);
    if (!member) {
      ++file_.unknown;
      ++file_.size[at->second];
    } else if (file_.label[*member] == GroupFile::none) {
      file_.label[*member] = at->second;
      ++file_.size[at->second];
    }
  }

  GroupFile finish(const std::string& path) {
    if (file_.rows == file_.unknown) {
      throw Error(ErrorKey::input_empty,
                  file_.rows == 0 ? "lists nobody; expected members and their groups"
                                  : "lists nobody of this network; expected the ids of its members",
                  {path});
    }
    return std::move(file_);
  }

 private:
  const graph::MemberTable& members_;
  std::map<std::string, std::uint32_t, std::less<>> known_;
  GroupFile file_;
};

void read_csv(std::string_view text, const std::string& path, const CsvOptions& options, Groups& groups) {
  CsvReader rows(text, path, options);
  if (!rows.next()) throw Error(ErrorKey::input_empty, "is empty; expected a header line and rows", {path});
  CsvHeader header(rows.fields());
  const auto id = header.take({"id", "memberid", "member", "personid", "nodeid", "node", "key"});
  auto group = header.take({"cluster", "community", "group", "label", "module", "partition"});
  if (!group && id && header.rest().size() == 1) group = header.rest().front();
  if (!id || !group) {
    throw Error(ErrorKey::columns_missing,
                "columns " + header.list() +
                    "; expected a column id and one that says the group (cluster, group, ...)",
                {path, {1}});
  }
  while (rows.next()) {
    const auto& fields = rows.fields();
    if (*id < fields.size() && *group < fields.size())
      groups.add(without_formula_mark(fields[*id]), without_formula_mark(fields[*group]));
  }
}

/// A JSON string, or a number as it is written.
std::optional<std::string> text_of(const rapidjson::Value& record, const char* name) {
  const auto at = record.FindMember(name);
  if (at == record.MemberEnd()) return std::nullopt;
  if (at->value.IsString()) return std::string(at->value.GetString(), at->value.GetStringLength());
  if (at->value.IsUint64()) return std::to_string(at->value.GetUint64());
  return std::nullopt;
}

void read_json(std::string_view text, const std::string& path, Groups& groups) {
  rapidjson::Document document;
  document.Parse(text.data(), text.size());
  if (document.HasParseError()) {
    throw Error(ErrorKey::syntax,
                std::string("is not JSON: ") + rapidjson::GetParseError_En(document.GetParseError()),
                location_at(text, document.GetErrorOffset(), path));
  }
  const rapidjson::Value* at = &document;
  for (const char* name : {"result", "members"}) {
    if (!at->IsObject() || !at->HasMember(name)) {
      throw Error(ErrorKey::columns_missing,
                  "has no result.members; expected clusters as they are written as JSON", {path});
    }
    at = &(*at)[name];
  }
  if (!at->IsArray()) throw Error(ErrorKey::columns_missing, "result.members is no list", {path});
  for (const rapidjson::Value& record : at->GetArray()) {
    if (!record.IsObject()) continue;
    const auto id = text_of(record, "id"), cluster = text_of(record, "cluster");
    if (id && cluster) groups.add(*id, *cluster);
  }
}

}  // namespace

GroupFile read_groups(const std::string& path, const graph::MemberTable& members) {
  Source source = open_table(path);
  const std::string_view text = without_mark(source.text());
  Groups groups(members);
  if (const std::string_view body = trimmed(text); !body.empty() && body.front() == '{') {
    read_json(text, source.name(), groups);
  } else {
    read_csv(text, source.name(), csv_options(source), groups);
  }
  return groups.finish(source.name());
}

}  // namespace tertius::io
