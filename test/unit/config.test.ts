/** Tests of the configuration: defaults, flags before variables, and every mistake in one report. */
import { expect } from 'chai';
import { ConfigError, readConfig, unknownVariables } from '../../src/config.js';
import { DIALECT_NAMES } from '../../src/domain/words.js';
import { trustIn } from '../../src/http/connection/forwarded.js';

function mistakesOf(env: Record<string, string>, args: string[] = []): readonly string[] {
  try {
    readConfig(env, args);
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes;
    throw error;
  }
  return [];
}

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({}, [])).to.deep.equal({
      host: '127.0.0.1',
      port: 8480,
      dataFolder: null,
      databaseUrl: null,
      backend: 'auto',
      accel: 'auto',
      cpuModel: null,
      qemuUser: null,
      advertiseUrl: null,
      isInsecure: false,
      libvirtUri: 'qemu:///system',
      libvirtPoolPath: '/var/lib/libvirt/images/guesthouse',
      networks: ['user', 'default'],
      imageMaxBytes: 64 * 1024 ** 3,
      quotaDefaults: {
        guests: 10_000,
        vcpus: null,
        memory_mib: null,
        disk_mib: null,
        images: 10_000,
        image_bytes: null,
        tokens: null,
      },
      tokensMax: 100,
      diskReserve: { share: 0.05, bytes: 2 * 1024 ** 3 },
      keepMs: 7 * 86_400_000,
      trustedProxies: [],
      dialects: [...DIALECT_NAMES],
      corsOrigins: [],
      oidc: null,
      keystone: null,
      auth: 'token',
      tls: null,
      requestsPerSecond: 500,
      streamsMax: 32,
      wrongCredentialsPerMinute: 10,
      connectionsMax: 4_096,
      requestTimeoutMs: 60_000,
      logLevel: 'info',
      metricsGuests: 'id,name',
      metricsGuestsMax: 1_000,
      isTracing: false,
    });
  });

  it('enables tracing if OpenTelemetry’s variables name an exporter, unless it is switched off', () => {
    const isTracing = (env: Record<string, string>): boolean => readConfig(env, []).isTracing;
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:4318';
    expect(isTracing({ OTEL_EXPORTER_OTLP_ENDPOINT })).to.equal(true);
    expect(isTracing({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' })).to.equal(true);
    expect(isTracing({ OTEL_TRACES_EXPORTER: 'otlp' })).to.equal(true);
    expect(isTracing({ OTEL_SERVICE_NAME: 'x' })).to.equal(false);
    expect(isTracing({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_TRACES_EXPORTER: 'none' })).to.equal(false);
    expect(isTracing({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' })).to.equal(false);
  });

  it('accepts the settings that bound the labels of guest metrics', () => {
    const env = { GUESTHOUSE_METRICS_GUESTS: 'id', GUESTHOUSE_METRICS_GUESTS_MAX: '5' };
    expect(readConfig(env, [])).to.include({ metricsGuests: 'id', metricsGuestsMax: 5 });
    expect(mistakesOf({ GUESTHOUSE_METRICS_GUESTS: 'description' })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_METRICS_GUESTS_MAX: '0' })).to.have.length(1);
  });

  it('accepts the name of a CPU model, whose form cannot become another argument', () => {
    for (const cpuModel of ['host', 'max', 'Skylake-Server', 'EPYC-Rome-v2'])
      expect(readConfig({ GUESTHOUSE_CPU_MODEL: cpuModel }, [])).to.include({ cpuModel });
    for (const value of ['max,+vmx', '-cpu', 'a b', 'x'.repeat(65), '<model>'])
      expect(mistakesOf({ GUESTHOUSE_CPU_MODEL: value }), value).to.have.length(1);
  });

  it('prefers a flag to its variable, in both spellings', () => {
    const env = { GUESTHOUSE_PORT: '1', GUESTHOUSE_BACKEND: 'qmp' };
    const config = readConfig(env, ['--port=2', '--backend', 'fake', '--database-url', 'postgres://localhost/y']);
    expect(config).to.include({ port: 2, backend: 'fake', databaseUrl: 'postgres://localhost/y' });
  });

  it('treats an empty variable as unset', () => {
    expect(readConfig({ GUESTHOUSE_PORT: '', DATABASE_URL: '' }, [])).to.include({ port: 8480, databaseUrl: null });
  });

  it('accepts a size, a share of the disk or 0 as the reserve of the disk', () => {
    const reserveOf = (value: string): unknown => readConfig({ GUESTHOUSE_DISK_RESERVE: value }, []).diskReserve;
    expect(reserveOf('512MiB')).to.deep.equal({ share: 0, bytes: 512 * 1024 ** 2 });
    expect(reserveOf('10GiB')).to.deep.equal({ share: 0, bytes: 10 * 1024 ** 3 });
    expect(reserveOf('5%')).to.deep.equal({ share: 0.05, bytes: 0 });
    expect(reserveOf('0')).to.deep.equal({ share: 0, bytes: 0 });
    for (const value of ['10', '10GB', '100%', '-1GiB', '1.5GiB', 'GiB', ' 5%']) {
      const [mistake, ...others] = mistakesOf({ GUESTHOUSE_DISK_RESERVE: value });
      expect(others, value).to.deep.equal([]);
      expect(mistake, value).to.match(/^GUESTHOUSE_DISK_RESERVE is "/);
    }
  });

  it('reports every mistake at once', () => {
    const mistakes = mistakesOf(
      { GUESTHOUSE_PORT: '70000', GUESTHOUSE_BACKEND: 'xen', GUESTHOUSE_KEEP: 'long', DATABASE_URL: 'mysql://x' },
      ['--colour', 'red', '--accel'],
    );
    expect(mistakes).to.have.length(6);
  });

  it('names the nearest flag for one that does not exist', () => {
    expect(mistakesOf({}, ['--prot', '1'])[0]).to.match(/^--prot is not a flag\. Did you mean --port\?/);
    expect(mistakesOf({}, ['--frobnicate', '1'])[0]).to.match(/^--frobnicate is not a flag\. Known flags/);
  });

  it('finds the variables that it does not know, each with the nearest one that it knows', () => {
    const found = unknownVariables({
      ...{ GUESTHOUSE_PORT: '1', DATABASE_URL: 'x', OTHER: 'x', GUESTHOUSE_EMPTY: '' },
      ...{ GUESTHOUSE_PROT: '1', GUESTHOUSE_DATABASE_URL: 'x', GUESTHOUSE_RATELIMIT: '1', GUESTHOUSE_FROBNICATE: '1' },
    });
    expect(found.map(({ variable, nearest }) => [variable, nearest])).to.deep.equal([
      ['GUESTHOUSE_PROT', 'GUESTHOUSE_PORT'],
      ['GUESTHOUSE_DATABASE_URL', 'DATABASE_URL'],
      ['GUESTHOUSE_RATELIMIT', 'GUESTHOUSE_RATE_LIMIT'],
      ['GUESTHOUSE_FROBNICATE', null],
    ]);
  });

  it('accepts an address beyond loopback without TLS only if the insecure setting allows it', () => {
    expect(mistakesOf({ GUESTHOUSE_HOST: '0.0.0.0' })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_HOST: '0.0.0.0', GUESTHOUSE_INSECURE: '1' })).to.have.length(0);
    for (const host of ['localhost', '127.0.0.2', '::1', '[::1]']) {
      expect(mistakesOf({ GUESTHOUSE_HOST: host }), host).to.have.length(0);
    }
  });

  it('accepts an address beyond loopback with TLS, which needs a certificate and its key', () => {
    const tls = { GUESTHOUSE_TLS_CERT: '/c.pem', GUESTHOUSE_TLS_KEY: '/k.pem' };
    const config = readConfig({ GUESTHOUSE_HOST: '0.0.0.0', ...tls }, []);
    expect(config.tls).to.deep.equal({ certificate: '/c.pem', key: '/k.pem', clientCa: null }).and.be.frozen;
    expect(readConfig({ ...tls, GUESTHOUSE_TLS_CLIENT_CA: '/a.pem' }, []).tls?.clientCa).to.equal('/a.pem');
    for (const only of ['CERT', 'KEY', 'CLIENT_CA']) {
      const mistakes = mistakesOf({ [`GUESTHOUSE_TLS_${only}`]: '/x.pem' });
      expect(mistakes, only).to.have.length(1);
      expect(mistakes[0], only).to.match(new RegExp(`^GUESTHOUSE_TLS_${only} requires `));
    }
    expect(mistakesOf({ GUESTHOUSE_HOST: '0.0.0.0', GUESTHOUSE_TLS_KEY: '/k.pem' })).to.have.length(2);
  });

  it('reports mistakes in certificate files along with all others', () => {
    const env = { GUESTHOUSE_TLS_CERT: '/c.pem', GUESTHOUSE_TLS_KEY: '/k.pem', GUESTHOUSE_PORT: 'x' };
    expect(() => readConfig(env, [], (paths) => [`${paths.key} is odd.`])).to.throw(
      ConfigError,
      /^\/k\.pem is odd\.\nGUESTHOUSE_PORT/,
    );
  });

  it('accepts GUESTHOUSE_AUTH=none only on loopback and without any setting that admits other machines', () => {
    const none = { GUESTHOUSE_AUTH: 'none' };
    expect(readConfig(none, []).auth).to.equal('none');
    expect(mistakesOf({ ...none, GUESTHOUSE_HOST: '::1' })).to.have.length(0);
    expect(mistakesOf({ ...none, GUESTHOUSE_HOST: '0.0.0.0' })).to.have.length(1);
    expect(mistakesOf({ ...none, GUESTHOUSE_INSECURE: '1' })).to.have.length(1);
    expect(mistakesOf({ ...none, GUESTHOUSE_HOST: '10.0.0.1', GUESTHOUSE_INSECURE: '1' })).to.have.length(2);
    expect(mistakesOf({ ...none, GUESTHOUSE_TLS_CERT: '/c.pem', GUESTHOUSE_TLS_KEY: '/k.pem' })).to.have.length(2);
    expect(mistakesOf({ ...none, GUESTHOUSE_TRUSTED_PROXIES: 'loopback' })).to.have.length(1);
    expect(mistakesOf({ ...none, GUESTHOUSE_CORS_ORIGINS: 'https://console.example' })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_AUTH: 'maybe' })).to.have.length(1);
  });

  it('accepts no connection that others on the network can read or change, unless GUESTHOUSE_INSECURE allows it', () => {
    const exposed: readonly (readonly [string, string])[] = [
      ...['http://x.example/v3'].map((url) => ['GUESTHOUSE_KEYSTONE_URL', url] as const),
      ...[
        'qemu+tcp://192.0.2.7/system',
        'qemu+tcp://[2001:db8::7]:1/system',
        'test+tcp://h.example/default',
        'qemu+tls://h.example/system?no_verify=1',
        'qemu://h.example/system?pkipath=/x&no%5Fverify=1',
      ].map((uri) => ['GUESTHOUSE_LIBVIRT_URI', uri] as const),
      ...[
        'postgres://u:p@192.0.2.7/g',
        'postgresql://db.example:5433/g?sslmode=disable',
        'postgres://db.example/g?sslmode=allow',
        'postgres://db.example/g?sslmode=no-verify',
        'postgres://db.example/g?ssl=0',
        'postgres://db.example/g?uselibpqcompat=true&sslmode=require',
        'postgres:///g?host=db.example',
        'postgres://localhost/g?host=db.example',
        'postgres://127.0.0.1.example/g',
        'postgres://localhost,db.example/g',
        'postgres:///g?host=/var/run/postgresql,192.0.2.7',
        'postgres://db.example/g?sslmode=verify-full&sslmode=disable',
      ].map((url) => ['DATABASE_URL', url] as const),
    ];
    for (const [name, value] of exposed) {
      expect(mistakesOf({ [name]: value }), value).to.have.length(1);
      expect(mistakesOf({ [name]: value })[0], value).to.match(new RegExp(`^${name} .*GUESTHOUSE_INSECURE=1`));
      expect(mistakesOf({ [name]: value, GUESTHOUSE_INSECURE: '1' }), value).to.have.length(0);
    }
    const password = mistakesOf({ DATABASE_URL: 'postgres://u:s3cret@db.example/g' });
    expect(password.join()).not.to.include('s3cret');
    for (const attrs of ['standby', 's3cret']) {
      const url = `postgres://u:s3cret@localhost,127.0.0.1/g?target_session_attrs=${attrs}`;
      for (const GUESTHOUSE_INSECURE of ['0', '1']) {
        const mistakes = mistakesOf({ DATABASE_URL: url, GUESTHOUSE_INSECURE });
        expect(mistakes.join())
          .to.match(/^DATABASE_URL .*target_session_attrs/)
          .and.not.to.include('s3cret');
      }
    }
    const safe: readonly (readonly [string, string])[] = [
      ...[
        'qemu:///system',
        'qemu+unix:///system?socket=/run/x',
        'qemu+tls://h.example/system',
        'qemu+ssh://root@h.example/system?keyfile=/k',
        'qemu://h.example/system?no_verify=0',
        'qemu+tcp://127.0.0.1/system',
        'qemu+tcp://[::1]/system',
      ].map((uri) => ['GUESTHOUSE_LIBVIRT_URI', uri] as const),
      ...[
        'postgres://u:p@127.0.0.1/g',
        'postgres://localhost/g',
        'postgres:///g',
        'postgres://%2Fvar%2Frun%2Fpostgresql/g',
        'postgres:///g?host=/var/run/postgresql',
        'postgres://localhost,[::1]:5433/g',
        'postgres://u:p@db-1.example,192.0.2.7:5433/g?sslmode=verify-full',
        ...['prefer', 'require', 'verify-ca', 'verify-full'].map((mode) => `postgres://db.example/g?sslmode=${mode}`),
        'postgres://db.example/g?ssl=true',
        'postgres://db.example/g?uselibpqcompat=true&sslmode=verify-full&sslrootcert=/ca.pem',
      ].map((url) => ['DATABASE_URL', url] as const),
    ];
    for (const [name, value] of safe) expect(mistakesOf({ [name]: value }), value).to.have.length(0);
    const DATABASE_URL = 'postgres://db.example/g';
    expect(mistakesOf({ DATABASE_URL, PGSSLMODE: 'verify-full' })).to.have.length(0);
    expect(mistakesOf({ DATABASE_URL, PGSSLMODE: 'no-verify' })).to.have.length(1);
    expect(mistakesOf({ DATABASE_URL: 'postgres:///g', PGHOST: 'db.example' })).to.have.length(1);
  });

  it('trusts no network of proxies that is wide enough to contain strangers', () => {
    const wide = ['0.0.0.0/1', '128.0.0.0/1', '10.0.0.0/7', '2000::/3', '2001::/15', 'fe80::/10', '::/16', '::1/64'];
    wide.push('::ffff:0.0.0.0/96', '::ffff:10.0.0.0/103', '0:0:1::/32');
    for (const network of wide) expect(mistakesOf({ GUESTHOUSE_TRUSTED_PROXIES: network }), network).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_TRUSTED_PROXIES: '0.0.0.0/1,128.0.0.0/1' })).to.have.length(2);
    const narrow = ['11.0.0.0/8', '2001:db8::/32', 'fc00::/7', 'fd00::/8', 'fe80::/16', '::ffff:10.0.0.0/104', '::1'];
    expect(mistakesOf({ GUESTHOUSE_TRUSTED_PROXIES: narrow.join() })).to.have.length(0);
  });

  it('accepts default quotas, in which -1 means no limit and an absent resource keeps its own default', () => {
    const { quotaDefaults } = readConfig({ GUESTHOUSE_QUOTA: 'images=-1, vcpus = 0 ,memory_mib=4096' }, []);
    expect(quotaDefaults).to.include({ guests: 10_000, images: null, vcpus: 0, memory_mib: 4096, disk_mib: null });
    const wrong = ['guests', 'guests=', 'guests=-2', 'guests=1.5', 'pets=1', 'guests=1,guests=2', 'vcpus=1e3', '=1'];
    for (const GUESTHOUSE_QUOTA of wrong) {
      const mistakes = mistakesOf({ GUESTHOUSE_QUOTA });
      expect(mistakes, GUESTHOUSE_QUOTA).to.have.length(1);
      expect(mistakes[0]).to.contain('guests=100,vcpus=400');
    }
  });

  it('treats 0 as no limit, except for connections', () => {
    const env = {
      GUESTHOUSE_RATE_LIMIT: '0',
      GUESTHOUSE_STREAMS_MAX: '0',
      GUESTHOUSE_AUTH_FAILURES: '0',
      GUESTHOUSE_TOKENS_MAX: '0',
    };
    const none = { requestsPerSecond: 0, streamsMax: 0, wrongCredentialsPerMinute: 0, tokensMax: 0 };
    expect(readConfig(env, [])).to.include(none);
    expect(mistakesOf({ GUESTHOUSE_CONNECTIONS_MAX: '0' })).to.have.length(1);
  });

  it('accepts addresses, networks and the word loopback as trusted proxies, as the server does', () => {
    const good = [
      'loopback',
      '10.0.0.1',
      '10.0.0.0/8',
      '192.168.1.1/32',
      '::1',
      'fd00::/8',
      '2001:db8::1/128',
      '::ffff:10.0.0.1',
    ];
    const config = readConfig({ GUESTHOUSE_TRUSTED_PROXIES: ` ${good.join(' , ')},` }, []);
    expect(config.trustedProxies).to.deep.equal(good).and.be.frozen;
    for (const proxy of good) expect(trustIn([proxy]), proxy).to.be.a('function');
    const bad = [
      'proxy.example',
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '1.2.3.4.5',
      '10.0.0.0/33',
      '10.0.0.0/0',
      '0.0.0.0/00',
    ];
    bad.push(
      '::/0',
      ':::1',
      'fd00::/129',
      '[::1]',
      '10.0.0.0/8/8',
      '10.0.0.1:80',
      '*',
      'linklocal',
      '10.0.0.1 10.0.0.2',
    );
    for (const proxy of bad) expect(mistakesOf({ GUESTHOUSE_TRUSTED_PROXIES: proxy }), proxy).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_TRUSTED_PROXIES: 'a,b,::1' })).to.have.length(2);
  });

  it('accepts the names of networks that guests can use, or a single *', () => {
    const networksOf = (GUESTHOUSE_NETWORKS: string) => readConfig({ GUESTHOUSE_NETWORKS }, []).networks;
    expect(networksOf('user, br0')).to.deep.equal(['user', 'br0']).and.be.frozen;
    expect(networksOf('*')).to.deep.equal(['*']);
    for (const bad of ['*,user', ' , ']) expect(mistakesOf({ GUESTHOUSE_NETWORKS: bad }), bad).to.have.length(1);
  });

  it('accepts as older APIs all, none, or a list of their names', () => {
    const dialectsOf = (GUESTHOUSE_DIALECTS: string) => readConfig({ GUESTHOUSE_DIALECTS }, []).dialects;
    expect(readConfig({}, []).dialects).to.deep.equal(DIALECT_NAMES);
    expect(dialectsOf('all')).to.deep.equal(DIALECT_NAMES);
    expect(dialectsOf('none')).to.deep.equal([]);
    expect(dialectsOf([...DIALECT_NAMES].reverse().join(' , '))).to.deep.equal(DIALECT_NAMES);
    expect(readConfig({}, ['--dialects=sahara']).dialects).to.deep.equal(['sahara']);
    for (const bad of ['sahara,all', 'Sahara', 'native', ',', 'sahara,']) {
      expect(mistakesOf({ GUESTHOUSE_DIALECTS: bad }), bad).to.have.length(1);
    }
  });

  it('accepts as CORS origins what a browser sends, or a single *', () => {
    const good = ['https://console.example', 'http://localhost:3000', 'http://[::1]:8080'];
    expect(readConfig({ GUESTHOUSE_CORS_ORIGINS: good.join(', ') }, []).corsOrigins).to.deep.equal(good);
    expect(readConfig({}, ['--cors-origins=*']).corsOrigins).to.deep.equal(['*']);
    const bad = [
      'console.example',
      'https://console.example/',
      'https://Console.example',
      'https://a.example:443',
      'null',
    ];
    bad.push(
      'https://*.example',
      'ftp://a.example',
      'https://a.example/x',
      'https://u@a.example',
      '*,https://a.example',
      'file://',
    );
    for (const origin of bad) expect(mistakesOf({ GUESTHOUSE_CORS_ORIGINS: origin }), origin).to.have.length(1);
  });

  it('requires an audience with a token issuer, and has default names for the claims', () => {
    const env = { GUESTHOUSE_OIDC_ISSUER: 'https://id.example/realms/x/', GUESTHOUSE_OIDC_AUDIENCE: 'guesthouse' };
    expect(readConfig(env, []).oidc).to.deep.equal({
      issuer: 'https://id.example/realms/x/',
      audience: 'guesthouse',
      userClaim: null,
      groupsClaim: 'groups',
      projectClaim: 'project',
      clients: [],
      tokenType: 'jwt',
    }).and.be.frozen;
    const args = ['--oidc-user-claim=upn', '--oidc-groups-claim=https://x.example/groups', '--oidc-project-claim=team'];
    expect(readConfig(env, args).oidc).to.include({
      userClaim: 'upn',
      groupsClaim: 'https://x.example/groups',
      projectClaim: 'team',
    });
    expect(readConfig(env, ['--oidc-clients=console, cli', '--oidc-token-type=at+jwt']).oidc).to.deep.include({
      clients: ['console', 'cli'],
      tokenType: 'at+jwt',
    });
    expect(mistakesOf({ ...env, GUESTHOUSE_OIDC_TOKEN_TYPE: 'id' })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_OIDC_CLIENTS: 'cli', GUESTHOUSE_OIDC_TOKEN_TYPE: 'at+jwt' })).to.have.length(2);
    expect(mistakesOf({ GUESTHOUSE_OIDC_ISSUER: env.GUESTHOUSE_OIDC_ISSUER })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_OIDC_AUDIENCE: 'x', GUESTHOUSE_OIDC_GROUPS_CLAIM: 'y' })).to.have.length(2);
  });

  it('accepts only issuers whose responses no one on the network can change', () => {
    const GUESTHOUSE_OIDC_AUDIENCE = 'guesthouse';
    const good = ['https://id.example', 'http://localhost:9000/realm', 'http://127.0.0.1:1', 'http://[::1]:1'];
    const bad = [
      'http://id.example',
      'id.example',
      'ftp://id.example',
      'https://u:p@id.example',
      'https://id.example?x',
    ];
    bad.push('https://id.example/#x', 'http://127.0.0.1.id.example', 'http://localhost.id.example', 'https://');
    for (const GUESTHOUSE_OIDC_ISSUER of good) {
      expect(readConfig({ GUESTHOUSE_OIDC_ISSUER, GUESTHOUSE_OIDC_AUDIENCE }, []).oidc?.issuer).to.equal(
        GUESTHOUSE_OIDC_ISSUER,
      );
    }
    for (const GUESTHOUSE_OIDC_ISSUER of bad) {
      const env = { GUESTHOUSE_OIDC_ISSUER, GUESTHOUSE_OIDC_AUDIENCE, GUESTHOUSE_INSECURE: '1' };
      expect(mistakesOf(env), GUESTHOUSE_OIDC_ISSUER).to.have.length(1);
    }
  });

  it('accepts a Keystone URL that names its version, and one without TLS only if the insecure setting allows it', () => {
    const keystone = (url: string, more = {}) => readConfig({ GUESTHOUSE_KEYSTONE_URL: url, ...more }, []).keystone;
    expect(keystone('https://keystone.example:5000/v3')).to.deep.equal({
      url: 'https://keystone.example:5000/v3',
      roles: { admin: 'admin', manager: 'owner', member: 'member', reader: 'viewer' },
      adminProject: null,
    }).and.be.frozen;
    expect(keystone('https://x.example/identity/v3/')?.url).to.equal('https://x.example/identity/v3/');
    expect(keystone('http://127.0.0.1:5000/v3')).to.not.equal(null);
    expect(keystone('http://x.example/v3', { GUESTHOUSE_INSECURE: '1' })).to.not.equal(null);
    for (const bad of [
      'http://x.example/v3',
      'https://x.example',
      'https://x.example/v2.0',
      'x/v3',
      'https://u@x/v3',
    ]) {
      expect(mistakesOf({ GUESTHOUSE_KEYSTONE_URL: bad }), bad).to.have.length(1);
    }
  });

  it('reads Keystone roles as pairs, in the case in which they are written', () => {
    const GUESTHOUSE_KEYSTONE_URL = 'https://x.example/v3';
    const roles = (text: string) =>
      readConfig({ GUESTHOUSE_KEYSTONE_URL, GUESTHOUSE_KEYSTONE_ROLES: text }, []).keystone?.roles;
    expect(roles('Cloud Admin=admin, load-balancer_observer = viewer')).to.deep.equal({
      'Cloud Admin': 'admin',
      'load-balancer_observer': 'viewer',
    }).and.be.frozen;
    for (const bad of ['admin', 'admin=', '=admin', 'admin=root', 'a=admin,a=viewer', 'a=b=admin', 'a=admin viewer']) {
      const mistakes = mistakesOf({ GUESTHOUSE_KEYSTONE_URL, GUESTHOUSE_KEYSTONE_ROLES: bad });
      expect(mistakes, bad).to.have.length(1);
    }
    expect(roles('Member=member,member=viewer')).to.deep.equal({ Member: 'member', member: 'viewer' });
    expect(mistakesOf({ GUESTHOUSE_KEYSTONE_ROLES: 'admin=admin' })).to.have.length(1);
  });

  it('accepts the id of the project of Keystone’s administrators', () => {
    const GUESTHOUSE_KEYSTONE_URL = 'https://x.example/v3';
    const GUESTHOUSE_KEYSTONE_ADMIN_PROJECT = '3f0c9a526d1e4a6b8f6e2f4f1f9d7c10';
    const config = readConfig({ GUESTHOUSE_KEYSTONE_URL, GUESTHOUSE_KEYSTONE_ADMIN_PROJECT }, []);
    expect(config.keystone?.adminProject).to.equal(GUESTHOUSE_KEYSTONE_ADMIN_PROJECT);
    expect(mistakesOf({ GUESTHOUSE_KEYSTONE_URL, GUESTHOUSE_KEYSTONE_ADMIN_PROJECT: 'the admins' })).to.have.length(1);
    expect(mistakesOf({ GUESTHOUSE_KEYSTONE_ADMIN_PROJECT })).to.have.length(1);
  });

  it('returns a frozen configuration', () => expect(readConfig({}, [])).to.be.frozen);
});
