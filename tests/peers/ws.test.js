// SPDX-License-Identifier: MIT
// Node's ws talks to the server; the same scenarios as scenarios.py.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';

const PATIENCE_MS = 20_000;
const LIMIT = 64 * 1024;
const GONE = '{"type":"close","reason":"gone","username":"alice"}';
const SESSION = '{"type":"offer","sdp":"v=0\\r\\no=- 4611732 2 IN IP4 127.0.0.1\\r\\n"}';
const WEB_ROOT = fileURLToPath(new URL('../../web', import.meta.url));

const signalTo = (username, type, payload) =>
  `{"type":"${type}","otherUsername":"${username}","${type}":${payload}}`;
const signalFrom = (username, type, payload) =>
  `{"type":"${type}","${type}":${payload},"username":"${username}"}`;

/** A message to bob of `size` bytes, and what he hears. */
function offerOf(size) {
  const payload = `"${'x'.repeat(size - signalTo('bob', 'offer', '""').length)}"`;
  return [signalTo('bob', 'offer', payload), signalFrom('alice', 'offer', payload)];
}

/** `once`, with an end. */
const first = async (emitter, event) =>
  once(emitter, event, { signal: AbortSignal.timeout(PATIENCE_MS) });

/** The real program at any free port, until the end of the test. */
async function start(context, ...options) {
  const program = spawn(process.env.SIGNALBOX,
    ['--listen', '127.0.0.1:0', '--admin-listen', 'none', '--web-root', WEB_ROOT, ...options],
    { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(program, 'exit');
  let isToldToStop = false;
  // Once: what comes after the server's end of listening to signals kills it.
  const stop = () => {
    if (!isToldToStop) program.kill('SIGINT');
    isToldToStop = true;
  };
  context.after(async () => {
    stop();
    assert.equal((await ended)[0], 0);
  });
  for await (const line of createInterface(program.stderr)) {
    const port = /http:\/\/localhost:(\d+)\//.exec(line)?.[1];
    if (port) return { port, stop };
  }
  throw new Error('the program has ended');
}

class Peer {
  #messages = [];
  #waiting = [];

  constructor(socket) {
    this.socket = socket;
    this.closed = first(socket, 'close');
    this.closed.catch(() => {});
    socket.on('error', () => {}); // `closed` says how it has ended
    socket.on('message', (data) => {
      this.#messages.push(data.toString());
      this.#waiting.shift()?.();
    });
  }

  /** Offers permessage-deflate, as ws does by itself. */
  static async connect(context, { port }, subprotocols = []) {
    const peer = new Peer(new WebSocket(`ws://127.0.0.1:${port}/ws`, subprotocols));
    context.after(() => peer.socket.terminate());
    await first(peer.socket, 'open');
    return peer;
  }

  send(message, fragment) {
    if (!fragment) return this.socket.send(message);
    for (let begin = 0; begin < message.length; begin += fragment) {
      const end = begin + fragment;
      this.socket.send(message.slice(begin, end), { fin: end >= message.length });
    }
  }

  async receive() {
    if (this.#messages.length === 0) {
      await new Promise((resolve, reject) => {
        this.#waiting.push(resolve);
        const late = setTimeout(() => reject(new Error('nothing comes')), PATIENCE_MS);
        late.unref();
      });
    }
    return this.#messages.shift();
  }

  async ask(message) {
    this.send(message);
    return JSON.parse(await this.receive());
  }

  async ping(payload) {
    this.socket.ping(payload);
    const [answer] = await first(this.socket, 'pong');
    assert.deepEqual(answer, payload);
  }

  /** The code and the reason that the server has closed with. */
  async goodbye() {
    const [code, reason] = await this.closed;
    return [code, reason.toString()];
  }
}

async function logIn(context, program, username) {
  const peer = await Peer.connect(context, program);
  assert.equal((await peer.ask(JSON.stringify({ type: 'login', username }))).success, true);
  return peer;
}

async function pair(context, ...options) {
  const program = await start(context, ...options);
  return {
    alice: await logIn(context, program, 'alice'),
    bob: await logIn(context, program, 'bob'),
    program,
  };
}

async function call(alice, bob) {
  alice.send(signalTo('bob', 'offer', SESSION));
  assert.equal(await bob.receive(), signalFrom('alice', 'offer', SESSION));
}

test('a call is relayed byte for byte', async (context) => {
  const { alice, bob } = await pair(context);
  await call(alice, bob);
  bob.send(signalTo('alice', 'answer', SESSION));
  assert.equal(await alice.receive(), signalFrom('bob', 'answer', SESSION));
  for (const payload of ['{ "candidate" : "" }', 'null', '1e400', '"\\ud800"', '"zoë 🦊"']) {
    alice.send(signalTo('bob', 'candidate', payload));
    assert.equal(await bob.receive(), signalFrom('alice', 'candidate', payload));
  }
  bob.send('{"type":"close"}');
  assert.equal(await alice.receive(), '{"type":"close","username":"bob"}');
});

test('messages arrive in order', async (context) => {
  const { alice, bob } = await pair(context);
  for (let i = 0; i < 500; ++i) alice.send(signalTo('bob', 'candidate', i));
  for (let i = 0; i < 500; ++i) {
    assert.equal(await bob.receive(), signalFrom('alice', 'candidate', i));
  }
});

test('fragments are put together, with pings between them', async (context) => {
  const { alice, bob } = await pair(context);
  for (const [size, fragment] of [[200, 1], [10_000, 1000], [LIMIT, 1300]]) {
    const [sent, heard] = offerOf(size);
    alice.send(sent, fragment);
    assert.equal(await bob.receive(), heard);
  }
  const [sent, heard] = offerOf(1000);
  alice.socket.send(sent.slice(0, 500), { fin: false });
  await alice.ping(Buffer.from('between'));
  alice.socket.send(sent.slice(500), { fin: true });
  assert.equal(await bob.receive(), heard);
});

test('pings are answered', async (context) => {
  const { alice, bob } = await pair(context);
  for (const payload of [Buffer.alloc(0), Buffer.from('hello'), Buffer.alloc(125, 0xff)]) {
    await alice.ping(payload);
  }
  await call(alice, bob);
});

test("the server's pings are answered", async (context) => {
  const { alice, bob } = await pair(context, '--ping-interval', '100ms');
  // More than a client that does not answer hears.
  for (let i = 0; i < 4; ++i) await first(alice.socket, 'ping');
  await call(alice, bob);
});

test('a message of the limit is taken', async (context) => {
  const { alice, bob } = await pair(context);
  const [sent, heard] = offerOf(LIMIT);
  alice.send(sent);
  assert.equal(await bob.receive(), heard);
});

test('a message over the limit is refused', async (context) => {
  const { alice, bob } = await pair(context);
  assert.equal((await alice.ask(offerOf(LIMIT + 1)[0])).code, 'too_large');
  await call(alice, bob);
});

test('a message far over the limit ends the connection', async (context) => {
  const { alice, bob } = await pair(context);
  await call(alice, bob);
  alice.send(offerOf(64 * LIMIT + 1)[0]);
  assert.deepEqual(await alice.goodbye(), [1009, 'message far over the size limit']);
  assert.equal(await bob.receive(), GONE);
});

test('a binary message is refused', async (context) => {
  const { alice, bob } = await pair(context);
  assert.equal((await alice.ask(Buffer.from([0xff, 0xfe]))).code, 'invalid_message');
  await call(alice, bob);
});

test('a close is answered with its code', async (context) => {
  for (const code of [1000, 1001, 1011, 3000, 4999, undefined]) {
    const { alice, bob } = await pair(context);
    await call(alice, bob);
    alice.socket.close(code, code && 'tschüß');
    assert.equal((await alice.goodbye())[0], code ?? 1005);
    assert.equal(await bob.receive(), GONE);
  }
});

test('the server says why it goes', async (context) => {
  const { alice, program } = await pair(context);
  program.stop();
  assert.deepEqual(await alice.goodbye(), [1001, 'the server is going down']);
});

test('too many errors end the connection', async (context) => {
  const { alice } = await pair(context, '--error-burst', '5');
  for (let i = 0; i < 20; ++i) alice.send('?');
  assert.equal((await alice.goodbye())[0], 1008);
});

test('who does not log in is sent away', async (context) => {
  const program = await start(context, '--login-timeout', '100ms');
  const stranger = await Peer.connect(context, program);
  const [code, reason] = await stranger.goodbye();
  assert.equal(code, 1008);
  assert.match(reason, /login/);
});

test('an abrupt end is heard and frees the name', async (context) => {
  // With more threads bob may hear of it a moment before the name is free.
  const { alice, bob, program } = await pair(context, '--threads', '1');
  await call(alice, bob);
  alice.socket.terminate();
  assert.equal(await bob.receive(), GONE);
  await call(await logIn(context, program, 'alice'), bob);
});

test('no compression is agreed on', async (context) => {
  const { alice, bob } = await pair(context);
  assert.equal(alice.socket.extensions, '');
  await call(alice, bob);
});

test('the first subprotocol is picked', async (context) => {
  const program = await start(context);
  const peer = await Peer.connect(context, program, ['signaling', 'other']);
  assert.equal(peer.socket.protocol, 'signaling');
});
