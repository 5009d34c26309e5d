/** Every operation of oVirt's API leaves the same rows as its native twin, or none if it reads. */
import { expect } from 'chai';
import type { Guest, Permission } from '../../../generated/api-types.js';
import { makePerson } from '../../support/access/people.js';
import { jobOf, type Api } from '../../support/api.js';
import { OVIRT } from '../../support/contracts.js';
import { API, OVIRT_PARTS, OvirtWorld } from '../../support/dialects/ovirt-world.js';
import { Twins, type TwinCalls } from '../../support/dialects/twins.js';

interface Thing {
  readonly id: string;
  readonly name: string;
  readonly permission?: string;
}

describe("The twins of oVirt's operations", () => {
  let world: OvirtWorld;
  let api: Api;
  let twins: Twins;
  let mary: string;
  before(async () => {
    world = await OvirtWorld.open();
    ({ api } = world);
    mary = (await makePerson(world.service, { name: 'mary' })).id;
    twins = await Twins.open(world.service, api);
  });
  after(async () => {
    await twins?.close();
    await world.close();
  });

  const nothing = (name: string): Promise<Thing> => Promise.resolve({ id: name, name });
  const guest =
    (query = '') =>
    async (name: string): Promise<Thing> => {
      const json = { name, vcpus: 1, memory_mib: 64, nics: [{}] };
      const made = await api.expect(201, 'POST', `/v1/guests${query}`, { json });
      await api.ended(jobOf(made));
      return made.json<Guest>();
    };
  const permitted = async (name: string): Promise<Thing> => {
    const thing = await guest()(name);
    const json = { user: mary, role: 'viewer' };
    const made = await api.expect(201, 'POST', `/v1/guests/${thing.id}/permissions`, { json });
    return { ...thing, permission: made.json<Permission>().id };
  };
  const action = (native: string, ours: string, query: string): TwinCalls<Thing> => ({
    make: guest(query),
    native: ({ id }) => api.expect(202, 'POST', `/v1/guests/${id}/${native}`),
    dialect: ({ id }) => api.send('POST', `${API}/vms/${id}/${ours}`),
  });

  const writes: Readonly<Record<string, TwinCalls<Thing>>> = {
    createOvirtVm: {
      make: nothing,
      native: ({ name }) => {
        const placement = { zone: 'default' };
        const nics = [{ network: 'lab', model: 'e1000' }];
        const disks = [{ size_mib: 16, bus: 'scsi', format: 'raw' }];
        const json = { name, description: 'x', vcpus: 4, memory_mib: 512, firmware: 'uefi', disks, nics, placement };
        return api.expect(201, 'POST', '/v1/guests', { json });
      },
      dialect: ({ name }) => {
        const disk = { provisioned_size: 16 * 1024 ** 2, format: 'raw' };
        const json = {
          ...{ name, description: 'x', memory: 512 * 1024 ** 2, bios: { type: 'q35_ovmf' } },
          cpu: { topology: { sockets: 2, cores: 2 } },
          cluster: { name: 'default' },
          template: { name: 'Blank' },
          nics: { nic: [{ network: { name: 'lab' }, interface: 'e1000' }] },
          disk_attachments: { disk_attachment: [{ interface: 'virtio_scsi', disk }] },
        };
        return api.expect(201, 'POST', `${API}/vms`, { json });
      },
    },
    updateOvirtVm: {
      make: guest(),
      native: ({ id, name }) => {
        const json = { name: `${name}-renamed`, vcpus: 2, memory_mib: 128 };
        const headers = { 'content-type': 'application/merge-patch+json', prefer: 'wait=60' };
        return api.expect(200, 'PATCH', `/v1/guests/${id}`, { json, headers });
      },
      dialect: ({ id, name }) => {
        const json = { name: `${name}-renamed`, memory: 128 * 1024 ** 2, cpu: { topology: { cores: 2 } } };
        return api.expect(200, 'PUT', `${API}/vms/${id}`, { json });
      },
    },
    deleteOvirtVm: {
      make: guest('?start=true'),
      native: ({ id }) => api.expect(202, 'DELETE', `/v1/guests/${id}`),
      dialect: ({ id }) => api.expect(200, 'DELETE', `${API}/vms/${id}`),
    },
    startOvirtVm: action('start', 'start', ''),
    poweroffOvirtVm: action('poweroff', 'stop', '?start=true'),
    shutdownOvirtVm: action('shutdown', 'shutdown', '?start=true'),
    rebootOvirtVm: action('reboot', 'reboot', '?start=true'),
    restartOvirtVm: action('restart', 'reset', '?start=true'),
    suspendOvirtVm: action('suspend', 'suspend', '?start=true'),
    createOvirtVmPermission: {
      make: guest(),
      native: ({ id }) => {
        const json = { user: mary, role: 'operator' };
        return api.expect(201, 'POST', `/v1/guests/${id}/permissions`, { json });
      },
      dialect: ({ id }) => {
        const json = { user: { id: mary }, role: { name: 'UserRole' } };
        return api.expect(201, 'POST', `${API}/vms/${id}/permissions`, { json });
      },
    },
    deleteOvirtVmPermission: {
      make: permitted,
      native: ({ id, permission = '' }) => api.expect(204, 'DELETE', `/v1/guests/${id}/permissions/${permission}`),
      dialect: ({ id, permission = '' }) => api.expect(200, 'DELETE', `${API}/vms/${id}/permissions/${permission}`),
    },
  };
  for (const [what, calls] of Object.entries(writes)) {
    it(`leave the same: ${what}`, async () => {
      expect(await twins.expectAlike(calls)).to.not.be.empty;
    });
  }

  it('leave nothing if they read, or have no twin', async () => {
    for (const { operationId, path, method, bodyExample } of OVIRT.operations) {
      if (operationId in writes) continue;
      const dialect = ({ id }: Thing): Promise<unknown> => {
        const parts: Readonly<Record<string, string>> = { ...OVIRT_PARTS, guest: id };
        const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? id);
        return api.send(method.toUpperCase(), filled, method === 'get' ? {} : { json: bodyExample });
      };
      const calls = { make: guest(), native: () => Promise.resolve(), dialect };
      expect(await twins.expectAlike(calls), operationId).to.be.empty;
    }
  });

  it('are all covered here', () => {
    const expected = OVIRT.operations.filter(({ method, isOpen }) => method !== 'get' && !isOpen);
    expect(Object.keys(writes)).to.have.members(expected.map(({ operationId }) => operationId));
  });
});
