// SPDX-License-Identifier: MIT

import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * A TCP relay in front of the server, to lose one client's signaling and nothing else.
 *
 * @param {number} port the server's
 */
export async function startProxy(port) {
  /** @type {Set<{ client: import('node:net').Socket, server: import('node:net').Socket }>} */
  const pairs = new Set();
  let open = true;
  let attempts = 0;
  const listener = createServer((client) => {
    attempts += 1;
    client.on('error', () => {});
    if (!open) return client.destroy();
    const server = connect(port, '127.0.0.1');
    const pair = { client, server };
    pairs.add(pair);
    server.on('error', () => {});
    client.pipe(server);
    server.pipe(client);
    client.on('close', () => { if (pairs.delete(pair)) server.destroy(); });
    server.on('close', () => client.destroy());
    return undefined;
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (listener.address());

  /** @type {import('node:net').Socket[]} */
  const abandoned = [];
  const dropAbandoned = () => { for (const server of abandoned.splice(0)) server.destroy(); };
  return {
    webSocketUrl: `ws://127.0.0.1:${address.port}/ws`,
    /** @param {number} more connections from now on */
    async attempted(more) {
      for (const wanted = attempts + more; attempts < wanted;) await once(listener, 'connection');
    },
    /** Connections fail from now on. */
    refuse() { open = false; },
    accept() { open = true; },
    /** Keeps back what the server says, until release(). */
    hold() { for (const { client, server } of pairs) server.unpipe(client).pause(); },
    release() { for (const { client, server } of pairs) server.pipe(client); },
    /** Both the client and the server see the connection end. */
    cut() { for (const { client } of pairs) client.destroy(); },
    /** Only the client sees it: the server believes in the connection until dropAbandoned(). */
    abandon() {
      for (const pair of pairs) {
        pairs.delete(pair);
        pair.client.unpipe(pair.server);
        pair.server.unpipe(pair.client);
        pair.server.resume();
        abandoned.push(pair.server);
        pair.client.destroy();
      }
    },
    dropAbandoned,
    async stop() {
      dropAbandoned();
      for (const { client, server } of pairs) { client.destroy(); server.destroy(); }
      listener.close();
      await once(listener, 'close');
    },
  };
}
