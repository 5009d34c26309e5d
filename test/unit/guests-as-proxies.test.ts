/** Which trusted proxies are rejected, because guests connect from their addresses. */
import { expect } from 'chai';
import { mistakesInTrustedProxies } from '../../src/http/connection/guests-as-proxies.js';

describe('Trusted proxies on a machine with guests', () => {
  const ownAddresses = ['192.0.2.7', '2001:db8::7'];
  const countOf = (host: string, proxies: string, isUserNetworkIsolated: boolean): number =>
    mistakesInTrustedProxies(
      { host, trustedProxies: proxies.split(' ') },
      { userNetwork: { isIsolated: isUserNetworkIsolated, ownAddresses }, subnets: new Map() },
    ).length;

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
      { userNetwork: { isIsolated: false, ownAddresses }, subnets: new Map() },
    );
    for (const way of ['install passt', 'proxy_bind 127.0.0.2', 'GUESTHOUSE_NETWORKS']) expect(mistake).to.contain(way);
  });

  describe('on a network with addresses of its own', () => {
    const subnets = new Map([
      ['default', ['192.168.122.1/24']],
      ['br0', ['10.1.0.7/16', 'fd00:1::7/64']],
    ]);
    const mistakesOf = (...trustedProxies: string[]): readonly string[] =>
      mistakesInTrustedProxies({ host: '127.0.0.1', trustedProxies }, { userNetwork: null, subnets });
    const isRefused = (proxy: string): boolean => mistakesOf(proxy).length > 0;

    it('must not overlap the network, whichever of the two is wider', () => {
      const among = [
        '192.168.122.1',
        '192.168.122.77',
        '192.168.122.64/26',
        '192.168.0.0/16',
        '10.0.0.0/8',
        '10.1.2.3',
      ];
      const v6 = [
        'fd00:1::7',
        'FD00:1:0:0::9',
        'fd00:1::/120',
        'fd00::/8',
        '::ffff:192.168.122.9',
        '::ffff:10.1.0.0/112',
      ];
      for (const proxy of [...among, ...v6, '::ffff:c0a8:7a09']) expect(isRefused(proxy), proxy).to.equal(true);
    });

    it('can be next to the network', () => {
      const beside = ['192.168.121.1', '192.168.123.0/24', '10.2.0.0/16', 'fd00:1:0:1::/64', '127.0.0.2', 'loopback'];
      for (const proxy of [...beside, '::ffff:10.2.0.1']) expect(isRefused(proxy), proxy).to.equal(false);
    });

    it('are rejected with a message for each proxy, which names the network and the solutions', () => {
      const mistakes = mistakesOf('10.1.0.1', '127.0.0.2', '192.168.0.0/16');
      expect(mistakes).to.have.length(2);
      const ways = ['10.1.0.1', 'br0', '10.1.0.7/16', 'proxy_bind 127.0.0.2', 'narrower', 'GUESTHOUSE_NETWORKS'];
      for (const way of ways) expect(mistakes[0]).to.contain(way);
      expect(mistakes[1]).to.contain('192.168.0.0/16').and.to.contain('default');
    });
  });
});
