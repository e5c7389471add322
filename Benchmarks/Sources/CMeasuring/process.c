#include "measuring.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

uint64_t processor_nanoseconds(void) {
    struct timespec time;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) != 0) { return 0; }
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

#if defined(__linux__)

// Not getrusage: its figure starts from that of the process before the exec.
uint64_t peak_resident_bytes(void) {
    FILE *status = fopen("/proc/self/status", "r");
    if (status == NULL) { return 0; }
    char line[256];
    unsigned long long kilobytes = 0;
    while (fgets(line, sizeof line, status) != NULL) {
        if (sscanf(line, "VmHWM: %llu kB", &kilobytes) == 1) { break; }
    }
    fclose(status);
    return kilobytes * 1024;
}

#else

uint64_t peak_resident_bytes(void) {
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss : 0;
}

#endif
