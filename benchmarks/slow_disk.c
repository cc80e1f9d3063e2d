/* A disk on which each sync takes SYNC_MILLISECONDS longer: to be loaded before the program's libraries (LD_PRELOAD). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int sync_slowly(const char *name, int file)
{
    int (*sync)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    struct timespec pause = {0, SYNC_MILLISECONDS * 1000000L};
    nanosleep(&pause, 0);
    return sync(file);
}

int fsync(int file)
{
    return sync_slowly("fsync", file);
}

int fdatasync(int file)
{
    return sync_slowly("fdatasync", file);
}
