// For its flags alone: the loops in C include libxml2's headers themselves.
#include <libxml/xmlversion.h>
