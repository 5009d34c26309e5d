/**
 * A client of the Mistify agent with the rules of Mistify's own client, which is written in Go: no `Content-Type`, no
 * `Accept`, exactly one good status for each call, and structures that responses must fit into (go-json.ts). Every
 * response is also checked against the contract.
 *
 * Mistify's client sends no credential. A program that uses it with this service gives it an `http.Client` whose
 * transport adds the credential, as this client does; without credentials it works if the service needs none.
 */
import type { NodeResponse } from '../peers/node-request.js';
import { sendNode } from '../peers/node-request.js';
import { decodeGo, encodeGo, type GoStruct, type GoType } from './go-json.js';

const NIC: GoStruct = {
  fields: {
    ...{ name: 'string', network: 'string', model: 'string', mac: 'string', address: 'string', netmask: 'string' },
    ...{ gateway: 'string', device: 'string', vlans: { list: 'int64' } },
  },
  omitted: ['name', 'mac', 'device'],
};
const DISK: GoStruct = {
  fields: { bus: 'string', device: 'string', size: 'uint', volume: 'string', image: 'string', source: 'string' },
  omitted: [],
};
const GUEST: GoStruct = {
  fields: {
    ...{ id: 'string', type: 'string', image: 'string', nics: { list: NIC }, disks: { list: DISK }, state: 'string' },
    ...{ memory: 'uint', cpu: 'uint', vnc: 'int64', metadata: { map: 'string' } },
  },
  omitted: ['type', 'image', 'nics', 'disks', 'state', 'memory', 'cpu', 'vnc', 'metadata'],
};
const CPU_METRICS: GoStruct = { fields: { cpu_time: 'float64', vcpu_time: 'float64' }, omitted: [] };
const NIC_METRICS: GoStruct = {
  fields: {
    ...{ name: 'string', rx_bytes: 'int64', rx_packets: 'int64', rx_errors: 'int64', rx_drops: 'int64' },
    ...{ tx_bytes: 'int64', tx_packets: 'int64', tx_errors: 'int64', tx_drops: 'int64' },
  },
  omitted: [],
};
const DISK_METRICS: GoStruct = {
  fields: {
    ...{ disk: 'string', read_ops: 'int64', read_bytes: 'int64', read_time: 'float64', write_ops: 'int64' },
    ...{ write_bytes: 'int64', write_time: 'float64', flush_ops: 'int64', flush_time: 'float64' },
  },
  omitted: [],
};
const JOB: GoStruct = {
  fields: {
    ...{ ID: 'string', GuestID: 'string', Action: 'string', QueuedAt: 'time', StartedAt: 'time', UpdatedAt: 'time' },
    ...{ Status: 'string', Message: 'string' },
  },
  omitted: [],
};
const IMAGE: GoStruct = {
  fields: { id: 'string', type: 'string', volume: 'string', snapshot: 'string', size: 'uint', status: 'string' },
  omitted: ['volume', 'snapshot', 'status'],
};
const IMAGE_REQUEST: GoStruct = {
  fields: { id: 'string', type: 'string', dest: 'string', source: 'string' },
  omitted: [],
};
const METADATA: GoType = { map: 'string' };

export interface GoNic {
  readonly name: string;
  readonly network: string;
  readonly model: string;
  readonly mac: string;
  readonly address: string;
}
export interface GoDisk {
  readonly bus: string;
  readonly device: string;
  readonly size: number;
  readonly image: string;
}
export interface GoGuest {
  readonly id: string;
  readonly type: string;
  readonly image: string;
  readonly nics: readonly GoNic[];
  readonly disks: readonly GoDisk[];
  readonly state: string;
  readonly memory: number;
  readonly cpu: number;
  readonly metadata: Readonly<Record<string, string>>;
}
export type NewGuest = Partial<Omit<GoGuest, 'nics' | 'disks'>> & {
  readonly nics?: readonly Partial<GoNic>[];
  readonly disks?: readonly Partial<GoDisk>[];
};
export interface GoJob {
  readonly ID: string;
  readonly GuestID: string;
  readonly Action: string;
  readonly QueuedAt: string;
  readonly StartedAt: string;
  readonly UpdatedAt: string;
  readonly Status: string;
  readonly Message: string;
}
export interface GoImage {
  readonly id: string;
  readonly type: string;
  readonly size: number;
  readonly status: string;
}
export type Counters = Readonly<Record<string, number | string>>;
export type Verb = 'shutdown' | 'reboot' | 'restart' | 'poweroff' | 'start' | 'suspend' | 'delete';

