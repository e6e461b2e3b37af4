// SPDX-License-Identifier: MIT

/** The server may need that long to notice that the old connection, and so the name, is free. */
const NAME_TAKEN_MS = 100_000;

/**
 * What went wrong: `code` for programs, `message` for people.
 *
 * The server's codes: invalid_json, invalid_message, unknown_type, not_logged_in,
 * already_logged_in, username_invalid, username_taken, realm_invalid, unauthorized, user_unavailable,
 * rate_limited, too_large, busy, unavailable. This library's own: connection_failed,
 * connection_closed, timeout, invalid_url, invalid_state, already_in_call, negotiation_failed,
 * candidate_failed, no_path, invalid_ice_servers, queue_full (the server is away, and too much
 * waits for it), undelivered (a session has ended; what was sent last may not have arrived),
 * replaced (another page has taken this one's place), kicked (the operator has ended the session),
 * token_failed (the function that gets tokens has thrown).
 */
export class SignalboxError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = 'SignalboxError';
    /** @readonly */
    this.code = code;
  }
}

/**
 * What a close code means after which no client comes back by itself: two pages that both did would
 * fight for ever.
 * @param {number} code
 */
export function finalEnd(code) {
  switch (code) {
    case 4001:
      return new SignalboxError('replaced',
        'Another page has logged in with this name and taken the place of this one.');
    case 4002:
      return new SignalboxError('kicked', "The server's operator has ended this session.");
    default:
      return null;
  }
}

/**
 * Whether trying again can't help. A taken name usually is our own, still held by the connection
 * that was lost.
 *
 * @param {unknown} error
 * @param {number} elapsed milliseconds since the connection was lost
 */
export function isFinal(error, elapsed) {
  const code = error instanceof SignalboxError ? error.code : '';
  if (code === 'username_taken') return elapsed > NAME_TAKEN_MS;
  return code === 'unauthorized' || code === 'username_invalid';
}
