// SPDX-License-Identifier: MIT

import { plotIn } from './plot.js';

/** A panel on the page: what its series are now, and have been. */
export class PanelView {
  #panel;
  /** @type {(number | null)[][]} */
  #values;
  #place;
  #plot;
  /** @type {HTMLElement[]} */
  #figures = [];

  /**
   * @param {import('./panels.js').Panel} panel
   * @param {HTMLElement} place for it
   * @param {(place: number | null) => void} pointed hears which of the times is pointed at
   */
  constructor(panel, place, pointed) {
    this.#panel = panel;
    this.#values = panel.series.map(() => []);
    const template = /** @type {HTMLTemplateElement} */ (document.getElementById('panel'));
    const figure = /** @type {HTMLElement} */ (template.content.cloneNode(true));
    /** @param {string} name @returns {HTMLElement} */
    const part = (name) => /** @type {HTMLElement} */ (figure.querySelector(name));
    part('figcaption').textContent = panel.title;
    for (const { name } of panel.series) this.#addFigure(part('dl'), name);
    this.#place = part('.plot');
    place.append(figure);
    this.#plot = plotIn(this.#place, panel, ({ cursor }) => {
      this.#show(cursor.idx ?? null);
      pointed(cursor.idx ?? null);
    });
  }

  /**
   * @param {import('./reading.js').Span} span what to add
   * @param {number} gone how many of the oldest values to drop
   */
  add(span, gone) {
    this.#values = this.#panel.series
      .map(({ value }, i) => [...this.#values[i].slice(gone), value(span)]);
  }

  /** @param {number[]} times */
  draw(times) {
    const { height } = this.#plot;
    this.#plot.setSize({ width: this.#place.clientWidth, height });
    this.#plot.setData([times, ...[...this.#values].reverse()]);
    this.#show(this.#plot.cursor.idx ?? null);
  }

  /** @param {number | null} place of one of the times; null: the newest */
  #show(place) {
    this.#figures.forEach((figure, i) => {
      const value = this.#values[i].at(place ?? -1) ?? null;
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
}
