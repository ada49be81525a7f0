// A parallel sort: the one template of oneTBB that others compile, apart so that only those who sort do.
#pragma once

#include <oneapi/tbb/parallel_sort.h>

#include <algorithm>
#include <functional>

namespace tertius {

/// Unstable sort; give it a total order and the result is the same for every number of threads.
template <class Iterator, class Less = std::less<>>
void parallel_sort(Iterator begin, Iterator end, Less less = {}) {
#if TERTIUS_THREAD_SANITIZER
  std::sort(begin, end, less);  // it does not see oneTBB's locks, and would call the other one a race
#else
  tbb::parallel_sort(begin, end, less);
#endif
}

}  // namespace tertius
