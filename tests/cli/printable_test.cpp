// Names may hold anything; what a person reads drives no terminal.
#include "cli/printable.hpp"

#include <algorithm>

#include "tests/cli/program.hpp"

namespace tertius::cli {
namespace {

using test::Scratch;
using test::tertius;

/// Whether the text has a control character other than line ends: of C0, DEL, or of C1 in UTF-8.
bool drives_terminals(const std::string& text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte < 0x20 && byte != '\n') || byte == 0x7F) return true;
    if (byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) return true;
  }
  return false;
}

TEST(Printable, HasNoControlCharactersButLineEnds) {
  EXPECT_EQ(printable("a\x1b[31mb\nc\td\x7f\xC2\x9B"
                      "e\n"),
            "a [31mb\nc d  e\n");
  EXPECT_EQ(printable("Zoë…\n\n"), "Zoë…\n\n");
  EXPECT_EQ(printable(""), "");
}

TEST(Printable, IsWhatCommandsSay) {
  const Scratch scratch;
  scratch.file(
      "net/members.csv",
      "id,name,discipline,offers,needs\n1,\"Ada\x1b[31m\",\"law\x1b]0;x\x07\",\"tax \x1b[1madvice\",\n"
      "2,\"Bo\xC2\x9B\",art,,tax advice\n3,Cy,art,,\n4,Dee,law,,\n");
  scratch.file("net/connections.csv", "source,target\n1,3\n3,2\n1,4\n4,2\n5\x1b[2J,1\n");
  const std::string net = (scratch.path() / "net").string();
  const std::vector<std::vector<std::string>> calls{
      {"info", net},    {"meet", net, "2"},      {"bridges", net},         {"clusters", net},
      {"measure", net}, {"path", net, "1", "2"}, {"meet", net, "\x1b[1m"}, {"info", net + "\x1b[1m"}};
  for (const std::vector<std::string>& call : calls) {
    const auto run = tertius(call);
    EXPECT_FALSE(run.out.empty() && run.err.empty()) << call[0];
    EXPECT_FALSE(drives_terminals(run.out)) << call[0] << ": " << run.out;
    EXPECT_FALSE(drives_terminals(run.err)) << call[0] << ": " << run.err;
  }
}

}  // namespace
}  // namespace tertius::cli
