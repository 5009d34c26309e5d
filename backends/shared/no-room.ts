/**
 * Recognizes in the output of other programs (QEMU, qemu-img, libvirt) that the host has no room: the texts of
 * strerror(3) and the names of the codes. Codes that our own system calls return are in src/domain/errors.ts.
 */

/** ENOMEM is for memory. ENOSPC, EDQUOT, EFBIG and EROFS are for disks, as in src/domain/errors.ts. */
const TEXTS =
  /cannot allocate memory|cannot set up guest memory|no space left|quota exceeded|file too large|read-only file system|\bE(?:NOMEM|NOSPC|DQUOT|FBIG|ROFS)\b/i;

export function reportsNoRoom(text: string): boolean {
  return TEXTS.test(text);
}
