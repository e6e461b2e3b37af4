// SPDX-License-Identifier: MIT

import { SignalboxError } from './error.js';

/**
 * Shows the server who this client is: a token, or what gets a new one for each login.
 * @typedef {string | (() => string | Promise<string>)} TokenSource
 */

/**
 * What a login says for it. Rejects with 'token_failed'.
 *
 * @param {TokenSource} [source]
 * @returns {Promise<{ token?: string }>}
 */
export async function tokenMember(source) {
  if (typeof source !== 'function') return { token: source };
  try {
    return { token: await source() };
  } catch (cause) {
    throw new SignalboxError('token_failed', 'The function in the option token has thrown: ' +
      (cause instanceof Error ? cause.message : cause), { cause });
  }
}
