// SPDX-License-Identifier: MIT

import { nearest, plot } from './plot.js';

/** @typedef {import('./panels.js').Panel} Panel */

const colors = ['--first', '--second'];

/** A panel on the page: what its series are now, and have been. */
export class PanelView {
  #panel;
  /** @type {(number | null)[][]} */
  #values;
  #canvas;
  /** @type {HTMLElement[]} */
  #figures = [];
  /** @type {number[]} */
  #times = [];

  /**
   * @param {Panel} panel
   * @param {HTMLElement} place for it; hears `plotpoint` with the place of the time that is pointed
   *   at, or null
   */
  constructor(panel, place) {
    this.#panel = panel;
    this.#values = panel.series.map(() => []);
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById('panel'));
    const figure = /** @type {HTMLElement} */ (template.content.cloneNode(true));
    /** @param {string} name @returns {HTMLElement} */
    const part = (name) => /** @type {HTMLElement} */ (figure.querySelector(name));
    part('figcaption').textContent = panel.title;
    this.#canvas = /** @type {HTMLCanvasElement} */ (part('canvas'));
    for (const { name } of panel.series) this.#addFigure(part('dl'), name);
    this.#canvas.addEventListener('pointermove', (event) => this.#point(event.offsetX));
    this.#canvas.addEventListener('pointerleave', () => this.#point(null));
    place.append(figure);
  }

  /**
   * @param {import('./reading.js').Span} span what to add
   * @param {number} gone how many of the oldest values to drop
   */
  add(span, gone) {
    this.#panel.series.forEach(({ value }, i) => {
      this.#values[i].splice(0, gone);
      this.#values[i].push(value(span));
    });
  }

  /**
   * @param {number[]} times
   * @param {number | null} marked
   */
  draw(times, marked) {
    this.#times = times;
    if (times.length === 0) return;
    const style = getComputedStyle(this.#canvas);
    const color = (/** @type {number} */ i) => style.getPropertyValue(colors[i]);
    const lines = this.#values.map((values, i) => ({ values, color: color(i) }));
    plot(this.#canvas, { times, lines, scale: this.#panel, marked });
    this.#figures.forEach((figure, i) => {
      const value = this.#values[i][marked ?? times.length - 1];
      figure.textContent = value === null ? '–' : this.#panel.show(value);
    });
  }

  /** @param {HTMLElement} legend @param {string} name */
  #addFigure(legend, name) {
    const group = document.createElement('div');
    const term = document.createElement('dt');
    const figure = document.createElement('dd');
    term.textContent = name;
    figure.textContent = '–';
    group.append(term, figure);
    legend.append(group);
    this.#figures.push(figure);
  }

  /** @param {number | null} offset from the plot's left edge */
  #point(offset) {
    const place = offset === null || this.#times.length === 0 ? null
      : nearest(this.#times, offset, this.#canvas.clientWidth);
    this.#canvas.dispatchEvent(new CustomEvent('plotpoint', { bubbles: true, detail: { place } }));
  }
}
