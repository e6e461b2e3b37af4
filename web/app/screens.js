// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** @typedef {'login' | 'lobby' | 'call'} Screen */

/** Shows one of the three screens and puts the keyboard's focus where work goes on. */
export class Screens {
  /** @type {Screen} */
  current = 'login';

  /** @param {Screen} screen */
  show(screen) {
    if (screen === this.current) return;
    this.current = screen;
    document.body.dataset.screen = screen;
    element('hall').hidden = screen === 'call';
    element('call').hidden = screen !== 'call';
    element('login').hidden = screen !== 'login';
    element('lobby').hidden = screen !== 'lobby';
    element('panel-login').hidden = screen !== 'login';
    element('panel-lobby').hidden = screen !== 'lobby';
    element('account').hidden = screen === 'login';
    scrollTo(0, 0);
    this.focus();
  }

  focus() {
    if (this.current === 'call') { element('call').focus({ preventScroll: true }); return; }
    // On a phone a focused field brings the keyboard up over half the screen: the heading instead.
    const touch = matchMedia('(pointer: coarse)').matches;
    const field = this.current === 'login' ? 'login-name' : 'call-name-input';
    element(touch ? `${this.current}-title` : field).focus({ preventScroll: true });
  }
}
