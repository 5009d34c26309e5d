/**
 * The seed of random tests, which print it. It is GUESTHOUSE_SEED if that is set. Otherwise the long form
 * (GUESTHOUSE_SOAK=1) uses a new seed every time, and `make test` always uses the same seed, so that a test never fails
 * only because of a new seed.
 */
const given = process.env['GUESTHOUSE_SEED'];
const isLong = process.env['GUESTHOUSE_SOAK'] === '1';

export const SEED = given === undefined ? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20_261_121) : Number(given);
