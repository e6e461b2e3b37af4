// SPDX-License-Identifier: MIT

import { element } from './element.js';
import { deviceProblem } from './media.js';
import { deviceWords, endWords, failedWords, insecureWords } from './words.js';

const GOOD_NEWS_MS = 4000;
const DEVICES_NOTICE_MS = 15_000;
/** ICE gives up after half a minute, or never where it got nothing to try: people do earlier. */
const CONNECTING_TOO_LONG_MS = 15_000;

/**
 * Connects the parts: what the keys do, which screen follows, and what is said when something is
 * wrong.
 */
export class Switchboard {
  #parts;
  #wasLost = false;
  #leaving = false;

  /**
   * @param {object} parts
   * @param {import('../signalbox.js').Signalbox} parts.signalbox
   * @param {import('./session.js').Session} parts.session
   * @param {import('./phone.js').Phone} parts.phone
   * @param {import('./media.js').LocalMedia} parts.media
   * @param {import('./ask.js').Ask} parts.ask
   * @param {import('./notices.js').Notices} parts.notices
   * @param {import('./screens.js').Screens} parts.screens
   * @param {import('./route.js').Route} parts.route
   * @param {import('./lobby_view.js').LobbyView} parts.lobby
   * @param {import('./countdown.js').Countdown} parts.countdown to the next attempt to reconnect
   */
  constructor(parts) {
    this.#parts = parts;
    const { signalbox, phone } = parts;
    signalbox.addEventListener('statechange', () => this.#showServer());
    signalbox.addEventListener('login', ({ answer }) => this.#showBack(answer.resumed === true));
    signalbox.addEventListener('retry', ({ after }) => parts.countdown.start(after));
    signalbox.addEventListener('error', ({ error }) => {
      if (error.code === 'replaced') this.#showReplaced();
      if (error.code === 'kicked') this.#showKicked();
    });
    phone.addEventListener('change', () => this.#showPhone());
    phone.addEventListener('ended', (event) => {
      this.#showEnd(/** @type {import('./phone.js').CallEndedEvent} */ (event));
    });
    this.#listenToKeys();
    if (!navigator.mediaDevices) parts.notices.show('devices', { tone: 'wait', ...insecureWords() });
    this.#showServer();
  }

  enter() {
    const { lobby, screens, session } = this.#parts;
    lobby.show(session.username);
    screens.show('lobby');
  }

  /**
   * @param {string} username
   * @param {boolean} withCamera
   */
  call(username, withCamera) {
    const { notices, phone, lobby } = this.#parts;
    notices.clear('call');
    lobby.propose(username);
    void phone.dial(username, withCamera);
  }

  logOut() {
    const { notices, phone, session, screens } = this.#parts;
    this.#leaving = true;
    phone.hangUp();
    session.logOut();
    notices.clear('call');
    notices.clear('server');
    screens.show('login');
    this.#leaving = false;
  }

  #listenToKeys() {
    const { phone, media } = this.#parts;
    element('hang-up').addEventListener('click', () => phone.hangUp());
    element('mute').addEventListener('click', () => media.toggleMute());
    element('camera').addEventListener('click', () => {
      phone.toggleCamera().catch((error) => this.#showDevices(deviceProblem(error)));
    });
    element('screen').addEventListener('click', () => {
      // Rejects when the user chooses nothing, which needs no words.
      phone.toggleScreen().catch(() => {});
    });
  }

  #showPhone() {
    const { phone, screens, route, session, notices, media } = this.#parts;
    route.watch(phone.call?.connection ?? null);
    if (!session.username) return;
    const calling = phone.phase !== 'idle' && phone.phase !== 'incoming';
    if (calling && screens.current !== 'call') notices.clear('call');
    screens.show(calling ? 'call' : 'lobby');
    if (!calling) {
      if (media.problem === null && navigator.mediaDevices) notices.clear('devices');
    } else if (media.problem && media.stream && !this.#toldDevices) {
      this.#toldDevices = true;
      this.#showDevices(media.problem);
    }
    if (phone.phase === 'preparing') this.#toldDevices = false;
    this.#showTrouble();
  }
  #toldDevices = false;

  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #devicesTimer;

  /** @param {import('./media.js').DeviceProblem} problem */
  #showDevices(problem) {
    const { notices } = this.#parts;
    notices.show('devices', { tone: 'wait', ...deviceWords(problem, 'camera') });
    // It lies over the picture, and the camera's key goes on saying so.
    clearTimeout(this.#devicesTimer);
    this.#devicesTimer = setTimeout(() => notices.clear('devices'), DEVICES_NOTICE_MS);
  }

  /** The call is there, but nothing comes through. */
  #showTrouble() {
    const { phone, notices } = this.#parts;
    const { phase } = phone;
    if (phase === this.#lastPhase) return;
    this.#lastPhase = phase;
    clearTimeout(this.#tooLong);
    if (phase === 'connecting') this.#expectConnection();
    if (phase === 'failed') this.#showFailed();
    else if (phase === 'reconnecting' && !this.#trouble) {
      this.#trouble = true;
      notices.show('call', {
        tone: 'wait',
        title: `The connection to ${phone.username} is interrupted.`,
        text: 'It usually comes back within seconds.',
      });
    } else if (this.#trouble && (phase === 'connected' || phase === 'idle')) {
      this.#trouble = false;
      notices.clear('call');
    }
  }
  #expectConnection() {
    clearTimeout(this.#tooLong);
    this.#tooLong = setTimeout(() => {
      if (this.#parts.phone.phase === 'connecting') this.#showFailed();
    }, CONNECTING_TOO_LONG_MS);
  }

  #showFailed() {
    const { phone, notices, signalbox } = this.#parts;
    this.#trouble = true;
    notices.show('call', {
      tone: 'bad',
      ...failedWords(signalbox.iceServers.length),
      keys: [
        { label: 'Try again', press: () => { phone.call?.restartIce(); this.#expectConnection(); } },
        { label: 'Hang up', press: () => phone.hangUp() },
      ],
    });
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #tooLong;
  /** @type {import('./phone.js').Phase} */
  #lastPhase = 'idle';
  /** Whether the notice of trouble stands; it does until the two are connected again. */
  #trouble = false;

  /** @param {import('./phone.js').CallEndedEvent} end */
  #showEnd({ reason, username, answered, missed }) {
    const { ask, notices, lobby } = this.#parts;
    ask.withdraw();
    const keys = [
      { label: 'Call again', press: () => this.call(username, true) },
    ];
    if (missed) {
      notices.show('call', {
        tone: 'wait',
        title: `${username} called.`,
        text: 'It stopped ringing before you answered.',
        keys: [{ label: 'Call back', press: () => this.call(username, true) }],
      });
      return;
    }
    const words = endWords(reason, username, answered);
    if (reason === 'user_unavailable') {
      keys.push({ label: 'Copy my call link', press: () => { void lobby.copyLink(); } });
    }
    notices.show('call', { tone: 'wait', ...words, keys });
  }

  #showServer() {
    const { signalbox, route, notices, phone, session, screens, countdown } = this.#parts;
    route.showSignaling(signalbox.state);
    if (signalbox.state === 'reconnecting') {
      this.#wasLost = true;
      notices.show('server', {
        tone: 'bad',
        title: 'The connection to the server is lost.',
        text: phone.call ? 'Your call goes on. The page is trying to get the server back.'
          : 'The page is trying to get it back.',
      });
      return;
    }
    countdown.stop();
    if (signalbox.state === 'closed' && screens.current !== 'login' && !this.#leaving) {
      session.forget();
      phone.hangUp();
      screens.show('login');
      notices.show('server', {
        tone: 'bad', title: 'The server logged you out.', text: 'Log in again to go on.',
      });
    }
  }

  #showKicked() {
    this.#parts.notices.show('server', {
      tone: 'wait',
      title: 'The operator of the server has ended your session.',
      text: 'Log in here again if that was not meant for you.',
    });
  }

  #showReplaced() {
    this.#parts.notices.show('server', {
      tone: 'wait',
      title: 'You are logged in in another window now.',
      text: 'That one has taken your name. Log in with another one here.',
    });
  }

  /** @param {boolean} resumed */
  #showBack(resumed) {
    const { notices } = this.#parts;
    if (!this.#wasLost) { notices.clear('server'); return; }
    this.#wasLost = false;
    notices.show('server', {
      tone: 'good',
      title: 'Connected again.',
      text: resumed ? 'The session goes on, and nothing was lost.'
        : 'The server began a new session.',
    });
    setTimeout(() => { if (!this.#wasLost) notices.clear('server'); }, GOOD_NEWS_MS);
  }
}
