#!/bin/bash
# Installs, on Debian, the clients of older systems that the tests run against the dialects, and what these tests check
# with. Idempotent; prints nothing when everything is installed. Needs root to install.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

PACKAGES=(
  python3-saharaclient python3-openstackclient python3-openstacksdk python3-jsonpatch # Sahara, Mogan
  fence-agents gir1.2-govirt-1.0 python3-gi libxml2-utils                              # oVirt
)
# The Keystone that the tests start: its packages share libraries with the clients, so they are installed together.
PACKAGES+=(python3-keystone)

missing=()
for package in "${PACKAGES[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0
[ "$(id -u)" = 0 ] || { echo "not root: cannot install ${missing[*]}" >&2; exit 1; }
apt-get -qq update
apt-get -qq install --no-install-recommends -y "${missing[@]}" >/dev/null
