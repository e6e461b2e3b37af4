// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** @type {Record<string, string>} */
const KEYS = { m: 'mute', c: 'camera', s: 'screen', h: 'hang-up' };

/**
 * M, C, S and H press the call's keys: only during a call, never while something is typed, with a
 * modifier (those belong to the browser) or while a dialog is open.
 *
 * @param {import('./phone.js').Phone} phone
 */
export function listenForShortcuts(phone) {
  document.addEventListener('keydown', (event) => {
    if (phone.phase === 'idle' || phone.phase === 'incoming' || event.repeat) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input, textarea, select, [contenteditable], dialog')) return;
    if (document.querySelector('dialog[open]')) return;
    const id = KEYS[event.key.toLowerCase()];
    if (!id) return;
    const key = element(id, HTMLButtonElement);
    if (key.hidden || key.disabled) return;
    event.preventDefault();
    key.click();
  });
}
