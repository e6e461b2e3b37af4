// SPDX-License-Identifier: MIT

import { element } from './element.js';

/** @typedef {'off' | 'wait' | 'good' | 'bad'} Tone */

/** @type {Record<string, Tone>} */
const TONES = {
  connecting: 'wait', reconnecting: 'bad', open: 'good',
  new: 'wait', checking: 'wait', connected: 'good', completed: 'good',
  disconnected: 'bad', failed: 'bad', closed: 'off',
};

/** The three lamps in the masthead: the way to the server, between the browsers, and the call. */
export class Route {
  #signaling = element('lamp-signaling');
  #ice = element('lamp-ice');
  #connection = element('lamp-connection');
  /** @type {RTCPeerConnection | null} */
  #watched = null;

  /**
   * @param {string} state the library's
   * @param {number} [seconds] until the next attempt to reconnect
   */
  showSignaling(state, seconds = 0) {
    light(this.#signaling, state, seconds > 0 ? `${state} in ${seconds} s` : state);
  }

  /** @param {RTCPeerConnection | null} connection the call's, or null between calls */
  watch(connection) {
    if (connection === this.#watched) return;
    this.#watched = connection;
    const show = () => {
      if (this.#watched !== connection) return;
      light(this.#ice, connection?.iceConnectionState);
      light(this.#connection, connection?.connectionState);
    };
    connection?.addEventListener('iceconnectionstatechange', show);
    connection?.addEventListener('connectionstatechange', show);
    show();
  }
}

/**
 * @param {HTMLElement} lamp
 * @param {string} [state]
 * @param {string} [words]
 */
function light(lamp, state, words = state) {
  lamp.dataset.tone = state ? TONES[state] ?? 'off' : 'off';
  const text = lamp.querySelector('dd');
  if (text) text.textContent = words ?? '–';
}
