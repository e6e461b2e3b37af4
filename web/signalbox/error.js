// SPDX-License-Identifier: MIT

/**
 * What went wrong: `code` for programs, `message` for people.
 *
 * The server's codes: invalid_json, invalid_message, unknown_type, not_logged_in,
 * already_logged_in, username_invalid, username_taken, unauthorized, user_unavailable,
 * rate_limited, too_large, busy, unavailable. This library's own: connection_failed,
 * connection_closed, timeout, invalid_url, invalid_state, already_in_call, negotiation_failed,
 * candidate_failed, no_path, invalid_ice_servers, queue_full (the server is away, and too much
 * waits for it), undelivered (a session has ended; what was sent last may not have arrived),
 * replaced (another page has taken this one's place).
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
