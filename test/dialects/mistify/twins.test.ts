/**
 * Each operation of Mistify's API and its native twin leave the same rows, operations and events. The cases are checked
 * against the contract, so an operation that is added to it needs a case here.
 */
import { expect } from 'chai';
import type { Guest, Host, Image } from '../../../generated/api-types.js';
import { Api } from '../../support/api.js';
import { MISTIFY } from '../../support/contracts.js';
import { Twins } from '../../support/dialects/twins.js';
import { Service } from '../../support/service.js';

interface Call {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly json?: unknown;
}

interface Case<Thing> {
  readonly make: (name: string) => Promise<Thing>;
  readonly native: (thing: Thing) => Call;
  readonly dialect: (thing: Thing) => Call;
  /** Whether the calls leave nothing. */
  readonly isReading?: boolean;
}

describe("The twins of Mistify's API", () => {
  let service: Service;
  let api: Api;
  let twins: Twins;
  let host: Host;
  const tested: string[] = [];
  before(async () => {
    service = await Service.start();
    api = new Api(service);
    twins = await Twins.open(service, api);
    host = (await api.expect(200, 'GET', '/v1/hosts')).json<{ hosts: Host[] }>().hosts[0] as Host;
  });
  after(async () => {
    await twins.close();
    await service.leave();
  });

  const call = ({ method, path, status, json }: Call): Promise<unknown> =>
    api.expect(status, method, path, json === undefined ? {} : { json });

  function alike<Thing>(operationId: string, { make, native, dialect, isReading = false }: Case<Thing>): void {
    tested.push(operationId);
    it(`${operationId} does the same as its native twin`, async () => {
      const trace = await twins.expectAlike({
        make,
        native: (thing) => call(native(thing)),
        dialect: (thing) => call(dialect(thing)),
      });
      expect(trace.length === 0).to.equal(isReading);
    });
  }

  const running = (name: string): Promise<Guest> => api.makeGuest({ name }, '?start=true');
  const stopped = (name: string): Promise<Guest> => api.makeGuest({ name, metadata: { old: 'value' } });
  const declared = (name: string): Promise<Image> => api.announceImage({ name });
  const named = (name: string): Promise<string> => Promise.resolve(name);
  const read = (path: string): Call => ({ method: 'GET', path, status: 200 });

  alike('createMistifyGuest', {
    make: named,
    native: (name) => {
      const json = { name, vcpus: 2, memory_mib: 64, disks: [{ size_mib: 3 }], nics: [{}], metadata: { name } };
      return { method: 'POST', path: '/v1/guests?start=true', status: 201, json };
    },
    dialect: (name) => {
      const json = { cpu: 2, memory: 64, disks: [{ size: 3 }], nics: [{ vlans: null }], metadata: { name } };
      return { method: 'POST', path: '/guests', status: 202, json };
    },
  });
  for (const [verb, make] of [
    ['shutdown', running],
    ['reboot', running],
    ['restart', running],
    ['poweroff', running],
    ['suspend', running],
    ['start', stopped],
  ] as const) {
    alike(`${verb}MistifyGuest`, {
      make,
      native: ({ href }) => ({ method: 'POST', path: `${href}/${verb}`, status: 202 }),
      dialect: ({ id }) => ({ method: 'POST', path: `/guests/${id}/${verb}`, status: 202 }),
    });
  }
  for (const [operationId, method, end] of [
    ['deleteMistifyGuest', 'DELETE', ''],
    ['deleteMistifyGuestByPost', 'POST', '/delete'],
  ] as const) {
    alike(operationId, {
      make: running,
      native: ({ href }) => ({ method: 'DELETE', path: href, status: 202 }),
      dialect: ({ id }) => ({ method, path: `/guests/${id}${end}`, status: 202 }),
    });
  }
  const json = { role: 'web', old: null, empty: '' };
  alike('updateMistifyGuestMetadata', {
    make: stopped,
    native: ({ href }) => ({ method: 'PATCH', path: `${href}/metadata`, status: 200, json }),
    dialect: ({ id }) => ({ method: 'PATCH', path: `/guests/${id}/metadata`, status: 200, json }),
  });
  alike('updateMistifyMetadata', {
    make: async () => {
      await call({ method: 'PATCH', path: `${host.href}/metadata`, status: 200, json: { role: null, empty: null } });
    },
    native: () => ({ method: 'PATCH', path: `${host.href}/metadata`, status: 200, json }),
    dialect: () => ({ method: 'PATCH', path: '/metadata', status: 200, json }),
  });
  alike('createMistifyImage', {
    make: named,
    native: (name) => ({ method: 'POST', path: '/v1/images', status: 201, json: { name, kind: 'disk' } }),
    dialect: (id) => ({ method: 'POST', path: '/images', status: 202, json: { id, type: '', dest: '', source: '' } }),
  });
  alike('deleteMistifyImage', {
    make: declared,
    native: ({ href }) => ({ method: 'DELETE', path: href, status: 204 }),
    dialect: ({ id }) => ({ method: 'DELETE', path: `/images/${id}`, status: 202 }),
  });

  for (const [operationId, end, nativeEnd = end] of [
    ['getMistifyGuest', ''],
    ['getMistifyGuestMetadata', '/metadata'],
    ['getMistifyGuestCpuMetrics', '/metrics/cpu'],
    ['getMistifyGuestNicMetrics', '/metrics/nic'],
    ['getMistifyGuestDiskMetrics', '/metrics/disk'],
    ['listMistifyGuestJobs', '/jobs', '/operations'],
  ] as const) {
    alike(operationId, {
      make: running,
      native: ({ href }) => read(`${href}${nativeEnd}`),
      dialect: ({ id }) => read(`/guests/${id}${end}`),
      isReading: true,
    });
  }
  for (const [operationId, path, nativePath] of [
    ['listMistifyGuests', '/guests', '/v1/guests'],
    ['listMistifyJobs', '/jobs', '/v1/operations'],
    ['listMistifyImages', '/images', '/v1/images'],
  ] as const) {
    alike(operationId, { make: stopped, native: () => read(nativePath), dialect: () => read(path), isReading: true });
  }
  alike('getMistifyMetadata', {
    make: named,
    native: () => read(`${host.href}/metadata`),
    dialect: () => read('/metadata'),
    isReading: true,
  });
  alike('getMistifyImage', {
    make: declared,
    native: ({ href }) => read(href),
    dialect: ({ id }) => read(`/images/${id}`),
    isReading: true,
  });
  const creation = async (name: string): Promise<{ guest: string; job: string }> => {
    const { id } = await stopped(name);
    const { operations } = (await api.expect(200, 'GET', `/v1/guests/${id}/operations`)).json<{
      operations: { id: string }[];
    }>();
    return { guest: id, job: operations[0]?.id ?? '' };
  };
  for (const [operationId, pathOf] of [
    ['getMistifyJob', ({ job }: { job: string }) => `/jobs/${job}`],
    ['getMistifyGuestJob', ({ guest, job }: { guest: string; job: string }) => `/guests/${guest}/jobs/${job}`],
  ] as const) {
    alike(operationId, {
      make: creation,
      native: ({ job }) => read(`/v1/operations/${job}`),
      dialect: (made) => read(pathOf(made)),
      isReading: true,
    });
  }

  it('are all tested', () => {
    expect([...tested].sort()).to.deep.equal(MISTIFY.operations.map(({ operationId }) => operationId).sort());
  });
});
