/** The adapter of the Mistify dialect for the mixed walk. */
import type { MistifyGuest } from '../../../generated/mistify/api-types.js';
import { STATE_OF } from '../../../src/http/dialects/mistify/words.js';
import type { Api } from '../api.js';
import type { Step, WalkedApi } from './walked-api.js';

const VERBS = ['start', 'restart', 'poweroff', 'suspend'] as const;

export function walkMistify(api: Api): readonly WalkedApi[] {
  const verb =
    (name: (typeof VERBS)[number]): Step =>
    ({ id }) =>
      api.send('POST', `/guests/${id}/${name}`);
  return [
    {
      name: 'mistify',
      steps: {
        ...Object.fromEntries(VERBS.map((name) => [name, verb(name)])),
        describe: ({ id }, dice) =>
          api.send('PATCH', `/guests/${id}/metadata`, { json: { mistify: `${dice.below(1_000)}` } }),
      },
      remove: ({ id }) => api.send('DELETE', `/guests/${id}`),
      create: (name) => api.send('POST', '/guests', { json: { cpu: 1, memory: 16, metadata: { name } } }),
      list: async () => {
        const guests = (await api.expect(200, 'GET', '/guests')).json<MistifyGuest[]>();
        return new Map(
          guests.map(({ id, state, memory, cpu, metadata }) => [id, { id, state, memory, cpu, metadata }]),
        );
      },
      viewOf: ({ id, name, state, vcpus, memory_mib: memory, metadata }) => ({
        ...{ id, memory, cpu: vcpus, state: STATE_OF[state] },
        metadata: { name, ...metadata },
      }),
    },
  ];
}
