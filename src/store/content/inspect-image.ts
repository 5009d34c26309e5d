/**
 * The inspection of uploaded content before any use: `qemu-img info` with the declared format (the format is never
 * probed). Because the bytes are untrusted, the inspection has limits on memory, CPU time and wall time. If the service
 * is root, the inspection runs as a user who owns nothing and can read no other content: it receives the open file, and
 * cannot enter the folder of the file.
 *
 * Rejected with `image_not_acceptable`: content that does not have its declared format, names a backing file or needs
 * an external data file (either would make a guest read other files of the host), is encrypted, has features that this
 * qemu-img or Guesthouse does not know, or declares too large a disk. Raw content has no structure to inspect, so only
 * its size is checked.
 */
import { spawn } from 'node:child_process';
import { access, constants, open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { once } from 'node:events';
import path from 'node:path';
import { GuesthouseError } from '../../domain/errors.js';
import { MIB, mibRoundedUp } from '../../domain/image.js';
import type { DiskFormat } from '../../domain/words.js';

/** The largest disk that a guest can have. */
const VIRTUAL_SIZE_MAX_MIB = 16_777_216;
const TIME_LIMIT_MS = 20_000;
const CPU_LIMIT_S = 10;
/** Limit of the address space. qemu-img info needs about 250 MiB of it, most for its libraries. */
const MEMORY_LIMIT_KIB = 1_048_576;
/** In characters. */
const OUTPUT_LIMIT = 1_048_576;
/**
 * A user and group id that owns nothing. Not `nobody`, which may own a database; Debian assigns this number to no
 * account.
 */
const INSPECTOR_ID = 64_901;

/**
 * Bits of the field `incompatible_features` of a qcow2 header (QEMU's docs/interop/qcow2.txt) that are accepted: dirty,
 * corrupt (which qemu-img reports), compression type, extended L2 entries.
 */
const KNOWN_FEATURES = 0b11011n;
/** The guest's data is in another file, even if the header does not name that file. */
const EXTERNAL_DATA_FILE = 0b00100n;

interface QemuImgInfo {
  readonly format?: string;
  readonly 'virtual-size'?: number;
  readonly 'backing-filename'?: string;
  readonly 'full-backing-filename'?: string;
  readonly encrypted?: boolean;
  readonly 'format-specific'?: { readonly data?: { readonly corrupt?: boolean } };
}

/**
 * Returns the size of the disk in the content, in MiB rounded up. Throws `image_not_acceptable`,
 * `unsupported_by_backend`.
 */
export async function inspectImage(
  file: { path: string; sizeBytes: number },
  format: DiskFormat,
  qemuImg: string | null,
): Promise<number> {
  if (file.sizeBytes === 0) throw refusal('The content is empty.');
  if (format === 'raw') return withinLimit(file.sizeBytes);
  if (qemuImg === null) {
    throw new GuesthouseError(
      'unsupported_by_backend',
      `Content in the format ${format} must be inspected, but the machine of the service has no qemu-img. Install it.`,
    );
  }
  const info = await withInspectable(file.path, async (handle) => {
    const unknown = (await readIncompatibleFeatures(handle)) & ~KNOWN_FEATURES;
    if ((unknown & EXTERNAL_DATA_FILE) !== 0n) throw refusal('The content needs an external data file.');
    if (unknown !== 0n) throw refusal('The content has features that are not supported.');
    return await runQemuImgInfo(qemuImg, handle.fd, format);
  });
  if (info.format !== format) throw refusal(`The content does not have the format ${format}.`);
  if (info['backing-filename'] !== undefined || info['full-backing-filename'] !== undefined) {
    throw refusal('The content names a backing file. Flatten it first (qemu-img convert).');
  }
  if (info['format-specific']?.data?.corrupt === true) throw refusal('The content is marked as corrupt.');
  if (info.encrypted === true) throw refusal('The content is encrypted.');
  const virtualSize = info['virtual-size'];
  if (typeof virtualSize !== 'number' || virtualSize <= 0) throw refusal('The content has a disk without a size.');
  return withinLimit(virtualSize);
}

/** The path of qemu-img, or null if this machine has none. */
export async function findQemuImg(): Promise<string | null> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const candidate = path.join(folder, 'qemu-img');
    const isThere =
      folder !== '' &&
      (await access(candidate, constants.X_OK).then(
        () => true,
        () => false,
      ));
    if (isThere) return candidate;
  }
  return null;
}

function withinLimit(bytes: number): number {
  if (bytes > VIRTUAL_SIZE_MAX_MIB * MIB) {
    throw refusal(`The content has a disk of more than ${VIRTUAL_SIZE_MAX_MIB} MiB.`);
  }
  return mibRoundedUp(bytes);
}

function refusal(message: string, cause?: unknown): GuesthouseError {
  return new GuesthouseError('image_not_acceptable', message, cause === undefined ? {} : { cause });
}

/** Opens the file. If the service is root, the inspector can read the file until the content is accepted. */
async function withInspectable<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file);
  try {
    if (isRoot()) {
      await handle.chown(0, INSPECTOR_ID);
      await handle.chmod(0o640);
    }
    return await use(handle);
  } finally {
    await handle.close();
  }
}

/**
 * Zero if the content is not qcow2 of version 3 or later: such content has none of these features, or qemu-img rejects
 * it.
 */
async function readIncompatibleFeatures(handle: FileHandle): Promise<bigint> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(80), 0, 80, 0);
  const isQcow2 = bytesRead === 80 && buffer.toString('latin1', 0, 4) === 'QFI\u00fb';
  return isQcow2 && buffer.readUInt32BE(4) >= 3 ? buffer.readBigUInt64BE(72) : 0n;
}

async function runQemuImgInfo(qemuImg: string, fd: number, format: DiskFormat): Promise<QemuImgInfo> {
  // The shell only sets limits and then executes qemu-img. The text of the command contains no external values.
  const limits = `ulimit -c 0; ulimit -t ${CPU_LIMIT_S}; ulimit -v ${MEMORY_LIMIT_KIB}; exec "$@"`;
  const args = ['-c', limits, 'sh', qemuImg, 'info', '--output=json', '-f', format, '/dev/fd/3'];
  const child = spawn('/bin/sh', args, {
    ...(isRoot() ? { uid: INSPECTOR_ID, gid: INSPECTOR_ID } : {}),
    timeout: TIME_LIMIT_MS,
    killSignal: 'SIGKILL',
    env: {},
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore', fd],
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.length > OUTPUT_LIMIT) child.kill('SIGKILL');
  });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`qemu-img info ended with ${code ?? child.signalCode}`);
    return JSON.parse(output) as QemuImgInfo;
  } catch (error) {
    throw refusal(`The content could not be read as ${format}.`, error);
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
