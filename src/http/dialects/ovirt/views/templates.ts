/** The views of images as templates, and the built-in template without a disk. */
import type { OvirtCpuTopology, OvirtTemplate } from '../../../../../generated/ovirt/api-types.js';
import type { Image } from '../../../../domain/image.js';
import type { RecordReader } from '../../../../domain/search/matches.js';
import { hrefOf } from '../links.js';
import { bytesOf, STATUS_OF_IMAGE, timeOf } from '../words.js';

/** The template without a disk, which every oVirt has under this id and name. */
export const BLANK = { id: '00000000-0000-0000-0000-000000000000', name: 'Blank' } as const;
export const MEMORY_MIB_OF_BLANK = 1024;

/** The number of CPUs in oVirt's form. */
export function topologyOf(vcpus: number): OvirtCpuTopology {
  return { sockets: vcpus, cores: 1, threads: 1 };
}

/** The size of virtual machines that do not name their own. */
const DEFAULT_SIZE = {
  memory: bytesOf(MEMORY_MIB_OF_BLANK),
  cpu: { architecture: 'x86_64', topology: topologyOf(1) },
  type: 'server',
} as const;

const DESCRIPTION = 'A virtual machine without a disk';

export const BLANK_VIEW: OvirtTemplate = {
  href: hrefOf('templates', BLANK.id),
  ...BLANK,
  description: DESCRIPTION,
  status: 'ok',
  ...DEFAULT_SIZE,
};

/** The values of `Blank` as if it were an image, for a search. */
export const readBlank: RecordReader = (field) => {
  const values: Readonly<Record<string, string>> = {
    ...{ id: BLANK.id, name: BLANK.name, description: DESCRIPTION },
    ...{ kind: 'disk', state: 'available' },
  };
  const value = values[field];
  return value === undefined ? [] : [value];
};

export function templateView(image: Image): OvirtTemplate {
  return {
    href: hrefOf('templates', image.id),
    id: image.id,
    name: image.name,
    description: image.description === '' ? undefined : image.description,
    status: STATUS_OF_IMAGE[image.state],
    ...DEFAULT_SIZE,
    creation_time: timeOf(image.createdAt),
  };
}
