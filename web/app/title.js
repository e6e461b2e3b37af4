// SPDX-License-Identifier: MIT

const HOME = 'Signalbox';

/** The tab's title: it says who is on the line, and flashes while somebody rings. */
export class Title {
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  /** @param {string} [text] */
  show(text) {
    this.#stop();
    document.title = text ? `${text} · ${HOME}` : HOME;
  }

  /** @param {string} text */
  flash(text) {
    this.#stop();
    let lit = true;
    document.title = text;
    this.#timer = setInterval(() => {
      lit = !lit;
      document.title = lit ? text : HOME;
    }, 1000);
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
