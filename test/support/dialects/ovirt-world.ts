/** A service for tests of oVirt's API, with requests in XML and JSON. */
import { readFile } from 'node:fs/promises';
import type { Image } from '../../../generated/api-types.js';
import type { OvirtAction, OvirtVm } from '../../../generated/ovirt/api-types.js';
import { makePerson } from '../access/people.js';
import { Api, uniqueName, type CheckedResponse, type SendOptions } from '../api.js';
import { eventually } from '../eventually.js';
import { faultIn, type OvirtFault } from '../ovirt-fault.js';
import { Service } from '../service.js';

export const API = '/ovirt-engine/api';
/** oVirt's template without a disk. */
export const BLANK_ID = '00000000-0000-0000-0000-000000000000';
const XML = { accept: 'application/xml', 'content-type': 'application/xml' };

/** The parts of a guest with one NIC, one disk and one CD-ROM, and of the service, by the names of path parameters. */
export const OVIRT_PARTS = {
  nic: 'net0',
  disk: 'vda',
  cdrom: 'sda',
  statistic: 'cpu0.time',
  data_center: 'Default',
} as const;

/** An image for the CD-ROM. */
export async function makeIso(api: Api, { headers = {} }: SendOptions = {}): Promise<Image> {
  const json = { name: uniqueName('iso'), kind: 'iso', format: 'raw' };
  const { id } = (await api.expect(201, 'POST', '/v1/images', { json, headers })).json<Image>();
  const content = {
    body: Buffer.alloc(64 * 1024),
    headers: { 'content-type': 'application/octet-stream', ...headers },
  };
  return (await api.expect(200, 'PUT', `/v1/images/${id}/content`, content)).json<Image>();
}

/** Makes what oVirt's API shows but cannot create: a group, and a permission of a user in the project. */
export async function makeOvirtExamples(service: Service): Promise<void> {
  await new Api(service).expect(201, 'POST', '/v1/groups', { json: { name: 'staff' } });
  await makePerson(service, { role: 'viewer' });
}

export class OvirtWorld {
  readonly service: Service;
  readonly api: Api;

  private constructor(service: Service) {
    this.service = service;
    this.api = new Api(service);
  }

  static async open(): Promise<OvirtWorld> {
    return new OvirtWorld(await Service.start());
  }

  close(): Promise<void> {
    return this.service.leave();
  }

  /** The body of a request in JSON. `path` is below the prefix of the API. */
  async get<Body>(path: string, options: SendOptions = {}): Promise<Body> {
    return (await this.api.expect(200, 'GET', API + path, options)).json<Body>();
  }

  /** The text of a response in XML. */
  async getXml(path: string, options: SendOptions = {}): Promise<string> {
    const headers = { accept: 'application/xml', ...options.headers };
    return (await this.api.expect(200, 'GET', API + path, { ...options, headers })).text;
  }

  sendXml(method: string, path: string, body: string): Promise<CheckedResponse> {
    return this.api.send(method, API + path, { body, headers: XML });
  }

  send(method: string, path: string, json?: unknown, options: SendOptions = {}): Promise<CheckedResponse> {
    return this.api.send(method, API + path, json === undefined ? options : { ...options, json });
  }

  async refused(
    status: number,
    method: string,
    path: string,
    json?: unknown,
    options: SendOptions = {},
  ): Promise<OvirtFault> {
    const response = await this.send(method, path, json, options);
    if (response.status !== status) throw new Error(`${method} ${path}: ${response.status}: ${response.text}`);
    return faultIn(response.json());
  }

  /** Adds a virtual machine from `Blank`, and waits until it can be used. */
  async addVm(name: string, more: object = {}): Promise<OvirtVm> {
    const json = { name, cluster: { name: 'Default' }, template: { name: 'Blank' }, ...more };
    const { id } = (await this.api.expect(201, 'POST', `${API}/vms`, { json })).json<OvirtVm>();
    return this.untilStatus(id, 'down');
  }

  async untilStatus(vm: string, status: OvirtVm['status']): Promise<OvirtVm> {
    let found = await this.get<OvirtVm>(`/vms/${vm}`);
    await eventually(async () => (found = await this.get<OvirtVm>(`/vms/${vm}`)).status === status);
    return found;
  }

  /** Performs an action and waits for its end. */
  async done(vm: string, action: string): Promise<OvirtAction> {
    const options = { json: { async: false } };
    return (await this.api.expect(200, 'POST', `${API}/vms/${vm}/${action}`, options)).json<OvirtAction>();
  }
}

/** A file of oVirt's own examples. */
export function readOvirtExample(name: string): Promise<string> {
  return readFile(new URL(`../../dialects/ovirt/examples/${name}`, import.meta.url), 'utf8');
}
