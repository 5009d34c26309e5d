#!/bin/bash
# Installs, on Debian, the hypervisors that Guesthouse drives and the tools that build the tests' real guest.
# Idempotent; prints nothing when everything is installed. Needs root to install.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

packages=(
  # QEMU, its firmware, and a network that keeps guests away from the host's loopback
  qemu-system-x86 qemu-utils seabios ovmf passt
  # libvirt, without systemd
  libvirt-daemon-system libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients dnsmasq-base
  # xmllint, which virt-xml-validate needs: the tests check XML against libvirt's schema
  libxml2-utils
  # switching users, creating taps and bridges
  util-linux iproute2 iptables
  # building the test guest
  cpio gzip
)

missing=()
for package in "${packages[@]}"; do
  [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done

if [ ${#missing[@]} -gt 0 ]; then
  [ "$(id -u)" = 0 ] || { echo "not root: cannot install ${missing[*]}" >&2; exit 1; }
  apt-get -qq update
  # A container has no service manager, so the packages must not start anything themselves.
  apt-get -qq install --no-install-recommends -y "${missing[@]}" >/dev/null
fi

# QEMU runs as a separate user that must be able to open its taps. On a full system, udev sets this mode.
if [ "$(id -u)" = 0 ] && [ -c /dev/net/tun ]; then chmod 666 /dev/net/tun; fi
