/** Random choices from a seed: the same seed gives the same choices on every machine. */
import { random } from './random.js';

export class Random {
  /** A number from 0 up to, but not including, 1. */
  readonly next: () => number;

  /** Each `number` has independent choices for the same seed, for example the number of a request in a run. */
  constructor(seed: number, number = 0) {
    this.next = random(seed ^ Math.imul(number + 1, 0x9e3779b1));
  }

  /** A whole number from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('the list is empty');
    return list[this.below(list.length)] as T;
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
  }

  /** A word of lower-case letters and digits that is very unlikely to repeat. */
  word(): string {
    return this.next().toString(36).slice(2, 10) || 'w';
  }
}
