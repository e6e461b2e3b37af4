// SPDX-License-Identifier: MIT

/** What the plots show at most, and at least. */
export const WINDOW_MS = 10 * 60_000;
const SHORTEST_MS = 2 * 60_000;

/** Of the axis, in CSS pixels. */
const TEXT = { height: 11, gap: 4 };

/**
 * @typedef {object} Line
 * @property {string} color
 * @property {(number | null)[]} values one for each time; null: a gap
 */

/**
 * Draws lines over time, the newest at the right edge. Times are in milliseconds and rise.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {object} data
 * @param {number[]} data.times
 * @param {Line[]} data.lines
 * @param {import('./panels.js').Scale} data.scale
 * @param {number | null} data.marked which of the times is pointed at
 */
export function plot(canvas, { times, lines, scale, marked }) {
  const context = scaled(canvas);
  const { clientWidth: width, clientHeight: height } = canvas;
  const style = getComputedStyle(canvas);
  const highest = Math.max(0, ...lines.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const top = scale.top ?? roundUp(highest, scale.thousand ?? 1000);
  const x = (/** @type {number} */ time) => xOf(time, times, width);
  const room = height - TEXT.height * 2;
  const y = (/** @type {number} */ value) => height - 1 - (value / top) * room;

  context.font = `${TEXT.height}px ${style.fontFamily}`;
  for (const share of [0, 0.5, 1]) {
    context.fillStyle = style.getPropertyValue('--line');
    context.fillRect(0, Math.round(y(top * share)), width, 1);
    context.fillStyle = style.getPropertyValue('--ink-soft');
    if (share > 0) context.fillText(scale.show(top * share), 0, y(top * share) - TEXT.gap);
  }
  // Where lines meet, the first one is seen.
  for (const { color, values } of [...lines].reverse()) {
    context.strokeStyle = color;
    context.lineWidth = 2;
    context.lineJoin = 'round';
    context.stroke(path(values, (i) => x(times[i]), y));
  }
  if (marked === null) return;
  context.fillStyle = style.getPropertyValue('--ink-soft');
  context.fillRect(Math.round(x(times[marked])), 0, 1, height);
}

/**
 * Which of the times is nearest to a place in a plot.
 *
 * @param {number[]} times at least one
 * @param {number} place from the left edge, in CSS pixels
 * @param {number} width of the plot
 */
export function nearest(times, place, width) {
  const distance = (/** @type {number} */ i) => Math.abs(xOf(times[i], times, width) - place);
  return times.reduce((best, _, i) => (distance(i) < distance(best) ? i : best), 0);
}

/** @param {number} time @param {number[]} times @param {number} width */
function xOf(time, times, width) {
  const newest = times[times.length - 1];
  return width * (1 - (newest - time) / Math.max(newest - times[0], SHORTEST_MS));
}

/** An empty canvas with a pixel for each of the screen's. @param {HTMLCanvasElement} canvas */
function scaled(canvas) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  canvas.width = canvas.clientWidth * devicePixelRatio;
  canvas.height = canvas.clientHeight * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  return context;
}

/**
 * @param {(number | null)[]} values
 * @param {(index: number) => number} x
 * @param {(value: number) => number} y
 */
function path(values, x, y) {
  const line = new Path2D();
  let isAtGap = true;
  values.forEach((value, i) => {
    if (value !== null) line[isAtGap ? 'moveTo' : 'lineTo'](x(i), y(value));
    isAtGap = value === null;
  });
  return line;
}

/**
 * The next of 2, 4, 6, 10, 20 …, whose halves are round, too.
 *
 * @param {number} value
 * @param {number} thousand how many of a unit make the next one
 */
function roundUp(value, thousand) {
  if (value <= 0) return 2;
  const unit = thousand ** Math.floor(Math.log(value) / Math.log(thousand));
  const power = unit * 10 ** Math.floor(Math.log10(value / unit));
  return ([2, 4, 6].find((step) => step * power >= value) ?? 10) * power;
}
