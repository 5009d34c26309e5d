/** Every backend there is, by name, and how one is chosen. */
import { GuesthouseError } from '../src/domain/errors.js';
import { BACKEND_NAMES } from '../src/domain/words.js';
import type { BackendName } from '../src/domain/words.js';
import type { BackendConfig, BackendFactory } from './backend.js';
import { fakeFactory } from './fake/backend.js';
import { libvirtFactory } from './libvirt/backend.js';
import { qmpFactory } from './qmp/backend.js';

export const BACKENDS = {
  fake: fakeFactory,
  qmp: qmpFactory,
  libvirt: libvirtFactory,
} as const satisfies Record<BackendName, BackendFactory>;

/** Real hypervisors first; the simulation is what is left. */
const AUTO_ORDER = ['libvirt', 'qmp', 'fake'] as const satisfies readonly BackendName[];

/**
 * The backend of that name, or for `auto` the first that this machine can run; with the reason, for the log. `known` is what drives the
 * host of this database already. It has nothing to prove, because its hypervisor may be away just now, and `auto` never falls behind it.
 */
export async function chooseBackend(
  wanted: BackendName | 'auto',
  config: BackendConfig,
  known: BackendName | null,
): Promise<{ name: BackendName; reason: string }> {
  const reasons: string[] = [];
  for (const name of wanted === 'auto' ? AUTO_ORDER : [wanted]) {
    if (name === known) return { name, reason: [...reasons, `${name}: drives the host of this database`].join('; ') };
    const { isUsable, reason } = await BACKENDS[name].detect(config);
    reasons.push(`${name}: ${reason}`);
    if (isUsable) return { name, reason: reasons.join('; ') };
  }
  throw new GuesthouseError(
    'internal',
    `The backend ${wanted} cannot be used here (${reasons.join('; ')}). Set GUESTHOUSE_BACKEND to one of ${BACKEND_NAMES.join(', ')}, or auto.`,
  );
}
