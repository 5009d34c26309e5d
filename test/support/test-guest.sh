#!/bin/bash
# The real guest of the live tests: a Linux kernel and a busybox, built from Debian packages without installing any.
#
# Creates vmlinuz, initrd.gz and disk.img (raw, 48 MiB, boots by BIOS) in the folder $1.
# Needs apt-get, dpkg-deb, cpio and gzip. Fetches package lists if apt has none. Prints each step. test-guest.ts keeps
# the result.
#
# Each line that the guest prints on its serial console begins with one of these words:
#   GUEST-UP       the guest would now obey a soft shutdown
#   DISK-OK d n    the guest has written to disk d and read the data back, in n boots; otherwise DISK-BAD or DISK-NONE
#   CDROM d l      disk d is a CD-ROM with the volume label l
#   NET-OK i a     interface i got address a by DHCP; NET-NONE if there is no interface
#   FIRMWARE f     the firmware, uefi or bios
#   ACPI-POWER     the guest's power button was pressed
#   AGENT-POWER    the agent was requested to shut the guest down
#   GUEST-DOWN     the guest is about to power off
#   TICK n         once a second, with the kernel option guest.tick
# Further kernel options: guest.poweroff (powers off when the guest is up), guest.panic, guest.flood (fills the serial
# console), guest.noagent (runs no agent).
set -euo pipefail

mkdir -p "$1"
out=$(cd "$1" && pwd)
disk_mib=48
export LC_ALL=C
work=$out/work
mkdir -p "$work/packages"
cd "$work"

fetch() {
  for package in "$@"; do
    compgen -G "packages/${package}_*.deb" >/dev/null && continue
    (cd packages && apt-get -qq -o APT::Sandbox::User=root download "$package")
  done
}
kernel_package() {
  apt-cache depends linux-image-cloud-amd64 2>/dev/null | sed -n 's/^ *Depends: \(linux-image-[0-9].*\)$/\1/p' | head -n 1
}

step() { echo "test-guest: $*"; }

kernel=$(kernel_package)
if [ -z "$kernel" ]; then
  step 'fetching the package lists of apt'
  apt-get -qq update
  kernel=$(kernel_package)
fi
[ -n "$kernel" ] || { echo 'no package linux-image-cloud-amd64 is known to apt' >&2; exit 1; }
version=${kernel#linux-image-}

# The agent's libraries are also from packages, so that the guest does not depend on the machine that built it.
packages=("$kernel" busybox-static qemu-guest-agent libc6 libglib2.0-0 libnuma1 libudev1 liburing2 libpcre2-8-0
  syslinux syslinux-common mtools)
step "downloading ${#packages[@]} packages, about 35 MB"
# A package list that is older than the archive can name packages that no longer exist.
fetch "${packages[@]}" || { apt-get -qq update; fetch "${packages[@]}"; }

step 'unpacking them'
rm -rf tree root
mkdir tree root
for package in "${packages[@]}"; do dpkg-deb -x packages/"$package"_*.deb tree; done
tree=$work/tree
root=$work/root
modules=$tree/lib/modules/$version

# --- the guest's files ---------------------------------------------------------------------------------------------------

mkdir -p "$root"/{bin,sbin,dev,proc,sys,tmp,run,root,modules,agent,etc/acpi/PWRF}
cp "$tree/bin/busybox" "$root/bin/"
"$tree/bin/busybox" --list | while read -r applet; do
  [ "$applet" = busybox ] || ln -sf /bin/busybox "$root/bin/$applet"
done
ln -s /bin/busybox "$root/init"

# Debian's cloud kernel has nearly everything as modules. Copies the required ones, each after its dependencies.
"$tree/bin/busybox" depmod -b "$tree" "$version"
declare -A taken=()
take() {
  local line file
  line=$(grep -E "(^|/)${1//[-_]/[-_]}\.ko:" "$modules/modules.dep" | head -n 1) || return 0 # built in
  for file in $(tr ' ' '\n' <<<"${line#*:}" | tac) "${line%%:*}"; do
    [ -n "${taken[$file]:-}" ] && continue
    taken[$file]=1
    cp "$modules/$file" "$root/modules/"
    echo "${file##*/}" >>"$root/modules/order"
  done
}
for module in button evdev virtio_pci virtio_blk virtio_net virtio_scsi virtio_console ahci ata_piix sd_mod sr_mod e1000 \
  pvpanic-mmio pvpanic-pci; do
  take "$module"
done

# Copies the agent with all libraries that its own loader would load.
loader=$(find "$tree" -name 'ld-linux-x86-64.so.2' | head -n 1)
libraries=$tree/lib/x86_64-linux-gnu:$tree/usr/lib/x86_64-linux-gnu
cp -L "$loader" "$root/agent/loader"
cp "$tree/usr/sbin/qemu-ga" "$root/agent/"
"$loader" --library-path "$libraries" --list "$tree/usr/sbin/qemu-ga" | sed -n 's/.*=> \(\/.*\) (0x.*/\1/p' |
  while read -r library; do cp -L "$library" "$root/agent/"; done

cat >"$root/etc/inittab" <<'END'
::sysinit:/etc/start
::respawn:/etc/wait-for-power-button
::shutdown:/etc/stop
END

cat >"$root/bin/say" <<'END'
#!/bin/sh
echo "$@" >/dev/ttyS0
END

cat >"$root/etc/start" <<'END'
#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
echo 1 >/proc/sys/kernel/printk
for module in $(cat /modules/order); do insmod "/modules/$module" 2>/dev/null; done
asked() { grep -qw "guest.$1" /proc/cmdline; }
[ -d /sys/firmware/efi ] && say FIRMWARE uefi || say FIRMWARE bios
/etc/use-disk &
/etc/use-net &
asked noagent || /etc/run-agent &
asked tick && (n=0; while :; do n=$((n + 1)); say TICK $n; sleep 1; done) &
asked flood && (while :; do cat /bin/busybox >/dev/ttyS0; done) &
asked poweroff && (sleep 1; poweroff) &
asked panic && (sleep 1; echo c >/proc/sysrq-trigger) &
# init starts acpid right after this script. A press of the button has no effect before acpid opens the event device.
(until ls -l /proc/[0-9]*/fd 2>/dev/null | grep -q /dev/input/event; do usleep 50000; done; say GUEST-UP) &
END

# The last 64 KiB of the first disk contain the number of boots, which is written and read back without any cache.
cat >"$root/etc/use-disk" <<'END'
#!/bin/sh
disk=
for try in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  for each in vda sda; do [ -b /dev/$each ] && disk=$each && break 2; done
  usleep 100000
done
for each in sr0 sr1; do
  [ -b /dev/$each ] && say CDROM $each $(dd if=/dev/$each bs=1 skip=32808 count=32 2>/dev/null)
done
[ -n "$disk" ] || { say DISK-NONE; exit 0; }
at=$(($(blockdev --getsz /dev/$disk) - 128))
read_count() { dd if=/dev/$disk bs=512 skip=$at count=1 2>/dev/null | sed -n 's/^BOOTS \([0-9]*\)$/\1/p'; }
count=$(read_count)
count=$((${count:-0} + 1))
{ echo "BOOTS $count"; cat /dev/zero; } | dd of=/dev/$disk bs=512 seek=$at count=1 iflag=fullblock conv=notrunc,fsync 2>/dev/null
blockdev --flushbufs /dev/$disk
echo 3 >/proc/sys/vm/drop_caches
[ "$(read_count)" = "$count" ] && say DISK-OK $disk $count || say DISK-BAD $disk
END

cat >"$root/etc/use-net" <<'END'
#!/bin/sh
ip link set lo up
[ -d /sys/class/net/eth0 ] || { say NET-NONE; exit 0; }
ip link set eth0 up
exec udhcpc -i eth0 -f -t 20 -T 1 -s /etc/got-address >/dev/null 2>&1
END

cat >"$root/etc/got-address" <<'END'
#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr add "$ip/${mask:-24}" dev "$interface"
say NET-OK "$interface" "$ip"
END

# There is no udev to name the agent's port, so the agent gets its device. To power off, the agent calls `shutdown`.
cat >"$root/etc/run-agent" <<'END'
#!/bin/sh
for port in /sys/class/virtio-ports/*; do
  [ "$(cat "$port/name" 2>/dev/null)" = org.qemu.guest_agent.0 ] || continue
  cd /agent
  exec /agent/loader --library-path /agent /agent/qemu-ga -m virtio-serial -p "/dev/${port##*/}" -t /run -f /run/agent.pid \
    >/dev/null 2>&1
