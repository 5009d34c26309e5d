/**
 * The definition of a guest, in the form that its host needs: the guest's row, with images resolved to files. Before a
 * driver makes or writes anything from a definition, this service must have the content of the guest's images.
 */
import type { Knex } from 'knex';
import type { GuestDefinition, ImageFile, MachineChoice } from '../../backends/backend.js';
import { GuesthouseError } from '../domain/errors.js';
import { imagesOfGuest } from '../domain/guest.js';
import type { Guest } from '../domain/guest.js';
import type { ImageId } from '../domain/ids.js';
import { listImagesByIds } from '../store/images.js';
import type { GuestWork } from './guest-subject.js';
import type { OnProgress } from './steps.js';

/** The share of a step that copying content from another service takes, in percent. The driver does the rest. */
const CONTENT_SHARE = 50;

export interface DefinitionToWrite {
  readonly definition: GuestDefinition;
  /** Receives the progress of the driver. */
  readonly onProgress: OnProgress;
}

/**
 * The definition of the operation's guest, for a driver that writes it. Resolves when this service has the content of
 * the guest's images. `onProgress`: of the step that copies the content and calls the driver.
 */
export async function defineWithContent(
  work: GuestWork<unknown>,
  onProgress: OnProgress = () => undefined,
): Promise<DefinitionToWrite> {
  const images = await work.query((sql) => listImagesByIds(sql, imagesOfGuest(work.subject)));
  const isCopied = await work.bringContent(images, (percent) => onProgress((percent * CONTENT_SHARE) / 100));
  const ofDriver: OnProgress = (percent) => onProgress(CONTENT_SHARE + (percent * (100 - CONTENT_SHARE)) / 100);
  return { definition: await define(work), onProgress: isCopied ? ofDriver : onProgress };
}

/** The definition of the operation's guest, as stored in its row, for comparisons. */
export function define({ subject, query, pathOfContent }: GuestWork<unknown>): Promise<GuestDefinition> {
  return query((sql) => defineGuest(sql, subject, pathOfContent));
}

/** The hardware that the guest's host chose for it. */
export function machineOf({ cpuModel, machineType }: Pick<Guest, 'cpuModel' | 'machineType'>): MachineChoice {
  return { cpuModel, machineType };
}

/** `pathOf` returns the path of an image's content by its content id. */
export async function defineGuest(
  sql: Knex,
  guest: Guest,
  pathOf: (contentId: string) => string,
): Promise<GuestDefinition> {
  const files = new Map<ImageId, ImageFile>();
  for (const image of await listImagesByIds(sql, imagesOfGuest(guest))) {
    if (image.contentId === null || image.sha256 === null || image.sizeBytes === null) continue;
    files.set(image.id, {
      id: image.id,
      path: pathOf(image.contentId),
      format: image.format,
      sha256: image.sha256,
      sizeBytes: image.sizeBytes,
      virtualSizeMib: image.virtualSizeMib ?? 0,
    });
  }
  const fileOf = (id: ImageId): ImageFile => {
    const file = files.get(id);
    if (file === undefined) throw new GuesthouseError('image_not_available', `The image ${id} has no content.`);
    return file;
  };
  return {
    id: guest.id,
    name: guest.name,
    vcpus: guest.vcpus,
    memoryMib: guest.memoryMib,
    firmware: guest.firmware,
    ...machineOf(guest),
    boot:
      guest.boot === null
        ? null
        : {
            kernel: fileOf(guest.boot.kernelImage),
            initrd: guest.boot.initrdImage === null ? null : fileOf(guest.boot.initrdImage),
            cmdline: guest.boot.cmdline,
          },
    disks: guest.disks.map((disk) => ({ ...disk, image: disk.image === null ? null : fileOf(disk.image) })),
    nics: guest.nics.map(({ device, network, model, mac }) => ({ device, network, model, mac })),
  };
}
