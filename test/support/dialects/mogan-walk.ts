/** The adapter of the Mogan dialect for the mixed walk. */
import type { Image } from '../../../generated/api-types.js';
import type { MoganInstanceDetailList } from '../../../generated/mogan/api-types.js';
import { POWER_OF, STATUS_OF } from '../../../src/http/dialects/mogan/words.js';
import type { Api } from '../api.js';
import type { Step, WalkedApi } from './walked-api.js';

const TARGETS = ['on', 'off', 'reboot'] as const;
/** The name of the type and of the image that all instances have. */
const NEEDED = 'walked';

export function walkMogan(api: Api): readonly WalkedApi[] {
  const power =
    (target: (typeof TARGETS)[number]): Step =>
    ({ id }) =>
      api.send('PUT', `/v1/instances/${id}/states/power`, { json: { target } });
  return [
    {
      name: 'mogan',
      steps: {
        ...Object.fromEntries(TARGETS.map((target) => [target, power(target)])),
        describe: ({ id }, dice) => {
          const patch = [{ op: 'add', path: '/description', value: `mogan ${dice.below(1_000)}` }];
          return api.send('PATCH', `/v1/instances/${id}`, { json: patch });
        },
      },
      remove: ({ id }) => api.send('DELETE', `/v1/instances/${id}`),
      create: async (name) => {
        await makeNeeded(api);
        const json = { name, instance_type_uuid: NEEDED, image_uuid: NEEDED, networks: [{ net_id: 'user' }] };
        return await api.send('POST', '/v1/instances', { json });
      },
      list: async () => {
        const { instances } = (await api.expect(200, 'GET', '/v1/instances/detail')).json<MoganInstanceDetailList>();
        return new Map(
          instances.map(({ uuid, name, description, status, power_state, extra }) => [
            uuid,
            { uuid, name, description, status, power_state, extra },
          ]),
        );
      },
      viewOf: ({ id, name, description, state, power_state: observed, metadata }) => ({
        ...{ uuid: id, name, description, status: STATUS_OF[state], extra: metadata },
        power_state: state === 'unknown' || observed === null ? null : POWER_OF[observed],
      }),
    },
  ];
}

/** Makes what an instance needs, unless it exists. */
async function makeNeeded(api: Api): Promise<void> {
  await api.send('POST', '/v1/instance-types', { json: { name: NEEDED, vcpus: 1, memory_mib: 16 } });
  const made = await api.send('POST', '/v1/images', { json: { name: NEEDED, kind: 'disk', format: 'raw' } });
  if (made.status === 201) await api.putContent(made.json<Image>().id, Buffer.alloc(1024 * 1024));
}
