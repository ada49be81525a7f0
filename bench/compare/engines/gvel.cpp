// GVEL (Sahu 2023, arXiv 2311.14650; MIT), compiled against a checkout of puzzlef/graph-csr-openmp. It
// neither mirrors connections nor sorts and merges rows. Answers like protocol.py: TASK GRAPH-FOLDER THREADS
// SCRATCH-FOLDER.
#include <fcntl.h>
#include <omp.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "inc/main.hxx"

/// edges.el under a MatrixMarket header, which is what this reader takes; written once.
static std::string with_header(const std::string& folder) {
  const std::string path = folder + "/edges.mtx";
  if (!std::filesystem::exists(path)) {
    std::ifstream lines(folder + "/edges.el");
    std::uint64_t members = 0, count = 0, u = 0, v = 0;
    for (; lines >> u >> v; ++count) members = std::max({members, u + 1, v + 1});
    std::ofstream file(path + ".tmp");
    file << "%%MatrixMarket matrix coordinate pattern general\n"
         << members << ' ' << members << ' ' << count << '\n';
    file << std::ifstream(folder + "/edges.el").rdbuf();
    file.close();
    std::filesystem::rename(path + ".tmp", path);
  }
  return path;
}

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  omp_set_num_threads(std::stoi(argv[3]));
  const int file = open(with_header(argv[2]).c_str(), O_RDONLY);
  struct stat status {};
  fstat(file, &status);
  const auto size = static_cast<std::size_t>(status.st_size);
  const auto start = std::chrono::steady_clock::now();
  const void* mapped = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0);
  DiGraphCsr<std::uint32_t, None, None> graph;
  readMtxFormatToCsrOmpW<false, 0>(graph, std::string_view(static_cast<const char*>(mapped), size));
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf("{\"seconds\": %.9f, \"result\": {\"members\": %zu}, \"version\": \"\", \"peak_bytes\": %lld, ",
              spent.count(), graph.span(), static_cast<long long>(usage.ru_maxrss) * 1024);
  std::printf("\"note\": \"no symmetry, sorting or merging; %zu arcs\"}\n", graph.size());
  std::fflush(stdout);
  _exit(0);  // its destructors abort
}
