/**
 * The inspection of uploaded content before any use: `qemu-img info` with the declared format (the format is never
 * probed). Because the bytes are untrusted, the inspection has limits on memory, CPU time and wall time. If the service
 * is root, the inspection runs as a user who owns nothing.
 *
 * Rejected with `image_not_acceptable`: content that does not have its declared format, names a backing file or an
 * external data file (either would make a guest read other files of the host), is encrypted, has features that this
 * qemu-img does not support, or claims too large a disk. Raw content has no structure to inspect: only its size is
 * checked.
 */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
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
const OUTPUT_LIMIT_BYTES = 1_048_576;
/**
 * A user and group id that owns nothing. Not `nobody`, which may own a database; Debian assigns this number to no
 * account.
 */
const INSPECTOR_ID = 64_901;

interface QemuImgInfo {
  readonly format?: string;
  readonly 'virtual-size'?: number;
  readonly 'backing-filename'?: string;
  readonly 'full-backing-filename'?: string;
  readonly encrypted?: boolean;
  readonly 'format-specific'?: { readonly data?: { readonly 'data-file'?: string; readonly corrupt?: boolean } };
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
  const info = await runQemuImgInfo(qemuImg, file.path, format);
  if (info.format !== format) throw refusal(`The content does not have the format ${format}.`);
  if (info['backing-filename'] !== undefined || info['full-backing-filename'] !== undefined) {
    throw refusal('The content names a backing file. Flatten it first (qemu-img convert).');
  }
  const specific = info['format-specific']?.data;
  if (specific?.['data-file'] !== undefined) throw refusal('The content names an external data file.');
  if (specific?.corrupt === true) throw refusal('The content is marked as corrupt.');
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

function runQemuImgInfo(qemuImg: string, file: string, format: DiskFormat): Promise<QemuImgInfo> {
  // The shell only sets limits and then executes qemu-img. The text of the command contains no external values.
  const limits = `ulimit -c 0; ulimit -t ${CPU_LIMIT_S}; ulimit -v ${MEMORY_LIMIT_KIB}; exec "$@"`;
  const args = ['-c', limits, 'sh', qemuImg, 'info', '--output=json', '-f', format, file];
  const asInspector = process.getuid?.() === 0 ? { uid: INSPECTOR_ID, gid: INSPECTOR_ID } : {};
  return new Promise((resolve, reject) => {
    execFile(
      '/bin/sh',
      args,
      {
        ...asInspector,
        timeout: TIME_LIMIT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: OUTPUT_LIMIT_BYTES,
        env: {},
        cwd: '/',
      },
      (error, stdout) => {
        if (error) {
          reject(refusal(`The content could not be read as ${format}.`, error));
          return;
        }
        try {
          resolve(JSON.parse(stdout) as QemuImgInfo);
        } catch (parseError) {
          reject(refusal(`The content could not be read as ${format}.`, parseError));
        }
      },
    );
  });
}
