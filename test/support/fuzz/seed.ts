/**
 * The seed of a random test, which prints it: what GUESTHOUSE_SEED says, else in the long form (GUESTHOUSE_SOAK=1) another every time, and in
 * `make test` always the same: a change is refused for what it does, and not for the seed that it met.
 */
const given = process.env['GUESTHOUSE_SEED'];
const isLong = process.env['GUESTHOUSE_SOAK'] === '1';

export const SEED = given === undefined ? (isLong ? Math.floor(Math.random() * 2 ** 31) : 20_261_121) : Number(given);
