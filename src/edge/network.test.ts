import { expect, test } from 'bun:test'
import { isIp, networkOf } from './network.ts'

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['::ffff:203.0.113.7', '203.0.113.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['2001:db8:1:2::', '2001:db8:1:2'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
  ['not an address', 'not an address'],
])('%s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('a host is an address or a name', () => {
  const addresses = ['127.0.0.1', '255.255.255.255', '::1', '::', '2001:db8::8', '1:2:3:4:5:6:7:8', '::ffff:1.2.3.4']
  const names = ['', 'localhost', 'dead', '1.2.3', '256.1.1.1', '1.2.3.4.', '1.2.3.4.example', '0x7f.1.1.1']
  const halves = [':', '1::2::3', '12345::', '2001:db8::g', '::1]/x', '1.2.3.4/x', '1:2:3:4:5:6:7:8:9']
  expect([...addresses, ...names, ...halves].filter(isIp)).toEqual(addresses)
})
