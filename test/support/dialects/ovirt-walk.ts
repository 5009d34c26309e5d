/** The adapter of the oVirt dialect for the mixed walk. */
import type { OvirtVms } from '../../../generated/ovirt/api-types.js';
import { bytesOf, STATUS_OF_GUEST } from '../../../src/http/dialects/ovirt/words.js';
import type { Api } from '../api.js';
import type { Step, WalkedApi } from './walked-api.js';

const VMS = '/ovirt-engine/api/vms';
const ACTIONS = ['start', 'stop', 'reset', 'suspend'] as const;
const AS_JSON = { headers: { accept: 'application/json' } };

export function walkOvirt(api: Api): readonly WalkedApi[] {
  // As fencing agents send it.
  const act =
    (name: (typeof ACTIONS)[number]): Step =>
    ({ id }) =>
      api.send('POST', `${VMS}/${id}/${name}`, { body: '<action />', headers: { 'content-type': 'application/xml' } });
  return [
    {
      name: 'ovirt',
      steps: {
        ...Object.fromEntries(ACTIONS.map((name) => [name, act(name)])),
        describe: ({ id }, dice) =>
          api.send('PUT', `${VMS}/${id}`, { json: { description: `ovirt ${dice.below(1_000)}` }, ...AS_JSON }),
      },
      remove: ({ id }) => api.send('DELETE', `${VMS}/${id}`, AS_JSON),
      create: (name) => {
        const json = { name, cluster: { name: 'default' }, template: { name: 'Blank' }, memory: bytesOf(16) };
        return api.send('POST', VMS, { json, ...AS_JSON });
      },
      list: async () => {
        const { vm = [] } = (await api.expect(200, 'GET', VMS, AS_JSON)).json<OvirtVms>();
        return new Map(
          vm.map(({ id, name, description, status, memory, cpu }) => [
            id,
            { id, name, description, status, memory, vcpus: cpu.topology.sockets },
          ]),
        );
      },
      viewOf: ({ id, name, description, state, vcpus, memory_mib: memoryMib }) => ({
        ...{ id, name, vcpus, memory: bytesOf(memoryMib), status: STATUS_OF_GUEST[state] },
        description: description === '' ? undefined : description,
      }),
    },
  ];
}
