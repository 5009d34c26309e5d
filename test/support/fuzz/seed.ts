/**
 * The seed of a random test, which prints it. It is GUESTHOUSE_SEED if set. Otherwise the long form (GUESTHOUSE_SOAK=1)
 * uses a new seed every time, and `make test` always the same one, so that a change fails for what it does and not for
 * the seed that it got.
 */
const given = process.env['GUESTHOUSE_SEED'];
const isLong = process.env['GUESTHOUSE_SOAK'] === '1';

export const SEED = given === undefined ? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20_261_121) : Number(given);
