#!/bin/sh
# Verifies certificates with the command openssl.
#
# verify_certificates.sh LIST: each line of LIST is a file and an instant in seconds. The certificate in the file is
# verified at that instant with itself as the only trust, strictly, its own signature included. Prints for each a line:
# "OK", or "refused" and what openssl said.
set -eu
while read -r file instant; do
    if said=$(openssl verify -x509_strict -check_ss_sig -partial_chain -no-CAfile -no-CApath -no-CAstore \
        -attime "$instant" -trusted "$file" "$file" 2>&1); then
        echo "${said#"$file: "}"
    else
        echo "refused" $said
    fi
done <"$1"
