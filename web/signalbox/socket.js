// SPDX-License-Identifier: MIT

import { SignalboxError } from './error.js';

/** A network that swallows packets would otherwise keep one attempt waiting for minutes. */
const OPEN_DEADLINE_MS = 10_000;

const FIRST_BACK_OFF_MS = 500;
const LONGEST_BACK_OFF_MS = 10_000;

/**
 * The server's WebSocket address. The default is `ws` beside the directory this file came from,
 * so that a page on any origin talks to the server whose library it loaded, and a server behind
 * a path prefix works too.
 *
 * @param {string | URL} [url] absolute or relative to the page; http(s) means ws(s)
 * @returns {string}
 */
export function socketUrl(url) {
  try {
    const address = url === undefined
      ? new URL('../ws', import.meta.url)
      : new URL(url, globalThis.location?.href);
    address.protocol = address.protocol.replace(/^http/, 'ws');
    address.hash = '';
    if (/^wss?:$/.test(address.protocol)) return address.href;
  } catch { /* Told below, together with the schemes that a WebSocket can't have. */ }
  throw new SignalboxError('invalid_url', url === undefined
    ? "signalbox.js wasn't loaded over http(s), so it can't tell where the server is. Pass its " +
      "address: new Signalbox('wss://example.org/ws')."
    : `${url} is no WebSocket address. Pass one like 'wss://example.org/ws'.`);
}

/**
 * Opens a WebSocket.
 *
 * @param {string} url
 * @param {AbortSignal} signal gives up
 * @returns {Promise<WebSocket>}
 */
export function openSocket(url, signal) {
  return new Promise((resolve, reject) => {
    const fail = (/** @type {string} */ code, /** @type {string} */ message) => {
      reject(new SignalboxError(code, message));
    };
    /** @type {WebSocket | undefined} */
    let socket;
    try {
      socket = new WebSocket(url);
    } catch (cause) {
      reject(new SignalboxError('connection_failed', `The browser refuses to connect to ${url}. ` +
        'A page loaded over https needs a wss: address.', { cause }));
      return;
    }
    const abort = () => {
      fail('connection_closed', 'close() was called before the connection was open.');
      socket?.close();
    };
    if (signal.aborted) return abort();
    const deadline = setTimeout(() => {
      fail('timeout', `${url} didn't answer within ${OPEN_DEADLINE_MS / 1000} seconds.`);
      socket.close();
    }, OPEN_DEADLINE_MS);
    const done = () => {
      clearTimeout(deadline);
      signal.removeEventListener('abort', abort);
    };
    signal.addEventListener('abort', abort);
    socket.addEventListener('open', () => {
      done();
      resolve(socket);
    });
    socket.addEventListener('close', () => {
      done();
      fail('connection_failed', `Can't connect to ${url}. Check that the server is running there ` +
        `and accepts connections from pages of ${globalThis.location?.origin}.`);
    });
  });
}

/**
 * How long to wait before a new attempt: exponential, so that a struggling server gets air, and
 * jittered, so that its clients don't all come back in the same moment.
 *
 * @param {number} failures attempts that failed so far
 * @returns {number} milliseconds
 */
export function backOff(failures) {
  const longest = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}

/**
 * Waits, but no longer than until the browser wakes up.
 *
 * @param {number} milliseconds
 * @param {AbortSignal} signal ends the wait too
 * @returns {Promise<void>}
 */
export function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const over = new AbortController();
    const done = () => {
      clearTimeout(timer);
      over.abort();
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    onWake(done, over.signal);
    signal.addEventListener('abort', done, { signal: over.signal });
    if (signal.aborted) done();
  });
}

/**
 * Calls when the browser says that it is online again, and when somebody looks at the page again.
 *
 * @param {() => void} action
 * @param {AbortSignal} signal ends it
 */
export function onWake(action, signal) {
  globalThis.addEventListener('online', action, { signal });
  globalThis.document?.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') action();
  }, { signal });
}
