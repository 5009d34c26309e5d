/**
 * A service with what an instance of Mogan's API needs: a type, an image with content and networks. They have the ids
 * of the examples in Mogan's documents, so that the examples can be sent as they are printed.
 */
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { MoganInstance } from '../../../generated/mogan/api-types.js';
import { Api, uniqueName, type CheckedResponse, type SendOptions } from '../api.js';
import { eventually } from '../eventually.js';
import { readMoganFault } from '../mogan-fault.js';
import { onHost, Service, type ServiceOptions } from '../service.js';

export const INSTANCES = '/v1/instances';
export const TYPE = '0607b5f3-6111-424d-ba46-f5de39a6fa69';
export const IMAGE = 'efe0a06f-ca95-4808-b41e-9f55b9c5eb98';
/** The ids of the networks `user` and `lab`. */
export const USER_NETWORK = 'c1940655-8b8e-4370-b8f9-03ba1daeca31';
export const LAB_NETWORK = '8e8ceb07-4641-4188-9b22-840755e92ee2';

const EXAMPLES = new URL('../../dialects/mogan/examples/', import.meta.url);

/** Makes the type, the image and the networks that the examples name. */
export async function makeMoganExamples(service: Service): Promise<void> {
  const api = new Api(service);
  // A fuzz run neither changes nor deletes what has this name.
  const json = { name: 'default', vcpus: 1, memory_mib: 64 };
  await api.expect(201, 'POST', '/v1/instance-types', { json });
  await api.announceImage({ name: 'debian' });
  const sql = new pg.Client(service.databaseUrl);
  await sql.connect();
  try {
    await sql.query(`update instance_types set id = $1 where name = 'default'`, [TYPE]);
    await sql.query(`update images set id = $1 where name = 'debian'`, [IMAGE]);
    for (const [name, id] of [
      ['user', USER_NETWORK],
      ['lab', LAB_NETWORK],
    ]) {
      await sql.query(
        `with moved as (delete from network_hosts using networks n where n.name = $1 and network_id = n.id returning host_id),
           renamed as (update networks set id = $2 where name = $1)
         insert into network_hosts (network_id, host_id) select $2, host_id from moved`,
        [name, id],
      );
    }
  } finally {
    await sql.end();
  }
  await api.putContent(IMAGE, Buffer.alloc(1024 * 1024));
}

export class MoganWorld {
  readonly service: Service;
  readonly api: Api;

  private constructor(service: Service) {
    this.service = service;
    this.api = new Api(service);
  }

  static async open(options: ServiceOptions = {}): Promise<MoganWorld> {
    const world = new MoganWorld(await Service.start(options));
    await makeMoganExamples(world.service);
    return world;
  }

  close(): Promise<void> {
    return this.service.leave();
  }

  /** A request for a small instance. */
  body(more: object = {}): { readonly name: string } & Readonly<Record<string, unknown>> {
    const networks = [{ net_id: USER_NETWORK }];
    return { name: uniqueName('instance'), instance_type_uuid: TYPE, image_uuid: IMAGE, networks, ...more };
  }

  /** Creates an instance and waits until it runs. */
  async make(more: object = {}): Promise<MoganInstance> {
    const { uuid } = (await this.api.expect(201, 'POST', INSTANCES, { json: this.body(more) })).json<MoganInstance>();
    await this.untilPower(uuid, 'power on');
    return this.get(uuid);
  }

  async get(uuid: string): Promise<MoganInstance> {
    return (await this.api.expect(200, 'GET', `${INSTANCES}/${uuid}`)).json<MoganInstance>();
  }

  /** Waits until no operation of the instance is in progress, and it is in this power state. */
  async untilPower(uuid: string, power: MoganInstance['power_state']): Promise<void> {
    await eventually(async () => {
      const states = (await this.api.expect(200, 'GET', `${INSTANCES}/${uuid}/states`)).json<object>();
      const { status } = await this.get(uuid);
      return (
        JSON.stringify([status, states]) ===
        JSON.stringify(['active', { power_state: power, target_power_state: null }])
      );
    });
  }

  /** Sends a request, expects its rejection, and returns the explanation. */
  async refused(status: number, method: string, path: string, options: SendOptions = {}): Promise<string> {
    return readMoganFault((await this.api.expect(status, method, path, options)).json()).faultstring;
  }

  setPower(uuid: string, target: string): Promise<CheckedResponse> {
    return this.api.send('PUT', `${INSTANCES}/${uuid}/states/power`, { json: { target } });
  }

  onHost(uuid: string): string {
    return onHost({ id: uuid });
  }
}

/** The bytes of an example of Mogan's documents. */
export function readExample(name: string): Promise<string> {
  return readFile(new URL(name, EXAMPLES), 'utf8');
}
