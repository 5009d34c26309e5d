/** Choices that a seed makes: the same ones from the same seed, on every machine. */
import { random } from './random.js';

export class Random {
  /** From 0 up to, and without, 1. */
  readonly next: () => number;

  /** `number` tells apart the many that one seed is for, such as one for each request of a run. */
  constructor(seed: number, number = 0) {
    this.next = random(seed ^ Math.imul(number + 1, 0x9e3779b1));
  }

  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('nothing to pick from');
    return list[this.below(list.length)] as T;
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((value) => ({ value, key: this.next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ value }) => value);
  }

  /** A word of lower-case letters and digits that hardly comes again. */
  word(): string {
    return this.next().toString(36).slice(2, 10) || 'w';
  }
}
