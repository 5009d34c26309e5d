/**
 * Every backend by its name, with its configuration, and two functions: one chooses the backend of the host that the
 * configuration names, and the other returns the backend of a host that a request created.
 */
import { GuesthouseError } from '../src/domain/errors.js';
import { BACKEND_NAMES } from '../src/domain/words.js';
import type { BackendName } from '../src/domain/words.js';
import type { Backend, BackendFactory, CallOptions, HostLocation } from './backend.js';
import type { FakeConfig } from './fake/backend.js';
import type { LibvirtConfig } from './libvirt/backend.js';
import type { QmpConfig } from './qmp/installation.js';

/** The configuration that each driver needs to open its host. */
export interface BackendConfigs {
  readonly fake: FakeConfig;
  readonly qmp: QmpConfig;
  readonly libvirt: LibvirtConfig;
}

/**
 * A service uses one or two drivers, and each costs time and memory at start. So only the drivers in use are loaded.
 */
const BACKENDS: { readonly [N in BackendName]: () => Promise<BackendFactory<BackendConfigs[N]>> } = {
  fake: async () => (await import('./fake/backend.js')).fakeFactory,
  qmp: async () => (await import('./qmp/backend.js')).qmpFactory,
  libvirt: async () => (await import('./libvirt/backend.js')).libvirtFactory,
};

/** A factory together with its configuration. */
export interface ConfiguredBackend {
  readonly name: BackendName;
  detect(): Promise<{ isUsable: boolean; reason: string }>;
  locate(): HostLocation;
  findReaderGid(): Promise<number | null>;
  open(options: CallOptions): Promise<Backend>;
}

export async function configureBackend<N extends BackendName>(
  name: N,
  config: BackendConfigs[N],
): Promise<ConfiguredBackend> {
  const factory = await BACKENDS[name]();
  return {
    name,
    detect: () => factory.detect(config),
    locate: () => factory.locate(config),
    findReaderGid: () => factory.findReaderGid(config),
    open: (options) => factory.open(config, options),
  };
}

/**
 * The backend of a host that a request created. The URI names the host; everything else comes from the configuration
 * of the service.
 */
export async function backendAt(name: BackendName, uri: string, configs: BackendConfigs): Promise<ConfiguredBackend> {
  switch (name) {
    case 'fake':
      return configureBackend(name, { ...configs.fake, uri });
    case 'libvirt':
      return configureBackend(name, { ...configs.libvirt, uri });
    case 'qmp':
      return configureBackend(name, configs.qmp);
  }
}

/** The mistake in the URI of a host that a request creates; null if there is none. */
export async function findMistakeInUri(name: BackendName, uri: string): Promise<string | null> {
  return (await BACKENDS[name]()).findMistake(uri);
}

/** Real hypervisors first; the simulation is the last resort. */
const AUTO_ORDER = ['libvirt', 'qmp', 'fake'] as const satisfies readonly BackendName[];

/**
 * The backend with the name `wanted`, or for `auto` the first backend in `AUTO_ORDER` that this machine can run. Also
 * returns the reason for the choice, for the log. The backend `known` already drives the host of this database. It is
 * accepted without a check: its hypervisor may be away at the moment, and `auto` must then not choose a backend that
 * comes later in the order.
 */
export async function chooseBackend(
  wanted: BackendName | 'auto',
  configs: BackendConfigs,
  known: BackendName | null,
): Promise<{ backend: ConfiguredBackend; reason: string }> {
  const reasons: string[] = [];
  for (const name of wanted === 'auto' ? AUTO_ORDER : [wanted]) {
    const backend = await configureBackend(name, configs[name]);
    if (name === known)
      return { backend, reason: [...reasons, `${name}: drives the host of this database`].join('; ') };
    const { isUsable, reason } = await backend.detect();
    reasons.push(`${name}: ${reason}`);
    if (isUsable) return { backend, reason: reasons.join('; ') };
  }
  throw new GuesthouseError(
    'internal',
    `The backend ${wanted} cannot be used here (${reasons.join('; ')}). Set GUESTHOUSE_BACKEND to one of ${BACKEND_NAMES.join(', ')}, or auto.`,
  );
}
