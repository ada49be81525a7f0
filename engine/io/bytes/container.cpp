#include "engine/io/bytes/container.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <vector>

#include "engine/core/error.hpp"
#include "engine/core/text.hpp"

namespace tertius::io {
namespace {

constexpr std::string_view save_as_xlsx =
    "expected .xlsx, .ods or CSV (open it in a spreadsheet program and save it as .xlsx)";

constexpr std::string_view unpack = "expected a network (unpack the archive, and give the file or folder)";

/// Programs whose files say in their first bytes what they are.
struct Signature {
  std::string_view bytes;
  std::size_t at;
  std::string_view is, what_to_do;
};

using namespace std::string_view_literals;

constexpr Signature signatures[] = {
    {"\x09\x08\x10\x00"sv, 0, "an Excel workbook of the old kind (.xls)", save_as_xlsx},
    {"\x09\x04\x06\x00"sv, 0, "an Excel workbook of the old kind (.xls)", save_as_xlsx},
    {"\x09\x02\x06\x00"sv, 0, "an Excel workbook of the old kind (.xls)", save_as_xlsx},
    {"SQLite format 3\x00"sv, 0, "an SQLite database", "expected a table (export one as CSV)"},
    {"PAR1\x15"sv, 0, "a Parquet file", "expected a table as CSV (write it with to_csv)"},
    {"\x89HDF\r\n\x1a\n"sv, 0, "an HDF5 file", "expected a network or a table (export one as CSV)"},
    {"ARROW1\x00\x00"sv, 0, "an Arrow file", "expected a table as CSV (write it with to_csv)"},
    {"\x93NUMPY"sv, 0, "an array of NumPy (.npy)", "expected a table as CSV (write it with numpy.savetxt)"},
    {"RDX2\nX\n"sv, 0, "an R workspace", "expected a table as CSV (write it with write.csv)"},
    {"RDX3\nX\n"sv, 0, "an R workspace", "expected a table as CSV (write it with write.csv)"},
    {"X\n\x00\x00\x00"sv, 0, "an object of R (.rds)", "expected a table as CSV (write it with write.csv)"},
    {"Rar!\x1a\x07"sv, 0, "a RAR archive", unpack},
    {"7z\xbc\xaf\x27\x1c"sv, 0, "a 7z archive", unpack},
    {"ustar\x00"sv, 257, "a tar archive", unpack},
    {"ustar  \x00"sv, 257, "a tar archive", unpack},
};

/// What spreadsheet programs write as XML without packing it.
std::optional<std::string> unpacked_workbook(std::string_view head) {
  const std::string_view begin = head.substr(0, 4096);
  if (!begin.starts_with('<') && !begin.starts_with("\xef\xbb\xbf<")) return std::nullopt;
  const auto holds = [&](std::string_view word) { return begin.find(word) != begin.npos; };
  if (holds("urn:schemas-microsoft-com:office:spreadsheet"))
    return fmt::format("an Excel workbook of 2003 as XML; {}", save_as_xlsx);
  if (holds("application/vnd.oasis.opendocument.spreadsheet"))
    return fmt::format("an OpenDocument workbook that is not packed (.fods); {}", save_as_xlsx);
  return std::nullopt;
}

/// A pickle says its protocol, then begins an object; the oldest protocol is text, and told by its classes.
bool is_pickle(std::string_view head) {
  if (head.size() > 2 && head[0] == '\x80' && head[1] >= 2 && head[1] <= 5) {
    constexpr std::string_view first{"\x95}](cX\x8cKMJGNU\x88\x89K\x8f)hq"};
    return first.find(head[2]) != first.npos;
  }
  return head.starts_with("ccopy_reg\n") || head.starts_with("(inetworkx") || head.starts_with("cnetworkx.");
}

/// The word as OLE2 writes the names of its streams.
bool holds_wide(std::string_view head, std::string_view word) {
  std::string wide;
  for (const char c : word) {
    wide += c;
    wide += '\0';
  }
  return head.find(wide) != head.npos;
}

/// Several files of several kinds in one zip archive: the name that tells which program wrote them.
struct Holding {
  std::string_view part;  ///< of a name
  std::string_view is, what_to_do;
};

constexpr Holding holdings[] = {
    {"workspace_0_xml", "a Gephi project (.gephi)",
     "expected a graph file (in Gephi: File, Export, Graph file, as .gexf)"},
    {"project_xml", "a Gephi project (.gephi)",
     "expected a graph file (in Gephi: File, Export, Graph file, as .gexf)"},
    {"xl/workbook.bin", "an Excel workbook in binary form (.xlsb)", save_as_xlsx},
    {"word/document.xml", "a Word document (.docx)", "expected a network (save its table as .xlsx or CSV)"},
    {"ppt/presentation.xml", "a presentation (.pptx)", "expected a network (save its table as .xlsx or CSV)"},
    {"index/document.iwa", "a document of Numbers, Pages or Keynote",
     "expected .xlsx or CSV (in Numbers: File, Export To, Excel)"},
    {".cysession", "a Cytoscape session (.cys)",
     "expected a graph file (in Cytoscape: File, Export, Network, as .graphml)"},
    {"cysession.xml", "a Cytoscape session (.cys)",
     "expected a graph file (in Cytoscape: File, Export, Network, as .graphml)"},
    {".npy", "arrays of NumPy (.npz)", "expected a table as CSV (write it with numpy.savetxt)"},
};

}  // namespace

std::optional<std::string> known_stranger(std::string_view head) {
  if (head.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) {  // OLE2: files of older office programs
    if (holds_wide(head, "EncryptedPackage"))
      return "a workbook with a password; expected one without (save it again without a password)";
    if (holds_wide(head, "WordDocument"))
      return "a Word document of the old kind (.doc); expected a network (save its table as .xlsx or CSV)";
    return fmt::format("an Excel workbook of the old kind (.xls); {}", save_as_xlsx);
  }
  for (const Signature& one : signatures)
    if (head.size() > one.at && head.substr(one.at).starts_with(one.bytes))
      return fmt::format("{}; {}", one.is, one.what_to_do);
  if (auto workbook = unpacked_workbook(head)) return workbook;
  if (is_pickle(head))
    return "a pickle of Python, which may run any program when it is opened; expected a graph file (write it "
           "with networkx.write_graphml)";
  return std::nullopt;
}

Workbook workbook_in(ZipArchive& archive, const std::string& file) {
  std::vector<std::string> folded;
  for (const std::string& name : archive.names()) folded.push_back(fold_case(name));
  const auto holds = [&](std::string_view name) {
    return std::find(folded.begin(), folded.end(), name) != folded.end();
  };
  std::string kind;  // as OpenDocument states it
  if (archive.has("mimetype")) kind = archive.content("mimetype").substr(0, 200);
  constexpr std::string_view open_document = "application/vnd.oasis.opendocument.";
  if (kind.starts_with(open_document) && holds("content.xml")) {
    if (kind.substr(open_document.size()).starts_with("spreadsheet")) return Workbook::ods;
    throw Error(ErrorKey::input_unfit,
                fmt::format("an OpenDocument file that is no spreadsheet ({}); expected a network (save its "
                            "table as .ods, .xlsx or CSV)",
                            kind.substr(open_document.size())),
                {file});
  }
  for (const Holding& one : holdings) {
    const bool found = std::any_of(folded.begin(), folded.end(), [&](const std::string& name) {
      return name == one.part || name.ends_with(one.part);
    });
    if (found) throw Error(ErrorKey::input_unfit, fmt::format("{}; {}", one.is, one.what_to_do), {file});
  }
  if (holds("[content_types].xml") && std::any_of(folded.begin(), folded.end(), [](const std::string& name) {
        return name.starts_with("xl/");
      }))
    return Workbook::xlsx;
  constexpr std::size_t shown = 5;
  const std::vector<std::string>& names = archive.names();
  const auto list = std::span(names).first(std::min(shown, names.size()));
  throw Error(
      ErrorKey::input_unfit,
      names.empty()
          ? std::string("an empty zip archive; expected a network")
          : fmt::format("a zip archive of {} files ({}{}); expected a workbook, or one file (unpack the "
                        "archive, and give the folder or the file)",
                        names.size(), fmt::join(list, ", "),
                        names.size() > shown ? fmt::format(" and {} more", names.size() - shown) : ""),
      {file});
}

}  // namespace tertius::io
