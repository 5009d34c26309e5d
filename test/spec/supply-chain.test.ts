/**
 * The packages that an installation can contain: exactly those whose content the lock files record. None of them runs a
 * program while it is installed.
 */
import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const ROOT = new URL('../../', import.meta.url);
/** The folders with a package.json. */
const FOLDERS = ['', 'test/third-party/'];
const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
const EXACT = /^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/;

type Versions = Readonly<Record<string, string>>;
interface LockFile {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly integrity?: string; readonly link?: boolean }>
  >;
}

const read = (name: string): string => readFileSync(new URL(name, ROOT), 'utf8');

for (const folder of FOLDERS) {
  describe(`The packages of ${folder}package.json`, () => {
    it('are named by exact versions', () => {
      const groups = JSON.parse(read(`${folder}package.json`)) as Partial<Record<(typeof GROUPS)[number], Versions>>;
      const versions = GROUPS.flatMap((group) => Object.entries(groups[group] ?? {}));
      expect(versions).to.not.be.empty;
      expect(versions.filter(([, version]) => !EXACT.test(version))).to.deep.equal([]);
    });

    it('are all recorded in the lock file, each with its version and the SHA-512 digest of its content', () => {
      const { packages } = JSON.parse(read(`${folder}package-lock.json`)) as LockFile;
      const installed = Object.entries(packages).filter(([path]) => path !== '');
      expect(installed).to.not.be.empty;
      const unsafe = installed.filter(
        ([, { version = '', integrity = '', link = false }]) =>
          link || !EXACT.test(version) || !/^sha512-[0-9A-Za-z+/]{86}==$/.test(integrity),
      );
      expect(unsafe).to.deep.equal([]);
    });

    it('run no script when they are installed', () => {
      expect(read(`${folder}.npmrc`).split('\n')).to.include('ignore-scripts=true');
    });
  });
}

describe('The Makefile', () => {
  it('installs only what the lock files record', () => {
    const installs = [...read('Makefile').matchAll(/\bnpm +([\w-]+)/g)].map(([, command]) => command);
    expect(new Set(installs)).to.deep.equal(new Set(['ci']));
  });
});
