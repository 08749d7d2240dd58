/** Requests that no well-behaved client would send, by what is wrong with them. */

const HOST = 'Host: 127.0.0.1'

export const request = (first: string, lines: readonly string[] = [], body = ''): string =>
  `${[first, HOST, ...lines].join('\r\n')}\r\n\r\n${body}`

/** Answered only by a parser that has found the end of what came before, and then the connection ends. */
export const NEXT = request('GET /healthz HTTP/1.1', ['Connection: close'])

const joins = (name: string) => JSON.stringify({ name })
const post = (lines: readonly string[], body = '') => request('POST /auth/guest HTTP/1.1', lines, body)

/** Nobody of this name may ever have joined: the request hides in what another one leaves unclear. */
const SMUGGLED = 'Smuggled'
const hidden = post([`Content-Length: ${joins(SMUGGLED).length}`, 'Connection: close'], joins(SMUGGLED))

/** Two parsers may see different ends: refused, and nothing after it is looked at. */
export const unclear: Readonly<Record<string, string>> = {
  'a length and chunks': post(['Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\n') + hidden,
  'chunks and a length':
    post(['Transfer-Encoding: chunked', `Content-Length: ${hidden.length + 5}`], '0\r\n\r\n') + hidden,
  'two lengths': post(['Content-Length: 0', `Content-Length: ${hidden.length}`]) + hidden,
  'two lengths, the other way round': post([`Content-Length: ${hidden.length}`, 'Content-Length: 0']) + hidden,
  'a list of lengths': post(['Content-Length: 0, 0']) + hidden,
  'a length with a sign': post(['Content-Length: +0']) + hidden,
  'a negative length': post(['Content-Length: -1']) + hidden,
  'a hexadecimal length': post(['Content-Length: 0x0']) + hidden,
  'an endless length': post(['Content-Length: 99999999999999999999']) + hidden,
  'a space before the colon of the length': post(['Content-Length : 0']) + hidden,
  'a tab in the name of the length': post(['Content\tLength: 0']) + hidden,
  'an unknown coding': post(['Transfer-Encoding: xchunked'], '0\r\n\r\n') + hidden,
  'chunks that are not the last coding': post(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n') + hidden,
  'two codings': post(['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], '0\r\n\r\n') + hidden,
  'a chunk without a size': post(['Transfer-Encoding: chunked'], 'zz\r\nhello\r\n0\r\n\r\n') + hidden,
  'a chunk with an endless size':
    post(['Transfer-Encoding: chunked'], 'ffffffffffffffffff\r\nhello\r\n0\r\n\r\n') + hidden,
  'a header that ends in a bare LF': `GET /healthz HTTP/1.1\r\n${HOST}\nX: y\r\n\r\n${hidden}`,
  'a header that ends in a bare CR': `GET /healthz HTTP/1.1\r\n${HOST}\rX: y\r\n\r\n${hidden}`,
  'a folded header': request('GET /healthz HTTP/1.1', ['X-A: b', ' Content-Length: 100']) + hidden,
  'NUL in a value': request('GET /healthz HTTP/1.1', ['X-A: b\0c']) + hidden,
  'NUL in a name': request('GET /healthz HTTP/1.1', ['X\0A: b']) + hidden,
  'a space in a name': request('GET /healthz HTTP/1.1', ['X A: b']) + hidden,
  'a header without a colon': request('GET /healthz HTTP/1.1', ['nonsense']) + hidden,
  'a header without a name': request('GET /healthz HTTP/1.1', [': b']) + hidden,
}

/** No HTTP, or none of ours: the status, and the end of the connection. */
export const refused: Readonly<Record<string, readonly [bytes: string, status: number]>> = {
  'lines that end in a bare LF': [`GET /healthz HTTP/1.1\n${HOST}\n\n`, 505],
  'a URL of 64 KiB': [request(`GET /c/${'a'.repeat(65_536)} HTTP/1.1`), 431],
  'a header of 64 KiB': [request('GET /healthz HTTP/1.1', [`X: ${'a'.repeat(65_536)}`]), 431],
  '300 headers': [
    request(
      'GET /healthz HTTP/1.1',
      Array.from({ length: 300 }, (_, n) => `X${n}: y`),
    ),
    431,
  ],
  'no spaces': [`GET/healthzHTTP/1.1\r\n${HOST}\r\n\r\n`, 400],
  'two spaces': [`GET  /healthz  HTTP/1.1\r\n${HOST}\r\n\r\n`, 400],
  'HTTP/0.9': ['GET /healthz\r\n\r\n', 505],
  'HTTP/1.2': [request('GET /healthz HTTP/1.2'), 505],
  'HTTP/2 in plain': ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  'the beginning of TLS': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', 400],
  'no host': ['GET / HTTP/1.1\r\n\r\n', 400],
  'empty lines': ['\r\n\r\n', 400],
}

/** Well formed, if odd: the status, and the connection goes on. */
export const odd: Readonly<Record<string, readonly [bytes: string, status: number]>> = {
  'a whole URL': [request('GET http://127.0.0.1/healthz HTTP/1.1'), 200],
  'the whole URL of another host, where the Host header is ours': [
    request('GET http://evil.example/healthz HTTP/1.1'),
    200,
  ],
  '.. in the path': [request('GET /assets/../../../../etc/passwd HTTP/1.1'), 404],
  '%2e%2e in the path': [request('GET /assets/%2e%2e/%2e%2e/etc/passwd HTTP/1.1'), 404],
  '..%2f in the path': [request('GET /assets/..%2f..%2fetc%2fpasswd HTTP/1.1'), 404],
  backslashes: [request('GET /assets/..\\..\\etc\\passwd HTTP/1.1'), 404],
  'overlong dots': [request('GET /assets/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd HTTP/1.1'), 404],
  'percents of nothing': [request('GET /assets/%zz%f HTTP/1.1'), 404],
  '%00 in the path': [request('GET /assets/a%00b HTTP/1.1'), 404],
  'two slashes': [request('GET //healthz HTTP/1.1'), 404],
  'two slashes and a host': [request('GET //evil.example/healthz HTTP/1.1'), 404],
  'another Host after ours': [request('GET / HTTP/1.1', ['Host: evil.example']), 421],
  'a GET with a body': [request('GET /healthz HTTP/1.1', ['Content-Length: 5'], 'hello'), 200],
  TRACE: [request('TRACE / HTTP/1.1'), 404],
}
