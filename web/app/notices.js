// SPDX-License-Identifier: MIT

import { element } from './element.js';

/**
 * What the page has to say: a title, a sentence that says what to do, and the keys to do it.
 * @typedef {object} Notice
 * @property {'good' | 'wait' | 'bad'} tone
 * @property {string} title
 * @property {string} [text]
 * @property {{label: string, press: () => void}[]} [keys]
 */

/** The notices above the screens, one for each topic: a newer one takes the older one's place. */
export class Notices {
  #list = element('notices');
  #announcer;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();

  /** @param {import('./announcer.js').Announcer} announcer */
  constructor(announcer) { this.#announcer = announcer; }

  /**
   * @param {'server' | 'devices' | 'call'} topic
   * @param {Notice} notice
   */
  show(topic, notice) {
    const card = this.#build(topic, notice);
    const old = this.#shown.get(topic);
    if (old) old.replaceWith(card); else this.#list.append(card);
    this.#shown.set(topic, card);
    this.#announcer.say([notice.title, notice.text].filter(Boolean).join(' '));
  }

  /** @param {'server' | 'devices' | 'call'} topic */
  clear(topic) {
    this.#shown.get(topic)?.remove();
    this.#shown.delete(topic);
  }

  /**
   * @param {'server' | 'devices' | 'call'} topic
   * @param {Notice} notice
   */
  #build(topic, { tone, title, text, keys = [] }) {
    const card = make('section', 'notice');
    card.dataset.tone = tone;
    card.dataset.topic = topic;
    card.setAttribute('aria-label', title);
    const body = make('div', 'notice__body');
    body.append(make('h2', 'notice__title', title));
    if (text) body.append(make('p', 'notice__text', text));
    card.append(body);
    if (keys.length) card.append(this.#keyRow(topic, keys));
    card.append(this.#closeKey(topic));
    return card;
  }

  /**
   * @param {'server' | 'devices' | 'call'} topic
   * @param {{label: string, press: () => void}[]} keys
   */
  #keyRow(topic, keys) {
    const row = make('div', 'notice__keys');
    for (const { label, press } of keys) {
      const key = make('button', 'button button--quiet', label);
      key.addEventListener('click', () => { this.clear(topic); press(); });
      row.append(key);
    }
    return row;
  }

  /** @param {'server' | 'devices' | 'call'} topic */
  #closeKey(topic) {
    const close = make('button', 'button notice__close');
    close.setAttribute('aria-label', 'Close this notice');
    close.addEventListener('click', () => this.clear(topic));
    return close;
  }
}

/**
 * @param {string} tag
 * @param {string} className
 * @param {string} [text]
 */
function make(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  if (made instanceof HTMLButtonElement) made.type = 'button';
  if (text) made.textContent = text;
  return made;
}
