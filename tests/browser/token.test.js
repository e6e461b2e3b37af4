// SPDX-License-Identifier: MIT

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { mediaArrives, seen, setStage, state } from './support/stage.js';

const stage = setStage();

const secret = '0123456789abcdef0123456789abcdef';

/**
 * What an application's own server does for its users.
 *
 * @param {string} sub
 * @param {number} lifetime seconds, from now on
 */
function mint(sub, lifetime) {
  const exp = Math.floor(Date.now() / 1000) + lifetime;
  const text = [{ alg: 'HS256' }, { sub, exp }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}

async function serverWithTokens() {
  const file = join(await mkdtemp(join(tmpdir(), 'signalbox-')), 'secret');
  await writeFile(file, secret);
  return stage.anotherServer({ options: ['--jwt-key-file', file] });
}

test('a token lets its user in, and a call outlives it', async () => {
  const { origin: server } = await serverWithTokens();
  const bob = await stage.peer({ server });
  await bob.evaluate(async (token) => {
    const client = new library.Signalbox(undefined, { token });
    client.addEventListener('call', ({ call }) => watch(call).accept(stream));
    await client.login('bob');
  }, mint('bob', 3600));
  const alice = await stage.peer({ server });
  // The clocks of two computers may differ by ten seconds, but for two.
  const tokens = [mint('alice', -8), mint('alice', 3600)];
  await alice.evaluate(async (all) => {
    const client = new library.Signalbox(undefined, { token: async () => all.shift() });
    client.addEventListener('login', ({ answer }) => events.push(`resumed ${answer.resumed}`));
    await client.login('alice');
    watch(client.call('bob', stream));
  }, tokens);
  await Promise.all([alice, bob].map((page) => state(page, 'connected')));
  await mediaArrives(alice, bob);

  await seen(alice, 'resumed true');
  await mediaArrives(alice, bob);
  assert.equal(await alice.evaluate(() => globalThis.call.state), 'connected');
  assert.equal(await bob.evaluate(() => globalThis.call.state), 'connected');
});

test('a login without a good token fails, and says why', async () => {
  const { origin: server } = await serverWithTokens();
  const page = await stage.peer({ server });
  const failure = (/** @type {string | undefined} */ token) => page.evaluate(async (shown) => {
    const client = new library.Signalbox(undefined, { token: shown });
    const { code, message } = await client.login('alice').catch((error) => error);
    client.close();
    return `${code}: ${message}`;
  }, token);

  assert.match(await failure(undefined), /^unauthorized: .* add the member 'token'/);
  assert.match(await failure(mint('alice', -60)), /^unauthorized: the token expired 6\d seconds ago/);
  assert.match(await failure(mint('bob', 60)), /^unauthorized: the token is for 'bob'/);
});

test('a function that gets no token fails the login', async () => {
  const { origin: server } = await serverWithTokens();
  const page = await stage.peer({ server });
  const failure = await page.evaluate(async () => {
    const client = new library.Signalbox(undefined, { token() { throw new Error('no luck'); } });
    const { code, message, cause } = await client.login('alice').catch((error) => error);
    client.close();
    return [code, message, cause.message];
  });
  assert.deepEqual(failure,
    ['token_failed', 'The function in the option token has thrown: no luck', 'no luck']);
});

test('a browser shows a token with the opening request too', async () => {
  const { origin: server, webSocketUrl } = await serverWithTokens();
  const page = await stage.peer({ server });
  const logIn = (/** @type {[string, string, string[]]} */ where) => page.evaluate(
    ([username, url, protocols]) => new Promise((resolve, reject) => {
      const socket = new WebSocket(url, protocols);
      socket.onopen = () => socket.send(JSON.stringify({ type: 'login', username }));
      socket.onmessage = ({ data }) => resolve([JSON.parse(data).success, socket.protocol]);
      socket.onerror = reject;
    }), where);

  const query = `${webSocketUrl}?token=${mint('alice', 60)}`;
  assert.deepEqual(await logIn(['alice', query, []]), [true, '']);
  const offered = ['signalbox', `token.${mint('bob', 60)}`];
  assert.deepEqual(await logIn(['bob', webSocketUrl, offered]), [true, 'signalbox']);
});
