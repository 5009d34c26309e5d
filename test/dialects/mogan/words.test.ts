/** The words of Mogan's API: every state, power state and target has one, and faults name the members of a body. */
import { expect } from 'chai';
import type { GuestId } from '../../../src/domain/ids.js';
import { GUEST_STATES, NIC_MODELS, POWER_STATES, POWER_TARGETS } from '../../../src/domain/words.js';
import { MOGAN } from '../../../src/http/dialects/mogan/dialect.js';
import { portUuid } from '../../../src/http/dialects/mogan/port-uuid.js';
import { memberOf, MODEL_OF, POWER_OF, STATUS_OF, TARGET_OF } from '../../../src/http/dialects/mogan/words.js';
import { INSTANCE_MEMBERS } from '../../../src/http/dialects/mogan/views/instances.js';
import { GuesthouseError } from '../../../src/domain/errors.js';
import { MOGAN as CONTRACT } from '../../support/contracts.js';

describe("The words of Mogan's API", () => {
  it('are these', () => {
    expect(GUEST_STATES.map((state) => `${state} ${STATUS_OF[state]}`)).to.deep.equal([
      ...['creating building', 'stopped active', 'starting active', 'running active', 'stopping active'],
      ...['rebooting active', 'suspending active', 'suspended active', 'updating active', 'deleting deleting'],
      ...['error error', 'unknown null'],
    ]);
    expect(POWER_STATES.map((power) => `${power} ${POWER_OF[power]}`)).to.deep.equal([
      ...['on power on', 'off power off', 'suspended power on'],
    ]);
    expect(POWER_TARGETS.map((target) => `${target} ${TARGET_OF[target]}`)).to.deep.equal([
      ...['on power on', 'off power off', 'soft_off power off', 'reboot rebooting', 'soft_reboot rebooting'],
      'suspend null',
    ]);
    expect(new Set(Object.values(MODEL_OF))).to.deep.equal(new Set(NIC_MODELS));
  });

  it('name the members of a body in faults as the body does', () => {
    expect(
      ['/instance_type', '/disks/0/image', '/nics/2/network', '/placement/zone', '/name', ''].map(memberOf),
    ).to.deep.equal(['/instance_type_uuid', '/image_uuid', '/networks/2/net_id', '/availability_zone', '/name', '']);
    const mistakes = [
      { pointer: '/disks/0/image', detail: 'does not name an image' },
      { parameter: 'limit', detail: 'must be >= 1' },
      { pointer: '', detail: 'is already said' },
    ];
    const error = new GuesthouseError('validation_failed', 'This is already said: is already said.', { mistakes });
    const seen = { status: 400, path: '/', requestId: 'r', operationId: null, mediaType: null, accept: undefined };
    expect(
      JSON.parse((JSON.parse(MOGAN.faultBody(error, seen).text) as { error_message: string }).error_message),
    ).to.deep.equal({
      faultstring:
        'This is already said: is already said. Mistakes: /image_uuid does not name an image; limit must be >= 1.',
      faultcode: 'Client',
      debuginfo: null,
    });
  });

  it('include the name of every member that `fields` can name', () => {
    const { schemas } = CONTRACT.document['components'] as { schemas: Record<string, { properties: object }> };
    expect(INSTANCE_MEMBERS).to.have.members(Object.keys(schemas['MoganInstance']?.properties ?? {}));
  });

  it('make the uuid of a port from the guest and the device', () => {
    // python3 -c "import uuid; print(uuid.uuid5(uuid.UUID('f978ef48-d4af-4dad-beec-e6174309bc71'), 'net0'))"
    const guest = 'f978ef48-d4af-4dad-beec-e6174309bc71' as GuestId;
    expect(portUuid(guest, 'net0')).to.equal('ba9190e9-4326-580b-ac30-9f0c2e25e0ec');
    expect(portUuid(guest, 'net1')).to.not.equal(portUuid(guest, 'net0'));
  });
});
