/** Which addresses are delayed for wrong credentials, and which credentials never are. */
import { expect } from 'chai';
import { TooManyRequests } from '../../src/domain/rate-limiter.js';
import { WrongCredentials } from '../../src/app/access/wrong-credentials.js';

const HERE = '198.51.100.7';

describe('Wrong credentials', () => {
  let denied: string[];
  let wrong: WrongCredentials;
  beforeEach(() => {
    denied = [];
    wrong = new WrongCredentials(3, { count: (address) => void denied.push(address) });
  });

  /** Returns null if the credential can be looked up, otherwise the seconds for which it is rejected. */
  function refusalOf(key: string, address = HERE): number | null {
    try {
      wrong.admit(address, key, 'other');
      return null;
    } catch (error) {
      if (error instanceof TooManyRequests) return error.retryAfterS;
      throw error;
    }
  }
  function guess(count: number): void {
    for (let index = 0; index < count; index += 1) wrong.wrong(HERE, `guess ${index}`);
  }

  it('delay their own address, and no other', () => {
    guess(2);
    expect(refusalOf('x')).to.equal(null);
    guess(1);
    expect(refusalOf('x')).to.be.within(1, 20);
    expect(refusalOf('x', '198.51.100.8')).to.equal(null);
  });

  it('do not delay a credential that was valid at its last lookup', () => {
    wrong.valid('good');
    guess(10);
    expect(refusalOf('good')).to.equal(null);
    expect(refusalOf('never seen')).to.be.a('number');
    wrong.wrong(HERE, 'good');
    expect(refusalOf('good')).to.be.a('number');
  });

  it('are looked up only a limited number at a time for each address', () => {
    const overs = Array.from({ length: 64 }, (_, index) => wrong.admit(HERE, `guess ${index}`, 'other').over);
    expect(refusalOf('one more')).to.equal(1);
    // A repeated credential shares the running lookup; other addresses and valid credentials are admitted.
    const again = wrong.admit(HERE, 'guess 0', 'other').over;
    expect(refusalOf('x', '198.51.100.8')).to.equal(null);
    wrong.valid('good');
    expect(refusalOf('good')).to.equal(null);
    overs[0]?.();
    expect(refusalOf('one more')).to.equal(1);
    again();
    expect(refusalOf('one more')).to.equal(null);
  });

  it('delay their address by at most a minute, however many there were', () => {
    guess(10_000);
    expect(refusalOf('x')).to.be.within(1, 80);
  });

  it('are counted as denied whether or not they were looked up, as are missing credentials', () => {
    guess(3);
    refusalOf('x');
    wrong.absent(HERE);
    expect(denied).to.deep.equal(Array(5).fill(HERE));
    wrong.valid('good');
    refusalOf('good');
    expect(denied).to.have.length(5);
  });

  it('delay other tokens of this service instead of rejecting them, and never delay tokens that are signed', () => {
    const isSlow = (form: 'own' | 'signed'): boolean => wrong.admit(HERE, `new ${form}`, form).isSlow;
    expect([isSlow('own'), isSlow('signed')]).to.deep.equal([false, false]);
    guess(10_000);
    expect([isSlow('own'), isSlow('signed')]).to.deep.equal([true, false]);
    wrong.valid('new own');
    expect(isSlow('own')).to.equal(false);
  });

  it('delay tokens of this service beyond the number that can be looked up at the same time', () => {
    const admissions = Array.from({ length: 65 }, (_, index) => wrong.admit(HERE, `token ${index}`, 'own'));
    expect(admissions.map(({ isSlow }) => isSlow)).to.deep.equal([...Array<boolean>(64).fill(false), true]);
    for (const { over } of admissions) over();
    expect(wrong.admit(HERE, 'token', 'own').isSlow).to.equal(false);
  });

  it('are never limited if the limit is 0', () => {
    wrong = new WrongCredentials(0, { count: () => undefined });
    guess(1_000);
    expect(refusalOf('x')).to.equal(null);
  });
});
