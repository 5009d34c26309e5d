#!/bin/bash
# Installs, on Debian, the Keystone that the tests start: the library and its programs, without the package that
# creates a service, a database and a user. Idempotent; prints nothing when everything is installed. Needs
# root to install.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

if [ "$(dpkg-query -W -f '${db:Status-Status}' python3-keystone 2>/dev/null)" != installed ]; then
  [ "$(id -u)" = 0 ] || { echo "not root: cannot install python3-keystone" >&2; exit 1; }
  apt-get -qq update
  apt-get -qq install --no-install-recommends -y python3-keystone >/dev/null
fi
