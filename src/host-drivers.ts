/**
 * The drivers of all hosts of this service, each made from the row of its host and the configuration of the service.
 *
 * The URI of a host names the hypervisor. Everything else (acceleration, the folder of the pool, the data folder, the
 * disk reserve) comes from the configuration of the service, for every host.
 * Must not decide which hosts exist (src/hosts/follow-rows.ts) or who owns them (src/hosts/keeper.ts).
 */
import type { CallOptions } from '../backends/backend.js';
import { backendAt, configureBackend, findMistakeInUri } from '../backends/registry.js';
import type { BackendConfigs, ConfiguredBackend } from '../backends/registry.js';
import { supervise } from '../backends/supervised.js';
import type { SuperviseOptions } from '../backends/supervised.js';
import type { FoundPlace, HostPlaces } from './app/host-registry.js';
import type { HostPlace, PlacedHost } from './domain/host.js';
import type { BackendName } from './domain/words.js';
import { canDrive, configuredPlace, requestedPlace } from './hosts/driver.js';
import type { HostDriver, ServicePlace } from './hosts/driver.js';
import { HostFence } from './hosts/fence.js';

export interface HostDriversDeps {
  /** Called for each driver, because drivers keep state in their configuration (the room on a disk). */
  readonly configs: () => BackendConfigs;
  readonly here: ServicePlace;
  readonly supervision: SuperviseOptions;
}

export class HostDrivers implements HostPlaces {
  readonly #deps: HostDriversDeps;

  constructor(deps: HostDriversDeps) {
    this.#deps = deps;
  }

  get here(): ServicePlace {
    return this.#deps.here;
  }

  /** The place of the host that the configuration of this service names if it uses this backend. */
  async configuredPlace(name: BackendName): Promise<HostPlace> {
    const { configs, here } = this.#deps;
    return configuredPlace(name, (await configureBackend(name, configs()[name])).locate(), here);
  }

  /** The driver of the host that the configuration of this service names. */
  ofConfigured(backend: ConfiguredBackend): HostDriver {
    return this.#driverOf(backend, configuredPlace(backend.name, backend.locate(), this.#deps.here));
  }

  /** The driver of the host; null if this service cannot drive it. */
  async of(host: PlacedHost): Promise<HostDriver | null> {
    const { configs, here } = this.#deps;
    const { backend: name, uri } = host;
    const configured = await configureBackend(name, configs()[name]);
    const isConfigured = host.origin === 'environment' && configured.locate().uri === uri;
    const isOfFolder = host.origin === 'environment' && configured.locate().isOfDataFolder;
    const backend = isConfigured || isOfFolder ? configured : await backendAt(name, uri, configs());
    if (!canDrive(host, backend.locate(), here)) return null;
    const { machineId, dataFolder } = host;
    return this.#driverOf(backend, { backend: name, uri, machineId, dataFolder });
  }

  async findPlace(name: BackendName, uri: string): Promise<FoundPlace> {
    const mistake = await findMistakeInUri(name, uri);
    if (mistake !== null) return { mistake };
    const { configs, here } = this.#deps;
    const location = (await backendAt(name, uri, configs())).locate();
    // The row keeps the URI of the request, because a location omits parameters that are not for display.
    return { place: { ...requestedPlace(name, location, here), uri } };
  }

  async identify({ backend: name, uri }: HostPlace, options: CallOptions): Promise<string | null> {
    const { configs, here, supervision } = this.#deps;
    const backend = await backendAt(name, uri, configs());
    const place = requestedPlace(name, backend.locate(), here);
    const driver = this.#driverOf(backend, place, { ...supervision, onCall: () => undefined }).backend;
    try {
      return (await driver.describe(options)).hypervisorId;
    } finally {
      await driver.close();
    }
  }

  #driverOf(configured: ConfiguredBackend, place: HostPlace, supervision = this.#deps.supervision): HostDriver {
    const { name } = configured;
    const fence = new HostFence();
    const open = async (options: CallOptions) => fence.around(await configured.open(options));
    return { name, location: configured.locate(), place, fence, backend: supervise({ name, open }, supervision) };
  }
}
