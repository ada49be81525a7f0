#include "engine/report/analyses/imported.hpp"

#include <algorithm>

#include "engine/report/consent.hpp"
#include "engine/report/findings.hpp"
#include "engine/report/import.hpp"
#include "engine/report/table.hpp"
#include "engine/words/sentence.hpp"

namespace tertius::report {
namespace {

constexpr std::size_t members_named = 10;

words::Finding listing(words::Kind kind, const std::vector<graph::VertexId>& members) {
  std::vector<words::Member> named;
  for (std::size_t i = 0; i < std::min(members.size(), members_named); ++i) named.push_back({members[i]});
  const std::size_t more = members.size() - named.size();
  return {kind, {{"count", members.size()}, {"members", std::move(named)}, {"more", more}}};
}

words::Finding alike_finding(const std::vector<Imported::Alike>& alike, const graph::MemberTable& members) {
  std::vector<words::Finding> pairs;
  for (const auto& [found, known] : alike)
    pairs.push_back({"alike",
                     {{"found", words::Member{found}},
                      {"found_id", members.ids[found]},
                      {"known", words::Member{known}},
                      {"known_id", members.ids[known]}}});
  return {"members_alike", {{"count", alike.size()}, {"pairs", std::move(pairs)}}};
}

std::vector<std::string> ids_of(const std::vector<graph::VertexId>& members,
                                const graph::MemberTable& table) {
  std::vector<std::string> ids;
  for (const graph::VertexId v : members) ids.push_back(table.ids[v]);
  return ids;
}

std::vector<words::Finding> findings(const Imported& imported, const graph::MemberTable& members) {
  std::vector<words::Finding> all;
  if (imported.updated) {
    const std::uint64_t known = imported.by_id + imported.by_mail + imported.by_name;
    all.push_back({"members_known",
                   {{"members", known},
                    {"id", imported.by_id},
                    {"mail", imported.by_mail},
                    {"name", imported.by_name}}});
    if (!imported.fresh.empty()) all.push_back(listing("members_new", imported.fresh));
    if (!imported.stayed.empty()) all.push_back(listing("members_stay", imported.stayed));
    if (!imported.alike.empty()) all.push_back(alike_finding(imported.alike, members));
    if (imported.consent_absent) all.push_back({"consent_not_in_source"});
    if (!imported.opened.empty()) all.push_back(listing("consent_opened", imported.opened));
    if (!imported.closed.empty()) all.push_back(listing("consent_closed", imported.closed));
    if (imported.undecided > 0 && !imported.consent_absent)
      all.push_back({"consent_undecided", {{"members", imported.undecided}}});
    if (imported.emptied > 0) all.push_back({"values_emptied", {{"values", imported.emptied}}});
    if (imported.new_connections + imported.gone_connections > 0)
      all.push_back({"connections_replaced",
                     {{"added", imported.new_connections}, {"gone", imported.gone_connections}}});
    if (imported.new_affiliations > 0)
      all.push_back({"affiliations_added", {{"added", imported.new_affiliations}}});
  }
  if (!imported.kept_files.empty()) all.push_back({"decisions_kept", {{"files", imported.kept_files}}});
  const words::Kind written =
      imported.updated ? words::Kind("network_updated") : words::Kind("network_imported");
  all.push_back({written,
                 {{"members", imported.members},
                  {"connections", imported.connections},
                  {"affiliations", imported.affiliations},
                  {"path", imported.folder}}});
  if (imported.updated)  // else it is what was read
    for (words::Finding& consent : consent_findings(imported.consent, true))
      all.push_back(std::move(consent));
  return all;
}

}  // namespace

std::string imported_text(const Imported& imported, const graph::MemberTable& members, std::size_t width) {
  std::string text;
  if (const std::string missing = missing_words(imported.read); !missing.empty())
    text += wrapped(missing, width) + "\n\n";
  const std::string read = import_summary(imported.read);
  for (std::size_t at = 0; at < read.size();) {
    const std::size_t end = std::min(read.find('\n', at), read.size());
    const std::string line = read.substr(at, end - at);
    text += (line.starts_with(' ') ? line : wrapped(line, width)) + "\n";  // places are not torn apart
    at = end + 1;
  }
  text += "\n";
  const words::Speaker speaker(members, words::spoken());
  for (const words::Finding& finding : findings(imported, members))
    text += wrapped(words::sentence(finding, speaker), width) + "\n";
  return text;
}

void write_imported_json(JsonWriter& json, const Imported& imported, const graph::MemberTable& members) {
  const io::ImportReport& read = imported.read;
  json.begin_object();
  json.member("folder", imported.folder);
  json.member("updated", imported.updated);
  json.key("source").begin_object();
  json.member("path", read.path);
  json.member("format", read.format);
  json.member("files", read.files);
  json.member("members", read.members);
  json.member("added", read.added);
  json.member("connections", read.connections);
  json.member("rows", read.rows);
  json.member("other_rows", read.other_rows);
  json.member("refused", read.refused + read.refused_others);
  json.member("reasons", read.reasons);
  json.member("notes", read.notes);
  json.end_object();
  json.key("known").begin_object();
  json.member("by_id", imported.by_id);
  json.member("by_mail", imported.by_mail);
  json.member("by_name", imported.by_name);
  json.end_object();
  json.member("new_members", ids_of(imported.fresh, members));
  json.member("stayed", ids_of(imported.stayed, members));
  json.key("alike").begin_array();
  for (const auto& [found, known] : imported.alike) {
    json.begin_object();
    json.member("new", members.ids[found]);
    json.member("known", members.ids[known]);
    json.end_object();
  }
  json.end_array();
  json.member("opened", ids_of(imported.opened, members));
  json.member("closed", ids_of(imported.closed, members));
  json.member("undecided", imported.undecided);
  json.member("values_emptied", imported.emptied);
  json.key("connections").begin_object();
  json.member("now", imported.connections);
  json.member("new", imported.new_connections);
  json.member("gone", imported.gone_connections);
  json.end_object();
  json.key("affiliations").begin_object();
  json.member("now", imported.affiliations);
  json.member("new", imported.new_affiliations);
  json.member("groups", imported.groups);
  json.end_object();
  json.member("members", imported.members);
  json.member("kept_files", imported.kept_files);
  json.key("consent");
  write_consent_json(json, imported.consent);
  write_findings(json, findings(imported, members), members);
  json.end_object();
}

}  // namespace tertius::report
