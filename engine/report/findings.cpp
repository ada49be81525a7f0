#include "engine/report/findings.hpp"

#include "engine/words/sentence.hpp"

namespace tertius::report {

namespace {

class Writing {
 public:
  Writing(JsonWriter& json, const graph::MemberTable& members) : json_(json), members_(members) {}

  void operator()(words::Member member) const { json_.value(members_.ids[member.id]); }
  void operator()(words::Share share) const { json_.value(share.value); }
  void operator()(words::Day day) const { json_.value(words::day_text(day.value)); }
  void operator()(words::Choice choice) const { json_.value(choice.value); }
  void operator()(const words::Finding& finding) const {
    json_.begin_object().member("kind", finding.kind.name()).key("arguments").begin_object();
    for (const words::Argument& argument : finding.arguments) {
      json_.key(argument.name);
      std::visit(*this, argument.value);
    }
    json_.end_object().end_object();
  }
  template <class T>
  void operator()(const std::vector<T>& items) const {
    json_.begin_array();
    for (const T& item : items) (*this)(item);
    json_.end_array();
  }
  template <class T>
  void operator()(const T& plain) const {
    json_.value(plain);
  }

 private:
  JsonWriter& json_;
  const graph::MemberTable& members_;
};

}  // namespace

void write_findings(JsonWriter& json, const std::vector<words::Finding>& findings,
                    const graph::MemberTable& members) {
  json.key("findings");
  Writing(json, members)(findings);
}

Objects findings_value(std::vector<words::Finding> findings, const graph::MemberTable& members) {
  return [found = std::move(findings), &members](JsonWriter& json) { Writing(json, members)(found); };
}

void write_with_texts(JsonWriter& json, std::string_view key, const std::vector<words::Finding>& findings,
                      const graph::MemberTable& members) {
  json.member(key, words::sentences(findings, words::Speaker(members)));
  write_findings(json, findings, members);
}

}  // namespace tertius::report
