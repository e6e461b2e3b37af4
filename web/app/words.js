// SPDX-License-Identifier: MIT
// What the page says when something is not as it should be: what happened, and what to do now.

/** @typedef {{title: string, text: string}} Words */

/**
 * @param {import('./media.js').DeviceProblem} problem
 * @param {'camera' | 'both'} lost what the call goes without
 * @returns {Words}
 */
export function deviceWords(problem, lost) {
  const things = lost === 'both' ? 'camera and microphone' : 'the camera';
  const rest = lost === 'both' ? '' : ' The call goes on with your voice.';
  switch (problem) {
    case 'refused':
      return {
        title: `The browser may not use ${things}.`,
        text: `Allow it with the icon in the address bar, and in the system's privacy settings,`
          + ` then call again.${rest}`,
      };
    case 'in_use':
      return {
        title: `Another program holds ${things}.`,
        text: `Close the other program or window that uses it, then call again.${rest}`,
      };
    case 'insecure': return insecureWords();
    default:
      return {
        title: lost === 'both' ? 'No camera and no microphone found.' : 'No camera found.',
        text: `Plug one in, or check that it is switched on, then call again.${rest}`,
      };
  }
}

/** @returns {Words} */
export function insecureWords() {
  const local = `http://localhost${location.port ? `:${location.port}` : ''}`;
  return {
    title: 'This address is not secure, so the browser hides camera and microphone.',
    text: `Browsers give them to https:// pages and to localhost only. On the server's own machine`
      + ` open ${local}; for everybody else let the operator serve this page by https.`
      + ' Until then you can see and hear others, but they can\u2019t see or hear you.',
  };
}

/**
 * Why a call ended that was not hung up here.
 *
 * @param {string} reason
 * @param {string} username the other side
 * @param {boolean} answered whether the two had been talking
 * @returns {Words}
 */
export function endWords(reason, username, answered) {
  switch (reason) {
    case 'declined':
      return { title: `${username} declined.`, text: 'Perhaps later.' };
    case 'busy':
      return { title: `${username} is in another call.`, text: 'Try again in a while.' };
    case 'user_unavailable': case 'unavailable':
      return {
        title: `Nobody named ${username} is here now.`,
        text: 'Names are compared letter by letter. Is it spelled right? Send them your call link,'
          + ' and they ring you.',
      };
    case 'no-answer':
      return { title: `${username} doesn\u2019t answer.`, text: 'Try again in a while.' };
    case 'gone': case 'timeout':
      return {
        title: `${username} has left.`,
        text: 'Their window was closed, or they lost their connection.',
      };
    case 'disconnected':
      return {
        title: 'The connection to the server was lost before the two were connected.',
        text: 'Call again once the first lamp above is green.',
      };
    case 'failed':
      return {
        title: `The two browsers could not agree on a call with ${username}.`,
        text: 'One of them may be very old.',
      };
    case 'replaced':
      return { title: `${username} came back in another window.`, text: '' };
    case 'kicked': case 'shutdown':
      return { title: 'The server ended the call.', text: 'Its operator asked for it.' };
    default:
      return answered
        ? { title: `${username} hung up.`, text: '' }
        : { title: `${username} is not ringing any more.`, text: '' };
  }
}

/**
 * @param {number} iceServers how many STUN and TURN servers the server names
 * @returns {Words}
 */
export function failedWords(iceServers) {
  const title = 'The two browsers found no way to each other.';
  if (iceServers === 0) {
    return {
      title,
      text: 'No STUN or TURN server is configured, so only browsers in one network can meet.'
        + ' The operator can start Signalbox with --ice-server, for example'
        + ' --ice-server stun:stun.example.org:3478.',
    };
  }
  return {
    title,
    text: 'A firewall may stand between them. A TURN server (--ice-server turn:…) gets through'
      + ' most; another network helps, too.',
  };
}

/**
 * @param {{code?: string, message?: string}} error what login rejected with
 * @param {string} username
 */
export function loginWords(error, username) {
  switch (error.code) {
    case 'username_taken':
      return `Somebody is logged in as ${username} already. Choose another name.`;
    case 'username_invalid':
      return 'A name has 1 to 128 bytes and no control characters.';
    case 'unauthorized': return 'The server does not let you in with this name.';
    case 'connection_failed': case 'connection_closed': case 'timeout':
      return 'The server can\u2019t be reached. Is it running? Try again.';
    case 'rate_limited': return 'Too many attempts. Wait a moment, then try again.';
    default:
      return `The server refused: ${error.message ?? error.code ?? 'it did not say why'}`;
  }
}
