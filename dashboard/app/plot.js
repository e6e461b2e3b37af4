// SPDX-License-Identifier: MIT

import uPlot from '../vendor/uplot/uPlot.esm.js';

/** What the plots show at most, and at least. */
export const WINDOW_MS = 10 * 60_000;
const SHORTEST_MS = 2 * 60_000;

/** In CSS pixels. */
const HEIGHT = 130;
const AXIS = { size: 70, gap: 6, space: 34, font: '11px sans-serif' };

/**
 * Lines over time, the newest at the right edge. A pointer on one plot is on all of them.
 *
 * @param {HTMLElement} place for it; its styles have the colours
 * @param {import('./panels.js').Panel} panel
 * @param {(plot: uPlot) => void} pointed the pointer has moved: `cursor.idx` has the place of the time
 */
export function plotIn(place, panel, pointed) {
  const css = (/** @type {string} */ name) => () => getComputedStyle(place).getPropertyValue(name);
  const colors = ['--first', '--second'].map(css);
  return new uPlot({
    width: place.clientWidth,
    height: HEIGHT,
    padding: [8, 0, 4, 0],
    legend: { show: false },
    cursor: {
      sync: { key: 'panels' },
      y: false,
      points: { show: false },
      drag: { setScale: false, x: false, y: false },
    },
    scales: {
      x: {
        time: false,
        range: (_, oldest, newest) => [Math.min(oldest, newest - SHORTEST_MS), newest],
      },
      y: { range: (_, __, highest) => [0, panel.top ?? (highest > 0 ? highest * 1.1 : 1)] },
    },
    axes: [
      { show: false },
      {
        ...AXIS,
        stroke: css('--ink-soft'),
        grid: { stroke: css('--line'), width: 1 },
        ticks: { show: false },
        values: (_, splits) => splits.map(panel.show),
        incrs: panel.steps,
      },
    ],
    // Where lines meet, the last one is seen, which is to be the panel's first.
    series: [{}, ...panel.series.map((_, i) => ({ stroke: colors[i], width: 2 })).reverse()],
    hooks: { setCursor: [pointed] },
  }, undefined, place);
}
