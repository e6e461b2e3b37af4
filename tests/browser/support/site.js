// SPDX-License-Identifier: MIT

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';

const pages = new URL('../pages/', import.meta.url);
const types = { '.html': 'text/html', '.js': 'text/javascript' };

/**
 * A plain static server for tests/browser/pages: another origin than the server under test.
 *
 * @param {Record<string, string>} [extraPages] HTML by path
 * @param {string} [host] the address to listen at
 */
export async function startSite(extraPages = {}, host = '127.0.0.1') {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    try {
      const body = extraPages[pathname] ?? await readFile(new URL(`.${pathname}`, pages));
      const type = types[/** @type {keyof types} */ (extname(pathname))] ?? 'text/html';
      response.writeHead(200, { 'Content-Type': `${type}; charset=utf-8` }).end(body);
    } catch {
      // A browser asks for an icon by itself, and would call a 404 an error.
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
    }
  });
  server.listen(0, host);
  await once(server, 'listening');
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    origin: `http://${host}:${address.port}`,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
