#!/bin/bash
# Installs, on Debian, the hypervisors that Guesthouse drives and what the tests' real guest is built with.
# Can be repeated; says nothing when all is there. Needs root.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive

packages=(
  # QEMU and its firmware
  qemu-system-x86 qemu-utils seabios ovmf
  # libvirt, without systemd's help
  libvirt-daemon-system libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients dnsmasq-base
  # libvirt's own check of XML against its schema, which the tests call
  libxml2-utils
  # changing users, making taps and bridges
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
  # There is no service manager in a container: nothing must be started by the packages themselves.
  apt-get -qq install --no-install-recommends -y "${missing[@]}" >/dev/null
fi

# What udev does where there is one: QEMU runs as a user of its own and opens its taps itself.
if [ "$(id -u)" = 0 ] && [ -c /dev/net/tun ]; then chmod 666 /dev/net/tun; fi
