/* Preloaded into a client: every EIO_EVERY-th sync of a regular file fails with EIO and every ENOSPC_EVERY-th
   write to one with ENOSPC. Pipes and sockets are left alone. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long syncs, writes;

static int regular(int fd) {
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
}

static int due(int fd, atomic_long *count, const char *name) {
    const char *text = getenv(name);
    long every = text ? atol(text) : 0;
    return every > 0 && regular(fd) && atomic_fetch_add(count, 1) % every == every - 1;
}

#define REAL(type, name, ...) type (*real)(__VA_ARGS__) = (type (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)
#define FAIL(code) do { errno = code; return -1; } while (0)

int fsync(int fd) {
    REAL(int, "fsync", int);
    if (due(fd, &syncs, "EIO_EVERY")) FAIL(EIO);
    return real(fd);
}

int fdatasync(int fd) {
    REAL(int, "fdatasync", int);
    if (due(fd, &syncs, "EIO_EVERY")) FAIL(EIO);
    return real(fd);
}

ssize_t write(int fd, const void *data, size_t size) {
    REAL(ssize_t, "write", int, const void *, size_t);
    if (due(fd, &writes, "ENOSPC_EVERY")) FAIL(ENOSPC);
    return real(fd, data, size);
}

ssize_t pwrite(int fd, const void *data, size_t size, off_t at) {
    REAL(ssize_t, "pwrite", int, const void *, size_t, off_t);
    if (due(fd, &writes, "ENOSPC_EVERY")) FAIL(ENOSPC);
    return real(fd, data, size, at);
}

ssize_t pwrite64(int fd, const void *data, size_t size, off64_t at) {
    REAL(ssize_t, "pwrite64", int, const void *, size_t, off64_t);
    if (due(fd, &writes, "ENOSPC_EVERY")) FAIL(ENOSPC);
    return real(fd, data, size, at);
}
