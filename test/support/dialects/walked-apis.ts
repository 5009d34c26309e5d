/**
 * The APIs of the mixed walk (test/dialects/mixed-walk.test.ts). To add a dialect, write its adapter in a file of its
 * own, and list it in WALKED.
 */
import type { Guest, GuestList } from '../../../generated/api-types.js';
import type { Api } from '../api.js';
import { mergePatch } from '../patches.js';
import { walkMistify } from './mistify-walk.js';
import { walkMogan } from './mogan-walk.js';
import { walkOvirt } from './ovirt-walk.js';
import { walkSahara } from './sahara-walk.js';
import type { Step, WalkedApi } from './walked-api.js';

/** The APIs besides the native one. */
const WALKED: readonly ((api: Api) => readonly WalkedApi[])[] = [walkMistify, walkMogan, walkOvirt, walkSahara];

/** All APIs of the service. */
export function walkedApis(api: Api): readonly [WalkedApi, ...WalkedApi[]] {
  return [walkNative(api), ...WALKED.flatMap((walk) => walk(api))];
}

/** All guests, as the native API shows them. */
export async function nativeGuests(api: Api): Promise<readonly Guest[]> {
  return (await api.expect(200, 'GET', '/v1/guests?limit=1000')).json<GuestList>().guests as Guest[];
}

const VERBS = ['start', 'shutdown', 'reboot', 'restart', 'poweroff', 'suspend'] as const;

function walkNative(api: Api): WalkedApi {
  const verb =
    (name: (typeof VERBS)[number]): Step =>
    ({ href }, dice) => {
      const isSoft = name === 'shutdown' || name === 'reboot';
      return api.send('POST', `${href}/${name}`, isSoft ? { json: { timeout_s: 1, force: dice.oneIn(2) } } : {});
    };
  return {
    name: 'native',
    steps: {
      ...Object.fromEntries(VERBS.map((name) => [name, verb(name)])),
      resize: ({ href }, dice) => api.send('PATCH', href, mergePatch({ vcpus: 1 + dice.below(4) })),
      describe: ({ href }, dice) => api.send('PATCH', href, mergePatch({ description: `native ${dice.below(1_000)}` })),
    },
    remove: ({ href }) => api.send('DELETE', href),
    create: (name) => api.send('POST', '/v1/guests', { json: { name, vcpus: 1, memory_mib: 16 } }),
    list: async () => new Map((await nativeGuests(api)).map((guest) => [guest.id, guest])),
    viewOf: (guest) => guest,
  };
}
