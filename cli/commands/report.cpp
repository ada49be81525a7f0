// tertius report: a page to look at, or the map alone.
#include <fmt/format.h>

#include "cli/session.hpp"
#include "engine/core/error.hpp"
#include "engine/io/bytes/output.hpp"
#include "engine/pipeline/report.hpp"

namespace tertius::cli {
namespace {

void add_options(Options& options) {
  options.choice("audience", "WHO", report::audiences, report::PageOptions{}.audience, "whom it is for");
  options.text("title", "TEXT", "what stands at its head");
  add_openness_option(options);
  options.number<double>("resolution", "NUMBER", clusters::LeidenOptions{}.resolution, at_least(0),
                         "clusters: higher, more and smaller ones");
}

bool is_picture(const std::string& path) {
  return path.ends_with(".svg");
}

void check(const Session& session) {
  const std::string path = session.has("output") ? session.get<std::string>("output") : "";
  if (path.empty())
    throw Error(ErrorKey::option_missing,
                "report needs a file: -o FILE.html for the page, -o FILE.svg for the map");
  if (!path.ends_with(".html") && !path.ends_with(".htm") && !is_picture(path))
    throw Error(
        ErrorKey::option_value,
        fmt::format("--output {}: expected a name that ends in .html (the page) or .svg (the map)", path));
}

void run(Session& session) {
  const auto path = session.get<std::string>("output");
  pipeline::ReportOptions options;
  if (session.has("by")) options.by = session.get<std::string>("by");
  options.leiden.resolution = session.get<double>("resolution");
  options.recommender.openness = session.get<double>("openness");
  options.top = session.top(options.top);
  options.page.audience = session.get<report::Audience>("audience");
  if (session.has("title")) options.page.title = session.get<std::string>("title");
  const auto write = is_picture(path) ? pipeline::report_map : pipeline::report_page;
  io::write_atomically(path, write(session.loaded(), options, session.context()));
  session.say({"chart_written", {{"path", path}}});
}

}  // namespace

extern const Command report_command;
const Command report_command{
    .name = "report",
    .group = Group::files,
    .question = "What does this network look like, on one page?",
    .arguments = "NETWORK -o FILE",
    .gives = Gives::analysis,
    .examples = {{"report datasets/lakeside -o report.html", "a page that opens in any browser, offline"},
                 {"report datasets/lakeside -o map.svg --by region", "the map alone, as a picture"},
                 {"report datasets/lakeside -o ours.html --audience members --language de",
                  "for the members, in German"}},
    .common = {"output", "audience", "by", "language", "title"},
    .takes_members_alone = true,
    .takes_nobody = true,
    .add_options = add_options,
    .check = check,
    .run = run,
};

}  // namespace tertius::cli
