/** Sends bytes to a socket and reads the response, for requests that no HTTP client would send. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { makeCheckedResponse, type CheckedResponse } from '../api.js';
import { recordFaults } from '../exercised.js';

/**
 * Sends the bytes, and reads until the service closes the connection. The request should contain `Connection: close`.
 */
export async function sendRaw(url: string, bytes: string | Buffer): Promise<CheckedResponse> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // The service may close the connection before everything was sent. Only its response matters.
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  const all = Buffer.concat(chunks);
  const split = all.indexOf('\r\n\r\n');
  if (split < 0) throw new Error(`the service closed without a response: ${all.toString('latin1').slice(0, 200)}`);
  const [statusLine = '', ...lines] = all.subarray(0, split).toString('latin1').split('\r\n');
  const headers = new Headers(lines.map((line) => line.split(/: ?(.*)/s, 2) as [string, string]));
  const response = makeCheckedResponse(Number(statusLine.split(' ')[1]), headers, all.subarray(split + 4));
  // With several responses on one connection, this body is not a single fault.
  if (response.status >= 400) recordFaults(response);
  return response;
}
