// tertius report: the page and the map, read as texts. What a browser does with the page: tests/page.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <rapidjson/document.h>

#include <cstdint>
#include <filesystem>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "tests/cli/program.hpp"
#include "tests/consent/hostile_network.hpp"
#include "tests/support/shared.hpp"

namespace tertius::cli {
namespace {

using test::dataset;
using test::Scratch;
using test::tertius;
using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;

/// What `report` writes of a network.
std::string written(const std::string& network, const Words& more = {},
                    const std::string& name = "page.html") {
  const Scratch scratch;
  const std::string path = (scratch.path() / name).string();
  Words words{"report", network, "-q", "-o", path};
  words.insert(words.end(), more.begin(), more.end());
  const auto run = tertius(words);
  EXPECT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(run.out, "");
  return run.status == 0 ? test::text_of(path) : "";
}

/// Between the two, the first time they stand in the text.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  if (from == std::string::npos) return "";
  const std::size_t to = text.find(end, from + begin.size());
  return text.substr(from + begin.size(), to - from - begin.size());
}

rapidjson::Document data_of(const std::string& page) {
  rapidjson::Document data;
  data.Parse(between(page, "<script type=\"application/json\" id=\"data\">", "</script>").c_str());
  EXPECT_FALSE(data.HasParseError()) << "the data of the page are no JSON";
  return data;
}

std::set<std::string> names_in(const rapidjson::Document& data) {
  std::set<std::string> names;
  for (const auto& name : data["nodes"]["name"].GetArray()) names.insert(name.GetString());
  return names;
}

std::string hostile_name() {
  return "</script><img src=x onerror=alert(1)>";
}
/// Two circles of friends and somebody who knows nobody; one of them has a name that a page would run.
std::string hostile_folder(const Scratch& scratch) {
  scratch.file("net/members.csv",
               "id,name,discipline,region\n"
               "a,\"" +
                   hostile_name() +
                   "\",\"<b>bold</b>\",\"{{data}}\"\nb,Ben,law,Plau\n"
                   "c,Cem,law,Plau\nd,Dana,\"<b>bold</b>\",Waren\ne,Eli,law,Plau\nf,Fay,law,\n");
  scratch.file("net/connections.csv", "source,target\na,b\nb,c\nc,d\nd,a\nc,e\n");
  return (scratch.path() / "net").string();
}

TEST(Report, OfLakesideHasEverybodyAndWhomToMeet) {
  const std::string page = written(dataset("lakeside"));
  const auto data = data_of(page);
  EXPECT_EQ(data["nodes"]["x"].Size(), 300U);
  EXPECT_EQ(data["meet"].Size(), 300U);
  std::size_t with_reasons = 0;
  for (const auto& suggestions : data["meet"].GetArray())
    for (const auto& one : suggestions.GetArray()) {
      EXPECT_LT(one[0].GetUint(), 300U);
      for (const auto& reason : one[1].GetArray()) EXPECT_LT(reason.GetUint(), data["texts"].Size());
      EXPECT_LT(one[2].GetUint(), data["texts"].Size());
      with_reasons += one[1].Empty() ? 0 : 1;
    }
  EXPECT_GT(with_reasons, 300U);
  EXPECT_EQ(data["ties"].Size() % 2, 0U);
  for (const char* said :
       {"photography and IT", "<h2 id=\"bridges-title\">", "class=\"heat\"", "Cluster 1, "})
    EXPECT_THAT(page, HasSubstr(said));
  EXPECT_LT(page.size(), 600'000U);
}

TEST(Report, EveryTieIsOneOfTheNetworkOnce) {
  const auto data = data_of(written(dataset("karate")));
  std::set<std::pair<unsigned, unsigned>> ties;
  const auto& flat = data["ties"];
  for (rapidjson::SizeType i = 0; i < flat.Size(); i += 2)
    ties.emplace(std::min(flat[i].GetUint(), flat[i + 1].GetUint()),
                 std::max(flat[i].GetUint(), flat[i + 1].GetUint()));
  EXPECT_EQ(ties.size(), 78U);
  EXPECT_EQ(flat.Size(), 2 * 78U);
}

// Fails where a name, a group, a title or an attribute reaches the page as anything but text.
TEST(Report, HostileNamesStayText) {
  const Scratch scratch;
  const std::string network = hostile_folder(scratch);
  for (const char* name : {"page.html", "map.svg"}) {
    const std::string page = written(network, {"--title", "<i>" + hostile_name()}, name);
    EXPECT_THAT(page, Not(HasSubstr("<img"))) << name;
    EXPECT_THAT(page, Not(HasSubstr("<b>"))) << name;
    EXPECT_THAT(page, Not(HasSubstr("<i>"))) << name;
  }
  const std::string page = written(network);
  EXPECT_EQ(names_in(data_of(page)).count(hostile_name()), 1U);
  // The data, the script and the two ends of noscript are all there is of scripts.
  const std::regex script("<script");
  EXPECT_EQ(std::distance(std::sregex_iterator(page.begin(), page.end(), script), std::sregex_iterator()), 2);
  EXPECT_THAT(page, HasSubstr("{{data}}")) << "what looks like a place of the page is filled in";
}

// Fails where the page asks for anything: an address, a file beside it, or a policy that would let it.
TEST(Report, AsksForNothing) {
  for (const Words& more : {Words{}, {"--audience", "members"}, {"--language", "de"}}) {
    const std::string page = written(dataset("lakeside"), more);
    for (const char* asks : {"http://", "https://", "url(", "@import", "src=", "fetch(", "<link", "<iframe",
                             "<object", "XMLHttpRequest", "import(", "style=\"", "onclick"})
      EXPECT_THAT(page, Not(HasSubstr(asks)));
    const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\"");
    EXPECT_TRUE(
        std::regex_match(policy, std::regex("default-src 'none'; script-src 'sha256-[A-Za-z0-9+/]{43}='; "
                                            "style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; "
                                            "form-action 'none'")))
        << policy;
  }
}

TEST(Report, IsTheSameOnAnyNumberOfThreads) {
  for (const char* name : {"page.html", "map.svg"})
    EXPECT_EQ(written(dataset("lakeside"), {"--threads", "1"}, name),
              written(dataset("lakeside"), {"--threads", "7"}, name));
}

TEST(Report, OfNobodyAndOfOne) {
  const Scratch scratch;
  scratch.file("one/members.csv", "id,name\na,Ada\n");
  scratch.file("one/connections.csv", "source,target\n");
  scratch.file("none/members.csv", "id,name\n");
  scratch.file("none/connections.csv", "source,target\n");
  for (const auto& [folder, members] : {std::pair{"one", 1U}, {"none", 0U}}) {
    const std::string path = (scratch.path() / folder).string();
    const std::string page = written(path), map = written(path, {}, "map.svg");
    EXPECT_EQ(data_of(page)["nodes"]["x"].Size(), members);
    EXPECT_THAT(page + map, Not(HasSubstr(">nan")));
    EXPECT_THAT(map, HasSubstr("</svg>"));
  }
}

TEST(Report, TheMembersEditionNamesThoseAloneWhoAgreedAndRanksNobody) {
  const std::string everybody = written(dataset("lakeside")),
                    page = written(dataset("lakeside"), {"--audience", "members"});
  const auto data = data_of(page);
  const std::set<std::string> all = names_in(data_of(everybody)), shown = names_in(data);
  EXPECT_LT(shown.size(), all.size()) << "lakeside has members who did not agree";
  for (const std::string& name : shown) EXPECT_TRUE(all.contains(name)) << name;
  EXPECT_THAT(everybody, HasSubstr("opted-out-"));
  for (const char* not_said :
       {"opted-out-", "id=\"bridges\"", "centre:", "is the strongest", "Closest to that gap"})
    EXPECT_THAT(page, Not(HasSubstr(not_said)));
  for (const auto& radius : data["nodes"]["r"].GetArray())
    EXPECT_EQ(radius.GetDouble(), data["nodes"]["r"][0].GetDouble());
  EXPECT_TRUE(data["why"].Empty());
}

// Canaries: every cell of a member who did not agree is a word of its own.
TEST(Report, NoEditionHoldsAWordOfThoseWhoDidNotAgree) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Scratch scratch;
    const auto folder = scratch.path() / "net";
    std::filesystem::create_directories(folder);
    test::write_hostile_network(folder, seed);
    for (const Words& more : {Words{},
                              {"--audience", "members"},
                              {"--share"},
                              {"--audience", "members", "--reveal-opted-out"},
                              {"--language", "de", "--by", "cluster"}}) {
      for (const char* name : {"page.html", "map.svg"}) {
        const std::string page = written(folder.string(), more, name);
        EXPECT_THAT(page, Not(HasSubstr(test::out_mark)));
        if (more != Words{"--audience", "members", "--reveal-opted-out"}) {
          EXPECT_THAT(page, Not(HasSubstr(test::no_mark)))
              << fmt::format("{} {}", seed, fmt::join(more, " "));
        }
        if (more == Words{"--share"}) {
          EXPECT_THAT(page, Not(HasSubstr(test::open_mark)));
        }
      }
    }
  }
}

