// SPDX-License-Identifier: MIT

import { element, initial } from './element.js';
import { Quality } from './quality.js';
import { RemotePicture } from './remote_picture.js';
import { SelfView } from './self_view.js';

/** The call's screen: stage, caption and keys follow the phone. */
export class CallView {
  #phone;
  #media;
  #ringtone;
  #title;
  #announcer;
  #remote;
  #quality = new Quality((text) => { element('call-quality').textContent = text; });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #clock;
  /** @type {import('./phone.js').Phase} */
  #phase = 'idle';

  /**
   * @param {object} parts
   * @param {import('./phone.js').Phone} parts.phone
   * @param {import('./media.js').LocalMedia} parts.media
   * @param {import('./ringtone.js').Ringtone} parts.ringtone
   * @param {import('./title.js').Title} parts.title
   * @param {import('./announcer.js').Announcer} parts.announcer
   */
  constructor({ phone, media, ringtone, title, announcer }) {
    this.#phone = phone;
    this.#remote = new RemotePicture(phone);
    this.#media = media;
    this.#ringtone = ringtone;
    this.#title = title;
    this.#announcer = announcer;
    new SelfView(media);
    phone.addEventListener('change', () => this.#update());
    media.addEventListener('change', () => this.#updateKeys());
  }

  #update() {
    const phone = this.#phone;
    const turned = phone.phase !== this.#phase;
    this.#phase = phone.phase;
    if (turned) this.#turn();
    if (phone.phase === 'idle' || phone.phase === 'incoming') return;
    this.#updateKeys();
    this.#remote.update();
    element('remote-muted').hidden = phone.status?.microphone !== false;
    element('call-phase').textContent = phaseWords(phone, this.#remote.visible);
    element('call-hint').textContent = hintWords(phone, this.#remote.visible);
  }

  /** What happens once when the phone takes a step. */
  #turn() {
    const { phase, username, call } = this.#phone;
    element('call').dataset.phase = phase;
    if (phase === 'ringing') this.#ringtone.start('outgoing');
    else if (phase !== 'incoming') this.#ringtone.stop();
    if (phase === 'idle' || phase === 'incoming') { this.#rest(); return; }
    element('call-title').textContent = username;
    element('call-face').textContent = initial(username);
    this.#title.show(username);
    this.#announcer.say(`${phaseWords(this.#phone, false)}`);
    if (phase !== 'connected' || !call) return;
    this.#startClock();
    this.#quality.start(call.connection);
  }

  #rest() {
    clearInterval(this.#clock);
    this.#clock = undefined;
    element('call-clock').textContent = '';
    this.#quality.stop();
    this.#remote.clear();
    if (this.#phase === 'idle') this.#title.show();
  }

  #startClock() {
    const show = () => {
      const seconds = Math.floor((performance.now() - this.#phone.connectedAt) / 1000);
      element('call-clock').textContent = clockWords(seconds);
    };
    clearInterval(this.#clock);
    this.#clock = setInterval(show, 1000);
    show();
  }

  #updateKeys() {
    const media = this.#media;
    const mute = element('mute', HTMLButtonElement);
    mute.disabled = !media.microphone;
    press(mute, media.muted, media.microphone ? 'Mute' : 'No microphone');
    const lacksCamera = !media.camera;
    press(element('camera'), media.cameraOff, lacksCamera ? 'Add camera' : 'Camera off');
    if (lacksCamera) element('camera').removeAttribute('aria-pressed');
    element('camera').toggleAttribute('data-missing', lacksCamera);
    const screen = element('screen');
    screen.hidden = !media.canShareScreen;
    press(screen, Boolean(media.screen), 'Share screen');
    const talking = Boolean(this.#phone.call) && this.#phone.phase !== 'ringing';
    for (const id of ['screen', 'camera']) {
      element(id, HTMLButtonElement).disabled = !talking && (id === 'screen' || lacksCamera);
    }
  }
}

/**
 * @param {HTMLElement} key
 * @param {boolean} pressed
 * @param {string} label
 */
function press(key, pressed, label) {
  key.setAttribute('aria-pressed', String(pressed));
  const text = key.querySelector('.key__label');
  if (text && text.textContent !== label) text.textContent = label;
}

/** @param {number} seconds */
function clockWords(seconds) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours ? `${hours}:${rest}` : rest;
}

/**
 * @param {import('./phone.js').Phone} phone
 * @param {boolean} picture
 */
function phaseWords({ phase, username, status, remote }, picture) {
  switch (phase) {
    case 'preparing': return 'Camera and microphone…';
    case 'ringing': return `Calling ${username}…`;
    case 'connecting': return `Connecting to ${username}…`;
    case 'reconnecting': return `Getting ${username} back…`;
    case 'failed': return `No way to ${username}`;
    default: break;
  }
  if (picture || !remote) return `Connected to ${username}.`;
  return status?.camera === false ? `${username} is here without a picture.`
    : `Connected to ${username}.`;
}

/**
 * @param {import('./phone.js').Phone} phone
 * @param {boolean} picture
 */
function hintWords({ phase, remote, status }, picture) {
  if (phase === 'preparing') return 'If the browser asks, allow it to use them.';
  if (phase === 'ringing') return 'Waiting for an answer.';
  if (phase !== 'connected' || picture) return '';
  const heard = remote?.getAudioTracks().length && status?.microphone !== false;
  return heard ? 'You can hear them.' : 'Their microphone is off.';
}
