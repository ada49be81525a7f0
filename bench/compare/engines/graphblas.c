// SuiteSparse:GraphBLAS: top suggestions by resource allocation as a masked product with a selection after
// it, and triangles as the sum of a masked product. Answers like protocol.py: TASK GRAPH-FOLDER THREADS
// SCRATCH-FOLDER.
#include <GraphBLAS.h>
#include <omp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { TOP = 10, BLOCK = 1024 };  // members per product: the whole of it would not fit into memory

static void check(GrB_Info info, const char* what) {
  if (info == GrB_SUCCESS || info == GrB_NO_VALUE) return;
  fprintf(stderr, "GraphBLAS: %s failed (%d)\n", what, (int)info);
  exit(1);
}

static void* need(void* memory) {
  if (memory != NULL) return memory;
  fprintf(stderr, "out of memory\n");
  exit(1);
}

/// Both directions of edges.bin as a matrix of ones.
static GrB_Matrix load(const char* folder, GrB_Index* members) {
  char path[4096];
  snprintf(path, sizeof path, "%s/edges.bin", folder);
  FILE* file = fopen(path, "rb");
  if (file == NULL) {
    fprintf(stderr, "%s: not readable\n", path);
    exit(1);
  }
  fseek(file, 0, SEEK_END);
  const size_t count = (size_t)ftell(file) / 8;
  rewind(file);
  uint32_t* pairs = need(malloc(count * 8));
  if (fread(pairs, 8, count, file) != count) exit(1);
  fclose(file);
  GrB_Index* rows = need(malloc(2 * count * sizeof *rows));
  GrB_Index* columns = need(malloc(2 * count * sizeof *columns));
  double* ones = need(malloc(2 * count * sizeof *ones));
  *members = 0;
  for (size_t i = 0; i < count; ++i) {
    rows[2 * i] = columns[2 * i + 1] = pairs[2 * i];
    columns[2 * i] = rows[2 * i + 1] = pairs[2 * i + 1];
    ones[2 * i] = ones[2 * i + 1] = 1.0;
    for (int side = 0; side < 2; ++side)
      if (pairs[2 * i + side] >= *members) *members = (GrB_Index)pairs[2 * i + side] + 1;
  }
  GrB_Matrix matrix;
  check(GrB_Matrix_new(&matrix, GrB_FP64, *members, *members), "new");
  check(GrB_Matrix_build(matrix, rows, columns, ones, 2 * count, GrB_PLUS_FP64), "build");
  check(GrB_wait(matrix, GrB_MATERIALIZE), "wait");
  free(pairs), free(rows), free(columns), free(ones);
  return matrix;
}

/// The sum of the TOP largest of values[0..count), by selection; reorders them.
static double sum_of_top(double* values, int64_t count) {
  int64_t low = 0, high = count - 1;
  while (count > TOP && low < high) {
    const double pivot = values[(low + high) / 2];
    int64_t i = low, j = high;
    while (i <= j) {
      while (values[i] > pivot) ++i;
      while (values[j] < pivot) --j;
      if (i <= j) {
        const double swapped = values[i];
        values[i++] = values[j], values[j--] = swapped;
      }
    }
    if (TOP - 1 <= j)
      high = j;
    else if (TOP - 1 >= i)
      low = i;
    else
      break;
  }
  double sum = 0;
  for (int64_t i = 0; i < count && i < TOP; ++i) sum += values[i];
  return sum;
}