TEST(Report, OfMoreThanFiveThousandMembersShowsClusters) {
  const Scratch scratch;
  const std::string network = (scratch.path() / "planted").string();
  ASSERT_EQ(tertius({"generate", "planted", "-o", network, "--members", "6000", "-q"}).status, 0);
  const std::string page = written(network);
  const auto data = data_of(page);
  EXPECT_STREQ(data["mode"].GetString(), "clusters");
  EXPECT_LE(data["nodes"]["x"].Size(), 400U);
  EXPECT_GT(data["nodes"]["x"].Size(), 1U);
  EXPECT_THAT(page, HasSubstr("6,000 members, more than 5,000"));
  EXPECT_THAT(page, Not(HasSubstr("id=\"search\"")));
  EXPECT_LT(page.size(), 1'000'000U);
}

TEST(Report, SpeaksTheLanguageAskedFor) {
  const std::string page = written(dataset("lakeside"), {"--language", "de"});
  EXPECT_THAT(page, HasSubstr("<html lang=\"de\">"));
  for (const char* said : {"Wer mit wem verbunden ist", "Die Karte", "Wen kennenlernen?", "300 Mitglieder"})
    EXPECT_THAT(page, HasSubstr(said));
  EXPECT_THAT(page, Not(HasSubstr("The map")));
}

TEST(Report, RefusesWhatItCannotWrite) {
  EXPECT_EQ(tertius({"report", dataset("karate")}).status, 2);
  const auto run = tertius({"report", dataset("karate"), "-o", "map.png"});
  EXPECT_EQ(run.status, 2);
  EXPECT_THAT(run.err, HasSubstr("expected a name that ends in .html"));
}

}  // namespace
}  // namespace tertius::cli
