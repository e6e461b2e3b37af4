// SPDX-License-Identifier: MIT

/** What `/metrics` has told at one time. */
export class Reading {
  /** @type {Map<string, number>} samples as they are written: name{label="value"} */
  #samples = new Map();

  /**
   * @param {string} text in Prometheus' format
   * @param {number} time in milliseconds, of the page's monotonic clock
   */
  constructor(text, time) {
    this.time = time;
    for (const line of text.split('\n')) {
      const space = line.lastIndexOf(' ');
      if (line.startsWith('#') || space < 0) continue;
      this.#samples.set(line.slice(0, space), Number(line.slice(space + 1)));
    }
  }

  /** @param {string} sample 0 if there is none, as for a counter that has not begun */
  get(sample) { return this.#samples.get(sample) ?? 0; }

  /**
   * The samples of a metric that has one label, by the label's value.
   *
   * @param {string} metric
   * @returns {[string, number][]}
   */
  each(metric) {
    /** @type {[string, number][]} */
    const found = [];
    for (const [sample, value] of this.#samples) {
      if (sample.startsWith(`${metric}{`)) found.push([sample.split('"')[1], value]);
    }
    return found;
  }

  /** @param {string} metric */
  sum(metric) { return this.each(metric).reduce((all, [, value]) => all + value, 0); }
}

/** Two readings of one server, and what happened in between. */
export class Span {
  /**
   * @param {Reading} before
   * @param {Reading} after
   */
  constructor(before, after) {
    this.before = before;
    this.after = after;
  }

  get seconds() { return (this.after.time - this.before.time) / 1000; }

  /** Whether the server began anew: then its counters did, too. */
  get isBroken() {
    const total = 'process_cpu_seconds_total';
    return this.after.get(total) < this.before.get(total);
  }

  /**
   * How much a number has risen in a second.
   *
   * @param {(reading: Reading) => number} read
   */
  rate(read) { return (read(this.after) - read(this.before)) / this.seconds; }

  /**
   * By how much each sample of a metric has risen, largest first; those that have not are left out.
   *
   * @param {string} metric that has one label
   */
  rises(metric) {
    const before = new Map(this.before.each(metric));
    return this.after.each(metric)
      .map(([label, value]) => /** @type {const} */ ([label, value - (before.get(label) ?? 0)]))
      .filter(([, rise]) => rise > 0)
      .sort(([, one], [, other]) => other - one);
  }

  /**
   * The bound below which that share of a histogram's new values lies; null: there are none.
   *
   * @param {string} metric
   * @param {number} share
   */
  quantile(metric, share) {
    const before = new Map(this.before.each(`${metric}_bucket`));
    const buckets = this.after.each(`${metric}_bucket`)
      .map(([bound, count]) => ({
        bound: bound === '+Inf' ? Infinity : Number(bound),
        count: count - (before.get(bound) ?? 0),
      }));
    const all = buckets.at(-1)?.count ?? 0;
    if (all === 0) return null;
    const found = buckets.findIndex(({ count }) => count >= share * all);
    // Beyond the last bound nothing more is known.
    return Math.min(buckets[found].bound, buckets.at(-2)?.bound ?? Infinity);
  }
}
