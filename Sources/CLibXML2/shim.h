// libxml2 as RenewalXML uses it: the push parser with its callbacks, and the output buffers. Its headers lie in a folder
// of their own, which pkg-config names. The reader and the parts for schemas, XPath, XInclude and catalogs are left alone
// on purpose; Scripts/check-xml-symbols looks after that.
#include <libxml/parser.h>
#include <libxml/xmlIO.h>