static double introductions(GrB_Matrix ties, GrB_Index members, double* score_sum) {
  const double start = omp_get_wtime();
  // Columns of ties scaled by 1 / degree: D * A.
  GrB_Vector degree, inverse;
  GrB_Matrix diagonal, scaled;
  check(GrB_Vector_new(&degree, GrB_FP64, members), "new");
  check(GrB_Vector_new(&inverse, GrB_FP64, members), "new");
  check(GrB_Matrix_reduce_Monoid(degree, NULL, NULL, GrB_PLUS_MONOID_FP64, ties, NULL), "reduce");
  check(GrB_Vector_apply(inverse, NULL, NULL, GrB_MINV_FP64, degree, NULL), "apply");
  check(GrB_Matrix_diag(&diagonal, inverse, 0), "diag");
  check(GrB_Matrix_new(&scaled, GrB_FP64, members, members), "new");
  check(GrB_mxm(scaled, NULL, NULL, GrB_PLUS_TIMES_SEMIRING_FP64, diagonal, ties, NULL), "mxm");
  *score_sum = 0;
  GrB_Index* wanted = need(malloc(BLOCK * sizeof *wanted));
  for (GrB_Index first = 0; first < members; first += BLOCK) {
    const GrB_Index height = members - first < BLOCK ? members - first : BLOCK;
    for (GrB_Index i = 0; i < height; ++i) wanted[i] = first + i;
    GrB_Matrix block, product;
    check(GrB_Matrix_new(&block, GrB_FP64, height, members), "new");
    check(GrB_Matrix_new(&product, GrB_FP64, height, members), "new");
    check(GrB_Matrix_extract(block, NULL, NULL, ties, wanted, height, GrB_ALL, members, NULL), "extract");
    // Two steps away and no contact yet: the complement of the ties is the mask.
    check(GrB_mxm(product, block, NULL, GrB_PLUS_TIMES_SEMIRING_FP64, block, scaled, GrB_DESC_SC),
          "masked mxm");
    GrB_Index pointers, columns, values;
    check(GxB_Matrix_Option_set(product, GxB_SPARSITY_CONTROL, GxB_SPARSE), "sparse");
    check(GrB_wait(product, GrB_MATERIALIZE), "wait");
    GrB_Index *p = NULL, *j = NULL;
    void* x = NULL;
    bool iso = false, jumbled = false;
    check(GxB_Matrix_unpack_CSR(product, &p, &j, &x, &pointers, &columns, &values, &iso, &jumbled, NULL),
          "unpack");
    double* score = x;
    double sum = 0;
#pragma omp parallel for schedule(dynamic, 16) reduction(+ : sum)
    for (GrB_Index i = 0; i < height; ++i) {
      double* row = score + p[i];
      int64_t kept = 0;
      for (GrB_Index e = p[i]; e < p[i + 1]; ++e)
        if (j[e] != first + i) row[kept++] = score[e];  // not oneself
      sum += sum_of_top(row, kept);
    }
    *score_sum += sum;
    free(p), free(j), free(x);
    GrB_free(&product), GrB_free(&block);
  }
  return omp_get_wtime() - start;
}

static double triangles(GrB_Matrix ties, GrB_Index members, int64_t* total) {
  const double start = omp_get_wtime();
  GrB_Matrix lower, count;
  check(GrB_Matrix_new(&lower, GrB_FP64, members, members), "new");
  check(GrB_Matrix_new(&count, GrB_INT64, members, members), "new");
  check(GrB_select(lower, NULL, NULL, GrB_TRIL, ties, (int64_t)-1, NULL), "select");
  // Burkhardt and Azad's masked product, in Sandia's form: sum(L * L' .* L).
  check(GrB_mxm(count, lower, NULL, GxB_PLUS_PAIR_INT64, lower, lower, GrB_DESC_ST1), "mxm");
  check(GrB_Matrix_reduce_INT64(total, NULL, GrB_PLUS_MONOID_INT64, count, NULL), "reduce");
  return omp_get_wtime() - start;
}

int main(int argc, char** argv) {
  if (argc < 5) return 2;
  check(GrB_init(GrB_NONBLOCKING), "init");
  GxB_Global_Option_set(GxB_GLOBAL_NTHREADS, atoi(argv[3]));
  omp_set_num_threads(atoi(argv[3]));
  GrB_Index members;
  GrB_Matrix ties = load(argv[2], &members);
  char result[64];
  double seconds;
  if (strcmp(argv[1], "introductions") == 0) {
    double sum;
    seconds = introductions(ties, members, &sum);
    snprintf(result, sizeof result, "\"score_sum\": %.12g", sum);
  } else if (strcmp(argv[1], "triangles") == 0) {
    int64_t total;
    seconds = triangles(ties, members, &total);
    snprintf(result, sizeof result, "\"triangles\": %lld", (long long)total);
  } else {
    fprintf(stderr, "no %s here\n", argv[1]);
    return 1;
  }
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  int version[3];
  GxB_Global_Option_get(GxB_LIBRARY_VERSION, version);
  printf("{\"seconds\": %.9f, \"result\": {%s}, \"version\": \"%d.%d.%d\", \"peak_bytes\": %lld}\n", seconds,
         result, version[0], version[1], version[2], (long long)usage.ru_maxrss * 1024);
  return 0;
}