/** The result of a call that starts work, with its job; null if there was nothing to do. */
export interface Accepted {
  readonly guest: GoGuest;
  readonly job: string | null;
}

export class MistifyClient {
  readonly #url: string;
  readonly #authorization: string | null;

  constructor(url: string, authorization: string | null) {
    this.#url = url;
    this.#authorization = authorization;
  }

  async listGuests(): Promise<readonly GoGuest[]> {
    return (await this.#call('GET', '/guests', 200, { list: GUEST })) as GoGuest[];
  }

  createGuest(guest: NewGuest): Promise<Accepted> {
    return this.#accepted('POST', '/guests', encodeGo(GUEST, guest));
  }

  async getGuest(id: string): Promise<GoGuest> {
    return (await this.#call('GET', `/guests/${id}`, 200, GUEST)) as GoGuest;
  }

  deleteGuest(id: string): Promise<Accepted> {
    return this.#accepted('DELETE', `/guests/${id}`);
  }

  act(verb: Verb, id: string): Promise<Accepted> {
    return this.#accepted('POST', `/guests/${id}/${verb}`);
  }

  /** `path`: `/metadata`, or that of a guest. */
  async getMetadata(path: string): Promise<GoGuest['metadata']> {
    return (await this.#call('GET', path, 200, METADATA)) as GoGuest['metadata'];
  }

  async patchMetadata(path: string, patch: Readonly<Record<string, string | null>>): Promise<GoGuest['metadata']> {
    return (await this.#call('PATCH', path, 200, METADATA, patch)) as GoGuest['metadata'];
  }

  async cpuMetrics(id: string): Promise<readonly Counters[]> {
    return (await this.#call('GET', `/guests/${id}/metrics/cpu`, 200, { list: CPU_METRICS })) as Counters[];
  }

  async nicMetrics(id: string): Promise<Readonly<Record<string, Counters>>> {
    return (await this.#call('GET', `/guests/${id}/metrics/nic`, 200, { map: NIC_METRICS })) as Record<
      string,
      Counters
    >;
  }

  async diskMetrics(id: string): Promise<Readonly<Record<string, Counters>>> {
    const type = { map: DISK_METRICS };
    return (await this.#call('GET', `/guests/${id}/metrics/disk`, 200, type)) as Record<string, Counters>;
  }

  /** `path`: `/jobs`, or that of a guest, with a query or without. */
  async listJobs(path: string): Promise<readonly GoJob[]> {
    return (await this.#call('GET', path, 200, { list: JOB })) as GoJob[];
  }

  async getJob(path: string): Promise<GoJob> {
    return (await this.#call('GET', path, 200, JOB)) as GoJob;
  }

  async listImages(query = ''): Promise<readonly GoImage[]> {
    return (await this.#call('GET', `/images${query}`, 200, { list: IMAGE })) as GoImage[];
  }

  async getImage(id: string): Promise<GoImage> {
    return (await this.#call('GET', `/images/${id}`, 200, IMAGE)) as GoImage;
  }

  async createImage(request: Readonly<Record<string, string>>): Promise<readonly GoImage[]> {
    const type: GoStruct = { fields: { images: { list: IMAGE } }, omitted: [] };
    const body = encodeGo(IMAGE_REQUEST, request);
    return ((await this.#call('POST', '/images', 202, type, body)) as { images: GoImage[] }).images;
  }

  async deleteImage(id: string): Promise<void> {
    await this.#call('DELETE', `/images/${id}`, 202, { fields: {}, omitted: [] });
  }

  /** A request as Go sends it, whatever its status is. */
  send(method: string, path: string, body?: unknown): Promise<NodeResponse> {
    return sendNode(this.#url, method, path, {
      headers: this.#authorization === null ? {} : { authorization: this.#authorization },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #accepted(method: string, path: string, body?: unknown): Promise<Accepted> {
    const response = await this.#expect(202, method, path, body);
    const guest = decodeGo(GUEST, response.json()) as GoGuest;
    return { guest, job: response.headers.get('x-guest-job-id') };
  }

  async #call(method: string, path: string, status: number, type: GoType, body?: unknown): Promise<unknown> {
    return decodeGo(type, (await this.#expect(status, method, path, body)).json());
  }

  async #expect(status: number, method: string, path: string, body: unknown): Promise<NodeResponse> {
    const response = await this.send(method, path, body);
    if (response.status === status) return response;
    throw new Error(`${method} ${path}: expected ${status} but got ${response.status}: ${response.text}`);
  }
}
