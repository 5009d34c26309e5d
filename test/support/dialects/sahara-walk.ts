/** The adapters of the Sahara dialect for the mixed walk: one for guests, one for clusters. */
import type { Guest } from '../../../generated/api-types.js';
import type { SaharaClusterList, SaharaGuestList } from '../../../generated/sahara/api-types.js';
import { STATUS_OF_CLUSTER } from '../../../src/http/dialects/sahara/words.js';
import type { Api } from '../api.js';
import type { Step, WalkedApi } from './walked-api.js';

const GUESTS = '/v1.1/default/guests';
const CLUSTERS = '/v1.1/default/clusters';

export function walkSahara(api: Api): readonly WalkedApi[] {
  const change =
    (collection: string, method: string, of: (number: number) => object): Step =>
    ({ id }, dice) =>
      api.send(method, `${collection}/${id}`, { json: of(dice.below(1_000)) });
  const create = (name: string) =>
    api.send('POST', `${GUESTS}?start=true`, { json: { name, vcpus: 1, memory_mib: 16 } });
  return [
    {
      name: 'sahara guests',
      steps: {
        resize: change(GUESTS, 'PATCH', (number) => ({ vcpus: 1 + (number % 4) })),
        describe: change(GUESTS, 'PUT', (number) => ({
          description: `sahara ${number}`,
          metadata: { key: `${number}` },
        })),
      },
      remove: ({ id }) => api.send('DELETE', `${GUESTS}/${id}`),
      create,
      list: async () => {
        const { guests } = (await api.expect(200, 'GET', `${GUESTS}.json`)).json<SaharaGuestList>();
        return new Map(guests.map(({ href: _href, links: _links, ...guest }) => [guest.id, guest]));
      },
      viewOf: saharaGuestOf,
    },
    {
      name: 'sahara clusters',
      steps: { describe: change(CLUSTERS, 'PATCH', (number) => ({ description: `cluster ${number}` })) },
      remove: ({ id }) => api.send('DELETE', `${CLUSTERS}/${id}`),
      create,
      list: async () => {
        const { clusters } = (await api.expect(200, 'GET', CLUSTERS)).json<SaharaClusterList>();
        return new Map(clusters.map(({ id, name, description, status }) => [id, { id, name, description, status }]));
      },
      viewOf: ({ id, name, description, state }) => ({ id, name, description, status: STATUS_OF_CLUSTER[state] }),
    },
  ];
}

function saharaGuestOf(guest: Guest): unknown {
  const { href: _href, links: _links, placement_group: _group, firmware: _firmware, boot: _boot, ...rest } = guest;
  const {
    cpu_model: _cpu,
    machine_type: _machine,
    target_power_state: _target,
    power_cycle_required: _cycle,
    ...shown
  } = rest;
  return shown;
}
