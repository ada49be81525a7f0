// Loaded before the program (LD_PRELOAD): at the call of that number, of those by which files are written, the
// process is killed (SOAK_KILL_AT), or the disk is full from then on (SOAK_FULL_AT).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/types.h>
#include <unistd.h>

static long calls, kill_at, full_at;

__attribute__((constructor)) static void read_numbers(void) {
  const char* at = getenv("SOAK_KILL_AT");
  kill_at = at != NULL ? atol(at) : 0;
  at = getenv("SOAK_FULL_AT");
  full_at = at != NULL ? atol(at) : 0;
}

/// Whether the disk is full.
static int come_to_a_call(void) {
  const long now = __atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED);
  if (now == kill_at) kill(getpid(), SIGKILL);
  return full_at > 0 && now >= full_at;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int descriptor, const void* bytes, size_t size) {
  if (come_to_a_call() && descriptor > 2) return errno = ENOSPC, -1;
  return REAL(write)(descriptor, bytes, size);
}
int fsync(int descriptor) {
  if (come_to_a_call()) return errno = ENOSPC, -1;
  return REAL(fsync)(descriptor);
}
int mkostemps(char* name, int suffix, int flags) {
  if (come_to_a_call()) return errno = ENOSPC, -1;
  return REAL(mkostemps)(name, suffix, flags);
}
int rename(const char* from, const char* to) {
  come_to_a_call();
  return REAL(rename)(from, to);
}
int unlink(const char* path) {
  come_to_a_call();
  return REAL(unlink)(path);
}
int mkdir(const char* path, mode_t mode) {
  come_to_a_call();
  return REAL(mkdir)(path, mode);
}
