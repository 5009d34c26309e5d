/** Which trusted proxies are rejected, because guests connect from their addresses. */
import { expect } from 'chai';
import { mistakesInTrustedProxies } from '../../src/http/connection/guests-as-proxies.js';

describe('Trusted proxies on a machine with guests', () => {
  const ownAddresses = ['192.0.2.7', '2001:db8::7'];
  const countOf = (host: string, proxies: string, isUserNetworkIsolated: boolean): number =>
    mistakesInTrustedProxies({ host, trustedProxies: proxies.split(' ') }, { isUserNetworkIsolated, ownAddresses })
      .length;

  it('must not include the addresses from which guests reach the loopback, unless guests are cut off from it', () => {
    for (const proxies of ['loopback', '127.0.0.1', '127.0.0.0/8', '::1', '10.0.0.1 loopback', '::ffff:127.0.0.1']) {
      expect(countOf('127.0.0.1', proxies, false), proxies).to.equal(1);
      expect(countOf('127.0.0.1', proxies, true), proxies).to.equal(0);
    }
    for (const proxies of ['127.0.0.2', '10.0.0.1', '192.0.2.0/24'])
      expect(countOf('127.0.0.1', proxies, false), proxies).to.equal(0);
  });

  it('must not include an address of the machine at which the service can be reached, even if guests are cut off', () => {
    for (const proxies of ['192.0.2.7', '192.0.2.0/24', '2001:db8::/32']) {
      expect(countOf('0.0.0.0', proxies, true), proxies).to.equal(1);
      expect(countOf('localhost', proxies, true), proxies).to.equal(0);
    }
    expect(countOf('192.0.2.7', '192.0.2.7', true)).to.equal(1);
    expect(countOf('192.0.2.7', '2001:db8::7', true)).to.equal(0);
    expect(countOf('0.0.0.0', '192.0.2.8', true)).to.equal(0);
  });

  it('are rejected with a message that names the solutions', () => {
    const [mistake] = mistakesInTrustedProxies(
      { host: '127.0.0.1', trustedProxies: ['loopback'] },
      { isUserNetworkIsolated: false, ownAddresses },
    );
    for (const way of ['install passt', 'proxy_bind 127.0.0.2', 'GUESTHOUSE_NETWORKS']) expect(mistake).to.contain(way);
  });
});
