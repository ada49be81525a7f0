// Files that change while they are read are refused, and not what was half seen of them.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/io/bytes/inputs.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/io/bytes/source.hpp"
#include "tests/io/texts.hpp"

namespace tertius::io {
namespace {

using testing::HasSubstr;

/// What check_inputs() says.
std::string said() {
  try {
    check_inputs();
  } catch (const Error& error) {
    EXPECT_EQ(error.key(), ErrorKey::input_damaged);
    return error.what();
  }
  return "nothing";
}

/// The system's clock for files moves in steps.
void wait_a_step() {
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

TEST(Inputs, ThatChangeAreSaidOnce) {
  const Folder folder;
  const std::string path = folder.put("net.el", "a b\nb c\n");
  wait_a_step();
  {
    const Source source(path);
    EXPECT_EQ(said(), "nothing");
    folder.put("net.el", "a b\nb d\n");  // of the same size
    EXPECT_THAT(said(), HasSubstr("net.el: changed while it was read"));
    folder.put("net.el", "a b\n");
  }
  EXPECT_THAT(said(), HasSubstr("net.el")) << "closed, and not asked for since";
  EXPECT_EQ(said(), "nothing");
}

TEST(Inputs, ThatChangeKeepAnAnswerFromGoingOut) {
  const Folder folder;
  const std::string path = folder.put("net.el", "a b\nb c\n"), answer = folder.path("answer");
  {
    const Source source(path);
    folder.put("net.el", "a b\nb c\nc d\n");
    EXPECT_THROW(write_atomically(answer, "of what was read\n"), Error);
  }
  EXPECT_THAT(said(), HasSubstr("net.el"));
  EXPECT_FALSE(std::filesystem::exists(answer));
}

TEST(Inputs, ThatAreReplacedStayWhatTheyWere) {
  const Folder folder;
  const std::string path = folder.put("net.el", "a b\nb c\n");
  const Source source(path);
  wait_a_step();
  write_atomically(path, "a b\n");
  EXPECT_EQ(said(), "nothing");
}

TEST(Inputs, ThatBecomeShorterAreFoundByTheirAddress) {
  const Folder folder;
  Source source(folder.put("net.el", "a b\nb c\n"));
  EXPECT_THAT(input_mapped_at(source.bytes().data() + 5), HasSubstr("net.el"));
  EXPECT_EQ(input_mapped_at(&source), "");
}

}  // namespace
}  // namespace tertius::io