done
END

cat >"$root/sbin/shutdown" <<'END'
#!/bin/sh
say AGENT-POWER
exec /bin/poweroff
END

cat >"$root/etc/stop" <<'END'
#!/bin/sh
say GUEST-DOWN
sync
END

cat >"$root/etc/wait-for-power-button" <<'END'
#!/bin/sh
exec acpid -d -c /etc/acpi >/dev/null 2>&1
END

# busybox's acpid runs the file of this name when the power button is pressed.
cat >"$root/etc/acpi/PWRF/00000080" <<'END'
#!/bin/sh
say ACPI-POWER
exec /bin/poweroff
END
chmod 755 "$root"/bin/say "$root"/etc/{start,use-disk,use-net,got-address,run-agent,stop,wait-for-power-button} \
  "$root/sbin/shutdown" "$root/etc/acpi/PWRF/00000080"

# --- the results ---------------------------------------------------------------------------------------------------------

step 'packing the initrd'
cp "$tree/boot/vmlinuz-$version" "$out/vmlinuz"
(cd "$root" && find . | sort | cpio -o -H newc -R 0:0 --quiet) | gzip -9n >"$out/initrd.gz"

boot_config() {
  printf 'DEFAULT guest\nPROMPT 0\nLABEL guest\n KERNEL vmlinuz\n APPEND initrd=initrd.gz console=ttyS0 quiet\n'
}
PATH=$tree/usr/bin:$PATH
export MTOOLSRC=/dev/null MTOOLS_SKIP_CHECK=1

step 'writing the disk image'
# A FAT file system without a partition table, which SeaBIOS boots, followed by a free MiB for the number of boots.
truncate -s "$((disk_mib - 1))M" fat.img
mformat -i fat.img -T $(((disk_mib - 1) * 2048)) -h 16 -s 63 -H 0 ::
boot_config >syslinux.cfg
mcopy -o -i fat.img "$out/vmlinuz" "$out/initrd.gz" syslinux.cfg ::
syslinux -i fat.img
cp fat.img "$out/disk.img"
truncate -s "${disk_mib}M" "$out/disk.img"
step "done: $out/vmlinuz, $out/initrd.gz, $out/disk.img"
