/**
 * A host with a simulated libvirt daemon in the kill matrix. Every service on this machine can drive it, whatever the
 * data folder of the service is.
 */
import { POOL_MARKER } from '../../../backends/libvirt/names.js';
import type { Host } from '../../../generated/api-types.js';
import { SimulatedLibvirt } from '../../wire/simulated-libvirt.js';
import { Api } from '../api.js';
import { eventually } from '../eventually.js';
import type { Service } from '../service.js';
import { NOTHING } from './host-under-test.js';
import type { Effects, Moment, NeedsOfPlan, Subject } from './host-under-test.js';
import { UnheldHost } from './unheld-host.js';

export class LibvirtHostUnderTest extends UnheldHost {
  readonly #libvirt: SimulatedLibvirt;

  private constructor(id: string, libvirt: SimulatedLibvirt) {
    super(id);
    this.#libvirt = libvirt;
  }

  /** Requests the host, and waits until the service has reached it. */
  static async create(service: Service, name: string): Promise<LibvirtHostUnderTest> {
    const libvirt = await SimulatedLibvirt.listen();
    const api = new Api(service);
    const json = { name, backend: 'libvirt', uri: libvirt.uri };
    const { id } = (await api.expect(201, 'POST', '/v1/hosts', { json })).json<Host>();
    await eventually(async () => (await api.expect(200, 'GET', `/v1/hosts/${id}`)).json<Host>().state === 'up');
    return new LibvirtHostUnderTest(id, libvirt);
  }

  /** The daemon takes no uploads while the service that has the content is killed. */
  override reaches(moment: Moment, needs: NeedsOfPlan): boolean {
    return super.reaches(moment, needs) && !needs.isOfImage;
  }

  async effectsOn({ id }: Subject): Promise<Effects> {
    const disks = `guesthouse-${id}-vd`;
    const volumes = [...this.#libvirt.volumes.keys()].filter((name) => name.startsWith(disks)).length;
    const domain = this.#libvirt.domains.get(id);
    if (domain === undefined) return { ...NOTHING, volumes };
    const vcpus = Number(/<vcpu[^>]*>(\d+)</.exec(domain.xml)?.[1]);
    return { ...NOTHING, state: domain.state === 'shutoff' ? 'off' : 'on', vcpus, volumes };
  }

  async listGuests(): Promise<readonly string[]> {
    const { domains, volumes } = this.#libvirt;
    const owners = [...volumes.keys()]
      .filter((name) => name !== POOL_MARKER)
      .map((name) => /^guesthouse-([0-9a-f-]{36})-/.exec(name)?.[1] ?? name);
    return [...new Set([...domains.keys(), ...owners])].sort();
  }

  async close(): Promise<void> {
    await this.#libvirt.close();
  }
}
