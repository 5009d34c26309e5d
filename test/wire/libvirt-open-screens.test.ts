/** Which guests have the display of version 0.3, if some calls to the daemon fail. */
import { expect } from 'chai';
import type { Daemon } from '../../backends/libvirt/daemon.js';
import { OpenScreens } from '../../backends/libvirt/open-screens.js';
import { newId } from '../../src/domain/ids.js';
import type { GuestId } from '../../src/domain/ids.js';

const SCREEN = "<graphics type='vnc' port='5900' autoport='yes' listen='127.0.0.1'>";

describe('The search for open screens', () => {
  it('keeps its last result while calls to the daemon fail', async () => {
    const { signal } = new AbortController();
    const guest = newId<GuestId>();
    let xml: string | null = SCREEN;
    const query = async (): Promise<{ xml: string }> => {
      if (xml === null) throw new Error('the daemon is busy');
      return { xml };
    };
    const screens = new OpenScreens({ query } as unknown as Daemon);
    const found = async (): Promise<GuestId[]> => {
      screens.forget(guest);
      return [...(await screens.findAmong([guest], signal))];
    };
    expect(await found()).to.deep.equal([guest]);
    xml = null;
    expect(await found()).to.deep.equal([guest]);
    xml = '<devices/>';
    expect(await found()).to.deep.equal([]);
    xml = null;
    expect(await found()).to.deep.equal([]);
  });
});
