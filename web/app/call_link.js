// SPDX-License-Identifier: MIT

/**
 * The address that calls `username` when opened.
 *
 * @param {string} username
 */
export function callLink(username) {
  const address = new URL(location.pathname, location.href);
  address.searchParams.set('call', username);
  return address.href;
}

/** Whom this page was opened to call, or ''. */
export function linkedName() {
  return tidyName(new URL(location.href).searchParams.get('call') ?? '');
}

/** Forgets the link once it has been followed, so that a reload does not call again. */
export function forgetLink() {
  history.replaceState(null, '', location.pathname);
}

/**
 * Names are compared byte for byte, so two spellings that look alike are made one here.
 *
 * @param {string} text
 */
export function tidyName(text) {
  return text.normalize('NFC').trim();
}
